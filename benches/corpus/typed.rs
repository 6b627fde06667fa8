//! The strings that are typed, key by key, wherever a search is measured: of each kind that readers type.

use super::Vocabulary;

/// Each kind with its texts. Ranks are places in the order of frequency: of 100,000 articles about 60,000 have the word of rank 100, 800 that
/// of rank 10,000.
pub fn typed(vocabulary: &Vocabulary) -> Vec<(&'static str, String)> {
    let word = |rank| vocabulary.ranked(rank).to_owned();
    vec![
        ("one letter", "s".to_owned()),
        ("common words", "the people".to_owned()),
        ("common words", "in the world".to_owned()),
        ("middling words", format!("{} {} {}", word(130), word(400), word(220))),
        ("three words", format!("{} {} the", word(900), word(150))),
        ("three words", format!("{} {} {}", word(300), word(1_200), word(180))),
        ("rare word", word(20_000)),
        ("rare words", format!("{} {}", word(9_000), word(350))),
        ("phrase", format!("\"of the {}\" time", word(120))),
        ("phrase", format!("\"{} {}\"", word(125), word(140))),
        ("open phrase", "\"in the s".to_owned()),
        ("open phrase", format!("\"the {}", word(160))),
        ("open phrase", format!("\"{} of {}", word(170), &word(500)[..2])),
        ("not", format!("{} -the -{}", word(140), word(150))),
        ("not", format!("-{} {}", word(110), word(700))),
        ("or", format!("({} OR {}) {} | {}", word(150), word(250), word(350), word(450))),
        ("fields", format!("source:{} by:{} title:the", word(320), word(260))),
        ("fields", format!("title:{} section:sport", word(180))),
        ("dates", "date:2005-03..2011 state before:2010".to_owned()),
        ("dates", format!("after:2015-06 {}", word(240))),
        ("exact", "=The people".to_owned()),
        ("a typo", "peoplle stattes".to_owned()),
        ("unspaced script", "東京都天気".to_owned()),
        ("stretch of time", "@15years like".to_owned()),
    ]
}

/// What stands in the search bar after each key.
pub fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()])
}
