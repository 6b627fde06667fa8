//! Letters (RFC 5322) told as pages of HTML: what their head says as a page's own data, their text as paragraphs, lists and quotations.

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};
use quick_xml::escape::escape;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Letters inside of letters that are read.
const DEPTH_AT_MOST: usize = 4;

/// Lines of a text are wrapped at so many characters at the most (RFC 5322, 2.1.1).
const WRAPPED_AT_MOST: usize = 80;

/// A letter as a page; `None` where it has no text. A letter that only passes another one on is that one.
pub(super) fn page(letter: &Message<'_>) -> Option<String> {
    let mut letter = letter;
    for _ in 0..DEPTH_AT_MOST {
        let mut passed_on = inner(letter);
        match (passed_on.next(), passed_on.next()) {
            (Some(only), None) if own(letter).is_empty() => letter = only,
            _ => break,
        }
    }
    let (head, body) = (head(letter), whole(letter, 0));
    (!body.trim().is_empty()).then(|| format!("{head}{body}"))
}

/// What the letter's head says: its subject, the names of those who sent it, its moment.
fn head(letter: &Message<'_>) -> String {
    let subject = letter.subject().map(str::trim).filter(|subject| !subject.is_empty());
    let senders = letter.from().into_iter().flat_map(|from| from.iter()).filter_map(|sender| sender.name());
    let senders: Vec<_> = senders.map(|name| json!({"@type": "Person", "name": in_order(name)})).collect();
    let moment = letter.date().filter(|moment| moment.is_valid()).map(mail_parser::DateTime::to_rfc3339);
    let data = json!({
        "@context": "https://schema.org", "@type": "Article", "headline": subject, "author": senders, "datePublished": moment,
    });
    // Nothing in the data ends the element that it stands in.
    let data = data.to_string().replace('<', "\\u003c");
    let mut head = format!("<script type=\"application/ld+json\">{data}</script>\n");
    if let Some(moment) = &moment {
        let _ = writeln!(head, "<meta property=\"article:published_time\" content=\"{moment}\">");
    }
    if let Some(subject) = subject.map(escape) {
        // No title: what stands behind a dash in one is taken for the publication.
        let _ = writeln!(head, "<meta property=\"og:title\" content=\"{subject}\">");
        if !has_heading(letter) {
            let _ = writeln!(head, "<h1>{subject}</h1>");
            // As on a page: a day that stands under the headline is believed before those of letters that are quoted.
            if let Some(moment) = moment.as_ref().filter(|_| !has_html(letter)) {
                let day = moment.split('T').next().unwrap_or_default();
                let _ = writeln!(head, "<p><time datetime=\"{moment}\">{day}</time></p>");
            }
        }
    }
    head
}

/// "Dorn, Ada" is Ada Dorn.
fn in_order(name: &str) -> String {
    match name.split_once(", ") {
        Some((last, first)) if !first.contains([',', ' ']) && !last.contains(' ') => format!("{first} {last}"),
        _ => name.to_owned(),
    }
}

/// The letter's own text and those of the letters in it, each under its subject.
fn whole(letter: &Message<'_>, depth: usize) -> String {
    let mut out = own(letter);
    if depth < DEPTH_AT_MOST {
        for inner in inner(letter) {
            let subject = inner.subject().unwrap_or_default();
            let _ = write!(out, "<h2>{}</h2>\n{}", escape(subject), whole(inner, depth + 1));
        }
    }
    out
}

/// The letters that a letter passes on.
fn inner<'a, 'x>(letter: &'a Message<'x>) -> impl Iterator<Item = &'a Message<'x>> {
    letter.parts.iter().filter_map(|part| match &part.body {
        PartType::Message(inner) => Some(inner),
        _ => None,
    })
}

/// Whether the letter is of HTML.
fn has_html(letter: &Message<'_>) -> bool {
    html(letter).next().is_some()
}

/// Whether it is of HTML that has a main heading of its own.
fn has_heading(letter: &Message<'_>) -> bool {
    html(letter).any(|html| html.contains("<h1") || html.contains("<H1"))
}

