//! What the page's structure claims as its headline, with and without what is added to it: the publication's name, a kicker, a subtitle.

use super::weights::CALL;
use super::{LINES_UNCLAIMED, likeliest};
use crate::clean::metadata::contest::{Contender, Traits, enter};
use crate::clean::metadata::rank::count;
use crate::clean::metadata::setting::Setting;
use crate::clean::metadata::site::{cut, is_house, tail};
use crate::page::{Clue, Field, Witness};
use crate::text::{bare, fold, word_count};
use std::cmp::Reverse;

/// What is compared of a headline: letters and marks, whatever the case and the style of quotes and dashes.
fn key(value: &str) -> String {
    let mark = |c: char| match c {
        '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»' | '"' | '`' | '´' | '‹' | '›' => '\'',
        '–' | '—' | '‑' | '‐' => '-',
        other => other,
    };
    fold(value).chars().map(mark).collect()
}

/// A claim on its way to being a contender.
struct Claim {
    value: String,
    from: String,
    traits: Traits,
}

/// The claims and the lines, each wording once, with what they look like beside each other.
pub(super) fn contenders(setting: &Setting<'_>) -> Vec<Contender<String>> {
    let mut keyed: Vec<Contender<(String, String)>> = Vec::new();
    let with_key = |value: String| (key(&value), value);
    for Claim { value, from, traits } in claims(setting) {
        let value = with_key(value);
        enter(&mut keyed, Contender { value, from, traits }, |a, b| a.0 == b.0);
    }
    let claimed = keyed.len();
    let is_claimed = |text: &str| {
        // The key of a text of ASCII is as long as the text.
        let may_be = !text.is_ascii() || keyed.iter().any(|one| one.value.0.len() == text.len());
        let is_key = |key: String| keyed.iter().any(|one| one.value.0 == key);
        may_be && is_key(key(text))
    };
    let lines: Vec<Contender<String>> = likeliest(setting, is_claimed).collect();
    for (nth, line) in lines.into_iter().enumerate() {
        let value = with_key(line.value);
        let known = keyed.iter().any(|one| one.value.0 == value.0);
        // A dialog over the page is written large, and is nobody's headline.
        let call = line.traits.iter().any(|(name, _)| name == CALL);
        if known || (nth < LINES_UNCLAIMED && !call) {
            let mut traits = line.traits;
            traits.mark("the likeliest line", nth == 0);
            traits.mark("a line above the body", true);
            enter(&mut keyed, Contender { value, from: line.from, traits }, |a, b| a.0 == b.0);
        }
    }
    let bares: Vec<String> = keyed.iter().map(|one| bare(&one.value.1)).collect();
    let slug = slug(setting);
    let mut out = Vec::with_capacity(keyed.len());
    for (at, Contender { value: (_, value), from, mut traits }) in keyed.into_iter().enumerate() {
        looks(setting, &value, &bares[at], &mut traits);
        beside(at, &bares, claimed, &mut traits);
        of_slug(&value, &slug, &mut traits);
        out.push(Contender { value, from, traits });
    }
    out
}

/// What the structure claims, in every reading.
fn claims(setting: &Setting<'_>) -> Vec<Claim> {
    let clues: Vec<&Clue> = setting.clues(Field::Headline).collect();
    let own = |clue: &&&Clue| {
        matches!(clue.witness, Witness::Heading | Witness::JsonLd | Witness::Microdata | Witness::Class) && !clue.aside
    };
    // What other witnesses say, to know where a title ends.
    let heads: Vec<String> =
        clues.iter().filter(own).map(|clue| bare(&clue.value)).filter(|head| head.len() > 8).collect();
    let headings = clues.iter().filter(|clue| clue.witness == Witness::Heading && !clue.aside).count();
    let mut nth_heading = 0;
    let mut found = Vec::new();
    for clue in &clues {
        let [whole, shortened] = names(clue);
        let mut traits = Traits::default();
        if clue.witness == Witness::Heading && !clue.aside {
            nth_heading += 1;
            traits.mark("the only h1", headings == 1);
            traits.mark("the first h1 of several", headings > 1 && nth_heading == 1);
            traits.mark("a later h1", nth_heading > 1);
        }
        let from = format!("{:?} {}{}", clue.witness, clue.name, if clue.aside { " aside" } else { "" });
        let mut claim = |value: &str, name: &'static str| {
            let mut traits = traits.clone();
            traits.mark(name, true);
            if value.chars().any(char::is_alphanumeric) {
                found.push(Claim { value: value.to_owned(), from: from.clone(), traits });
            }
        };
        claim(&clue.value, whole);
        if matches!(clue.witness, Witness::Heading | Witness::Class) {
            continue;
        }
        let short = cut(&clue.value, &setting.bare_houses, &heads);
        if short != clue.value {
            claim(short, shortened);
        } else if let Some((head, _)) = tail(short) {
            claim(
                head,
                if clue.witness == Witness::Title { "title, without its end" } else { "meta, without its end" },
            );
        }
    }
    parts(&mut found);
    found
}

/// How a claim is named where it stands whole, and where the publication is cut off.
fn names(clue: &Clue) -> [&'static str; 2] {
    match clue.witness {
        Witness::JsonLd if clue.name.ends_with("name") => ["JSON-LD name", "JSON-LD name, cut"],
        Witness::JsonLd => ["JSON-LD headline", "JSON-LD headline, cut"],
        Witness::Microdata if clue.aside => ["microdata, aside", "microdata, aside, cut"],
        Witness::Microdata => ["microdata", "microdata, cut"],
        Witness::Heading if clue.aside => ["h1 aside", "h1 aside"],
        Witness::Heading => ["h1", "h1"],
        Witness::Meta if clue.name == "og:title" => ["og:title", "og:title, cut"],
        Witness::Meta if clue.name.starts_with("twitter") => ["twitter:title", "twitter:title, cut"],
        Witness::Meta => ["another meta title", "another meta title, cut"],
        Witness::Title => ["title", "title, cut"],
        Witness::Class if clue.aside => ["class, aside", "class, aside"],
        Witness::Class => ["class", "class"],
        _ => ["another object", "another object, cut"],
    }
}

