//! Footnotes: the marks in the text and the notes they lead to, and the way back. Pages name them; in a text dump they are told by `[1]` in the
//! text and a paragraph or an item at the end that begins with the same, or has the same number.

use super::{Face, Kind, Manuscript, Run};
use crate::article::{Span, Style, Text};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Numbers up to this are marks of notes; `[2019]` is a year.
const NUMBER_AT_MOST: u32 = 999;

/// Marks and notes by the names that pages give them.
#[derive(Debug, Default)]
pub struct Named {
    marks: Vec<(String, Range<usize>)>,
    notes: HashMap<String, usize>,
}

impl Named {
    /// Takes those of a text that begins at a place of the copy.
    pub fn take(&mut self, text: &Text, start: usize) {
        for span in &text.spans {
            match &span.style {
                Style::Reference(name) => self.marks.push((name.clone(), start + span.start..start + span.end)),
                Style::Note(name) => drop(self.notes.insert(name.clone(), start)),
                _ => {}
            }
        }
    }
}

/// The text with every bare mark of a note in brackets: raised figures would run into the word before.
pub fn in_brackets(text: &Text) -> Cow<'_, Text> {
    let is_bare = |span: &&Span| {
        let said = text.plain.get(span.start..span.end).unwrap_or_default();
        matches!(span.style, Style::Reference(_)) && said.starts_with(char::is_alphanumeric)
    };
    let bare: Vec<&Span> = text.spans.iter().filter(is_bare).collect();
    if bare.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut cuts: Vec<(usize, char)> = bare.iter().flat_map(|span| [(span.start, '['), (span.end, ']')]).collect();
    cuts.sort_unstable_by_key(|(place, bracket)| (*place, *bracket == '['));
    let mut plain = String::with_capacity(text.plain.len() + cuts.len());
    let mut at = 0;
    for (place, bracket) in &cuts {
        plain.push_str(&text.plain[at..*place]);
        plain.push(*bracket);
        at = *place;
    }
    plain.push_str(&text.plain[at..]);
    // At the edge of a span stand the brackets of what ends there inside of it, of what begins there outside.
    let moved = |place: usize| {
        place + cuts.iter().filter(|(cut, bracket)| *cut < place || (*cut == place && *bracket == ']')).count()
    };
    let spans = text.spans.iter().map(|span| Span {
        start: moved(span.start),
        end: moved(span.end),
        style: span.style.clone(),
    });
    Cow::Owned(Text { spans: spans.collect(), plain })
}

impl Run {
    /// Sets a mark apart as a link is.
    fn set_apart(&mut self, mark: Range<usize>) {
        let place = self.spans.partition_point(|(span, _)| span.start <= mark.start);
        self.spans.insert(place, (mark, Face::of(&Style::Reference(String::new()))));
    }
}

impl Manuscript {
    /// Finds out which mark leads to which note, and back.
    pub(super) fn find_notes(&mut self) {
        let Named { marks, notes } = std::mem::take(&mut self.named);
        let pair = |(name, mark): (String, Range<usize>)| notes.get(&name).map(|note| (mark, *note..*note + 1));
        let mut pairs: Vec<_> = marks.into_iter().filter_map(pair).collect();
        if pairs.is_empty() {
            pairs = self.numbered();
            for (mark, _) in &pairs {
                if let Some(run) = self.runs.iter_mut().find(|run| run.range.contains(&mark.start)) {
                    run.set_apart(mark.clone());
                }
            }
        }
        let mut jumps: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (mark, note) in pairs {
            jumps.insert(mark.start, (mark.end, note.start));
            jumps.entry(note.start).or_insert((note.end, mark.start));
        }
        self.jumps = jumps.into_iter().map(|(start, (end, to))| (start..end, to)).collect();
    }

