//! Cue words, by language: what stands in front of names and dates, what ends a byline, who the agencies are.
//!
//! Compared folded (`text::fold`), so without case and accents. No publication and no site is named here.

use crate::text::fold;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words in front of the names in a byline. Longer ones stand before their own starts.
const BY: &[&str] = &[
    // English
    "written and reported by",
    "written by",
    "posted by",
    "published by",
    "reported by",
    "reviewed by",
    "story by",
    "article by",
    "words by",
    "text by",
    "compiled by",
    "created by",
    "submitted by",
    "contributed by",
    "content by",
    "guest post by",
    "by",
    "author",
    "authors",
    "words",
    "text",
    // German, Dutch
    "ein kommentar von",
    "ein gastbeitrag von",
    "eine analyse von",
    "eine kolumne von",
    "ein beitrag von",
    "ein artikel von",
    "aus",
    "geschrieben von",
    "verfasst von",
    "veröffentlicht von",
    "interview von",
    "interview",
    "von",
    "autor",
    "autorin",
    "autoren",
    "bericht von",
    "geschreven door",
    "gepubliceerd door",
    "door",
    "auteur",
    // French, Italian, Spanish, Portuguese, Romanian
    "propos recueillis par",
    "publié par",
    "rédigé par",
    "écrit par",
    "posté par",
    "par",
    "auteurs",
    "pubblicato da",
    "scritto da",
    "a cura di",
    "articolo di",
    "autore",
    "di",
    "da",
    "publicado por",
    "escrito por",
    "redactado por",
    "por",
    "autora",
    "autores",
    "texto",
    "de",
    "scris de",
    "publicat de",
    // Scandinavian, Finnish, Slavic, Turkish, Greek
    "skrevet av",
    "skrevet af",
    "skriven av",
    "publicerad av",
    "av",
    "af",
    "tekst",
    "kirjoittaja",
    "teksti",
    "napisał",
    "napisała",
    "autorka",
    "przez",
    "opublikowane przez",
    "napsal",
    "napsala",
    "text",
    "автор",
    "автор статьи",
    "текст",
    "автори",
    "yazan",
    "yazar",
    "haber",
    "συντάκτης",
    "του",
    "της",
    // East and South-East Asia, Arabic
    "oleh",
    "penulis",
    "tác giả",
    "文",
    "撰文",
    "记者",
    "記者",
    "作者",
    "文／",
    "文/",
    "取材・文",
    "執筆",
    "ライター",
    "著者",
    "글",
    "기자",
    "بقلم",
    "كتب",
    "كتبت",
    "الكاتب",
];

/// Words that may stand in front of a date of publication.
const PUBLISHED: &[&str] = &[
    "published",
    "publish",
    "posted",
    "first published",
    "originally published",
    "publication date",
    "date published",
    "release date",
    "released",
    "date",
    "issued",
    "created",
    "submitted",
    "filed",
    "on",
    "written",
    "added",
    "veröffentlicht",
    "erschienen",
    "erstellt",
    "publiziert",
    "online seit",
    "datum",
    "stand der veröffentlichung",
    "publié",
    "publiée",
    "mis en ligne",
    "paru",
    "publicado",
    "publicada",
    "fecha",
    "fecha de publicación",
    "pubblicato",
    "pubblicata",
    "data",
    "postado",
    "data de publicação",
    "gepubliceerd",
    "geplaatst",
    "verschenen",
    "publicerad",
    "publicerat",
    "publisert",
    "udgivet",
    "offentliggjort",
    "julkaistu",
    "opublikowano",
    "dodano",
    "data publikacji",
    "publikováno",
    "vydáno",
    "zveřejněno",
    "közzétéve",
    "megjelent",
    "publicat",
    "objavljeno",
    "опубликовано",
    "дата публикации",
    "дата",
    "опубліковано",
    "yayınlanma",
    "yayın tarihi",
    "yayınlanma tarihi",
    "giriş",
    "giriş tarihi",
    "tarih",
    "δημοσίευση",
    "δημοσιεύτηκε",
    "diterbitkan",
    "dipublikasikan",
    "diposting",
    "tayang",
    "ngày đăng",
    "公開",
    "公開日",
    "投稿日",
    "掲載",
    "掲載日",
    "配信",
    "発表",
    "更新日",
    "发布时间",
    "发布",
    "发表",
    "日期",
    "時間",
    "发表于",
    "등록",
    "입력",
    "작성",
    "기사입력",
    "نشر",
    "تاريخ النشر",
    "نشر في",
];

