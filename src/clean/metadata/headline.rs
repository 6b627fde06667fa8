//! The headline: the claims of the page's structure and the lines above the body in one contest, else made from the lead.

mod around;
mod claims;
mod lines;
mod opening;
mod weights;

use super::Evidence;
use super::contest::{Contender, Table, decide};
use super::dateline::dateline;
use super::setting::Setting;
use crate::page::{Field, PageKind};
use crate::text::truncate;
use lines::Lines;
use weights::{Traits, named, weight};

/// In HTML, so many lines above the body are contenders though nothing claims them.
const LINES_UNCLAIMED: usize = 2;

/// A dump's line needs this much to be its headline.
const LINE_AT_LEAST: f32 = 2.5;

/// The shortest headline that has a standfirst which looks like one, in words, and how much lighter it may be.
const WORDS_OVER_STANDFIRST: usize = 5;
const LIGHTER_AT_MOST: f32 = 1.2;

/// The headline the page gives its article, with its evidence.
pub(super) fn headline(setting: &Setting<'_>) -> Option<(String, Evidence)> {
    if setting.page.kind == PageKind::Html {
        let mut all = contenders(setting);
        let table = Table { field: Field::Headline, html: true };
        let (best, evidence) = decide(table, &mut all, Clone::clone)?;
        return Some((all.swap_remove(best).value, evidence));
    }
    // A dump has many lines and one witness for each: they are weighed where they stand. The first of the best wins.
    let lines = Lines::of(setting);
    let mut likeliest = lines.likeliest(|_| false);
    if let Some(over) = over_standfirst(setting, &lines, likeliest.first()?) {
        likeliest.insert(0, over);
    }
    let mut likeliest = likeliest.iter();
    let (at, weight) = likeliest.next().map(|(at, found)| (*at, weight(found)))?;
    let from = |at: usize| format!("line {}", at + 1);
    let beaten = likeliest.next().map(|(next, _)| (setting.text(*next).to_owned(), from(*next)));
    let evidence = Evidence { field: Field::Headline, witness: from(at), weight, beaten };
    (weight >= LINE_AT_LEAST).then(|| (setting.text(at).to_owned(), evidence))
}

/// The line right over the likeliest one, where that is nearly as likely: then it is the headline, and what looked like one its standfirst.
fn over_standfirst(
    setting: &Setting<'_>,
    lines: &Lines<'_, '_>,
    (at, found): &(usize, Traits),
) -> Option<(usize, Traits)> {
    let above = at.checked_sub(1)?;
    let text = setting.text(above);
    let apart = setting.page.blocks.get(*at)?.gap > 0
        && !setting.is_item(above)
        && !text.contains('|')
        && !text.starts_with(char::is_lowercase);
    if !apart || setting.words(above) < WORDS_OVER_STANDFIRST {
        return None;
    }
    let over = lines.traits(above)?;
    (weight(&over) + LIGHTER_AT_MOST >= weight(found)).then_some((above, over))
}

/// Everything that may be the headline of an HTML page.
pub(super) fn contenders(setting: &Setting<'_>) -> Vec<Contender<String>> {
    claims::contenders(setting)
}

/// The likeliest lines above the body and all that say the same, and those that are wanted.
fn likeliest(setting: &Setting<'_>, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = Contender<String>> {
    let lines = Lines::of(setting);
    let mut found = lines.likeliest(wanted);
    lines.add_alike(&mut found, LINES_UNCLAIMED);
    found.into_iter().map(|(at, found)| Contender {
        value: setting.text(at).to_owned(),
        from: format!("line {}", at + 1),
        traits: named(&found),
    })
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