    /// Marks and notes of a text that tells them by their numbers only.
    fn numbered(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let runs =
            self.blocks.iter().flat_map(|block| self.runs[block.runs.clone()].iter().map(move |run| (block, run)));
        let inside = runs.filter(|(_, run)| self.body.contains(&run.range.start));
        let (mut marks, mut notes) = (Vec::new(), HashMap::new());
        for (block, run) in inside {
            let mut found = numbers(self.text(run))
                .map(|(range, number)| (run.range.start + range.start..run.range.start + range.end, number))
                .peekable();
            let own = match &block.kind {
                Kind::Item(_, marker) => marker.strip_suffix('.').and_then(|number| number.parse().ok()),
                Kind::Plain(_) | Kind::Quote => {
                    found.next_if(|(range, _)| range.start == run.range.start).map(|(_, number)| number)
                }
                Kind::Figure | Kind::Code | Kind::Source | Kind::Table { .. } | Kind::Rule => continue,
            };
            // Of several that begin with the number, the last is the note.
            notes.extend(own.map(|number| (number, run.range.start)));
            marks.extend(found);
        }
        let paired = marks.into_iter().filter_map(|(mark, number)| {
            let note = *notes.get(&number)?;
            (note > mark.start).then_some((mark, note..note + 1))
        });
        paired.collect()
    }
}

/// The numbers in brackets of a text, with their brackets.
fn numbers(text: &str) -> impl Iterator<Item = (Range<usize>, u32)> + '_ {
    text.match_indices('[').filter_map(|(start, _)| {
        let rest = &text[start + 1..];
        let end = rest.find(']').filter(|end| (1..=3).contains(end))?;
        let number = rest[..end].parse().ok().filter(|number| (1..=NUMBER_AT_MOST).contains(number))?;
        Some((start..start + end + 2, number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Item, Part};
    use crate::config::Dates;

    fn jumps(body: Vec<Part>) -> Vec<(String, String)> {
        let manuscript = Manuscript::of(&Article { body, ..Article::default() }, None, Dates::DayFirst);
        let behind = |place: usize| manuscript.copy[place..].chars().take(6).collect::<String>();
        manuscript.jumps.iter().map(|(range, to)| (manuscript.copy[range.clone()].to_owned(), behind(*to))).collect()
    }

    #[test]
    fn a_bare_mark_gets_brackets_and_spans_move_along() {
        let span = |start, end, style| Span { start, end, style };
        let reference = |name: &str| Style::Reference(name.to_owned());
        let text = Text {
            plain: "Sails1 and [2] more".into(),
            spans: vec![
                span(0, 6, Style::Strong),
                span(5, 6, reference("a")),
                span(7, 10, Style::Emphasis),
                span(11, 14, reference("b")),
            ],
        };
        let set = in_brackets(&text);
        assert_eq!(set.plain, "Sails[1] and [2] more");
        let said: Vec<&str> = set.spans.iter().map(|span| &set.plain[span.start..span.end]).collect();
        assert_eq!(said, ["Sails[1]", "[1]", "and", "[2]"]);
    }

    #[test]
    fn marks_lead_to_notes_and_notes_back() {
        let mark = Text {
            plain: "Sails1".into(),
            spans: vec![Span { start: 5, end: 6, style: Style::Reference("n".into()) }],
        };
        let note = Text {
            plain: "The office.".into(),
            spans: vec![Span { start: 0, end: 11, style: Style::Note("n".into()) }],
        };
        let body = vec![Part::Paragraph(mark), Part::List(vec![Item { text: note, number: Some(1), depth: 0 }])];
        assert_eq!(jumps(body), [("[1]".to_owned(), "The of".to_owned()), ("T".to_owned(), "[1]\nTh".to_owned())]);
    }

    #[test]
    fn a_dump_tells_its_notes_by_their_numbers() {
        let body = ["Sails [1] and [2] in [2019]", "More [1]", "[1] The office.", "[3] Nobody."]
            .map(|text| Part::Paragraph(text.into()));
        let found: Vec<String> = jumps(body.to_vec()).into_iter().map(|(mark, to)| format!("{mark} {to}")).collect();
        assert_eq!(found, ["[1] [1] Th", "[1] [1] Th", "[ [1] an"]);
        let item = Item { text: "The office.".into(), number: Some(2), depth: 0 };
        let found = jumps(vec![Part::Paragraph("Sails [2]".into()), Part::List(vec![item])]);
        assert_eq!(found[0], ("[2]".to_owned(), "The of".to_owned()));
        assert_eq!(jumps(vec![Part::Paragraph("[1] Sails [2]".into())]), []);
    }
}