/// Words that may stand in front of a date of the last change.
const UPDATED: &[&str] = &[
    "updated",
    "last updated",
    "update",
    "modified",
    "last modified",
    "edited",
    "revised",
    "last reviewed",
    "reviewed",
    "corrected",
    "aktualisiert",
    "zuletzt aktualisiert",
    "geändert",
    "letzte änderung",
    "stand",
    "bearbeitet",
    "überarbeitet",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizado",
    "actualizada",
    "modificado",
    "aggiornato",
    "ultimo aggiornamento",
    "aggiornamento",
    "atualizado",
    "atualizada",
    "bijgewerkt",
    "laatst gewijzigd",
    "gewijzigd",
    "uppdaterad",
    "uppdaterat",
    "oppdatert",
    "opdateret",
    "päivitetty",
    "muokattu",
    "aktualizacja",
    "zaktualizowano",
    "aktualizováno",
    "frissítve",
    "actualizat",
    "ažurirano",
    "обновлено",
    "оновлено",
    "güncelleme",
    "güncellenme",
    "güncellenme tarihi",
    "son güncelleme",
    "ενημέρωση",
    "diperbarui",
    "cập nhật",
    "更新",
    "最終更新",
    "最終更新日",
    "更新时间",
    "수정",
    "최종수정",
    "تحديث",
    "آخر تحديث",
];

/// Words around dates that date something else.
const OTHER_DATES: &[&str] = &[
    "copyright",
    "©",
    "all rights reserved",
    "today is",
    "today",
    "comment",
    "commented",
    "replied",
    "reply",
    "says",
    "said",
    "sagt",
    "schrieb",
    "a dit",
    "joined",
    "member since",
    "since",
    "expires",
    "until",
    "deadline",
    "valid",
    "accessed",
    "retrieved",
    "abgerufen",
    "archived",
    "born",
    "next",
    "previous",
    "issue",
    "vol",
    "event",
];

/// News agencies whose texts others print: the name and the short forms.
const AGENCIES: &[(&str, &[&str])] = &[
    ("AP", &["ap", "associated press", "the associated press", "ap news"]),
    ("Reuters", &["reuters", "thomson reuters"]),
    ("AFP", &["afp", "agence france presse", "agence france-presse"]),
    ("dpa", &["dpa", "deutsche presse-agentur", "dpa-afx", "dpa/lno"]),
    ("UPI", &["upi", "united press international"]),
    ("PA", &["pa media", "press association", "pa"]),
    ("Yonhap", &["yonhap", "yonhap news agency"]),
    ("Kyodo", &["kyodo", "kyodo news"]),
    ("Jiji", &["jiji", "jiji press"]),
    ("Xinhua", &["xinhua", "xinhua news agency"]),
    ("TASS", &["tass", "itar-tass"]),
    ("Interfax", &["interfax"]),
    ("ANSA", &["ansa"]),
    ("EFE", &["efe", "agencia efe"]),
    ("Europa Press", &["europa press"]),
    ("APA", &["apa"]),
    ("sda", &["sda", "keystone-sda", "ats"]),
    ("ANP", &["anp"]),
    ("Belga", &["belga"]),
    ("TT", &["tt"]),
    ("NTB", &["ntb"]),
    ("Ritzau", &["ritzau"]),
    ("STT", &["stt"]),
    ("PAP", &["pap"]),
    ("ČTK", &["ctk"]),
    ("MTI", &["mti"]),
    ("Agerpres", &["agerpres"]),
    ("Lusa", &["lusa", "agencia lusa"]),
    ("AAP", &["aap", "australian associated press"]),
    ("CP", &["the canadian press", "canadian press"]),
    ("PTI", &["pti", "press trust of india"]),
    ("IANS", &["ians"]),
    ("ANI", &["ani"]),
    ("Antara", &["antara"]),
    ("Bernama", &["bernama"]),
    ("KCNA", &["kcna"]),
    ("Anadolu", &["anadolu", "anadolu agency", "aa"]),
    ("SID", &["sid"]),
    ("epd", &["epd"]),
    ("KNA", &["kna"]),
    ("Bloomberg", &["bloomberg", "bloomberg news"]),
];

