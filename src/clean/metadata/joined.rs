//! Texts of a page end to end, so that a name is looked for in all of them at once.

use memchr::memmem;

/// Texts with a line break behind each.
#[derive(Default)]
pub(super) struct Joined {
    text: String,
    /// Where each text begins, and the block it is of.
    starts: Vec<(usize, usize)>,
}

impl Joined {
    /// Joins texts, each given with the block it is of.
    pub(super) fn new<'a>(texts: impl Iterator<Item = (usize, &'a str)> + Clone) -> Self {
        let (mut count, mut bytes) = (0, 0);
        for (_, text) in texts.clone() {
            count += 1;
            bytes += text.len() + 1;
        }
        let mut joined = Joined { text: String::with_capacity(bytes), starts: Vec::with_capacity(count) };
        for (at, text) in texts {
            joined.starts.push((joined.text.len(), at));
            joined.text.push_str(text);
            joined.text.push('\n');
        }
        joined
    }

    /// The whole of them.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The first of them, up to the one with which there are more than so many bytes.
    pub(super) fn beginning(&self, bytes: usize) -> &str {
        // Of the bytes of a text the line break behind it is none.
        let enough = self.starts.iter().enumerate().find(|(texts, (start, _))| start - texts > bytes);
        enough.map_or(&self.text, |(_, (start, _))| &self.text[..*start])
    }

    /// The blocks whose texts hold a word or name, which has no line break in it; in their order.
    pub(super) fn holders<'a>(&'a self, name: &'a str) -> impl Iterator<Item = usize> + 'a {
        let finder = memmem::Finder::new(name);
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = from + finder.find(self.text.as_bytes().get(from..)?)?;
            let next = self.starts.partition_point(|(start, _)| *start <= found);
            from = self.starts.get(next).map_or(self.text.len(), |(start, _)| *start);
            Some(self.starts.get(next.checked_sub(1)?)?.1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_that_holds_a_name_is_given_once() {
        let texts = ["Ada Dorn, Ada Dorn", "", "Ada", "Dorn", "by Ada Dorn"];
        let joined = Joined::new((10..).zip(texts));
        assert_eq!(joined.holders("Ada Dorn").collect::<Vec<_>>(), [10, 14]);
        assert_eq!(joined.holders("Dorn").collect::<Vec<_>>(), [10, 13, 14]);
        assert_eq!(
            (joined.beginning(17), joined.beginning(18)),
            ("Ada Dorn, Ada Dorn\n", "Ada Dorn, Ada Dorn\n\nAda\n")
        );
        assert_eq!(joined.holders("Elsen").count() + Joined::default().holders("Elsen").count(), 0);
    }
}
