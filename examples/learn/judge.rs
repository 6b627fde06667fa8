//! Whether an answer is right, as the bench counts it.

use dateline::page::Field;
use serde_json::Value;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// Whether an answer is right; without one, whether there is nothing to be right about.
pub fn right(field: Field, wanted: &Value, answer: Option<&str>) -> bool {
    match field {
        Field::Headline => headline(wanted.as_str().unwrap_or_default()) == headline(answer.unwrap_or_default()),
        Field::Published => day(wanted.as_str().unwrap_or_default()) == day(answer.unwrap_or_default()),
        _ => {
            let wanted: Vec<&str> = match wanted {
                Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
                other => other.as_str().into_iter().collect(),
            };
            let wanted: BTreeSet<String> = wanted.into_iter().flat_map(names).collect();
            wanted == names(answer.unwrap_or_default())
        }
    }
}

/// Quotes and dashes of every kind alike, white space squeezed, without case.
fn headline(text: &str) -> String {
    let plain: String = text
        .nfkc()
        .map(|c| match c {
            '‘' | '’' | '‚' | '‛' | '`' | '´' | '′' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '"' | '‹' | '›' => {
                '\''
            }
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
            other => other,
        })
        .collect();
    let plain = plain.replace("''", "'").to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The calendar day, as written.
fn day(text: &str) -> Option<String> {
    let digits: Vec<&str> = text.get(..10)?.split('-').collect();
    (digits.len() == 3).then(|| digits.concat()).filter(|day| day.bytes().all(|b| b.is_ascii_digit()))
}

/// The set of names in a byline.
fn names(text: &str) -> BTreeSet<String> {
    let mut plain = headline(text);
    for opening in ["written ", "posted ", "story ", "text "] {
        if let Some(rest) = plain.strip_prefix(opening)
            && rest.starts_with("by ")
        {
            plain = rest.to_owned();
        }
    }
    for opening in ["by ", "by:", "von ", "von:", "par ", "por "] {
        if let Some(rest) = plain.strip_prefix(opening) {
            plain = rest.to_owned();
            break;
        }
    }
    let parted = plain.replace(" and ", ",").replace(" und ", ",");
    parted
        .split([';', ',', '|', '/', '&'])
        .map(|name| {
            let spaced: String = name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { ' ' }).collect();
            spaced.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .filter(|name| !name.is_empty())
        .collect()
}
