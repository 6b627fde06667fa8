//! What each thing on the screen looks like, by the role it plays. Panes name roles; colours stand here and nowhere else.
//!
//! The colours are the terminal's own sixteen, so that its theme holds. Nothing is told by colour alone: [`Theme::mono`] has none.

mod palette;

use crate::text::fold;
pub use palette::Depth;
use ratatui::style::{Color, Modifier, Style};
use std::ops::Index;

/// What a piece of text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Text,
    /// What stands back: dates, sources, hints.
    Dim,
    /// Lines between panes.
    Rule,
    /// The program's name, headings of groups and of overlays.
    Title,
    /// The headline over an article, headings inside it.
    Headline,
    /// The lines that sum an article up.
    Standfirst,
    /// A caption.
    Caption,
    /// A quoted paragraph.
    Quote,
    /// Emphasis in running text.
    Emphasis,
    /// Strong emphasis in running text.
    Strong,
    /// Code, in a block or within a line.
    Code,
    /// What a word of code is: one of the language's own.
    Keyword,
    /// Words in quotes inside code.
    Quoted,
    /// A number or another constant inside code.
    Constant,
    /// What code gives a name: a function, a type.
    Name,
    /// A comment inside code.
    Comment,
    /// A link.
    Link,
    /// The headline of an article not read yet, in the list.
    Unread,
    /// The headline of a read article, in the list.
    Read,
    /// The dot of an unread article and the bar of the selected one.
    Accent,
    /// The star of a starred article.
    Star,
    /// A tag, as [`Role::of_tag`] chooses among these.
    Tag,
    /// A tag.
    Tag2,
    /// A tag.
    Tag3,
    /// A tag.
    Tag4,
    /// A tag.
    Tag5,
    /// The headline of the selected article while its pane has the focus.
    Selected,
    /// A word that was searched for.
    Hit,
    /// The hit that `n` has reached.
    CurrentHit,
    /// An operator in the search bar.
    Operator,
    /// A field's name in the search bar.
    Field,
    /// A phrase or a field's value in the search bar.
    Value,
    /// What is not wanted, in the search bar.
    Negated,
    /// A key in a hint or in the help.
    Key,
    /// The letters over a link.
    Hint,
    /// A message.
    Notice,
    /// A message that something failed.
    Error,
}

impl Role {
    /// The role of a tag by its name: the same in every list and every session.
    pub fn of_tag(name: &str) -> Role {
        const TAGS: [Role; 5] = [Role::Tag, Role::Tag2, Role::Tag3, Role::Tag4, Role::Tag5];
        let sum = fold(name).bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
        TAGS[sum % TAGS.len()]
    }
}

/// A style for each role.
#[derive(Clone, Debug)]
pub struct Theme {
    styles: [Style; ROLES.len()],
    paper: Style,
}

const PLAIN: Style = Style::new();
const BOLD: Style = PLAIN.add_modifier(Modifier::BOLD);
const DIM: Style = PLAIN.add_modifier(Modifier::DIM);
const ITALIC: Style = PLAIN.add_modifier(Modifier::ITALIC);
const UNDERLINED: Style = PLAIN.add_modifier(Modifier::UNDERLINED);
const REVERSED: Style = PLAIN.add_modifier(Modifier::REVERSED);