/// The letter's parts of these numbers, without what is attached.
fn parts<'a, 'x>(letter: &'a Message<'x>, ids: &'a [u32]) -> impl Iterator<Item = &'a MessagePart<'x>> {
    let parts = ids.iter().filter_map(|id| letter.parts.get(*id as usize));
    parts.filter(|part| !part.content_disposition().is_some_and(mail_parser::ContentType::is_attachment))
}

fn html<'a>(letter: &'a Message<'_>) -> impl Iterator<Item = &'a str> {
    parts(letter, &letter.html_body).filter_map(|part| match &part.body {
        PartType::Html(html) => Some(html.as_ref()),
        _ => None,
    })
}

/// What the letter itself says: its parts of HTML where it has any, else those of text.
fn own(letter: &Message<'_>) -> String {
    if has_html(letter) {
        return html(letter).collect::<Vec<_>>().join("\n");
    }
    let text = parts(letter, &letter.text_body).filter_map(|part| {
        let PartType::Text(text) = &part.body else { return None };
        let said = |name| part.content_type().and_then(|of| of.attribute(name));
        let is = |name, value: &str| said(name).is_some_and(|said| said.eq_ignore_ascii_case(value));
        Some(told(&lines(text, is("format", "flowed"), is("delsp", "yes"))))
    });
    let text: String = text.collect();
    if text.is_empty() { text } else { format!("<article>\n{text}</article>\n") }
}

/// Quotations inside of quotations that are told apart; none where a text has more bytes than these, for each may take up many times what it says.
const QUOTED_AT_MOST: usize = 8;
const BYTES_WITH_QUOTATIONS: usize = 4 << 20;

/// A line of a letter, of how many quotations it is, and whether it goes on in the next.
struct Line {
    quoted: usize,
    text: String,
    goes_on: bool,
}