/// Words that no name of a person holds: desks, roles and things a byline line may say instead of a name.
const NOT_NAMES: &[&str] = &[
    "staff",
    "editor",
    "editors",
    "editorial",
    "desk",
    "team",
    "redaktion",
    "redaktionsteam",
    "newsroom",
    "admin",
    "administrator",
    "webmaster",
    "correspondent",
    "reporter",
    "writer",
    "writers",
    "contributor",
    "contributors",
    "rédaction",
    "redacción",
    "redação",
    "redazione",
    "redactie",
    "redakcja",
    "redakce",
    "news",
    "press",
    "agency",
    "agencies",
    "agenturen",
    "wire",
    "service",
    "services",
    "report",
    "reports",
    "online",
    "guest",
    "user",
    "author",
    "unknown",
    "anonymous",
    "subscribe",
    "share",
    "follow",
    "comments",
    "comment",
    "more",
    "view",
    "posts",
    "articles",
    "read",
    "click",
    "email",
    "twitter",
    "facebook",
    "instagram",
    "linkedin",
    "print",
    "minutes",
    "minute",
    "min",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "published",
    "updated",
    "posted",
    "photo",
    "photos",
    "image",
    "video",
    "copyright",
    "rights",
    "reserved",
    "magazine",
    "times",
    "journal",
    "university",
    "institute",
    "company",
    "inc",
    "llc",
    "ltd",
    "gmbh",
    "foundation",
    "association",
    "network",
    "media",
    "group",
    "the",
    "our",
    "your",
    "this",
    "that",
    "using",
    "with",
    "how",
    "what",
    "all",
    "about",
    "leave",
    "home",
    "category",
    "tags",
    "uncategorized",
    "blog",
    "club",
    "school",
    "center",
    "centre",
    "department",
    "office",
    "ministry",
    "committee",
];

/// Particles that stand in names without a capital.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "van", "von", "vom", "zu", "zur",
    "der", "den", "ten", "ter", "bin", "binti", "ibn", "al", "el", "ap", "af", "av", "y", "e", "dit", "und", "zum",
    "of", "d'", "o'", "t",
];

/// Letters behind a name that belong to it.
const DEGREES: &[&str] = &[
    "md", "m.d.", "phd", "ph.d.", "ph.d", "dphil", "rd", "rdn", "ld", "ldn", "cdn", "ms", "m.s.", "msc", "m.sc.", "ma",
    "m.a.", "mba", "mph", "mpp", "mfa", "jd", "j.d.", "esq", "esq.", "jr", "jr.", "sr", "sr.", "ii", "iii", "iv",
    "cpa", "cfa", "cfp", "cfp®", "do", "dds", "dvm", "rn", "bsn", "msn", "np", "pa-c", "facp", "fand", "cscs", "lcsw",
    "lmft", "psyd", "edd", "bsc", "b.sc.", "ba", "b.a.", "cissp", "pmp", "pe", "ceo", "obe", "mbe", "cbe", "mp", "fca",
    "cnc", "cns", "cssd", "mscn", "rdn.", "dnp", "pharmd", "mcs",
];

fn set(words: &[&str]) -> HashSet<String> {
    words.iter().map(|word| fold(word)).collect()
}

static PUBLISHED_SET: LazyLock<HashSet<String>> = LazyLock::new(|| set(PUBLISHED));
static UPDATED_SET: LazyLock<HashSet<String>> = LazyLock::new(|| set(UPDATED));
static OTHER_SET: LazyLock<HashSet<String>> = LazyLock::new(|| set(OTHER_DATES));
static NOT_NAMES_SET: LazyLock<HashSet<String>> = LazyLock::new(|| set(NOT_NAMES));
static BY_FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut by: Vec<String> = BY.iter().map(|word| fold(word)).collect();
    by.sort_by_key(|word| std::cmp::Reverse(word.len()));
    by.dedup();
    by
});

/// What the words in front of a date say that it dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dated {
    /// The publication.
    Published,
    /// The last change.
    Updated,
    /// Something that is not the article.
    Other,
}

