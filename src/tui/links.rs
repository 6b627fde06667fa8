//! Links: letters over those that are seen, or a numbered list of all.

use super::action::Action;
use super::cells::{Sheet, shorten};
use super::pick::Pointed;
use super::theme::Role;

/// The letters of the hints, those under resting fingers first.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";

/// A link of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it begins in the manuscript's copy.
    pub at: usize,
    /// What is underlined.
    pub text: String,
    /// Where it leads.
    pub to: Leads,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// Out of the article, to an address.
    Out(String),
    /// To a place of the manuscript's copy: from a mark to its note, or back.
    Within(usize),
}

impl Link {
    /// The address it leads to, where it leads out of the article.
    pub fn address(&self) -> Option<&str> {
        if let Leads::Out(address) = &self.to { Some(address) } else { None }
    }
}

/// Letters over the links that are seen.
#[derive(Debug)]
pub struct Hints {
    links: Vec<(String, Link)>,
    typed: String,
}

/// What becomes of the hints after a letter.
#[derive(Debug, PartialEq, Eq)]
pub enum Typed {
    /// More letters are needed.
    More,
    /// No link has these letters.
    Nothing,
    /// Where the link with these letters leads.
    Found(Leads),
}

impl Hints {
    /// Hints over links, with as many letters as are needed.
    pub fn over(links: Vec<Link>) -> Self {
        let letters = LETTERS.chars().count();
        let one = |place: usize| LETTERS.chars().nth(place % letters).into_iter();
        let label = |place: usize| match links.len() {
            count if count <= letters => one(place).collect(),
            _ => one(place / letters).chain(one(place)).collect(),
        };
        let labels: Vec<String> = (0..links.len()).map(label).collect();
        Hints { links: labels.into_iter().zip(links).collect(), typed: String::new() }
    }

    /// Takes a letter.
    pub fn type_in(&mut self, c: char) -> Typed {
        self.typed.extend(c.to_lowercase());
        match self.links.iter().find(|(label, _)| *label == self.typed) {
            Some((_, link)) => Typed::Found(link.to.clone()),
            None if self.links.iter().any(|(label, _)| label.starts_with(&self.typed)) => Typed::More,
            None => Typed::Nothing,
        }
    }

    /// The letters that are still to be typed of the link that begins at a place of the copy.
    pub fn at(&self, place: usize) -> Option<&str> {
        let (label, _) = self.links.iter().find(|(_, link)| link.at == place)?;
        label.strip_prefix(self.typed.as_str())
    }
}

/// The numbered list of an article's links.
#[derive(Debug)]
pub struct LinkList {
    links: Vec<Link>,
    index: usize,
    height: usize,
    /// A number being typed.
    number: Option<usize>,
}

impl LinkList {
    /// A list of links, on a screen of so many lines.
    pub fn of(links: Vec<Link>, screen: usize) -> Self {
        LinkList { links, index: 0, height: (screen.saturating_sub(8) / 2).max(1), number: None }
    }

    /// Moves the selection; `false` where the action is none of the list's.
    pub fn act(&mut self, action: Action) -> bool {
        let last = self.links.len().saturating_sub(1);
        let page = self.height;
        self.number = None;
        self.index = match action {
            Action::Down => self.index + 1,
            Action::Up => self.index.saturating_sub(1),
            Action::PageDown => self.index + page,
            Action::PageUp => self.index.saturating_sub(page),
            Action::First => 0,
            Action::Last => last,
            _ => return false,
        }
        .min(last);
        true
    }

    /// The mouse is pressed on a line of it, or the wheel is turned; tells whether the link was selected already.
    pub fn point(&mut self, pointed: Pointed) -> bool {
        self.number = None;
        let last = self.links.len().saturating_sub(1);
        match pointed {
            Pointed::Wheel(direction) => self.index = self.index.saturating_add_signed(direction).min(last),
            Pointed::At(y, _) => {
                let place = (self.index + 1).saturating_sub(self.height) + y / 2;
                if place <= last && y / 2 < self.height {
                    return std::mem::replace(&mut self.index, place) == place;
                }
            }
        }
        false
    }

    /// Takes a digit of a link's number.
    pub fn push_digit(&mut self, digit: usize) {
        let number = self.number.unwrap_or(0) * 10 + digit;
        let number = if number > self.links.len() { digit } else { number };
        if (1..=self.links.len()).contains(&number) {
            self.number = Some(number);
            self.index = number - 1;
        }
    }

    /// The links.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The address of the selected link.
    pub fn address(&self) -> Option<&str> {
        self.links.get(self.index).and_then(Link::address)
    }

    /// The lines it takes.
    pub fn lines(&self) -> usize {
        2 * self.links.len().min(self.height) + 2
    }

    /// Draws it, with its keys under it.
    pub fn draw(&self, sheet: &mut Sheet, keys: &str) {
        let top = (self.index + 1).saturating_sub(self.height);
        let wide = self.links.len().to_string().len();
        for (row, (place, link)) in self.links.iter().enumerate().skip(top).take(self.height).enumerate() {
            let (y, chosen) = (2 * row, place == self.index);
            let role = if chosen { Role::Selected } else { Role::Text };
            sheet.write(0, y, if chosen { "▌" } else { " " }, Role::Accent);
            sheet.write(0, y + 1, if chosen { "▌" } else { " " }, Role::Accent);
            let x = sheet.write(2, y, &format!("{:>wide$}  ", place + 1), Role::Key);
            let room = sheet.width().saturating_sub(x);
            sheet.write(x, y, &shorten(&link.text, room), role);
            sheet.write(x, y + 1, &shorten(link.address().unwrap_or_default(), room), Role::Dim);
        }
        sheet.write(0, self.lines() - 1, keys, Role::Dim);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(count: usize) -> Vec<Link> {
        (0..count)
            .map(|at| Link { at, text: format!("link {at}"), to: Leads::Out(format!("https://a.example/{at}")) })
            .collect()
    }

    #[test]
    fn few_links_need_one_letter_and_many_two() {
        let mut few = Hints::over(links(3));
        assert_eq!(few.at(1), Some("s"));
        assert_eq!(few.type_in('D'), Typed::Found(Leads::Out("https://a.example/2".into())));
        let mut many = Hints::over(links(40));
        assert_eq!((many.at(0), many.at(39)), (Some("aa"), Some("st")));
        assert_eq!(many.type_in('s'), Typed::More);
        assert_eq!((many.at(0), many.at(39)), (None, Some("t")));
        assert_eq!(many.type_in('t'), Typed::Found(Leads::Out("https://a.example/39".into())));
        assert_eq!(Hints::over(links(2)).type_in('z'), Typed::Nothing);
    }

    #[test]
    fn numbers_select_links() {
        let mut list = LinkList::of(links(12), 24);
        list.push_digit(1);
        assert_eq!(list.address(), Some("https://a.example/0"));
        list.push_digit(2);
        assert_eq!(list.address(), Some("https://a.example/11"));
        list.push_digit(9);
        assert_eq!(list.address(), Some("https://a.example/8"));
    }
}
