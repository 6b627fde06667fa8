//! Whether two pages are the same article: its address without what does not tell pages apart, and the likeness of the texts.

use crate::article::Article;
use crate::text::units;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use url::Url;

/// Units in a shingle.
const SHINGLE: usize = 3;

/// Two texts are alike where this share of the shorter one's shingles is in the longer one.
const ALIKE: f64 = 0.4;

/// The database keeps numbers of so many bits in six bytes. Of a million addresses hardly two have the same; and addresses and texts are compared besides.
const MARK_BITS: u32 = 48;

/// Parameters that say how a reader came to a page, not which page it is.
const TRACKING: &[&str] = &["fbclid", "gclid", "mc_cid", "mc_eid", "ref", "cmp", "cmpid", "icid", "smid"];

/// The names front pages have as files.
const FRONT_PAGES: &[&str] = &["", "index.html", "index.htm", "index.php", "default.aspx", "home", "home.html"];

/// The address in the form that the same page always has; `None` for front pages and for what is no web address.
pub(super) fn canonical(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?.trim_start_matches("www.").to_owned();
    let path = url.path().trim_end_matches('/');
    let mut query: Vec<(String, String)> =
        url.query_pairs().into_owned().filter(|(name, _)| !is_tracking(name)).collect();
    query.sort();
    let name = path.trim_start_matches('/').to_ascii_lowercase();
    if query.is_empty() && FRONT_PAGES.contains(&name.as_str()) {
        return None;
    }
    let query = query.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{host}{port}{path}?{query}").trim_end_matches('?').to_owned())
}

/// What an address is looked for by: a part of its hash takes a sixth of the room.
pub(super) fn mark(canonical: &str) -> i64 {
    let hash = blake3::hash(canonical.as_bytes());
    let start = hash.as_bytes().first_chunk().copied().unwrap_or_default();
    i64::from_be_bytes(start) >> (i64::BITS - MARK_BITS)
}

fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

/// Whether one text is an earlier or later form of the other.
pub(super) fn alike(one: &Article, other: &Article) -> bool {
    let (one, other) = (shingles(one), shingles(other));
    let (shorter, longer) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if shorter.is_empty() {
        return longer.is_empty();
    }
    let shared = shorter.intersection(&longer).count();
    // Counts of shingles are far below what a float holds exactly.
    #[allow(clippy::cast_precision_loss)]
    let share = shared as f64 / shorter.len() as f64;
    share >= ALIKE
}

/// Every [`SHINGLE`] units in a row, hashed; a shorter text is one shingle.
fn shingles(article: &Article) -> HashSet<u64> {
    let texts = article.paragraphs();
    let words: Vec<String> = texts.iter().flat_map(|text| units(text)).map(|unit| unit.folded).collect();
    if words.is_empty() || words.len() >= SHINGLE {
        words.windows(SHINGLE).map(fingerprint).collect()
    } else {
        HashSet::from([fingerprint(&words)])
    }
}

fn fingerprint(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Part;

    #[test]
    fn addresses_of_one_page_are_one() {
        for address in [
            "https://www.example.org/2019/boats?id=7&utm_source=x#top",
            "http://example.org/2019/boats/?id=7",
            "https://EXAMPLE.org/2019/boats?fbclid=1&id=7",
        ] {
            assert_eq!(canonical(address).as_deref(), Some("example.org/2019/boats?id=7"), "{address}");
        }
        assert_ne!(canonical("https://example.org/a?id=7"), canonical("https://example.org/a?id=8"));
    }

    #[test]
    fn front_pages_and_other_schemes_tell_nothing() {
        for address in [
            "https://example.org",
            "https://example.org/",
            "https://example.org/index.html",
            "mailto:a@example.org",
            "boats",
            "",
        ] {
            assert_eq!(canonical(address), None, "{address}");
        }
    }

    #[test]
    fn a_text_that_grew_is_alike_and_another_is_not() {
        let article = |text: &str| Article { body: vec![Part::Paragraph(text.into())], ..Article::default() };
        let early = article("The old ferry sank near the pier on Monday.");
        let late = article(
            "The old ferry sank near the pier on Monday evening. Nobody was hurt, the harbour master said on Tuesday.",
        );
        let other = article("The council voted for a new bridge after a long night of talks.");
        assert!(alike(&early, &late) && alike(&late, &early) && alike(&early, &early));
        assert!(!alike(&early, &other));
        assert!(!alike(&early, &Article::default()) && alike(&Article::default(), &Article::default()));
    }
}
