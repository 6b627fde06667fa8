//! Pages that a browser saved as one file (MHTML, RFC 2557) and letters (RFC 5322): messages of MIME (RFC 2045).

use super::letter;
use super::refused::Refused;
use mail_parser::{HeaderValue, MessageParser, MimeHeaders, PartType};

/// How much of a file is looked at to tell whether it is a message: long lists of those who get it stand in heads.
const LOOK: usize = 1 << 20;

/// The page in a message, as HTML; `None` where the bytes are no message. A saved page is its first part of HTML, with the address it was saved from
/// in front, as browsers write it into the pages they save as HTML; a letter has no address.
///
/// # Errors
/// Refuses a message that has no text.
pub(super) fn page(bytes: &[u8]) -> Result<Option<String>, Refused> {
    let Some(bytes) = message(bytes) else { return Ok(None) };
    let Some(message) = MessageParser::default().parse(bytes) else { return Ok(None) };
    let first = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(html) => Some((part, html)),
        _ => None,
    });
    if let Some((part, html)) = first {
        let stated = message.header("Snapshot-Content-Location").and_then(HeaderValue::as_text);
        if let Some(address) = stated.or_else(|| part.content_location()) {
            let from = format!("<!-- saved from url=({:04}){address} -->\n", address.len());
            return Ok(Some(format!("{}{html}", if is_address(address) { from } else { String::new() })));
        }
    }
    letter::page(&message).map(Some).ok_or(Refused::Empty)
}

/// The message that a file is, without what mailboxes write over it; `None` where no lines of a message's head stand in front, one of which says that it
/// is of MIME, or two from whom and when it came.
fn message(bytes: &[u8]) -> Option<&[u8]> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let bytes = match bytes.strip_prefix(b"From ") {
        Some(rest) => rest.get(rest.iter().position(|byte| *byte == b'\n')? + 1..)?,
        None => bytes,
    };
    let look = bytes.get(..LOOK).unwrap_or(bytes);
    let is_head = |line: &&[u8]| {
        let name = line.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'-'));
        line.starts_with(b" ")
            || line.starts_with(b"\t")
            || name.is_some_and(|end| end > 0 && line.get(end) == Some(&b':'))
    };
    let (mut from, mut date) = (false, false);
    for line in look.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end).take_while(is_head) {
        let begins = |name: &[u8]| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        from |= begins(b"From:") && line.contains(&b'@');
        date |= begins(b"Date:");
        if begins(b"MIME-Version:") || from && date {
            return Some(bytes);
        }
    }
    None
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

    fn page(bytes: &[u8]) -> Option<String> {
        super::page(bytes).expect("has text")
    }

    #[test]
    fn a_saved_page_is_its_first_part_of_html() {
        let page = page(SAVED.as_bytes()).expect("is a page");
        let (from, html) = page.split_once('\n').expect("has an address");
        assert_eq!(from, "<!-- saved from url=(0030)https://gull.example/ferry?a=1 -->");
        assert_eq!(html.trim_end(), "<p class=\"a\">The ferry to Elsen café.</p>");
    }

    #[test]
    fn other_texts_are_no_messages() {
        for text in [
            "",
            "Subject: x\n\nMIME-Version: 1.0\n",
            "The MIME-Version: 1.0\n",
            "<p>MIME-Version: 1.0",
            "From: the sea\nDate: Monday\n",
        ] {
            assert_eq!(page(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_message_without_text_is_refused() {
        let picture = b"MIME-Version: 1.0\nContent-Type: image/png\n\nOnly a picture.";
        assert!(matches!(super::page(picture), Err(Refused::Empty)));
    }

    #[test]
    fn letters_are_told_by_their_heads_whatever_stands_before_and_however_long_they_are() {
        let letter = "From: ada@gull.example\r\nDate: Mon, 4 May 2026 21:10:00 +0200\r\n\r\nIt sails.\r\n";
        let seals = "ARC-Seal: i=1; a=rsa-sha256; cv=none\r\n".repeat(3_000);
        for before in ["", "\u{FEFF}", "From ada@gull.example Mon May  4 21:10:00 2026\r\n", &seals] {
            assert!(page(format!("{before}{letter}").as_bytes()).is_some_and(|page| page.contains("<p>It sails.</p>")));
        }
    }

    #[test]
    fn an_address_that_would_end_its_comment_is_left_out() {
        let page = page(SAVED.replace("ferry?a=1", "a--><script>").as_bytes()).expect("is a page");
        assert!(page.starts_with("<p"), "{page}");
    }

    proptest! {
        #[test]
        fn any_message_is_a_page_or_none(rest in "(Content-Type: |multipart/mixed; boundary=x|text/html|\n|\n--x\n|--x--|=C3|=\n|<p>|[a-z ]){0,40}") {
            drop(super::page(format!("MIME-Version: 1.0\n{rest}").as_bytes()));
        }
    }
}
