//! The headline: the claim with the most witnesses, else the line above the body that reads like one, else made from the lead.

use super::dateline::dateline;
use super::rank::{Candidate, elect_by};
use super::setting::Setting;
use super::site::{bare, cut, is_house, tail};
use super::traits;
use crate::page::{Field, Witness};
use crate::text::{truncate, word_count};

/// A line needs this much to be the headline without another witness.
const LINE_AT_LEAST: f32 = 2.5;

/// The headline the page gives its article, with the witness.
pub(super) fn headline(setting: &Setting<'_>) -> Option<Candidate<String>> {
    let mut candidates = claimed(setting);
    let claimed = !candidates.is_empty();
    let claims: Vec<String> = candidates.iter().map(|claim| bare(&claim.value)).collect();
    let lines = traits::lines(setting);
    // Lines don't support each other: only the first of the best can win by itself, and those that say what is claimed support that.
    let best = lines.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| *at);
    for (at, weight) in lines {
        let text = setting.text(at);
        if Some(at) == best || claimed && claims.contains(&bare(text)) {
            // Where the structure speaks, a line supports what it says or has to be much better.
            let worth = if claimed { 0.5 * weight } else { weight };
            candidates.push(Candidate::new(text.to_owned(), worth, "the line above the body"));
        }
    }
    let elected = elect_by(&candidates, |value| bare(value))?;
    let enough = if claimed { 1.0 } else { LINE_AT_LEAST };
    (elected.weight >= enough && !elected.value.is_empty()).then_some(elected)
}

/// What the page's structure claims, without the publication's name.
fn claimed(setting: &Setting<'_>) -> Vec<Candidate<String>> {
    let clues: Vec<_> = setting.clues(Field::Headline).collect();
    // What other witnesses say, to know where a title ends.
    let heads: Vec<String> = clues
        .iter()
        .filter(|clue| {
            matches!(clue.witness, Witness::Heading | Witness::JsonLd | Witness::Microdata | Witness::Class)
                && !clue.aside
        })
        .map(|clue| bare(&clue.value))
        .filter(|head| head.len() > 8)
        .collect();
    let titles: Vec<String> = clues
        .iter()
        .filter(|clue| matches!(clue.witness, Witness::Title | Witness::Meta | Witness::JsonLd))
        .map(|clue| bare(&clue.value))
        .collect();
    // What stands behind the last bar or dash of a title is the site, even where it is set as a heading.
    let ends: Vec<String> = clues
        .iter()
        .filter(|clue| clue.witness == Witness::Title)
        .filter_map(|clue| tail(&clue.value).map(|(_, tail)| bare(tail)))
        .collect();
    let mut first_heading = true;
    let mut found = Vec::new();
    for clue in &clues {
        let named = |weight: f32| Candidate::new(String::new(), weight, format!("{:?} {}", clue.witness, clue.name));
        let mut candidate = match clue.witness {
            Witness::JsonLd => named(4.0),
            Witness::Microdata => named(if clue.aside { 2.0 } else { 4.0 }),
            Witness::Heading => {
                let own = bare(&clue.value);
                let shared = titles.iter().any(|title| title.contains(&own) || own.contains(title.as_str()));
                let mut weight: f32 = if clue.aside { 2.0 } else { 5.0 };
                weight += if shared && own.len() > 5 { 3.0 } else { 0.0 };
                weight += if first_heading && !clue.aside { 1.0 } else { 0.0 };
                first_heading &= clue.aside;
                named(weight)
            }
            Witness::Meta if clue.name == "og:title" => named(3.0),
            Witness::Meta | Witness::Title => named(2.0),
            Witness::Class => named(if clue.aside { 0.5 } else { 1.5 }),
            _ => named(1.0),
        };
        let value = match clue.witness {
            Witness::Heading | Witness::Class => clue.value.as_str(),
            _ => cut(&clue.value, &setting.bare_houses, &heads),
        };
        let named_house = is_house(value, &setting.bare_houses) && word_count(value) <= 5;
        let ends_title = clue.witness == Witness::Heading && ends.contains(&bare(value));
        if named_house || ends_title {
            candidate.weight -= 6.0;
        }
        value.clone_into(&mut candidate.value);
        if matches!(clue.witness, Witness::Title)
            && value == clue.value
            && let Some((head, _)) = tail(value)
        {
            found.push(Candidate {
                value: head.to_owned(),
                weight: candidate.weight + 0.1,
                from: candidate.from.clone(),
            });
        }
        found.push(candidate);
    }
    without_additions(&mut found);
    found
}

