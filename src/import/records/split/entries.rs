//! The entries of a feed, one behind the other: RSS calls them items. What stands between them is passed over; markup in comments and in
//! character data is none of the feed's.

use super::{End, Splitter};
use crate::import::refused::RECORD_BYTES;
use std::io::{self, Read};

/// What an entry is called, and how it ends.
const NAMES: [(&[u8], &[u8]); 2] = [(b"<item", b"</item>"), (b"<entry", b"</entry>")];

/// What hides markup, and where it ends.
const HIDING: [(&[u8], &[u8]); 2] = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>")];

/// Bytes that are looked at to tell what a tag is.
const TAG: usize = 9;

impl<R: Read> Splitter<R> {
    /// Goes on to the next entry, or to the end.
    pub(super) fn pass_to_entry(&mut self) -> io::Result<()> {
        loop {
            self.pass_to_tag()?;
            if self.byte(0)?.is_none() || self.begins(0)? {
                return Ok(());
            }
            let hidden = self.hidden(0)?;
            self.pass(hidden.max(1));
        }
    }

    /// The end of the entry that stands here: behind its closing tag, or where the next one begins.
    pub(super) fn entry_end(&mut self) -> io::Result<Option<End>> {
        let mut at = 0;
        while at <= RECORD_BYTES {
            let Some(byte) = self.byte(at)? else { return Ok(Some(self.ending(at, 0))) };
            if byte != b'<' || at == 0 {
                at += 1;
            } else if self.begins(at)? {
                return Ok(Some(self.ending(at, 0)));
            } else if let Some((_, end)) = self.one_of(&NAMES, at, |(_, end)| end)? {
                return Ok(Some(self.ending(at, end.len())));
            } else {
                at += self.hidden(at)?.max(1);
            }
        }
        self.pass(at);
        Ok(None)
    }

    fn ending(&self, at: usize, tag: usize) -> End {
        let bytes = self.at + at + tag;
        let within = self.buffer.get(self.at..bytes).unwrap_or_default();
        let breaks = memchr::memchr_iter(b'\n', within).count() as u64;
        End { bytes, next: bytes, breaks, fields: 0, torn: false }
    }

    /// Goes on to the next tag, or to the end.
    fn pass_to_tag(&mut self) -> io::Result<()> {
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            if let Some(before) = memchr::memchr(b'<', rest) {
                self.pass(before);
                return Ok(());
            }
            self.pass(rest.len());
            if !self.fill()? {
                return Ok(());
            }
        }
    }

    /// Whether an entry begins there.
    fn begins(&mut self, at: usize) -> io::Result<bool> {
        let Some((name, _)) = self.one_of(&NAMES, at, |(name, _)| name)? else { return Ok(false) };
        Ok(self.byte(at + name.len())?.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')))
    }

    /// How long the comment or the character data is that begins there; 0 where none does.
    fn hidden(&mut self, at: usize) -> io::Result<usize> {
        let Some((begin, end)) = self.one_of(&HIDING, at, |(begin, _)| begin)? else { return Ok(0) };
        let mut ahead = begin.len();
        loop {
            let from = self.at + at + ahead;
            let rest = self.buffer.get(from..).unwrap_or_default();
            if let Some(found) = memchr::memmem::find(rest, end) {
                return Ok(ahead + found + end.len());
            }
            // What ends may be cut in two.
            ahead += (rest.len() + 1).saturating_sub(end.len());
            if ahead > RECORD_BYTES || !self.fill()? {
                return Ok(ahead);
            }
        }
    }

    /// The one of these of which a part stands there.
    fn one_of(
        &mut self,
        all: &'static [(&'static [u8], &'static [u8])],
        at: usize,
        part: impl Fn(&(&'static [u8], &'static [u8])) -> &'static [u8],
    ) -> io::Result<Option<(&'static [u8], &'static [u8])>> {
        // Read as far as any of them reaches.
        self.byte(at + TAG)?;
        let here = self.buffer.get(self.at + at..).unwrap_or_default();
        Ok(all.iter().find(|one| here.starts_with(part(one))).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, split};
    use crate::import::records::Shape;
    use crate::import::records::feed::Head;

    #[test]
    fn entries_are_cut_where_they_begin_and_end() {
        let feed = "<rss>\n<channel><!-- <item>no</item> -->\n<item>one\n<![CDATA[</item>]]></item> x\n<item a='b'>two<item>three</item>\n</channel>";
        let expected =
            [(3, "<item>one\n<![CDATA[</item>]]></item>"), (5, "<item a='b'>two"), (5, "<item>three</item>")];
        assert_eq!(split(feed, &Shape::Feed(Head::default())), found(&expected));
    }

    #[test]
    fn what_is_never_closed_ends_with_the_feed() {
        for (feed, expected) in [
            ("<feed><entry>one", &[(1, "<entry>one")][..]),
            ("<feed><entry>one<!-- two", &[(1, "<entry>one<!-- two")]),
            ("<feed><![CDATA[<entry>", &[]),
            ("<items><itemx>", &[]),
        ] {
            assert_eq!(split(feed, &Shape::Feed(Head::default())), found(expected), "{feed}");
        }
    }
}
