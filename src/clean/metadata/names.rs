//! The names in a byline: what opens it and what follows them cut off, several parted, everything that is no name left out.

mod beside;

use super::cues::{after_by, agency, is_degree, is_desk, is_no_name, is_particle, is_role};
use crate::text::{folds_alike, is_unspaced, word_count};
use beside::{without_double, without_picture, without_role, without_tail};
use memchr::memchr2;

pub(super) use beside::pictured;

/// What a byline says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::clean) struct Names {
    /// The people, in order, each once.
    pub people: Vec<String>,
    /// An agency among them.
    pub agency: Option<&'static str>,
    /// The line opens with "By" or the like.
    pub opened: bool,
}

/// How strict a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::clean) enum Trust {
    /// The page's structure says that these are names: one word is enough, and a lower-case one too.
    Stated,
    /// A line that may be a byline: a name has two words or more, with capitals.
    Line,
    /// A line that opens with "By" and holds little else: one word in lower case may be how the writer signs.
    Signed,
}

/// Names a byline may hold at most; what has more is a list of something else.
const NAMES_AT_MOST: usize = 12;

/// Reads the names in a byline.
pub(in crate::clean) fn names(text: &str, trust: Trust) -> Names {
    let mut found = Names::default();
    let mut rest = text.trim();
    if let Some(after) = after_by(rest) {
        rest = after;
        found.opened = true;
    }
    let bare = without_tail(rest);
    for part in parts(&bare) {
        if let Some(agency) = agency(part) {
            found.agency = found.agency.or(Some(agency));
            continue;
        }
        let part = without_picture(after_by(part).unwrap_or(part));
        // "Ada Dorn, Head of Harbours, Elsen": what follows a role is no name either.
        if !found.people.is_empty() && part.split_whitespace().any(is_role) && !is_degree(part) {
            if trust == Trust::Stated {
                continue;
            }
            break;
        }
        // Degrees belong to the name before them.
        if is_degree(part) {
            if let Some(last) = found.people.last_mut() {
                last.push_str(", ");
                last.push_str(part);
            }
            continue;
        }
        let part = without_double(without_role(part));
        let desk = || desk(part).filter(|_| found.opened && trust == Trust::Line);
        let Some(name) = name(part, trust).or_else(desk).map(in_small_letters) else { continue };
        let known = found.people.iter().any(|other| folds_alike(other, &name));
        if !known {
            found.people.push(name);
        }
    }
    if found.people.len() > NAMES_AT_MOST {
        found.people.clear();
    }
    found
}

/// Those who sign as one behind "By": "the Gazette Team".
fn desk(part: &str) -> Option<String> {
    let words = word_count(part);
    let last = part.rsplit(' ').next()?;
    let begins = part.starts_with(char::is_uppercase) || part.starts_with("the ");
    ((2..=5).contains(&words) && begins && is_desk(last) && !part.contains(is_never_in_a_name)).then(|| part.to_owned())
}

/// A name that is set in capitals throughout, as people write it: `HESTER BRACK` is Hester Brack. Initials and single words stay.
fn in_small_letters(name: String) -> String {
    let capitals = name.contains(' ') && name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    if capitals { small_letters(&name) } else { name }
}

/// A text in capitals as people write names: words of up to two letters stay.
pub(super) fn small_letters(capitals: &str) -> String {
    let mut out = String::with_capacity(capitals.len());
    for word in capitals.split_inclusive([' ', '-', '’', '\'']) {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters <= 2 {
            out.push_str(word);
            continue;
        }
        let mut chars = word.chars();
        out.extend(chars.next());
        out.extend(chars.flat_map(char::to_lowercase));
    }
    out
}

/// Words that part names.
const CONJUNCTIONS: [&str; 15] =
    ["and", "und", "et", "&", "y", "och", "og", "en", "ja", "with", "mit", "i", "/", "|", "by"];

fn is_conjunction(word: &str) -> bool {
    let is = |known: &&str| known.len() == word.len() && word.eq_ignore_ascii_case(known);
    word.len() <= 4 && !matches!(word, "I" | "Y") && (CONJUNCTIONS.iter().any(is) || matches!(word, "+" | "и" | "И"))
}

