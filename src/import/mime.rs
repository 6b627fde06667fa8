//! Pages that a browser saved as one file (MHTML, RFC 2557) and letters of HTML: a message of MIME (RFC 2045), of which the first part that is
//! HTML is the page.

use mail_parser::{HeaderValue, MessageParser, MimeHeaders, PartType};

/// How much of a file is looked at to tell whether it is a message.
const LOOK: usize = 4 << 10;

/// The page in a message of MIME, with the address it was saved from in front, as browsers write it into the pages they save as HTML. `None` where
/// the bytes are no message, or it has no HTML.
pub(super) fn page(bytes: &[u8]) -> Option<String> {
    if !is_message(bytes) {
        return None;
    }
    let message = MessageParser::default().parse(bytes)?;
    let part = message.parts.iter().find(|part| matches!(part.body, PartType::Html(_)))?;
    let PartType::Html(html) = &part.body else { return None };
    let stated = message.header("Snapshot-Content-Location").and_then(HeaderValue::as_text);
    let address = stated.or_else(|| part.content_location()).filter(|address| is_address(address));
    let from = address.map(|address| format!("<!-- saved from url=({:04}){address} -->\n", address.len()));
    Some(format!("{}{html}", from.unwrap_or_default()))
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
        let page = page(SAVED.as_bytes()).expect("is a page");
        let (from, html) = page.split_once('\n').expect("has an address");
        assert_eq!(from, "<!-- saved from url=(0030)https://gull.example/ferry?a=1 -->");
        assert_eq!(html.trim_end(), "<p class=\"a\">The ferry to Elsen café.</p>");
    }

    #[test]
    fn other_texts_are_no_messages() {
        for text in ["", "Subject: x\n\nMIME-Version: 1.0\n", "The MIME-Version: 1.0\n", "<p>MIME-Version: 1.0"] {
            assert_eq!(page(text.as_bytes()), None, "{text}");
        }
        assert_eq!(page(b"MIME-Version: 1.0\nContent-Type: text/plain\n\nOnly text."), None);
    }

    #[test]
    fn an_address_that_would_end_its_comment_is_left_out() {
        let page = page(SAVED.replace("ferry?a=1", "a--><script>").as_bytes()).expect("is a page");
        assert!(page.starts_with("<p"), "{page}");
    }

    proptest! {
        #[test]
        fn any_message_is_a_page_or_none(rest in "(Content-Type: |multipart/mixed; boundary=x|text/html|\n|\n--x\n|--x--|=C3|=\n|<p>|[a-z ]){0,40}") {
            drop(page(format!("MIME-Version: 1.0\n{rest}").as_bytes()));
        }
    }
}
