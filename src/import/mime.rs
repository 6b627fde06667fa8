//! Pages that a browser saved as one file (MHTML, RFC 2557) and letters (RFC 5322): a message of MIME (RFC 2045), of which the first part that is
//! HTML is the page, or the first that is text.

use crate::page::PageKind;
use mail_parser::{DateTime, HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use quick_xml::escape::escape;
use std::fmt::Write as _;

/// How much of a file is looked at to tell whether it is a message: those that a letter passed through write long lines into its head.
const LOOK: usize = 32 << 10;

/// The page in a message of MIME, and what kind of page it is; `None` where the bytes are no message, or it has no text.
///
/// What the message's head says stands in front: of a saved page the address it was saved from, as browsers write it into the pages they save as HTML;
/// of a letter, which has no address, its subject, its sender's name and its day.
pub(super) fn page(bytes: &[u8]) -> Option<(String, PageKind)> {
    if !is_message(bytes) {
        return None;
    }
    let message = MessageParser::default().parse(bytes)?;
    let Some((part, html)) = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(html) => Some((part, html)),
        _ => None,
    }) else {
        let text = message.parts.iter().find_map(|part| match &part.body {
            PartType::Text(text) => Some(text),
            _ => None,
        })?;
        return Some((format!("{}{text}", Letter::of(&message).lines()), PageKind::Text));
    };
    let stated = message.header("Snapshot-Content-Location").and_then(HeaderValue::as_text);
    let head = match stated.or_else(|| part.content_location()) {
        Some(address) if is_address(address) => format!("<!-- saved from url=({:04}){address} -->\n", address.len()),
        Some(_) => String::new(),
        None => Letter::of(&message).markup(),
    };
    Some((format!("{head}{html}"), PageKind::Html))
}

/// What a letter's head says of it.
struct Letter<'a> {
    subject: Option<&'a str>,
    sender: Option<&'a str>,
    day: Option<DateTime>,
}

impl<'a> Letter<'a> {
    fn of(message: &'a Message<'_>) -> Self {
        let said = |text: &&str| !text.trim().is_empty();
        let sender = message.from().and_then(|from| from.first()).and_then(|sender| sender.name());
        let day = message.date().filter(|day| day.is_valid()).copied();
        Letter { subject: message.subject().filter(said), sender: sender.filter(said), day }
    }

    /// As the head of a page of HTML would say it.
    fn markup(&self) -> String {
        let moment = self.day.map(|day| day.to_rfc3339());
        let mut head = self.subject.map(|subject| format!("<title>{}</title>\n", escape(subject))).unwrap_or_default();
        for (attribute, name, value) in [
            ("property", "og:title", self.subject),
            ("name", "author", self.sender),
            ("property", "article:published_time", moment.as_deref()),
        ] {
            if let Some(value) = value {
                let _ = writeln!(head, "<meta {attribute}=\"{name}\" content=\"{}\">", escape(value));
            }
        }
        head
    }

    /// As a text would say it over its first line.
    fn lines(&self) -> String {
        let day = self.day.map(|day| format!("{:04}-{:02}-{:02}", day.year, day.month, day.day));
        let sender = self.sender.map(|sender| format!("By {sender}"));
        let lines = [self.subject, sender.as_deref(), day.as_deref()];
        lines.into_iter().flatten().fold(String::new(), |all, line| all + &line.replace(['\r', '\n'], " ") + "\n\n")
    }
}

/// Whether lines of a message's head stand in front, one of which says that it is of MIME.
fn is_message(bytes: &[u8]) -> bool {
    let look = bytes.get(..LOOK).unwrap_or(bytes);
    let mut lines = look.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let is_head = |line: &&[u8]| {
        let name = line.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'-'));
        line.starts_with(b" ")
            || line.starts_with(b"\t")
            || name.is_some_and(|end| end > 0 && line.get(end) == Some(&b':'))
    };
    let is_mime = |line: &[u8]| line.get(..13).is_some_and(|name| name.eq_ignore_ascii_case(b"MIME-Version:"));
    lines.by_ref().take_while(is_head).any(is_mime)
}