/// The parts of a text with single spaces, between commas and the words that mean "and".
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let (mut from, mut at) = (0, 0);
    let next = move || loop {
        let word = text.get(at..).filter(|rest| !rest.is_empty())?.split(' ').next()?;
        let (start, end) = (at, at + word.len());
        at = text.len().min(end + 1);
        let part = if is_conjunction(word) {
            &text[from..start]
        } else if at == text.len() || word.ends_with([',', ';', '，']) {
            &text[from..end]
        } else {
            continue;
        };
        from = at;
        return Some(part.trim_end_matches(' ').trim_end_matches([',', ';', '，']));
    };
    std::iter::from_fn(next).filter(|part| !part.is_empty())
}

/// Whether a line may hold the name of a person, as far as its words tell: a name has two that don't begin with a small letter and that names may
/// hold, with nothing but particles between.
pub(super) fn may_hold_name(text: &str) -> bool {
    // In some scripts there are neither spaces nor capitals; behind a colon a word may be part of another, and addresses are taken out.
    if !text.is_ascii() || memchr2(b'@', b':', text.as_bytes()).is_some() {
        return true;
    }
    let mut behind = false;
    for word in text.split_ascii_whitespace() {
        if word.starts_with(|c: char| c.is_ascii_lowercase()) {
            behind &= is_particle(word.trim_matches('\''));
            continue;
        }
        let fits = !is_no_name(without_marks(word));
        if fits && behind {
            return true;
        }
        behind = fits;
    }
    false
}

/// A word of ASCII without the full stops and commas around it.
fn without_marks(word: &str) -> &str {
    let is_mark = |byte: &u8| matches!(byte, b'.' | b',');
    let bytes = word.as_bytes();
    // Most words have none.
    if !bytes.first().is_some_and(is_mark) && !bytes.last().is_some_and(is_mark) {
        return word;
    }
    word.trim_matches(['.', ','])
}

/// A text as a name, if it may be one.
fn name(text: &str, trust: Trust) -> Option<String> {
    let trimmed = text.trim_matches(|c: char| !(c.is_alphanumeric() || c == ')' || c == '.' || c == '®'));
    let trimmed = trimmed.trim_start_matches(['.', ')']);
    let trimmed = if trimmed.ends_with("..") || trimmed.split_whitespace().last().is_some_and(|word| word.len() > 4) {
        trimmed.trim_end_matches('.')
    } else {
        trimmed
    };
    let mut words = [""; WORDS_AT_MOST + 1];
    let many = words.iter_mut().zip(trimmed.split_whitespace()).map(|(word, next)| *word = next).count();
    let words = &words[..many];
    if trimmed.len() > BYTES_AT_MOST || words.is_empty() || words.len() > WORDS_AT_MOST {
        return None;
    }
    let unspaced = trimmed.contains(is_unspaced);
    // Of the lines of a page nearly all that are no names are told by their capitals.
    let lenient = trust == Trust::Stated || trust == Trust::Signed && words.len() <= 3;
    if !lenient && !unspaced && !has_capitals(words) {
        return None;
    }
    // Where somebody works stands behind the name as a raised figure.
    let trimmed = if words.len() > 1 && trimmed.ends_with(|c: char| c.is_ascii_digit()) {
        let name = trimmed.trim_end_matches(|c: char| c.is_ascii_digit());
        if name.ends_with(char::is_lowercase) { name } else { trimmed }
    } else {
        trimmed
    };
    if trimmed.chars().filter(|c| c.is_alphabetic()).nth(1).is_none() || trimmed.contains(is_never_in_a_name) {
        return None;
    }
    if trust == Trust::Signed && words.len() <= 3 && !unspaced {
        return Some(trimmed.to_owned()).filter(|_| !words.iter().any(|word| is_no_name(word)));
    }
    if trust == Trust::Stated {
        // A handle, a login or the desk may well be how the writer signs; a sentence is none.
        let signs = !words.iter().all(|word| is_no_name(word)) || words.iter().any(|word| is_desk(word));
        return (signs && (unspaced || words.len() <= 5)).then(|| trimmed.to_owned());
    }
    if trimmed.chars().any(|c| c.is_ascii_digit()) || words.iter().any(|word| is_no_name(word.trim_matches(['.', ','])))
    {
        return None;
    }
    if unspaced {
        let name = trimmed.trim_end_matches("記者").trim_end_matches("记者").trim_end_matches("기자").trim();
        return (2..=12).contains(&name.chars().count()).then(|| name.to_owned());
    }
    Some(trimmed.to_owned())
}

