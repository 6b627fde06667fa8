//! The values of a JSON list, one behind the other: parted by commas outside of texts, brackets and braces.

use super::{End, Splitter};
use crate::import::refused::RECORD_BYTES;
use std::io::{self, Read};

impl<R: Read> Splitter<R> {
    /// Goes on to the next value.
    pub(super) fn pass_to_value(&mut self) -> io::Result<()> {
        while self.byte(0)?.is_some_and(|byte| byte.is_ascii_whitespace() || byte == b',') {
            self.pass(1);
        }
        Ok(())
    }

    /// The end of the value that stands here; the list's own end is the end of all.
    pub(super) fn value_end(&mut self) -> io::Result<Option<End>> {
        let (mut at, mut depth, mut overlong) = (0, 0_usize, false);
        let (mut quoted, mut escaped) = (false, false);
        let mut parted = 0;
        while let Some(byte) = self.byte(at)? {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' | b'[' => depth += 1,
                b']' if depth == 0 => {
                    // What follows the list is none of it.
                    self.ended = true;
                    self.buffer.truncate(self.at + at);
                    break;
                }
                b'}' | b']' => depth = depth.saturating_sub(1),
                b',' if depth == 0 => {
                    parted = 1;
                    break;
                }
                _ => {}
            }
            at += 1;
            if at > RECORD_BYTES {
                self.pass(at);
                (at, overlong) = (0, true);
            }
        }
        if overlong {
            self.pass(at);
            return Ok(None);
        }
        let bytes = self.at + at;
        let breaks = memchr::memchr_iter(b'\n', self.buffer.get(self.at..bytes).unwrap_or_default()).count() as u64;
        Ok(Some(End { bytes, next: bytes + parted, breaks, fields: 0, torn: false }))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, split};
    use super::*;
    use crate::import::records::Shape;

    fn list(from: usize) -> Shape {
        Shape::List { from, publisher: None }
    }

    #[test]
    fn values_are_cut_at_the_commas_between_them() {
        let values = "[\n  {\"a\": \"x,]\\\"}\",\n \"b\": [1, 2]},\n\n  {\"a\": {}}\n]\n[4]";
        let expected = [(2, "{\"a\": \"x,]\\\"}\",\n \"b\": [1, 2]}"), (5, "{\"a\": {}}\n")];
        assert_eq!(split(values, &list(1)), found(&expected));
        assert_eq!(split("{\"items\": [{}, 7]}", &list(11)), found(&[(1, "{}"), (1, "7")]));
    }

    #[test]
    fn a_value_that_is_too_long_costs_itself_only() {
        let long = format!("[{{}}, {{\"a\": [\"{}\"]}},\n7]", "x,]".repeat(RECORD_BYTES));
        let mut splitter = Splitter::new(long.as_bytes(), &list(1));
        splitter.pass_header(&list(1)).expect("memory can be read");
        let (mut batch, mut lines) = (Vec::new(), Vec::new());
        while let Some(piece) = splitter.next(&mut batch).expect("memory can be read") {
            lines.push((piece.line, piece.fault.is_some()));
        }
        assert_eq!(lines, [(1, false), (1, true), (2, false)]);
    }

    #[test]
    fn a_list_that_breaks_off_gives_what_is_there() {
        assert_eq!(split("[{\"a\": 1}, {\"b\": ", &list(1)), found(&[(1, "{\"a\": 1}"), (1, "{\"b\": ")]));
        assert_eq!(split("[", &list(1)), []);
    }
}
