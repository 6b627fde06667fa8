//! Where on the page the walk is: the elements that are open, and the innermost one around the whole line so far.
//!
//! Only elements that some text stands in come into the page's table.

use super::tags::Role;
use super::tree::Node;
use crate::page::Element;
use crate::text::truncate;

/// Bytes of an element's class, id and role words that are kept.
const NAMES_AT_MOST: usize = 400;

/// An element that the walk is inside of.
pub(super) struct Open<'a> {
    pub(super) element: Node<'a>,
    pub(super) tag: &'static str,
    pub(super) role: Role,
    /// Its place in the page's table, once some text stood in it.
    pub(super) place: Option<u32>,
    pub(super) hidden: bool,
}

/// The elements around the walk's place in the document.
#[derive(Default)]
pub(super) struct Around<'a> {
    pub(super) open: Vec<Open<'a>>,
    /// The innermost element around the whole line so far.
    pub(super) line: Option<u32>,
}

impl Around<'_> {
    /// Makes the line's place the innermost element that also holds the point where the walk is.
    pub(super) fn widen(&mut self, elements: &mut Vec<Element>) {
        let here = self.here(elements);
        let Some(mut old) = self.line else {
            self.line = Some(here);
            return;
        };
        let mut new = here;
        while old != new {
            let (Some(a), Some(b)) = (elements.get(old as usize), elements.get(new as usize)) else { break };
            let (up_old, up_new) = (a.depth >= b.depth, b.depth >= a.depth);
            old = if up_old { a.parent.unwrap_or(0) } else { old };
            new = if up_new { b.parent.unwrap_or(0) } else { new };
        }
        self.line = Some(new);
    }

    /// The place in the page's table of the innermost open element; those around it that are not in it yet are added.
    pub(super) fn here(&mut self, elements: &mut Vec<Element>) -> u32 {
        let known = self.open.iter().rposition(|open| open.place.is_some());
        let mut parent = known.and_then(|at| self.open.get(at)?.place);
        for (depth, open) in self.open.iter_mut().enumerate().skip(known.map_or(0, |at| at + 1)) {
            let place = u32::try_from(elements.len()).unwrap_or(u32::MAX);
            elements.push(Element {
                parent,
                depth: u16::try_from(depth).unwrap_or(u16::MAX),
                tag: open.tag,
                names: names(open.element),
                hidden: open.hidden,
            });
            open.place = Some(place);
            parent = Some(place);
        }
        parent.unwrap_or(0)
    }
}

/// The attributes whose words name an element, and what is put in front of them.
const NAMING: [(&str, &str); 5] =
    [("class", ""), ("id", ""), ("role", ""), ("itemprop", "itemprop="), ("data-testid", "")];

/// Class, id, role and item property words of an element.
fn names(element: Node<'_>) -> String {
    let (mut values, mut length) = ([""; NAMING.len()], 0);
    for (attribute, value) in element.attributes() {
        if let Some(((_, prefix), place)) = NAMING.iter().zip(&mut values).find(|((name, _), _)| *name == attribute) {
            *place = value;
            length += prefix.len() + value.len() + 1;
        }
    }
    let mut names = String::new();
    if length == 0 {
        return names;
    }
    names.reserve(length.min(NAMES_AT_MOST));
    for (value, (_, prefix)) in values.into_iter().zip(NAMING).filter(|(value, _)| !value.is_empty()) {
        if !names.is_empty() {
            names.push(' ');
        }
        names.push_str(prefix);
        names.push_str(truncate(value, NAMES_AT_MOST.saturating_sub(names.len())));
    }
    names
}

/// Whether the page itself hides the element.
pub(super) fn is_hidden(element: Node<'_>) -> bool {
    let styled_away = |style: &str| {
        let style: String =
            style.chars().filter(|c| !c.is_whitespace()).take(200).collect::<String>().to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    element.attributes().any(|(name, value)| name == "hidden" || name == "style" && styled_away(value))
}

/// Classes by which frameworks hide text from sight: remarks such as "opens in a new window" inside a sentence.
pub(super) fn is_for_screen_readers(element: Node<'_>) -> bool {
    let hides = |class: &str| {
        ["sr-only", "screen-reader", "visually-hidden", "visuallyhidden"].iter().any(|name| class.contains(name))
    };
    element.attributes().any(|(name, value)| name == "class" && hides(value))
}
