//! The dateline that opens a report: the place it was filed from, and the agency in brackets.

use super::cues::agency;
use super::written::written;
use crate::text::truncate;

/// What a dateline says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dateline {
    /// The place, as written.
    pub place: Option<String>,
    /// The agency, by its usual name, or the letters in brackets.
    pub agency: Option<String>,
    /// Where the report's first sentence begins, in bytes.
    pub end: usize,
}

/// Paragraphs of the body of which one may begin the report: a standfirst may stand before it.
const PARAGRAPHS: usize = 3;

/// The dateline in the first of these paragraphs, or in a later one where an agency makes it certain.
pub(super) fn of_opening<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Option<Dateline> {
    let read = |(at, text)| dateline(text).filter(|found| at == 0 || found.agency.is_some());
    paragraphs.take(PARAGRAPHS).enumerate().find_map(read)
}

/// Reads the dateline in front of a report's first sentence.
pub(super) fn dateline(lead: &str) -> Option<Dateline> {
    let head = truncate(lead, 140);
    let (head_end, end) = dash(head)?;
    let line = head[..head_end].trim_end_matches([' ', '.']);
    let (before, wire, after) = brackets(line);
    let agency_name = wire.and_then(source);
    // `(ANSA) - ROMA, 3 MAR - `: the agency stands alone, the place comes with the next dash.
    if before.trim().is_empty() {
        let name = agency_name?;
        let rest = &lead[end..];
        let second = dash(truncate(rest, 80)).filter(|(at, _)| is_place(strip_date(&rest[..*at]), true));
        let place = second.map(|(at, _)| strip_date(&rest[..at]).to_owned());
        return Some(Dateline { place, agency: Some(name), end: end + second.map_or(0, |(_, next)| next) });
    }
    let place = strip_date(before);
    if let Some(wire) = wire {
        // Behind a place in capitals a single name may be an agency that nobody knows.
        let unknown = || (is_place(place, true) && is_name(wire)).then(|| wire.to_owned());
        let agency_name = agency_name.or_else(unknown);
        agency_name.as_ref()?;
        let fits = is_place(place, false) && strip_date(after).is_empty();
        return fits.then(|| Dateline { place: Some(place.to_owned()), agency: agency_name, end });
    }
    // Without an agency only capitals tell a place from the beginning of a sentence.
    is_place(place, true).then(|| Dateline { place: Some(place.to_owned()), agency: None, end })
}

/// The marks that close a dateline; of those that begin at one place the first counts.
const DASHES: [&str; 14] =
    [" — ", " – ", " -- ", " - ", "—", " | ", ".- ", ". - ", ") : ", "): ", ")- ", ") -", ")–", ".-"];

/// The first dash that closes a dateline: where it begins and where the text behind it does.
fn dash(head: &str) -> Option<(usize, usize)> {
    // All of them have a dash, a bar or a bracket, which most leads have none of.
    if !head.bytes().any(|byte| matches!(byte, b'-' | b'|' | b')' | 0xE2)) {
        return None;
    }
    let places =
        head.bytes().enumerate().filter(|(_, byte)| matches!(byte, b' ' | b'.' | b')' | 0xE2)).map(|(at, _)| at);
    // A bracket belongs to the line, so that a mark behind one may begin where it ends.
    let found = places.flat_map(|at| {
        let marks =
            DASHES.iter().enumerate().filter(move |(_, mark)| head.as_bytes()[at..].starts_with(mark.as_bytes()));
        marks.map(move |(nth, mark)| (at + usize::from(mark.starts_with(')')), nth, at + mark.len()))
    });
    let (at, _, next) = found.min()?;
    (at > 1).then(|| (at, next + head[next..].len() - head[next..].trim_start().len()))
}

/// The text before, in and behind a bracket.
fn brackets(line: &str) -> (&str, Option<&str>, &str) {
    let Some(open) = line.find('(') else { return (line, None, "") };
    let Some(close) = line[open..].find(')').map(|at| open + at) else { return (line, None, "") };
    (&line[..open], Some(&line[open + 1..close]), &line[close + 1..])
}

/// The agency in a bracket: a known one, else two to five capitals.
fn source(wire: &str) -> Option<String> {
    let first = wire.split(['/', ',']).map(str::trim).find(|part| !part.is_empty())?;
    if let Some(known) = agency(first) {
        return Some(known.to_owned());
    }
    let capitals = (2..=5).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_uppercase());
    capitals.then(|| first.to_owned())
}

