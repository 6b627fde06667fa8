//! How a tree grows: what html5ever's tree builder asks for, which knows the standard's rules of what stands where.

use super::{Content, Place, Stored, Tree, index};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, ExpandedName, LocalName, Namespace, QualName, expanded_name, local_name, ns};
use std::borrow::Cow;
use std::cell::RefCell;

/// A tree that is being made.
pub(in super::super) struct Growing(RefCell<Tree>);

/// A node for the tree builder, which asks for the names of open elements, and copies them, so often that they are carried along and kept small.
#[derive(Clone)]
pub(in super::super) struct Handle {
    place: Place,
    namespace: &'static Namespace,
    name: LocalName,
}

static HTML: Namespace = ns!(html);
static SVG: Namespace = ns!(svg);
static MATHML: Namespace = ns!(mathml);
static NONE: Namespace = ns!();

impl Growing {
    /// A tree without nodes but the document itself, with room for so many.
    pub(in super::super) fn new(nodes: usize) -> Self {
        let mut tree = Tree { nodes: Vec::with_capacity(nodes), attributes: Vec::with_capacity(nodes) };
        tree.add(Content::Root);
        Growing(RefCell::new(tree))
    }
}

/// A node that is no element.
fn nameless(place: Place) -> Handle {
    Handle { place, namespace: &NONE, name: local_name!("") }
}

#[allow(clippy::indexing_slicing, reason = "places are given out here only, for a table that never gets shorter")]
impl Tree {
    fn get(&self, place: Place) -> &Stored {
        &self.nodes[index(place)]
    }

    fn get_mut(&mut self, place: Place) -> &mut Stored {
        &mut self.nodes[index(place)]
    }
}

impl Tree {
    fn add(&mut self, content: Content) -> Place {
        self.nodes.push(Stored { parent: None, previous: None, next: None, first: None, last: None, content });
        u32::try_from(self.nodes.len()).ok().and_then(Place::new).unwrap_or(Place::MAX)
    }

    fn append(&mut self, parent: Place, child: NodeOrText<Handle>) {
        let last = self.get(parent).last;
        if let Some(child) = self.node_behind(last, child) {
            self.link(child, Some(parent), last, None);
        }
    }

    fn insert_before(&mut self, sibling: Place, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.detach(node.place);
        }
        let Stored { parent, previous, .. } = *self.get(sibling);
        if parent.is_some()
            && let Some(child) = self.node_behind(previous, child)
        {
            self.link(child, parent, previous, Some(sibling));
        }
    }

    /// The node to be put behind another one; none where that is a text that takes up the new one.
    fn node_behind(&mut self, previous: Option<Place>, child: NodeOrText<Handle>) -> Option<Place> {
        match child {
            NodeOrText::AppendNode(node) => Some(node.place),
            NodeOrText::AppendText(more) => {
                if let Some(previous) = previous
                    && let Content::Text(text) = &mut self.get_mut(previous).content
                {
                    text.push_tendril(&more);
                    return None;
                }
                Some(self.add(Content::Text(more)))
            }
        }
    }

    /// Puts a node that stands nowhere between two neighbours below their parent.
    fn link(&mut self, node: Place, parent: Option<Place>, previous: Option<Place>, next: Option<Place>) {
        let stored = self.get_mut(node);
        (stored.parent, stored.previous, stored.next) = (parent, previous, next);
        match (previous, parent) {
            (Some(previous), _) => self.get_mut(previous).next = Some(node),
            (None, Some(parent)) => self.get_mut(parent).first = Some(node),
            (None, None) => {}
        }
        match (next, parent) {
            (Some(next), _) => self.get_mut(next).previous = Some(node),
            (None, Some(parent)) => self.get_mut(parent).last = Some(node),
            (None, None) => {}
        }
    }

    fn detach(&mut self, node: Place) {
        let stored = self.get_mut(node);
        let (parent, previous, next) = (stored.parent.take(), stored.previous.take(), stored.next.take());
        match (previous, parent) {
            (Some(previous), _) => self.get_mut(previous).next = next,
            (None, Some(parent)) => self.get_mut(parent).first = next,
            (None, None) => {}
        }
        match (next, parent) {
            (Some(next), _) => self.get_mut(next).previous = previous,
            (None, Some(parent)) => self.get_mut(parent).last = previous,
            (None, None) => {}
        }
    }

    fn add_attributes(&mut self, element: Place, new: Vec<Attribute>) {
        let Content::Element { attributes, .. } = &self.get(element).content else { return };
        let known = attributes.clone();
        let start = self.attributes.len();
        self.attributes.extend_from_within(known);
        for Attribute { name, value } in new {
            if !self.attributes.iter().skip(start).any(|(known, _)| *known == name.local) {
                self.attributes.push((name.local, value));
            }
        }
        let whole = start..self.attributes.len();
        if let Content::Element { attributes, .. } = &mut self.get_mut(element).content {
            *attributes = whole;
        }
    }
}

impl TreeSink for Growing {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        self.0.into_inner()
    }

    fn get_document(&self) -> Handle {
        nameless(Place::MIN)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        ExpandedName { ns: target.namespace, local: &target.name }
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.place == other.place
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let mut tree = self.0.borrow_mut();
        let start = tree.attributes.len();
        tree.attributes.extend(attributes.into_iter().map(|attribute| (attribute.name.local, attribute.value)));
        let attributes = start..tree.attributes.len();
        let place = tree.add(Content::Element { name: name.local.clone(), attributes });
        if name.expanded() == expanded_name!(html "template") {
            let inside = tree.add(Content::Root);
            tree.link(inside, Some(place), None, None);
        }
        let namespace = match name.ns {
            ns!(svg) => &SVG,
            ns!(mathml) => &MATHML,
            _ => &HTML,
        };
        Handle { place, namespace, name: name.local }
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        nameless(self.0.borrow().get(target.place).first.unwrap_or(target.place))
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        nameless(self.0.borrow_mut().add(Content::Comment(text)))
    }

    /// HTML has no such instructions: the tokenizer makes comments of them.
    fn create_pi(&self, _target: StrTendril, data: StrTendril) -> Handle {
        nameless(self.0.borrow_mut().add(Content::Comment(data)))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.0.borrow_mut().append(parent.place, child);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        self.0.borrow_mut().insert_before(sibling.place, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let mut tree = self.0.borrow_mut();
        if tree.get(element.place).parent.is_some() {
            tree.insert_before(element.place, child);
        } else {
            tree.append(previous.place, child);
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.0.borrow_mut().detach(target.place);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut tree = self.0.borrow_mut();
        while let Some(child) = tree.get(node.place).first {
            tree.detach(child);
            let last = tree.get(new_parent.place).last;
            tree.link(child, Some(new_parent.place), last, None);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        self.0.borrow_mut().add_attributes(target.place, attributes);
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn parse_error(&self, _message: Cow<'static, str>) {}
}