/// A heading that is another witness's headline with a kicker in front or a subtitle behind speaks for that headline.
fn without_additions(found: &mut [Candidate<String>]) {
    let shorter: Vec<String> = found
        .iter()
        .filter(|c| {
            (c.from.starts_with("JsonLd")
                || c.from.starts_with("Meta")
                || c.from.starts_with("Title")
                || c.from.starts_with("Microdata"))
                && word_count(&c.value) >= 3
        })
        .map(|c| c.value.clone())
        .collect();
    for candidate in found.iter_mut().filter(|c| c.from.starts_with("Heading")) {
        let whole = candidate.value.as_str();
        // A part that ends in a colon or goes on without a new beginning is of the headline itself.
        let part = shorter.iter().find(|part| {
            let kicker = |rest: &str| {
                let bare = rest.trim_end();
                let spaced = rest.len() > bare.len() && (!bare.ends_with(':') || bare.ends_with(" :"));
                spaced && (1..=5).contains(&word_count(rest))
            };
            let subtitle = |rest: &str| {
                rest.starts_with(' ')
                    && word_count(rest) >= 6
                    && rest.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            };
            whole.strip_suffix(part.as_str()).is_some_and(kicker)
                || (!part.ends_with(['?', '…', '.']) && whole.strip_prefix(part.as_str()).is_some_and(subtitle))
        });
        if let Some(part) = part {
            candidate.value = part.clone();
        }
    }
}

/// A headline made from the lead sentence: its first clause of 40 to 120 characters, cut at a word, without the dateline.
pub(in crate::clean) fn derived(lead: &str) -> Option<String> {
    let lead = dateline(lead).map_or(lead, |found| &lead[found.end..]).trim_start();
    let lead = truncate(lead, 1000);
    let sentence_end = sentence_end(lead);
    let sentence = &lead[..sentence_end];
    let chars: Vec<(usize, char)> = sentence.char_indices().collect();
    if chars.len() <= 120 && chars.len() >= 20 {
        let whole = sentence.trim_end_matches(['.', '。', ',', ';', ':', ' ']);
        // A short sentence is its own headline, unless a clause of it is enough.
        if clause(&chars, sentence).is_none() {
            return Some(whole.to_owned()).filter(|whole| !whole.is_empty());
        }
    }
    if let Some(clause) = clause(&chars, sentence) {
        return Some(clause);
    }
    let limit = chars.get(120).map_or(sentence.len(), |(at, _)| *at);
    let cut =
        if limit == sentence.len() { limit } else { sentence[..limit].rfind(char::is_whitespace).unwrap_or(limit) };
    let text = sentence[..cut]
        .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '”' | '"' | '’' | '?' | '!' | '»'));
    Some(text.to_owned()).filter(|text| text.chars().any(char::is_alphanumeric))
}

/// The start of a sentence up to its first comma, semicolon, colon or dash behind 40 and before 120 characters.
fn clause(chars: &[(usize, char)], sentence: &str) -> Option<String> {
    let end = chars.iter().enumerate().skip(40).take(80).find_map(|(nth, (at, c))| {
        let spaced = chars.get(nth + 1).is_none_or(|(_, next)| next.is_whitespace());
        let mark = match c {
            ',' | ';' | ':' => spaced,
            '、' | '，' | '—' => true,
            '–' | '-' => spaced && chars.get(nth.wrapping_sub(1)).is_some_and(|(_, before)| before.is_whitespace()),
            _ => false,
        };
        mark.then_some(*at)
    })?;
    Some(sentence[..end].trim().to_owned())
}

/// Where the first sentence ends.
fn sentence_end(text: &str) -> usize {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (nth, (at, c)) in chars.iter().enumerate() {
        let end = match c {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => {
                let word = text[..*at].rsplit(char::is_whitespace).next().unwrap_or("");
                let initial = *c == '.'
                    && (word.chars().count() <= 2
                        || word.contains('.')
                        || matches!(word, "Gov" | "Sen" | "Rep" | "Gen" | "Mrs" | "Prof"));
                let then = chars[nth + 1..].iter().map(|(_, c)| *c).find(|c| !matches!(c, '"' | '”' | '’' | ')' | '»'));
                !initial && then.is_none_or(char::is_whitespace)
            }
            _ => false,
        };
        if end {
            return at + c.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_made_from_the_leads_first_clause() {
        for (lead, made) in [
            (
                "ELSEN, Norland (XYZ) — The harbour master of Elsen has ordered all ferries back to the quay, saying that the ice is too thick.",
                "The harbour master of Elsen has ordered all ferries back to the quay",
            ),
            ("The ferry sank. Nobody was hurt.", "The ferry sank"),
            ("The harbour master ordered the ferries back.", "The harbour master ordered the ferries back"),
        ] {
            assert_eq!(derived(lead).as_deref(), Some(made));
        }
    }

    #[test]
    fn a_long_lead_is_cut_at_a_word() {
        let made = derived(&"harbour ".repeat(60)).expect("words");
        assert!(made.chars().count() <= 120 && made.ends_with("harbour"), "{made}");
    }
}
