//! What is tried on a terminal, and how to see that some of it came through. Shared by the tests of the commands and of the screen.

use dateline::article::{Article, Headline, Item, Note, Part, Span, Style, Table, Text};
use unicode_normalization::char::is_combining_mark;

/// How many marks of one letter are still writing.
const MARKS: usize = 4;

/// The attacks by their names.
pub fn attacks() -> Vec<(&'static str, String)> {
    let mut attacks: Vec<(&str, String)> = [
        ("escape", "\u{1b}c"),
        ("charset", "\u{1b}(0\u{1b}%G"),
        ("erase", "\u{1b}[2J\u{1b}[H"),
        ("colour", "\u{1b}[38;5;196;7m"),
        ("modes", "\u{1b}[?1049l\u{1b}[?25l\u{1b}[?2004h"),
        ("answers", "\u{1b}[6n\u{1b}[c\u{1b}[21t\u{1b}Z\u{5}"),
        ("keys", "\u{1b}[13~touch owned\n"),
        ("title", "\u{1b}]0;owned\u{7}"),
        ("title, other end", "\u{1b}]2;owned\u{1b}\\"),
        ("link", "\u{1b}]8;;https://evil.example\u{1b}\\bank\u{1b}]8;;\u{1b}\\"),
        ("clipboard", "\u{1b}]52;c;b3duZWQ=\u{7}"),
        ("device control", "\u{1b}P$q\"p\u{1b}\\"),
        ("application", "\u{1b}_Gi=1;AAAA\u{1b}\\\u{1b}^x\u{1b}\\"),
        ("bell and back", "\u{7}\u{8}\u{8}\u{b}\u{c}\u{7f}"),
        ("shift and stop", "\u{e}\u{f}\u{13}"),
        ("nought", "a\u{0}b"),
        ("return", "harmless\rowned"),
        ("lines", "one\ntwo\r\nthree\u{85}four\u{2028}five\u{2029}six\ttab"),
        ("C1", "\u{84}\u{9b}2J\u{9d}0;owned\u{9c}\u{90}x\u{9c}"),
        ("overrides", "\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}txt.exe"),
        ("isolates", "\u{2066}\u{2067}\u{2068}\u{2069}txt.exe"),
        ("tags", "\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}\u{E0001}\u{E0041}"),
        ("shell", "$(touch owned) `touch owned`; touch owned | touch owned & '\" -rf ../../owned"),
        ("formats", "%s%n%x {} {0} \\x1b[2J \\e[2J \\u001b[2J &#27;[2J"),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .into();
    attacks.push(("invisible flood", "\u{200B}\u{2060}\u{FEFF}\u{AD}\u{180E}\u{FFF9}".repeat(50)));
    attacks.push(("joiner flood", "\u{200D}\u{200C}".repeat(100)));
    attacks.push(("tower", format!("e{}", "\u{301}\u{20D2}".repeat(60))));
    attacks.push(("selectors", format!("o{}", "\u{FE0F}\u{E0100}".repeat(60))));
    attacks
}

/// What of this a terminal would take for more than text, if anything.
pub fn harm(text: &str) -> Option<String> {
    let (mut marks, mut joiners) = (0, 0);
    for (at, c) in text.char_indices() {
        let is_mark = is_combining_mark(c) || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
        let is_joiner = matches!(c, '\u{200C}' | '\u{200D}');
        marks = if is_mark { marks + 1 } else { 0 };
        joiners = if is_joiner { joiners + 1 } else { 0 };
        let obeyed = (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
            || matches!(c, '\u{E0000}'..='\u{E007F}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}');
        if obeyed || marks > MARKS || joiners > 1 {
            let around: String = text[at..].chars().take(20).collect();
            return Some(format!("{c:?} in {around:?} at {at}"));
        }
    }
    None
}

/// An article with the attack in everything it has, put into a library past the reading of pages.
pub fn article(attack: &str, number: usize) -> Article {
    let with = |text: &str| format!("{text}{attack}{text}");
    let text = |plain: &str| Text::from(with(plain));
    let linked = Text {
        spans: vec![Span { start: 0, end: 4, style: Style::Link(format!("https://gull.example/{attack}")) }],
        plain: format!("Here{attack} is a link"),
    };
    Article {
        headline: Headline { text: with(&format!("Ferry {number}")), derived: false },
        byline: vec![with("Ida Marsh"), with("Bo Rask")],
        publisher: Some(with("The Skerrow Gull")),
        agency: Some(with("NWA")),
        section: Some(with("Transport")),
        dateline: Some(with("Elsen")),
        published: format!("2022-03-{:02}", number % 28 + 1).parse().ok(),
        modified: "2022-04-01".parse().ok(),
        language: Some(with("en")),
        standfirst: Some(with("The boat is back.")),
        body: vec![
            Part::Paragraph(linked),
            Part::Caption(text("A boat.")),
            Part::Heading(2, text("Fares")),
            Part::List(vec![Item { depth: 0, number: Some(1), text: text("Cars") }]),
            Part::Quote(vec![text("We waited.")]),
            Part::Code(with("if tide {\n    sail();\n}").as_str().into()),
            Part::Table(Table {
                headed: true,
                rows: vec![vec![text("Day"), text("Boats")], vec![text("Mon"), text("3")]],
            }),
        ],
        notice: Some(with("Not reviewed.")),
        url: Some(format!("https://gull.example/{attack}")),
        notes: vec![Note::BrokenCharacters],
    }
}

/// Harmless text, so much of it that the control characters among it make no page a file of bytes.
const PADDING: &str =
    "<p>The ferry came at six, with letters, two cars and the baker, and left at seven for the outer islands.</p>\n";

/// A page with the attack wherever a page says something.
pub fn page(attack: &str, number: usize) -> String {
    let quoted = attack.replace('"', "&quot;");
    let json = serde_json::json!({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": format!("Ferry {number} {attack} returns"),
        "author": { "@type": "Person", "name": format!("Ida {attack} Marsh") }, "articleSection": format!("Trans{attack}port"),
        "publisher": { "name": format!("The Skerrow{attack} Gull") }, "datePublished": format!("2019-06-24{attack}"),
    });
    format!(
        r#"<!DOCTYPE html><html lang="en{quoted}"><head><meta charset="utf-8"><title>Ferry {number} {attack} returns</title>
<meta property="og:site_name" content="The Skerrow{quoted} Gull"><meta name="author" content="Ida {quoted} Marsh">
<meta property="article:published_time" content="2019-06-24{quoted}"><link rel="canonical" href="https://gull.example/{number}{quoted}">
<script type="application/ld+json">{json}</script></head><body><article><h1>Ferry {number} {attack} returns</h1>
<p class="byline">By Ida {attack} Marsh</p><time datetime="2019-06-24">24 June {attack} 2019</time>
<p>ELSEN{attack} (NWA{attack}) — The night ferry{attack} to <a href="https://elsen.example/{quoted}">Elsen{attack}</a> returned to its timetable on Monday, the harbour office said.</p>
<figure><img src="x" alt="{quoted}"><figcaption>The boat{attack} at the pier.</figcaption></figure>
<h2>Fares{attack} and times</h2><ul><li>Cars{attack}: 12</li></ul><table><tr><th>Day{attack}</th><th>Boats</th></tr><tr><td>Mon</td><td>3</td></tr></table>
<pre>if tide{attack}</pre><p>Those who were asked in the street said that they had waited{attack} for it for a long time, all of them.</p>
{}</article></body></html>"#,
        PADDING.repeat(75)
    )
}

/// A name of a file with the attack in it, as far as a file system takes it.
pub fn file_name(attack: &str, number: usize) -> String {
    let attack: String = attack.chars().filter(|c| !matches!(c, '/' | '\0')).collect();
    format!("{number}{}.html", dateline::text::truncate(&attack, 200))
}