/// The lines of a text; where it is flowed it says itself which go on (RFC 3676), else those do behind which the next one's first word had no room.
fn lines(text: &str, flowed: bool, delsp: bool) -> Vec<Line> {
    let most = if text.len() <= BYTES_WITH_QUOTATIONS { QUOTED_AT_MOST } else { 0 };
    let mut lines: Vec<Line> = text
        .lines()
        .map(|line| {
            let mut rest = line;
            let mut quoted = 0;
            while let Some(inner) = rest.strip_prefix('>').filter(|_| quoted < most) {
                (quoted, rest) =
                    (quoted + 1, inner.strip_prefix(' ').filter(|_| inner.starts_with(" >")).unwrap_or(inner));
            }
            let rest = if flowed || quoted > 0 { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
            let goes_on = flowed && rest.ends_with(' ') && rest != SIGNATURE;
            let text = if goes_on && delsp { rest.strip_suffix(' ').unwrap_or(rest) } else { rest };
            Line { quoted, text: text.to_owned(), goes_on }
        })
        .collect();
    if !flowed {
        let lengths: Vec<usize> = lines.iter().map(|line| line.text.trim_end().chars().count()).collect();
        let firsts: Vec<usize> = lines
            .iter()
            .map(|line| line.text.split_whitespace().next().map_or(0, |word| word.chars().count()))
            .collect();
        // What is quoted was wrapped elsewhere.
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        for (line, length) in lines.iter().zip(&lengths) {
            let width = widths.entry(line.quoted).or_default();
            // A line that no word could be taken from, such as an address, may be longer.
            *width = if *length <= WRAPPED_AT_MOST { (*width).max(*length) } else { *width };
        }
        for (at, line) in lines.iter_mut().enumerate() {
            let next = firsts.get(at + 1).copied().unwrap_or_default();
            let width = widths.get(&line.quoted).copied().unwrap_or_default();
            let fits = |length: &usize| (1..=WRAPPED_AT_MOST).contains(length) && length + 1 + next > width;
            let full = lengths.get(at).is_some_and(fits);
            line.goes_on = width >= WRAPPED_AT_MOST / 2 && next > 0 && full;
        }
        lines.iter_mut().filter(|line| line.goes_on).for_each(|line| line.text.push(' '));
    }
    lines
}

/// What stands over a signature (RFC 3676, 4.3).
const SIGNATURE: &str = "-- ";

/// What lines are as HTML: runs of one kind are one element.
fn told(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut lines = lines.iter().peekable();
    let (mut list, mut quoted) = (None, 0);
    while let Some(line) = lines.next() {
        let (mut text, mut goes_on) = (line.text.clone(), line.goes_on);
        if text.trim().is_empty() {
            continue;
        }
        let kind = item(&text).map(|(kind, _)| kind);
        if list.is_some() && (kind != list || line.quoted != quoted) {
            let _ = writeln!(out, "</{}>", list.unwrap_or_default());
            list = None;
        }
        while quoted != line.quoted {
            let tag = if quoted < line.quoted { "<blockquote>\n" } else { "</blockquote>\n" };
            out.push_str(tag);
            quoted = if quoted < line.quoted { quoted + 1 } else { quoted - 1 };
        }
        if text == SIGNATURE && quoted == 0 {
            let rest = lines.map(|line| format!("<p>{}</p>\n", escape(line.text.trim())));
            let _ = write!(out, "<footer class=\"signature\">\n{}</footer>\n", rest.collect::<String>());
            return out;
        }
        let is_next = |next: &&Line, goes_on: bool| {
            next.quoted == line.quoted
                && !next.text.trim().is_empty()
                && item(&next.text).is_none()
                && (goes_on || kind.is_some() && next.text.starts_with(' '))
        };
        while let Some(next) = lines.next_if(|next| is_next(next, goes_on)) {
            if !goes_on {
                text.push(' ');
            }
            text.push_str(if kind.is_some() { next.text.trim_start() } else { &next.text });
            goes_on = next.goes_on;
        }
        if let Some((tag, said)) = item(&text) {
            if list.is_none() {
                let _ = writeln!(out, "<{tag}>");
                list = Some(tag);
            }
            let _ = writeln!(out, "<li>{}</li>", escape(said.trim()));
            continue;
        }
        // Who is quoted, and when they wrote, is said over the quotation and is of it.
        let deeper = lines.peek().filter(|next| text.trim_end().ends_with(':') && next.quoted > quoted);
        if let Some(next) = deeper {
            out.push_str(&"<blockquote>\n".repeat(next.quoted - quoted));
            quoted = next.quoted;
        }
        let _ = writeln!(out, "<p>{}</p>", escape(text.trim()));
    }
    if let Some(list) = list {
        let _ = writeln!(out, "</{list}>");
    }
    out.push_str(&"</blockquote>\n".repeat(quoted));
    out
}

/// The list that a line is an item of, and what it says.
fn item(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_start();
    if let Some(said) = ["- ", "* ", "• "].iter().find_map(|mark| line.strip_prefix(mark)) {
        return (!said.trim().is_empty()).then_some(("ul", said));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let said = line.get(digits..)?;
    let said = said.strip_prefix(". ").or_else(|| said.strip_prefix(") "))?;
    ((1..=2).contains(&digits) && !said.trim().is_empty()).then_some(("ol", said))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::MessageParser;
    use proptest::prelude::*;

    const HEAD: &str = "From: \"Dorn, Ada\" <ada@gull.example>\r\nSubject: =?UTF-8?Q?The_<caf=C3=A9>?=\r\n\
        Date: Mon, 4 May 2026 21:10:00 +0200\r\nMIME-Version: 1.0\r\n";

    fn told(rest: &str) -> String {
        let letter = format!("{HEAD}{}", rest.replace('\n', "\r\n"));
        let page = page(&MessageParser::default().parse(letter.as_bytes()).expect("is a letter")).expect("has text");
        let (_, body) = page.split_once("</h1>\n").expect("has a head");
        body.split_once("</time></p>\n").map_or(body, |(_, body)| body).to_owned()
    }

    #[test]
    fn a_head_says_who_wrote_it_when_and_of_what() {
        let letter = format!("{HEAD}Content-Type: text/html\r\n\r\n<p>It sails.</p>");
        let page = page(&MessageParser::default().parse(letter.as_bytes()).expect("is a letter")).expect("has text");
        let (data, rest) = page.split_once('\n').expect("has data");
        for said in ["\"The \\u003ccafé>\"", "\"Ada Dorn\"", "\"2026-05-04T21:10:00+02:00\""] {
            assert!(data.contains(said), "{data}");
        }
        assert_eq!(
            rest.lines().collect::<Vec<_>>(),
            [
                "<meta property=\"article:published_time\" content=\"2026-05-04T21:10:00+02:00\">",
                "<meta property=\"og:title\" content=\"The &lt;café&gt;\">",
                "<h1>The &lt;café&gt;</h1>",
                "<p>It sails.</p>",
            ]
        );
    }

    #[test]
    fn a_letter_of_text_has_its_day_under_its_headline() {
        let letter = format!("{HEAD}Content-Type: text/plain\r\n\r\nIt sails.");
        let page = page(&MessageParser::default().parse(letter.as_bytes()).expect("is a letter")).expect("has text");
        assert!(
            page.contains("</h1>\n<p><time datetime=\"2026-05-04T21:10:00+02:00\">2026-05-04</time></p>\n<article>"),
            "{page}"
        );
    }

    #[test]
    fn wrapped_lines_are_joined_and_short_ones_are_not() {
        let wrapped = "The ferry between Elsen and the islands will sail again from Monday,\nthe harbour office said.\n\nDear all,\nthe boat\nleaves.\n";
        assert_eq!(
            told(&format!("Content-Type: text/plain\n\n{wrapped}")),
            "<article>\n<p>The ferry between Elsen and the islands will sail again from Monday, the harbour office said.</p>\n\
             <p>Dear all,</p>\n<p>the boat</p>\n<p>leaves.</p>\n</article>\n"
        );
    }

    #[test]
    fn a_flowed_text_says_itself_which_lines_go_on() {
        let flowed = "Content-Type: text/plain; format=flowed\n\nIt \nsails.\nNow.\n> It \n> did.\n-- \nAda\n";
        assert_eq!(
            told(flowed),
            "<article>\n<p>It sails.</p>\n<p>Now.</p>\n<blockquote>\n<p>It did.</p>\n</blockquote>\n\
             <footer class=\"signature\">\n<p>Ada</p>\n</footer>\n</article>\n"
        );
        let cut = "Content-Type: text/plain; format=flowed; delsp=yes\n\nIt sa \nils.\n";
        assert_eq!(told(cut), "<article>\n<p>It sails.</p>\n</article>\n");
    }

    #[test]
    fn lists_and_quotations_keep_their_form() {
        let text = "Content-Type: text/plain\n\nTake:\n- a rope\n  of hemp\n- bread\n1. Go.\n> > She said\n> no.\n";
        assert_eq!(
            told(text),
            "<article>\n<p>Take:</p>\n<ul>\n<li>a rope of hemp</li>\n<li>bread</li>\n</ul>\n<ol>\n<li>Go.</li>\n</ol>\n<blockquote>\n\
             <blockquote>\n<p>She said</p>\n</blockquote>\n<p>no.</p>\n</blockquote>\n</article>\n"
        );
    }

    #[test]
    fn what_is_attached_is_not_read_and_a_letter_inside_stands_under_its_subject() {
        let inside = "Content-Type: message/rfc822\n\nSubject: Bread\nContent-Type: text/plain\n\nBuy some.\n";
        let attached = "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nNot this.\n";
        let all = |parts: &[&str]| {
            told(&format!("Content-Type: multipart/mixed; boundary=x\n\n--x\n{}--x--\n", parts.join("--x\n")))
        };
        let own = "Content-Type: text/plain\n\nRead this.\n";
        let bread = "<article>\n<p>Buy some.</p>\n</article>\n";
        assert_eq!(
            all(&[attached, own, inside]),
            format!("<article>\n<p>Read this.</p>\n</article>\n<h2>Bread</h2>\n{bread}")
        );
        assert_eq!(all(&[inside]), bread);
    }

    proptest! {
        #[test]
        fn no_word_of_a_text_is_lost(text in "(>|> |- |1\\. |-- \n|word|other | |  |\n|[a-z]{1,30} |\n\n){0,60}", flowed: bool) {
            let told = super::told(&lines(&text, flowed, false));
            let said = |text: &str| -> String { text.chars().filter(char::is_ascii_lowercase).collect() };
            let tags = regex::Regex::new("<[^>]*>").expect("is one");
            prop_assert_eq!(said(&tags.replace_all(&told, "").replace("&gt;", "")), said(&text), "{}", told);
        }
    }
}
