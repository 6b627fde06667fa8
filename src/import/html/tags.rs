//! What each HTML element does to the text inside it: one line a kind.

/// How an element shapes the text inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Ends the line before and after itself.
    Block,
    /// A heading of that level.
    Heading(u8),
    /// A list; ordered or not.
    List(bool),
    /// An item of a list.
    Item,
    /// A quotation.
    Quote,
    /// Text whose white space counts.
    Pre,
    /// The caption of a figure or a table.
    Caption,
    /// A figure: pictures with one caption.
    Figure,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell,
    /// A line break.
    Break,
    /// An image.
    Image,
    /// Emphasised text.
    Emphasis,
    /// Strongly emphasised text.
    Strong,
    /// Code within the line.
    Code,
    /// A link.
    Link,
    /// Stands in the line and does nothing else.
    Inline,
    /// Holds no text of the page, and ends the line.
    Gone,
    /// Holds no text of the page, inside a line.
    Absent,
}

macro_rules! tags {
    ($($role:expr => $($tag:literal)+;)+) => {
        /// An element's tag name for good, and its role; unknown elements have no name and stand in the line.
        pub(super) fn role(name: &str) -> (&'static str, Role) {
            match name {
                $($($tag => ($tag, $role),)+)+
                _ => ("", Role::Inline),
            }
        }
    };
}

tags! {
    Role::Block => "p" "div" "section" "article" "main" "aside" "header" "footer" "nav" "body" "html" "form" "fieldset" "legend" "address"
        "center" "details" "summary" "dl" "dt" "dd" "hgroup" "button" "label" "thead" "tbody" "tfoot" "hr" "dialog" "search" "menuitem"
        "optgroup" "output" "frameset" "noframes" "noscript" "picture";
    Role::Heading(1) => "h1";
    Role::Heading(2) => "h2";
    Role::Heading(3) => "h3";
    Role::Heading(4) => "h4";
    Role::Heading(5) => "h5";
    Role::Heading(6) => "h6";
    Role::List(false) => "ul" "menu" "dir";
    Role::List(true) => "ol";
    Role::Item => "li";
    Role::Quote => "blockquote";
    Role::Pre => "pre" "listing" "xmp" "plaintext";
    Role::Caption => "figcaption" "caption";
    Role::Figure => "figure";
    Role::Table => "table";
    Role::Row => "tr";
    Role::Cell => "td" "th";
    Role::Break => "br";
    Role::Image => "img" "amp-img";
    Role::Emphasis => "em" "i" "cite" "var" "dfn";
    Role::Strong => "strong" "b";
    Role::Code => "code" "kbd" "samp" "tt";
    Role::Link => "a";
    Role::Inline => "span" "font" "u" "s" "del" "ins" "mark" "small" "big" "sub" "sup" "abbr" "acronym" "q" "time" "bdi" "bdo" "ruby" "rb"
        "data" "wbr" "nobr" "strike" "slot";
    Role::Gone => "script" "style" "template" "head" "title" "meta" "link" "object" "embed" "iframe" "canvas" "video" "audio" "select"
        "option" "textarea" "datalist" "progress" "meter" "map" "amp-ad" "amp-iframe" "frame";
    Role::Absent => "svg" "math" "input" "rt" "rp" "param" "source" "track" "area" "base";
}