/// Role, its style with colours, its style without; in the order of the enum.
const ROLES: [(Role, Style, Style); 37] = [
    (Role::Text, PLAIN, PLAIN),
    (Role::Dim, DIM, DIM),
    (Role::Rule, DIM, DIM),
    (Role::Title, BOLD, BOLD),
    (Role::Headline, BOLD, BOLD),
    (Role::Standfirst, ITALIC, ITALIC),
    (Role::Caption, DIM.add_modifier(Modifier::ITALIC), DIM.add_modifier(Modifier::ITALIC)),
    (Role::Quote, PLAIN, PLAIN),
    (Role::Emphasis, ITALIC, ITALIC),
    (Role::Strong, BOLD, BOLD),
    (Role::Code, PLAIN.fg(Color::Cyan), PLAIN),
    (Role::Keyword, PLAIN.fg(Color::Magenta), BOLD),
    (Role::Quoted, PLAIN.fg(Color::Green), PLAIN),
    (Role::Constant, PLAIN.fg(Color::Yellow), PLAIN),
    (Role::Name, PLAIN.fg(Color::Blue), PLAIN),
    (Role::Comment, DIM, DIM),
    (Role::Link, UNDERLINED, UNDERLINED),
    (Role::Unread, BOLD, BOLD),
    (Role::Read, PLAIN, PLAIN),
    (Role::Accent, PLAIN.fg(Color::Blue), BOLD),
    (Role::Star, PLAIN.fg(Color::Yellow), BOLD),
    (Role::Tag, PLAIN.fg(Color::Magenta), PLAIN),
    (Role::Tag2, PLAIN.fg(Color::Cyan), PLAIN),
    (Role::Tag3, PLAIN.fg(Color::Green), PLAIN),
    (Role::Tag4, PLAIN.fg(Color::Blue), PLAIN),
    (Role::Tag5, PLAIN.fg(Color::Red), PLAIN),
    (Role::Selected, REVERSED, REVERSED),
    (Role::Hit, PLAIN.fg(Color::Black).bg(Color::Yellow), BOLD.add_modifier(Modifier::UNDERLINED)),
    (Role::CurrentHit, REVERSED.add_modifier(Modifier::BOLD), REVERSED.add_modifier(Modifier::BOLD)),
    (Role::Operator, BOLD.fg(Color::Magenta), BOLD),
    (Role::Field, UNDERLINED.fg(Color::Cyan), UNDERLINED),
    (Role::Value, PLAIN.fg(Color::Green), PLAIN),
    (Role::Negated, PLAIN.fg(Color::Red), DIM),
    (Role::Key, BOLD, BOLD),
    (Role::Hint, BOLD.fg(Color::Black).bg(Color::Cyan), REVERSED.add_modifier(Modifier::BOLD)),
    (Role::Notice, BOLD, BOLD),
    (Role::Error, BOLD.fg(Color::Red), BOLD),
];

impl Theme {
    /// The terminal's own colours.
    pub fn terminal() -> Self {
        Theme { styles: ROLES.map(|(_, colour, _)| colour), paper: PLAIN }
    }

    /// No colour at all, as `NO_COLOR` asks.
    pub fn mono() -> Self {
        Theme { styles: ROLES.map(|(_, _, mono)| mono), paper: PLAIN }
    }
}

impl Theme {
    /// What everything is written on.
    pub fn paper(&self) -> Style {
        self.paper
    }
}

impl Default for Theme {
    fn default() -> Self {
        Theme::terminal()
    }
}

impl Index<Role> for Theme {
    type Output = Style;

    fn index(&self, role: Role) -> &Style {
        &self.styles[role as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_roles() {
        for (place, (role, ..)) in ROLES.iter().enumerate() {
            assert_eq!(*role as usize, place);
        }
    }

    #[test]
    fn the_mono_theme_has_no_colour() {
        assert!(Theme::mono().styles.iter().all(|style| style.fg.is_none() && style.bg.is_none()));
    }

    #[test]
    fn a_tag_has_the_same_look_however_it_is_written() {
        assert_eq!(Role::of_tag("Caf\u{e9}"), Role::of_tag("cafe"));
        let looks: Vec<Role> = ["dock", "later", "islands", "work", "long reads"].map(Role::of_tag).to_vec();
        assert!(looks.iter().any(|look| *look != looks[0]), "{looks:?}");
    }

    #[test]
    fn hits_are_told_apart_without_colour() {
        let mono = Theme::mono();
        assert_ne!(mono[Role::Hit], mono[Role::Text]);
        assert_ne!(mono[Role::Hit], mono[Role::CurrentHit]);
    }
}
