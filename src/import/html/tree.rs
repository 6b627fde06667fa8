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
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.stored, other.stored)
    }
}

impl Tree {
    /// Every node of the document in its order, the document itself left out.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        self.root().into_iter().flat_map(Node::descendants)
    }

    /// The document itself.
    pub(crate) fn root(&self) -> Option<Node<'_>> {
        self.nodes.first().map(|stored| Node { tree: self, stored })
    }
}

impl<'t> Node<'t> {
    fn at(self, place: Option<Place>) -> Option<Self> {
        let stored = self.tree.nodes.get(index(place?))?;
        Some(Node { tree: self.tree, stored })
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
