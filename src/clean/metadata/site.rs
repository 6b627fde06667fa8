//! The publication's name, and titles without it.

use super::rank::Candidate;
use super::setting::Setting;
use crate::page::{Field, PageKind, Witness};
use crate::text::{bare, word_count};
use memchr::memmem;

/// What stands between a headline and the publication's name in a title.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " ‹ ", " › ", " / ", " ~ ", "｜", " : ", ": ", "|",
    " – ", "_",
];

/// The name that is in a web address: `example` of `https://www.example.co.uk/x`.
pub(super) fn host_name(address: &str) -> Option<String> {
    let host = address.split_once("://")?.1.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase();
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty() && *label != "www").collect();
    let top = match labels.as_slice() {
        [.., second, third, last] if last.len() == 2 && second.len() >= 2 && third.len() <= 3 => *second,
        [.., second, _] => *second,
        _ => return None,
    };
    let name: String = top.chars().filter(|c| c.is_alphanumeric()).collect();
    (name.len() >= 3).then_some(name)
}

/// Every name the page's structure gives its publication.
pub(super) fn houses(setting: &Setting<'_>) -> Vec<String> {
    let mut houses: Vec<String> = setting.clues(Field::Publisher).map(|clue| clue.value.clone()).collect();
    houses.extend(
        setting
            .clues(Field::Url)
            .filter(|clue| clue.witness <= Witness::Link)
            .filter_map(|clue| host_name(&clue.value)),
    );
    houses.dedup();
    houses.truncate(12);
    houses
}

/// Whether a part of a title names the publication, one of `houses` in their [`bare`] form.
pub(super) fn is_house(part: &str, houses: &[String]) -> bool {
    // A name is short; only its length is cheap to know.
    if part.len() > 120 || houses.is_empty() {
        return false;
    }
    // One of the two begins or ends like the other: of ASCII that is known before its letters are copied.
    if part.is_ascii() {
        let mut letters = part.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase());
        let Some(first) = letters.next() else { return false };
        let last = letters.next_back().unwrap_or(first);
        let fits = |house: &String| house.as_bytes().first() == Some(&first) || house.as_bytes().last() == Some(&last);
        if !houses.iter().any(fits) {
            return false;
        }
    }
    let part = bare(part);
    if part.len() < 2 {
        return false;
    }
    houses.iter().any(|house| {
        let house = house.as_str();
        part == house
            || (part.len() >= 4
                && house.len() >= 4
                && part.len().abs_diff(house.len()) <= 8
                && (part.starts_with(house)
                    || house.starts_with(&part)
                    || part.ends_with(house)
                    || house.ends_with(&part)))
    })
}

/// A title without the publication's name and sections at its ends. `heads` are other claims of the headline, such as an `h1`.
pub(super) fn cut<'t>(title: &'t str, houses: &[String], heads: &[String]) -> &'t str {
    let title = title.trim();
    if heads.iter().any(|head| *head == bare(title)) {
        return title;
    }
    let mut rest = title;
    // A title has at most a few names at its ends: headline - section - site.
    for _ in 0..4 {
        let Some(shorter) = cut_once(rest, houses, heads) else { break };
        rest = shorter;
    }
    rest
}

fn cut_once<'t>(title: &'t str, houses: &[String], heads: &[String]) -> Option<&'t str> {
    // One side is exactly what another witness says.
    for separator in SEPARATORS {
        for (at, _) in title.match_indices(separator) {
            let (head, tail) = (title[..at].trim(), title[at + separator.len()..].trim());
            for (side, other) in [(head, tail), (tail, head)] {
                if !other.is_empty() && bare(side).len() > 8 && heads.contains(&bare(side)) && !is_house(side, houses) {
                    return Some(side);
                }
            }
        }
    }
    for separator in SEPARATORS {
        let Some(at) = title.rfind(separator) else { continue };
        let (head, tail) = (title[..at].trim(), title[at + separator.len()..].trim());
        let colon = separator.trim() == ":";
        if is_house(tail, houses) && word_count(head) >= 1 && !(colon && word_count(tail) > 3) {
            return Some(head);
        }
        let Some(at) = title.find(separator) else { continue };
        let (head, tail) = (title[..at].trim(), title[at + separator.len()..].trim());
        if is_house(head, houses) && word_count(tail) >= 2 && word_count(head) <= 6 {
            return Some(tail);
        }
    }
    None
}

