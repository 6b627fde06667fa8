//! JSON that is broken in the ways pages break it: comments, trailing commas, raw line breaks in strings, escaped twice, wrapped in CDATA.
//!
//! Only what has one reading is mended; anything else stays broken and is not believed.

use serde_json::Value;

/// The values of a script that should hold JSON: as it stands, else mended.
pub(super) fn values(script: &str) -> Vec<Value> {
    let script = script.trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(script) {
        return vec![value];
    }
    let bare = unwrapped(script);
    let read = stream(&mended(&bare));
    if read.is_empty() && bare.contains("&quot;") {
        return stream(&mended(&bare.replace("&quot;", "\"").replace("&amp;", "&")));
    }
    read
}

/// The values that stand one after another, up to the first that cannot be read.
fn stream(text: &str) -> Vec<Value> {
    serde_json::Deserializer::from_str(text).into_iter::<Value>().map_while(Result::ok).take(50).collect()
}

/// Without the comment or CDATA marks that hide a script from old browsers.
fn unwrapped(script: &str) -> String {
    let mut out = script;
    for mark in ["//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "<!--"] {
        out = out.strip_prefix(mark).unwrap_or(out).trim();
    }
    for mark in ["//]]>", "/*]]>*/", "]]>", "//-->", "-->"] {
        out = out.strip_suffix(mark).unwrap_or(out).trim();
    }
    out.trim_end_matches(';').to_owned()
}

/// The text with comments left out, commas before a closing bracket dropped, and raw control characters in strings made spaces.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    // Where the last comma outside a string stands, as long as only white space has followed it.
    let mut comma: Option<usize> = None;
    while let Some(c) = chars.next() {
        if quoted {
            match c {
                '"' => quoted = false,
                '\\' => {
                    match chars.next() {
                        // `\'` is no escape of JSON, but has one meaning.
                        Some('\'') => out.push('\''),
                        Some(next) if next.is_control() => out.push(' '),
                        Some(next) => {
                            out.push('\\');
                            out.push(next);
                        }
                        None => {}
                    }
                    continue;
                }
                c if c.is_control() => {
                    out.push(' ');
                    continue;
                }
                _ => {}
            }
            out.push(c);
            continue;
        }
        match (c, chars.peek()) {
            ('/', Some('/')) => {
                chars.by_ref().find(|c| *c == '\n');
                continue;
            }
            ('/', Some('*')) => {
                let mut before = ' ';
                chars.next();
                for c in chars.by_ref() {
                    if before == '*' && c == '/' {
                        break;
                    }
                    before = c;
                }
                continue;
            }
            _ => {}
        }
        match c {
            ']' | '}' => {
                if let Some(at) = comma.take() {
                    out.truncate(at);
                }
            }
            ',' => comma = Some(out.len()),
            '"' => {
                quoted = true;
                comma = None;
            }
            c if c.is_whitespace() => {}
            _ => comma = None,
        }
        out.push(c);
    }
    out
}