fn is_address(address: &str) -> bool {
    address.starts_with("http") && !address.contains("--") && !address.contains(['<', '>', '(', ')', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAVED: &str = "From: <Saved by Hand>\r\nSnapshot-Content-Location: https://gull.example/ferry?a=1\r\nSubject: Ferry\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----x\"\r\n\r\n\
        ------x\r\nContent-Type: text/css\r\n\r\np { color: red }\r\n------x\r\nContent-Type: text/html\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n<p class=3D\"a\">The ferry to Els=\r\nen caf=C3=A9.</p>\r\n------x--\r\n";

    #[test]
    fn a_saved_page_is_its_first_part_of_html() {
        let (page, kind) = page(SAVED.as_bytes()).expect("is a page");
        assert_eq!(kind, PageKind::Html);
        let (from, html) = page.split_once('\n').expect("has an address");
        assert_eq!(from, "<!-- saved from url=(0030)https://gull.example/ferry?a=1 -->");
        assert_eq!(html.trim_end(), "<p class=\"a\">The ferry to Elsen café.</p>");
    }

    #[test]
    fn other_texts_are_no_messages() {
        for text in ["", "Subject: x\n\nMIME-Version: 1.0\n", "The MIME-Version: 1.0\n", "<p>MIME-Version: 1.0"] {
            assert_eq!(page(text.as_bytes()), None, "{text}");
        }
        assert_eq!(page(b"MIME-Version: 1.0\nContent-Type: image/png\n\nOnly a picture."), None);
    }

    #[test]
    fn an_address_that_would_end_its_comment_is_left_out() {
        let (page, _) = page(SAVED.replace("ferry?a=1", "a--><script>").as_bytes()).expect("is a page");
        assert!(page.starts_with("<p"), "{page}");
    }

    const LETTER: &str = "Received: from gull.example\r\n\tby elsen.example\r\nFrom: \"Ada Dorn\" <ada@gull.example>\r\n\
        Subject: =?UTF-8?Q?The_ferry_\"<caf=C3=A9>\"_returns?=\r\nDate: Mon, 4 May 2026 21:10:00 +0200\r\nMIME-Version: 1.0\r\n";

    #[test]
    fn a_letter_of_html_says_who_wrote_it_when_and_of_what() {
        let letter = format!("{LETTER}Content-Type: text/html; charset=utf-8\r\n\r\n<p>It sails.</p>");
        let (page, kind) = page(letter.as_bytes()).expect("is a page");
        assert_eq!(kind, PageKind::Html);
        let said: Vec<&str> = page.lines().collect();
        assert_eq!(
            said,
            [
                "<title>The ferry &quot;&lt;café&gt;&quot; returns</title>",
                "<meta property=\"og:title\" content=\"The ferry &quot;&lt;café&gt;&quot; returns\">",
                "<meta name=\"author\" content=\"Ada Dorn\">",
                "<meta property=\"article:published_time\" content=\"2026-05-04T21:10:00+02:00\">",
                "<p>It sails.</p>",
            ]
        );
    }

    #[test]
    fn a_letter_of_text_says_it_over_its_first_line() {
        let letter = format!("{LETTER}Content-Type: text/plain\r\n\r\nIt sails.\r\n");
        let (page, kind) = page(letter.as_bytes()).expect("is a page");
        assert_eq!(kind, PageKind::Text);
        assert_eq!(page.trim_end(), "The ferry \"<café>\" returns\n\nBy Ada Dorn\n\n2026-05-04\n\nIt sails.");
    }

    #[test]
    fn a_letter_is_told_behind_a_long_head() {
        let seals = "ARC-Seal: i=1; a=rsa-sha256; cv=none\r\n".repeat(300);
        let letter = format!("{seals}{LETTER}\r\nIt sails.\r\n");
        assert!(page(letter.as_bytes()).is_some());
    }

    proptest! {
        #[test]
        fn any_message_is_a_page_or_none(rest in "(Content-Type: |multipart/mixed; boundary=x|text/html|\n|\n--x\n|--x--|=C3|=\n|<p>|[a-z ]){0,40}") {
            drop(page(format!("MIME-Version: 1.0\n{rest}").as_bytes()));
        }
    }
}
