//! Colours in code: what each stretch of it is. Code is looked at when it comes into view, up to a bound; what goes beyond, and what is in no
//! language that is known, is plain.

#[cfg(feature = "highlight")]
mod grammar;
#[cfg(feature = "highlight")]
mod language;

use super::theme::Role;
use std::ops::Range;

/// The code of an article.
#[derive(Debug, Default)]
pub struct Listings(Vec<Listing>);

/// One block of code.
#[derive(Debug)]
struct Listing {
    /// Where it stands in the copy.
    range: Range<usize>,
    /// Its language, as its page names it.
    language: Option<String>,
    /// What it is made of, in order and without gaps; nothing while it was not looked at.
    inks: Option<Vec<Ink>>,
}

/// A stretch of code and what it is.
type Ink = (Range<usize>, Role);

impl Listings {
    /// Adds a block that stands behind the others.
    pub fn push(&mut self, range: Range<usize>, language: Option<String>) {
        self.0.push(Listing { range, language, inks: None });
    }

    /// Looks at the blocks that stand in a stretch of the copy.
    pub fn highlight(&mut self, copy: &str, seen: &Range<usize>) {
        let first = self.0.partition_point(|listing| listing.range.end <= seen.start);
        for listing in self.0.iter_mut().skip(first).take_while(|listing| listing.range.start < seen.end) {
            let Listing { range, language, inks } = listing;
            if inks.is_none() {
                let code = copy.get(range.clone()).unwrap_or_default();
                *inks = Some(moved(inked(code, language.as_deref()), range.start));
            }
        }
    }

    /// What stands at a place of the copy, where that is in code that has colours.
    pub fn role(&self, place: usize) -> Option<Role> {
        let behind = self.0.partition_point(|listing| listing.range.start <= place);
        let inks = self.0.get(behind.checked_sub(1)?)?.inks.as_ref()?;
        let (range, role) = inks.get(inks.partition_point(|(range, _)| range.end <= place))?;
        range.contains(&place).then_some(*role)
    }
}

fn moved(inks: Vec<Ink>, by: usize) -> Vec<Ink> {
    inks.into_iter().map(|(range, role)| (range.start + by..range.end + by, role)).collect()
}

#[cfg(feature = "highlight")]
fn inked(code: &str, named: Option<&str>) -> Vec<Ink> {
    language::of(code, named).map(|language| grammar::inks(code, language)).unwrap_or_default()
}

/// Without the grammars all code is plain.
#[cfg(not(feature = "highlight"))]
fn inked(_: &str, _: Option<&str>) -> Vec<Ink> {
    Vec::new()
}

#[cfg(all(test, feature = "highlight"))]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_looked_at_has_colours() {
        let copy = "text\nlet a = 1;\nmore\nlet b = 2;\n";
        let mut listings = Listings::default();
        listings.push(5..16, Some("rust".into()));
        listings.push(21..32, Some("rust".into()));
        listings.highlight(copy, &(0..10));
        let roles = [5, 9, 13, 16, 0, 21].map(|place| listings.role(place));
        assert_eq!(roles, [Some(Role::Keyword), Some(Role::Text), Some(Role::Constant), None, None, None]);
        listings.highlight(copy, &(22..23));
        assert_eq!(listings.role(21), Some(Role::Keyword));
    }
}