/// Whether a bracket holds one word that is written like a name.
fn is_name(wire: &str) -> bool {
    let mut chars = wire.chars();
    (3..=20).contains(&wire.len()) && chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_alphabetic)
}

/// The place without the day that may follow it: "PARIS, March 3".
fn strip_date(text: &str) -> &str {
    let trimmed = |text: &'_ str| -> usize { text.trim_end_matches([' ', ',', '.', ';']).len() };
    let mut end = written(text).first().map_or(text.len(), |date| date.range.start);
    // A day without a year: the last comma is followed by a month or a number.
    if let Some(comma) = text[..end].rfind(',') {
        let tail = &text[comma + 1..end];
        let day = tail.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
            word.bytes().all(|b| b.is_ascii_digit())
                || super::months::month(word).is_some()
                || matches!(word.to_lowercase().as_str(), "de" | "den" | "le")
        });
        if day {
            end = comma;
        }
    }
    text[..trimmed(&text[..end])].trim_start()
}

/// Whether a text may be a place; `strict` wants its first part in capitals.
fn is_place(text: &str, strict: bool) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty()
        || words.len() > 7
        || text.len() > 70
        || text.chars().any(|c| c.is_ascii_digit() || matches!(c, ':' | ';' | '?' | '!' | '"' | '“' | '('))
    {
        return false;
    }
    let first = text.split(',').next().unwrap_or("");
    let letters: Vec<char> = first.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() < 2 {
        return false;
    }
    if strict {
        return letters.len() >= 3 && letters.iter().all(|c| c.is_uppercase());
    }
    words.iter().all(|word| {
        word.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase())
            || matches!(
                word.trim_matches(','),
                "de" | "del"
                    | "la"
                    | "le"
                    | "am"
                    | "an"
                    | "der"
                    | "sur"
                    | "upon"
                    | "of"
                    | "and"
                    | "et"
                    | "und"
                    | "im"
                    | "do"
                    | "da"
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_read_in_many_styles() {
        for (lead, place, wire, rest) in [
            ("SEOUL, South Korea (AP) — The leader said", Some("SEOUL, South Korea"), Some("AP"), "The leader said"),
            ("PARIS, March 3 (Reuters) - The minister said", Some("PARIS"), Some("Reuters"), "The minister said"),
            ("Berlin (dpa) - Der Minister sagte", Some("Berlin"), Some("dpa"), "Der Minister sagte"),
            ("Berlin (dpa/tmn) – Der Minister sagte", Some("Berlin"), Some("dpa"), "Der Minister sagte"),
            ("Paris (AFP) – Le ministre a dit", Some("Paris"), Some("AFP"), "Le ministre a dit"),
            ("Madrid, 3 mar (EFE).- El ministro dijo", Some("Madrid"), Some("EFE"), "El ministro dijo"),
            ("(ANSA) - ROMA, 3 MAR - Il ministro ha detto", Some("ROMA"), Some("ANSA"), "Il ministro ha detto"),
            ("WASHINGTON — The court ruled", Some("WASHINGTON"), None, "The court ruled"),
            ("ELSEN (Brújula) — El barco", Some("ELSEN"), Some("Brújula"), "El barco"),
            ("ELSEN, Norland (XYZ) — The ferry", Some("ELSEN, Norland"), Some("XYZ"), "The ferry"),
        ] {
            let found = dateline(lead).unwrap_or_else(|| panic!("{lead}"));
            assert_eq!(
                (found.place.as_deref(), found.agency.as_deref(), &lead[found.end..]),
                (place, wire, rest),
                "{lead}"
            );
        }
    }

    #[test]
    fn every_dash_closes_a_dateline() {
        for mark in DASHES {
            assert!(dash(&format!("ELSEN{mark}The ferry")).is_some_and(|(at, _)| (5..7).contains(&at)), "{mark}");
        }
    }

    #[test]
    fn the_beginning_of_a_sentence_is_no_dateline() {
        for lead in [
            "The minister - a lawyer - said",
            "Elsen (the town) — is small",
            "It was late – too late",
            "NATO (which see)",
            "Ada Dorn (42) - the mayor",
        ] {
            assert_eq!(dateline(lead), None, "{lead}");
        }
    }
}
