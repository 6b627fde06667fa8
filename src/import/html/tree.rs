//! The document as a tree: its nodes in one table, in the order in which the parser made them, and all attributes in another.
//!
//! Texts and values are stretches of the document, shared and not copied, but where they had to be put together. A tree is grown by the parser
//! (`grow`) and only read from then on; nothing here recurses, so that no page nests too deep to be read or dropped.

mod grow;

pub(super) use grow::Growing;

use html5ever::LocalName;
use html5ever::tendril::StrTendril;
use std::num::NonZeroU32;
use std::ops::Range;

/// Where a node stands in its tree's table, counted from one.
type Place = NonZeroU32;

/// An HTML document.
pub(crate) struct Tree {
    /// The first is the document itself; every place that a node names is one of this table.
    nodes: Vec<Stored>,
    attributes: Vec<(LocalName, StrTendril)>,
}

/// A node as the table has it.
struct Stored {
    parent: Option<Place>,
    previous: Option<Place>,
    next: Option<Place>,
    first: Option<Place>,
    last: Option<Place>,
    content: Content,
}

/// What a node is.
enum Content {
    /// The document, or what stands inside of a `template` element.
    Root,
    Text(StrTendril),
    Comment(StrTendril),
    Element {
        name: LocalName,
        /// Which of the tree's attributes it has.
        attributes: Range<usize>,
    },
}

/// A node of a tree.
#[derive(Clone, Copy)]
pub(crate) struct Node<'t> {
    tree: &'t Tree,
    stored: &'t Stored,
    number: usize,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Tree {
    /// Every node of the document in its order, the document itself left out.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        self.root().into_iter().flat_map(Node::descendants)
    }

    /// The document itself.
    pub(crate) fn root(&self) -> Option<Node<'_>> {
        self.nodes.first().map(|stored| Node { tree: self, stored, number: 0 })
    }
}

impl<'t> Node<'t> {
    fn at(self, place: Option<Place>) -> Option<Self> {
        let number = index(place?);
        let stored = self.tree.nodes.get(number)?;
        Some(Node { tree: self.tree, stored, number })
    }

    /// The node's number in its tree: no other has it, and none has one that is greater than there are nodes.
    pub(crate) fn number(self) -> usize {
        self.number
    }

    pub(crate) fn parent(self) -> Option<Self> {
        self.at(self.stored.parent)
    }

    pub(crate) fn first_child(self) -> Option<Self> {
        self.at(self.stored.first)
    }

    pub(crate) fn next_sibling(self) -> Option<Self> {
        self.at(self.stored.next)
    }

    pub(crate) fn children(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.first_child(), |node| node.next_sibling())
    }

    /// The nodes around this one, the innermost first.
    pub(crate) fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// Every node below this one, in the document's order.
    pub(crate) fn descendants(self) -> impl Iterator<Item = Self> {
        let behind = move |node: Self| {
            std::iter::successors(Some(node), |node| node.parent())
                .take_while(|node| *node != self)
                .find_map(Self::next_sibling)
        };
        std::iter::successors(self.first_child(), move |node| node.first_child().or_else(|| behind(*node)))
    }

    /// The text of a text node.
    pub(crate) fn text(self) -> Option<&'t str> {
        if let Content::Text(text) = &self.stored.content { Some(text) } else { None }
    }

    /// What a comment says.
    pub(crate) fn comment(self) -> Option<&'t str> {
        if let Content::Comment(text) = &self.stored.content { Some(text) } else { None }
    }

    /// The tag name of an element.
    pub(crate) fn name(self) -> Option<&'t str> {
        if let Content::Element { name, .. } = &self.stored.content { Some(name) } else { None }
    }

    /// The value of an element's attribute.
    pub(crate) fn attr(self, name: &str) -> Option<&'t str> {
        self.attributes().find_map(|(known, value)| (known == name).then_some(value))
    }

    /// The attributes of an element that are read at all (`tokens::attributes`), with their values.
    pub(crate) fn attributes(self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let range = match &self.stored.content {
            Content::Element { attributes, .. } => attributes.clone(),
            _ => 0..0,
        };
        self.tree.attributes.get(range).unwrap_or_default().iter().map(|(name, value)| (&**name, &**value))
    }
}

/// Where in the table a place is.
fn index(place: Place) -> usize {
    place.get() as usize - 1
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use proptest::prelude::*;

    /// Nodes in short: tag names and texts.
    fn told<'t>(nodes: impl Iterator<Item = Node<'t>>) -> String {
        nodes.filter_map(|node| node.name().or(node.text())).collect::<Vec<_>>().join(" ")
    }

    fn find<'t>(tree: &'t Tree, name: &str) -> Node<'t> {
        tree.nodes().find(|node| node.name() == Some(name)).unwrap()
    }

    #[test]
    fn what_stands_below_a_node_ends_with_it() {
        let tree = parse("<div><p>one</p><i></i></div><b>two</b>");
        assert_eq!(told(find(&tree, "div").descendants()), "p one i");
        assert_eq!(told(find(&tree, "i").descendants()), "");
        assert_eq!(told(find(&tree, "p").ancestors()), "div body html");
        assert_eq!(told(find(&tree, "body").children()), "div b");
    }

    #[test]
    fn what_a_table_cannot_hold_stands_before_it() {
        let tree = parse("<table>one<b>two<tr><td>three");
        assert_eq!(told(find(&tree, "body").descendants()), "one b two table tbody tr td three");
    }

    #[test]
    fn of_two_attributes_the_first_counts() {
        let tree = parse("<body class=a><p id=x id=y class><body class=b lang=de>");
        let body = find(&tree, "body");
        assert_eq!((body.attr("class"), body.attr("lang"), body.attr("id")), (Some("a"), Some("de"), None));
        let p = find(&tree, "p");
        assert_eq!((p.attr("id"), p.attr("class")), (Some("x"), Some("")));
    }

    proptest! {
        #[test]
        fn neighbours_know_each_other(html in "(<(p|b|i|a|table|td|select|template|/p|/b|/a|/i|/table|/template)>|a| ){0,40}") {
            let tree = parse(&html);
            for node in tree.root().into_iter().chain(tree.nodes()) {
                let children: Vec<_> = node.children().collect();
                for child in &children {
                    prop_assert!(child.parent() == Some(node));
                    prop_assert!(child.next_sibling().is_none_or(|next| next.at(next.stored.previous) == Some(*child)));
                }
                prop_assert!(node.at(node.stored.last) == children.last().copied());
                prop_assert!(children.first().is_none_or(|first| first.stored.previous.is_none()));
            }
        }
    }
}