/// A document title's end behind its last bar or dash, where that may be the publication's name.
pub(super) fn tail(title: &str) -> Option<(&str, &str)> {
    [" | ", " – ", " — ", " - ", " :: ", " » ", " · ", " • "].iter().find_map(|separator| {
        let at = title.rfind(separator)?;
        let (head, tail) = (title[..at].trim(), title[at + separator.len()..].trim());
        let short =
            (1..=5).contains(&word_count(tail)) && word_count(head) >= 3 && word_count(head) >= word_count(tail);
        short.then_some((head, tail))
    })
}

/// Who may have published the page.
pub(super) fn publishers(setting: &Setting<'_>) -> Vec<Candidate<String>> {
    let mut found = Vec::new();
    for clue in setting.clues(Field::Publisher) {
        let weight = match (clue.witness, clue.name.as_str()) {
            (_, "og:site_name") => 8.0,
            (Witness::JsonLd, _) => 7.0,
            (Witness::Microdata, _) | (Witness::Other, "WebSite") => 5.0,
            (Witness::Meta, "application-name" | "apple-mobile-web-app-title") => 3.0,
            _ => 4.0,
        };
        // An address or a slogan is a poor name.
        let poor = clue.value.contains("://") || word_count(&clue.value) > 7;
        found.push(Candidate::new(
            clue.value.clone(),
            if poor { 1.0 } else { weight },
            format!("{:?} {}", clue.witness, clue.name),
        ));
    }
    for clue in setting.clues(Field::Headline).filter(|clue| clue.witness == Witness::Title) {
        if let Some((_, tail)) = tail(&clue.value) {
            found.push(Candidate::new(tail.to_owned(), 3.0, "the title's end"));
        }
    }
    lines(setting, &mut found);
    found
}

/// What lines of the page say: a copyright line, a disclaimer, and in a dump the name in its head that comes again.
fn lines(setting: &Setting<'_>, found: &mut Vec<Candidate<String>>) {
    let is_dump = setting.page.kind == PageKind::Text;
    let behind = setting.end.max(LINES_OF_HEAD);
    let near = |at: &usize| *at < LINES_OF_HEAD || (behind..behind + LINES_BEHIND).contains(at);
    let mut lines: Vec<usize> = COPYRIGHTS.iter().flat_map(|sign| setting.short_with(sign)).filter(near).collect();
    lines.sort_unstable();
    lines.dedup();
    for name in lines.into_iter().filter_map(|at| copyright(setting.text(at))) {
        if let Some(title) = title_in(setting, &name).filter(|_| is_dump) {
            found.push(Candidate::new(title.to_owned(), 3.0, "the page's head, and a copyright line"));
        }
        found.push(Candidate::new(name, 2.5, "a copyright line"));
    }
    if is_dump {
        found.extend(masthead(setting).map(|name| Candidate::new(name, 3.0, "the page's head")));
    }
}

/// The line of the page's head whose words a holder's name has among others: "Elsen Courier" in "Elsen Courier Readers' Trust".
fn title_in<'a>(setting: &Setting<'a>, holder: &str) -> Option<&'a str> {
    let held = format!(" {holder} ");
    let lines = (0..setting.start.min(LINES_OF_HEAD)).map(|at| setting.text(at));
    let among = |line: &&str| line.len() < holder.len() && word_count(line) >= 2 && held.contains(&format!(" {line} "));
    lines.filter(among).max_by_key(|line| line.len())
}

/// Lines of the page's head, and behind the body, that may say whose the page is.
const LINES_OF_HEAD: usize = 30;
const LINES_BEHIND: usize = 370;

/// What a copyright line has; the first is the surer one.
const COPYRIGHTS: [&str; 2] = ["©", "Copyright"];

/// The holder in "© 2021 The Gazette. All rights reserved."
fn copyright(line: &str) -> Option<String> {
    if line.len() > 200 {
        return None;
    }
    let (_, rest) = COPYRIGHTS.iter().find_map(|sign| line.split_once(sign))?;
    let rest = rest.trim_start_matches(|c: char| !c.is_alphabetic());
    let rest = rest.strip_prefix("by ").unwrap_or(rest);
    let rest = rest.strip_prefix("Copyright").unwrap_or(rest).trim_start_matches(|c: char| !c.is_alphabetic());
    let end = [
        "All ", "all ", "Alle ", "Tous ", "Todos ", "Tutti ", " | ", " - ", " – ", "©", "(", ", Inc", ", LLC", ", Ltd",
    ]
    .iter()
    .filter_map(|mark| rest.find(mark))
    .min();
    let rest = &rest[..end.unwrap_or(rest.len())];
    let name = rest.split(['.', ',', '|', ';', '•', '·']).next()?;
    let name = without_legal_form(
        name.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '–')).trim(),
    );
    ((1..=5).contains(&word_count(name)) && name.chars().next().is_some_and(char::is_uppercase))
        .then(|| name.to_owned())
}

