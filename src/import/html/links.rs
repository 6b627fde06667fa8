//! Absolute addresses: what a link says, read against the address of its page.

use crate::page::is_link;
use crate::text::{is_printable, sanitise_line};
use url::Url;

/// The page's own address, as far as the page tells it.
pub(super) struct Base {
    url: Option<Url>,
    /// Scheme and host, for the many links that start with a slash.
    root: String,
}

impl Base {
    pub(super) fn new(address: Option<&str>) -> Self {
        let url = address.and_then(|address| Url::parse(address.trim()).ok()).filter(Url::has_host);
        let root = url.as_ref().map(|url| url.origin().ascii_serialization()).unwrap_or_default();
        Base { url, root }
    }

    /// The address that the link means: http, https or mailto, absolute; none for anything else.
    pub(super) fn absolute(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') || href.len() > 2048 {
            return None;
        }
        if is_printable(href.as_bytes()) && !href.contains(' ') {
            self.plain(href).filter(|address| is_link(address))
        } else {
            let url = if is_link(href) { Url::parse(href).ok()? } else { self.url.as_ref()?.join(href).ok()? };
            let address = sanitise_line(url.as_str());
            is_link(&address).then(|| address.into_owned())
        }
    }

    /// The same of letters and signs of ASCII only, which mostly need no parsing.
    fn plain(&self, href: &str) -> Option<String> {
        if is_link(href) {
            return Some(href.to_owned());
        }
        if let (Some(rest), Some(url)) = (href.strip_prefix("//"), &self.url) {
            return Some([url.scheme(), "://", rest].concat());
        }
        if href.starts_with('/') && !self.root.is_empty() {
            return Some([&self.root, href].concat());
        }
        Some(self.url.as_ref()?.join(href).ok()?.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_absolute() {
        let base = Base::new(Some("https://ferry.example/news/boats.html?x=1"));
        for (href, address) in [
            ("https://a.example/b", Some("https://a.example/b")),
            ("//a.example/b", Some("https://a.example/b")),
            ("/b c", Some("https://ferry.example/b%20c")),
            ("/b", Some("https://ferry.example/b")),
            ("c", Some("https://ferry.example/news/c")),
            ("mailto:a@b.example", Some("mailto:a@b.example")),
            ("#top", None),
            ("javascript:alert(1)", None),
            ("data:text/html,x", None),
        ] {
            assert_eq!(base.absolute(href).as_deref(), address, "{href}");
        }
    }

    #[test]
    fn relative_links_of_a_page_without_address_are_dropped() {
        assert_eq!(Base::new(None).absolute("/b"), None);
        assert_eq!(Base::new(Some("not an address")).absolute("c"), None);
    }
}