/// Words and bytes of a name at most.
const WORDS_AT_MOST: usize = 6;
const BYTES_AT_MOST: usize = 60;

/// Whether no name is written with a mark.
fn is_never_in_a_name(c: char) -> bool {
    matches!(c, '@' | '/' | '\\' | '<' | '>' | '{' | '?' | '!' | ':' | '#' | '%' | '_' | '=' | '"' | '“' | '…')
}

/// Whether words are written as names are: two at least begin with capitals, and what does not is a particle.
fn has_capitals(words: &[&str]) -> bool {
    let capital = |word: &&&str| !word.starts_with(char::is_lowercase);
    let others = |word: &&str| capital(&word) || is_particle(word.trim_matches('\''));
    words.iter().filter(capital).nth(1).is_some() && words.iter().all(others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_capitals_is_written_as_people_write_it() {
        for (set, name) in [
            ("HESTER BRACK", "Hester Brack"),
            ("J. R. O'DORN-QUILL", "J. R. O'Dorn-Quill"),
            ("ŁUCJA ÅBERG", "Łucja Åberg"),
            ("Ada McDorn", "Ada McDorn"),
            ("IWB", "IWB"),
        ] {
            assert_eq!(in_small_letters(set.to_owned()), name);
        }
    }
    use proptest::prelude::*;

    #[test]
    fn names_come_out_of_bylines() {
        for (text, people) in [
            ("By Lee Min-hyung", &["Lee Min-hyung"][..]),
            ("By ADA DORN and Karl van der Berg, Staff Writers", &["Ada Dorn", "Karl van der Berg"]),
            ("Von Jörg Täuber und Ève Noir, Berlin", &["Jörg Täuber", "Ève Noir"]),
            ("Par Ève Noir | 24 juin 2019", &["Ève Noir"]),
            ("By Ada Dorn, MD, PhD", &["Ada Dorn, MD, PhD"]),
            ("By Ada Dorn - June 24, 2019 4:16 pm", &["Ada Dorn"]),
            ("By Ada DornPublished: Jan 29, 2025", &["Ada Dorn"]),
            ("ByAda Dorn", &["Ada Dorn"]),
            ("By Ada Dorn ada@example.org", &["Ada Dorn"]),
            ("By Ada Dorn (Reuters)", &["Ada Dorn"]),
            ("By the Gazette Team", &["the Gazette Team"]),
            ("Ada Dorn's avatar", &["Ada Dorn"]),
            ("Picture of Ada Dorn", &["Ada Dorn"]),
            ("Ada Dorn’s profile photo", &["Ada Dorn"]),
            ("Ada DornAda Dorn", &["Ada Dorn"]),
            ("Ada Dorn Ada Dorn", &["Ada Dorn"]),
            ("Ada Dorn1, Karl Venn2", &["Ada Dorn", "Karl Venn"]),
            ("By Ada Dorn, Ada Dorn", &["Ada Dorn"]),
            ("By The Gazette Staff", &["The Gazette Staff"]),
            ("By the time they arrived, it was over.", &[]),
            ("By clicking, you agree", &[]),
            ("文／山田太郎", &["山田太郎"]),
            ("Por Ana Lúcia de Souza e Silva", &["Ana Lúcia de Souza e Silva"]),
        ] {
            assert_eq!(names(text, Trust::Line).people, people, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_line_with_a_name_is_passed_over(
            words in prop::collection::vec("(Ada|Dorn|van|der|de|Staff|Contact|Us|News|and|AND|by|By|the|[A-Z]\\.|,|-|\\||\\(|@x|[A-Za-z.,'()]{1,6})", 0..8),
        ) {
            let line = words.join(" ");
            prop_assert!(may_hold_name(&line) || after_by(&line).is_some() || names(&line, Trust::Line).people.is_empty(), "{line}");
        }
    }

    #[test]
    fn an_agency_is_no_person() {
        let found = names("By Ada Dorn and The Associated Press", Trust::Stated);
        assert_eq!((found.people, found.agency), (vec!["Ada Dorn".to_owned()], Some("AP")));
    }

    proptest! {
        #[test]
        fn any_text_gives_few_bounded_names(text in "(\\PC|[A-Z][a-z]+ |and |By |, ){0,30}") {
            for trust in [Trust::Stated, Trust::Line] {
                let people = names(&text, trust).people;
                prop_assert!(people.len() <= NAMES_AT_MOST);
            }
        }
    }
}