/// What follows the name of a company that publishes, and is none of the publication's.
const LEGAL_FORMS: &[&str] = &[
    "ltd",
    "limited",
    "inc",
    "llc",
    "llp",
    "plc",
    "gmbh",
    "ag",
    "kg",
    "bv",
    "sa",
    "sas",
    "srl",
    "spa",
    "oy",
    "ab",
    "as",
    "aps",
    "pty",
    "co",
    "corp",
    "corporation",
    "company",
];

fn without_legal_form(name: &str) -> &str {
    let mut name = name;
    while let Some((head, last)) = name.rsplit_once(' ')
        && LEGAL_FORMS.contains(&last.to_lowercase().as_str())
    {
        name = head.trim_end_matches(['&', ' ']);
    }
    name
}

/// Words of the screen that a masthead's line may carry.
const SCREEN_WORDS: &[&str] =
    &["close", "menu", "search", "logo", "home", "open", "toggle", "navigation", "login", "subscribe"];

/// In a dump, the short capitalised line of its head that comes again.
fn masthead(setting: &Setting<'_>) -> Option<String> {
    let mut names = (0..setting.page.blocks.len().min(4)).map(|at| without_screen_words(setting.text(at)));
    names.find(|name| {
        let capital =
            |word: &str| word.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic() || word.len() <= 3);
        if !(2..=5).contains(&word_count(name)) || !name.split_whitespace().all(capital) {
            return false;
        }
        let holder = memmem::Finder::new(name.as_str());
        let holds =
            |text: &str| (name.len()..name.len() + 24).contains(&text.len()) && holder.find(text.as_bytes()).is_some();
        setting.page.blocks.iter().skip(1).filter(|block| holds(&block.text.plain)).nth(1).is_some()
    })
}

fn without_screen_words(line: &str) -> String {
    let is_of_screen = |word: &str| {
        if word.is_ascii() {
            SCREEN_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
        } else {
            SCREEN_WORDS.contains(&word.to_lowercase().as_str())
        }
    };
    line.split_whitespace().filter(|word| !is_of_screen(word)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copyright_line_names_the_publication_and_not_its_company() {
        for (line, name) in [
            ("© 2021 The Gazette. All rights reserved.", "The Gazette"),
            ("© Elsen Evening Post Ltd", "Elsen Evening Post"),
            ("Copyright 2019 Dorn & Quill GmbH & Co KG", "Dorn & Quill"),
        ] {
            assert_eq!(copyright(line).as_deref(), Some(name), "{line}");
        }
    }

    #[test]
    fn the_site_is_cut_off_a_title() {
        let houses = [bare("The Gazette"), bare("gazette")];
        for (title, headline) in [
            ("Ferry sinks off Elsen | The Gazette", "Ferry sinks off Elsen"),
            ("Ferry sinks off Elsen - Harbour - The Gazette", "Ferry sinks off Elsen - Harbour"),
            ("The Gazette: Ferry sinks off Elsen", "Ferry sinks off Elsen"),
            ("Ferry sinks - and what now?", "Ferry sinks - and what now?"),
            ("Elsen: Ferry sinks", "Elsen: Ferry sinks"),
        ] {
            assert_eq!(cut(title, &houses, &[]), headline, "{title}");
        }
        assert_eq!(
            cut("Harbour – Ferry sinks off Elsen – anything", &[], &[bare("Ferry sinks off Elsen")]),
            "Harbour – Ferry sinks off Elsen – anything"
        );
        assert_eq!(
            cut("Ferry sinks off Elsen – anything", &[], &[bare("Ferry sinks off Elsen")]),
            "Ferry sinks off Elsen"
        );
    }

    #[test]
    fn copyright_lines_name_the_publisher() {
        for (line, name) in [
            ("© 2021 The Gazette. All rights reserved.", Some("The Gazette")),
            ("Copyright © 2014-2021 Elsen Post, Inc. All Rights Reserved", Some("Elsen Post")),
            ("© Elsen Post 2021", Some("Elsen Post")),
            ("© 2021", None),
        ] {
            assert_eq!(copyright(line).as_deref(), name, "{line}");
        }
    }

    #[test]
    fn the_host_of_an_address_is_a_name() {
        assert_eq!(host_name("https://www.elsen-post.co.uk/a").as_deref(), Some("elsenpost"));
        assert_eq!(host_name("http://news.example.org").as_deref(), Some("example"));
    }
}
