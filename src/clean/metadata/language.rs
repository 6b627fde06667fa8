//! The language of the body: what its text shows, with the page's own claim where the text is too short to tell.

use super::setting::Setting;
use crate::clean::words::{TONGUES, Words};
use crate::page::Field;
use crate::text::{Spelling, spelled, truncate};

/// Bytes of the body that are looked at; more changes no answer.
const BYTES: usize = 900;

/// ISO 639-1 for the codes that have one.
const SHORT: &[(&str, &str)] = &[
    ("eng", "en"),
    ("deu", "de"),
    ("fra", "fr"),
    ("spa", "es"),
    ("ita", "it"),
    ("por", "pt"),
    ("nld", "nl"),
    ("swe", "sv"),
    ("dan", "da"),
    ("nob", "no"),
    ("fin", "fi"),
    ("pol", "pl"),
    ("ces", "cs"),
    ("slk", "sk"),
    ("hun", "hu"),
    ("ron", "ro"),
    ("hrv", "hr"),
    ("srp", "sr"),
    ("slv", "sl"),
    ("bul", "bg"),
    ("mkd", "mk"),
    ("rus", "ru"),
    ("ukr", "uk"),
    ("bel", "be"),
    ("tur", "tr"),
    ("ell", "el"),
    ("ara", "ar"),
    ("heb", "he"),
    ("pes", "fa"),
    ("urd", "ur"),
    ("hin", "hi"),
    ("ben", "bn"),
    ("tam", "ta"),
    ("tel", "te"),
    ("mar", "mr"),
    ("guj", "gu"),
    ("pan", "pa"),
    ("mal", "ml"),
    ("kan", "kn"),
    ("ori", "or"),
    ("sin", "si"),
    ("nep", "ne"),
    ("tha", "th"),
    ("mya", "my"),
    ("khm", "km"),
    ("vie", "vi"),
    ("ind", "id"),
    ("jav", "jv"),
    ("tgl", "tl"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("cmn", "zh"),
    ("cat", "ca"),
    ("lit", "lt"),
    ("lav", "lv"),
    ("est", "et"),
    ("kat", "ka"),
    ("hye", "hy"),
    ("aze", "az"),
    ("uzb", "uz"),
    ("tuk", "tk"),
    ("amh", "am"),
    ("aka", "ak"),
    ("zul", "zu"),
    ("sna", "sn"),
    ("afr", "af"),
    ("lat", "la"),
    ("epo", "eo"),
    ("yid", "yi"),
    ("cym", "cy"),
];

/// The language of the body.
pub(super) fn language(setting: &Setting<'_>) -> Option<String> {
    let mut sample = String::with_capacity(2 * BYTES);
    for at in setting.start..setting.end {
        if setting.labels[at].is_body() {
            sample.push_str(truncate(setting.text(at), BYTES));
            sample.push(' ');
            if sample.len() >= BYTES {
                break;
            }
        }
    }
    let claimed = setting.clues(Field::Language).find_map(|clue| code(&clue.value));
    let sample = truncate(&sample, BYTES);
    if let Some(code) = spoken(sample) {
        return Some(code.to_owned());
    }
    let seen = whatlang::detect(sample);
    match (seen, claimed) {
        (Some(seen), Some(claimed)) if !seen.is_reliable() => {
            Some(short(seen.lang().code())).filter(|code| *code == claimed).or(Some(claimed))
        }
        (Some(seen), _) if seen.is_reliable() || seen.confidence() > 0.2 => Some(short(seen.lang().code())),
        (_, claimed) => claimed,
    }
}

/// The language that a text shows by itself.
pub(crate) fn seen(text: &str) -> Option<String> {
    let text = truncate(text, BYTES);
    if let Some(code) = spoken(text) {
        return Some(code.to_owned());
    }
    let seen = whatlang::detect(text)?;
    (seen.is_reliable() || seen.confidence() > 0.2).then(|| short(seen.lang().code()))
}

/// Words that a text must have for its function words to tell its language.
const WORDS_AT_LEAST: usize = 30;

/// The language whose function words a text is full of, where no other comes near: nearly every article, at a hundredth of the price of comparing
/// its letters with those of all languages.
fn spoken(text: &str) -> Option<&'static str> {
    let known = Words::new();
    let (mut words, mut counts) = (0, [0_usize; TONGUES.len()]);
    let mut end = |hash: u32| {
        words += 1;
        let mut tongues = known.get(hash).tongues();
        while tongues != 0 {
            counts[tongues.trailing_zeros() as usize] += 1;
            tongues &= tongues - 1;
        }
    };
    let bytes = text.as_bytes();
    let (mut at, mut open) = (0, None::<Spelling>);
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let behind = bytes.get(at + run);
        // Nearly all words are letters of ASCII.
        if run > 0 && open.is_none() && behind.is_none_or(u8::is_ascii) {
            end(spelled(bytes, at, run));
        } else if run > 0 {
            open.get_or_insert(Spelling::NONE).push_run(&bytes[at..at + run]);
        }
        at += run;
        let Some(c) = text[at..].chars().next() else { break };
        at += c.len_utf8();
        if !c.is_ascii() && c.is_alphabetic() {
            open.get_or_insert(Spelling::NONE).push(c.to_lowercase().next().unwrap_or(c));
        } else if let Some(word) = open.take() {
            end(word.finish());
        }
    }
    if let Some(word) = open {
        end(word.finish());
    }
    let best = (0..counts.len()).max_by_key(|tongue| counts[*tongue])?;
    let next = (0..counts.len()).filter(|tongue| *tongue != best).map(|tongue| counts[tongue]).max()?;
    let sure = words >= WORDS_AT_LEAST && 4 * counts[best] >= words && counts[best] >= 2 * next;
    Some(TONGUES[best].0).filter(|code| sure && !code.is_empty())
}

fn short(code: &str) -> String {
    SHORT.iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| short).to_owned()
}

/// The language of a tag such as `en-GB`.
pub(crate) fn code(tag: &str) -> Option<String> {
    let code = tag.split(['-', '_', ',', ' ', ';']).next()?.to_ascii_lowercase();
    let letters = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    letters.then(|| short(if code == "nb" || code == "nn" { "no" } else { &code }))
}