/// What the text in front of a date, or behind it, says that it dates; only its last words (or first) are looked at.
pub(super) fn dated(before: &str) -> Option<Dated> {
    let tail = before.get(floor(before, before.len().saturating_sub(60))..).unwrap_or("");
    let folded = fold(tail);
    let words: Vec<&str> =
        folded.split(|c: char| !(c.is_alphanumeric() || c == '©')).filter(|word| !word.is_empty()).collect();
    // The words nearest to the date decide, up to three of them together.
    for start in (0..words.len()).rev().take(4) {
        for end in (start + 1..=words.len().min(start + 3)).rev() {
            let phrase = words[start..end].join(" ");
            for (set, dated) in
                [(&*UPDATED_SET, Dated::Updated), (&*PUBLISHED_SET, Dated::Published), (&*OTHER_SET, Dated::Other)]
            {
                // "on" and "date" alone say nothing that a longer phrase before them does not say better.
                if set.contains(&phrase) && !(matches!(phrase.as_str(), "on" | "date" | "data" | "datum") && start > 0)
                {
                    return Some(dated);
                }
            }
        }
    }
    None
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whether a whole text is nothing but words that stand in front of dates: "Posted", "date", "Published on".
pub(super) fn is_date_cue(text: &str) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let phrase = words.join(" ");
    !words.is_empty()
        && words.len() <= 4
        && (PUBLISHED_SET.contains(&phrase)
            || UPDATED_SET.contains(&phrase)
            || words.iter().all(|word| PUBLISHED_SET.contains(*word) || UPDATED_SET.contains(*word)))
}

/// The text behind the words that open a byline; `None` where it does not open with any.
pub(super) fn after_by(text: &str) -> Option<&str> {
    let text = text.trim_start();
    // Folding may change lengths: compare word by word on the text itself.
    let start: String = text.chars().take(40).collect();
    let folded = fold(&start);
    for by in BY_FOLDED.iter() {
        let Some(rest) = folded.strip_prefix(by.as_str()) else { continue };
        let spaced = by.chars().any(|c| c.is_ascii() || ('\u{370}'..'\u{600}').contains(&c));
        if spaced && !rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ':' | '：')) {
            continue;
        }
        let count = by.chars().count();
        let at = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
        let rest = text[at..]
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '／' | '/' | '　' | '|'));
        // "Author: By Ada Dorn".
        let again = rest.get(..3).filter(|word| word.eq_ignore_ascii_case("by ")).map(|_| rest[3..].trim_start());
        return Some(again.unwrap_or(rest));
    }
    None
}

/// The agency a name or short form stands for.
pub(super) fn agency(name: &str) -> Option<&'static str> {
    let folded = fold(name.trim());
    AGENCIES.iter().find(|(_, forms)| forms.contains(&folded.as_str())).map(|(agency, _)| *agency)
}

/// Whether no name of a person holds the word.
pub(super) fn is_no_name(word: &str) -> bool {
    NOT_NAMES_SET.contains(&fold(word))
}

/// Whether a word may stand in a name without a capital.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether letters behind a name belong to it, as a degree does.
pub(super) fn is_degree(word: &str) -> bool {
    DEGREES.contains(&word.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_nearest_to_a_date_say_what_it_dates() {
        for (before, dated_as) in [
            ("Posted : ", Some(Dated::Published)),
            ("Updated : ", Some(Dated::Updated)),
            ("Published 3 May 2019 | Last updated ", Some(Dated::Updated)),
            ("Zuletzt aktualisiert am ", Some(Dated::Updated)),
            ("Mis à jour le ", Some(Dated::Updated)),
            ("Publié le ", Some(Dated::Published)),
            ("© ", Some(Dated::Other)),
            ("Sun, ", None),
        ] {
            assert_eq!(dated(before), dated_as, "{before}");
        }
    }

    #[test]
    fn bylines_open_in_many_languages() {
        for (text, rest) in [
            ("By Lee Min-hyung", Some("Lee Min-hyung")),
            ("BY: Ada Dorn", Some("Ada Dorn")),
            ("Von Jörg Täuber", Some("Jörg Täuber")),
            ("Écrit par Ève Noir", Some("Ève Noir")),
            ("文／山田太郎", Some("山田太郎")),
            ("Author: By Ada Dorn", Some("Ada Dorn")),
            ("Bystanders saw it", None),
        ] {
            assert_eq!(after_by(text), rest, "{text}");
        }
    }
}