/// A heading that is another witness's headline with a kicker in front or a subtitle behind also claims that headline.
fn parts(found: &mut Vec<Claim>) {
    let structural = |claim: &&Claim| {
        ["JsonLd", "Meta", "Title", "Microdata"].iter().any(|witness| claim.from.starts_with(witness))
            && word_count(&claim.value) >= 3
    };
    let shorter: Vec<String> = found.iter().filter(structural).map(|claim| claim.value.clone()).collect();
    let mut added = Vec::new();
    for claim in found.iter().filter(|claim| claim.from.starts_with("Heading")) {
        let whole = claim.value.as_str();
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
        // A part that ends in a colon or goes on without a new beginning is of the headline itself.
        let part = shorter.iter().find(|part| {
            whole.strip_suffix(part.as_str()).is_some_and(kicker)
                || (!part.ends_with(['?', '…', '.']) && whole.strip_prefix(part.as_str()).is_some_and(subtitle))
        });
        if let Some(part) = part {
            let mut traits = Traits::default();
            traits.mark("part of an h1, without kicker or subtitle", true);
            added.push(Claim { value: part.clone(), from: claim.from.clone(), traits });
        }
    }
    found.extend(added);
}

/// What a wording looks like.
fn looks(setting: &Setting<'_>, value: &str, bared: &str, traits: &mut Traits) {
    let words = word_count(value);
    traits.mark("is a wording", true);
    traits.mark("one word", words <= 1);
    traits.mark("two words", words == 2);
    traits.mark("three or four words", (3..5).contains(&words));
    traits.mark("more than fourteen words", words > 14);
    traits.mark("more than twenty-two words", words > 22);
    let house = is_house(value, &setting.bare_houses) && words <= 5;
    traits.mark("the house", house);
    let ends = || {
        let titles = setting.clues(Field::Headline).filter(|clue| clue.witness == Witness::Title);
        titles.filter_map(|clue| tail(&clue.value)).any(|(_, end)| bare(end) == bared)
    };
    traits.mark("the title's end", words <= 5 && ends());
    traits.mark("is cut off with dots", value.ends_with('…') || value.ends_with("..."));
    traits.mark("a bar", value.contains('|'));
    traits.mark("a dash between spaces", [" - ", " – ", " — "].iter().any(|dash| value.contains(dash)));
    traits.mark("a colon", value.contains(": "));
    traits.mark("a bracket", value.contains(['(', '[']));
    traits.mark("capitals only", !value.chars().any(char::is_lowercase) && value.is_ascii());
    traits.mark("a year", value.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4 && n.starts_with("20")));
    traits.mark("an address", value.contains("://") || value.contains("www."));
}

/// How a wording stands to the others.
fn beside(at: usize, bares: &[String], claimed: usize, traits: &mut Traits) {
    let own = bares[at].as_str();
    let others =
        || bares.iter().enumerate().take(claimed).filter(|(other, _)| *other != at).map(|(_, other)| other.as_str());
    let long = |text: &str| text.len() >= 12;
    traits.mark("another differs in marks only", others().any(|other| other == own));
    traits.mark(
        "another begins with it",
        long(own) && others().any(|other| other.len() > own.len() && other.starts_with(own)),
    );
    traits.mark(
        "another ends with it",
        long(own) && others().any(|other| other.len() > own.len() && other.ends_with(own)),
    );
    traits.mark(
        "another holds it amid",
        long(own)
            && others().any(|other| {
                other.len() > own.len() && other.contains(own) && !other.starts_with(own) && !other.ends_with(own)
            }),
    );
    traits.mark(
        "begins like a shorter one",
        others().any(|other| long(other) && own.len() > other.len() && own.starts_with(other)),
    );
    traits.mark(
        "ends like a shorter one",
        others().any(|other| long(other) && own.len() > other.len() && own.ends_with(other)),
    );
    traits.mark("the only wording", others().next().is_none());
}

/// The words of the last part of the page's address.
fn slug(setting: &Setting<'_>) -> Vec<String> {
    let part = |address: &str| {
        let path = address.split_once("://").map_or(address, |(_, rest)| rest);
        let (_, path) = path.split_once('/')?;
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let words = |part: &str| -> Vec<String> {
            let part = part.trim_end_matches(".html").trim_end_matches(".htm").trim_end_matches(".php");
            let words = part.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1);
            words.map(fold).collect()
        };
        path.split('/').map(words).max_by_key(|words| (words.len(), Reverse(0)))
    };
    setting.clues(Field::Url).filter_map(|clue| part(&clue.value)).find(|words| words.len() >= 3).unwrap_or_default()
}

/// How much a wording has in common with the address.
fn of_slug(value: &str, slug: &[String], traits: &mut Traits) {
    if slug.is_empty() {
        return;
    }
    let folded = fold(value).replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    let own: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).collect();
    let both = slug.iter().filter(|word| own.contains(&word.as_str())).count();
    traits.set("share of the address's words in it", count(both) / count(slug.len()));
    traits.set("share of its words in the address", (count(both) / count(own.len().max(1))).min(1.0));
    traits.mark("the address's words throughout", both == slug.len() && own.len() == both);
}
