//! Which language code is in: the one its page names, else the one that its own words tell.

/// The names that pages use, and what the grammar is called.
const NAMES: &[(&str, &str)] = &[
    ("bash c clojure cpp cs css diff erlang go groovy haskell html java javascript json latex lisp lua makefile", ""),
    ("matlab ocaml pascal perl php python r ruby rust scala sql tcl xml yaml d", ""),
    ("sh shell zsh ksh console shell-session shellscript", "bash"),
    ("c++ cc cxx hpp h++", "cpp"),
    ("h", "c"),
    ("c# csharp", "cs"),
    ("clj", "clojure"),
    ("patch udiff", "diff"),
    ("golang", "go"),
    ("hs", "haskell"),
    ("htm xhtml vue svelte", "html"),
    ("js jsx mjs node typescript ts tsx", "javascript"),
    ("json5 jsonc", "json"),
    ("tex", "latex"),
    ("elisp emacs-lisp common-lisp scheme", "lisp"),
    ("make mk", "makefile"),
    ("ml", "ocaml"),
    ("pl", "perl"),
    ("py python2 python3 py3 ipython", "python"),
    ("rb", "ruby"),
    ("rs", "rust"),
    ("mysql postgresql postgres sqlite plsql", "sql"),
    ("svg rss xslt", "xml"),
    ("yml", "yaml"),
];

/// A language's grammar, and words that code in it has and other code rarely.
type Words = (&'static str, &'static [&'static str]);

const WORDS: &[Words] = &[
    ("rust", &["fn ", "let mut ", "impl ", "pub ", "::", "-> ", "&mut ", "&self", "match ", "println!", "let "]),
    ("python", &["def ", "elif ", "self.", "None", "import ", "print(", "__", "):\n", "lambda ", "True"]),
    ("javascript", &["const ", "let ", "function ", "=> ", "===", "console.", "var ", "document.", "await ", "});"]),
    ("c", &["#include", "int main", "printf(", "->", "void ", "#define ", "sizeof", "char *", "NULL", "int "]),
    ("cpp", &["std::", "#include <", "cout", "template<", "namespace ", "nullptr", "public:", "::"]),
    (
        "java",
        &["public class ", "public static ", "private ", "System.out", "@Override", "new ", "String ", "extends "],
    ),
    ("go", &["func ", "package ", ":= ", "fmt.", "chan ", "go func", "err != nil", "type ", "struct {"]),
    ("ruby", &["def ", "\nend", "puts ", "require '", " do |", "elsif ", ".each", "nil", "attr_"]),
    ("php", &["<?php", "$this->", "echo ", "function ", "=> ", "$_", "array("]),
    (
        "sql",
        &["SELECT ", "FROM ", "WHERE ", "INSERT INTO ", "CREATE TABLE ", " JOIN ", "UPDATE ", "ORDER BY ", "VALUES"],
    ),
    (
        "bash",
        &["#!/bin/", "sudo ", "echo ", "\nfi", "; then", "apt-get ", "cd ", "export ", "\ndone", "$(", "grep ", "git "],
    ),
    ("html", &["<div", "</", "<!doctype", "<!DOCTYPE", "<p>", "class=\"", "<a href", "/>"]),
    ("css", &["px;", "color:", "margin", "display:", "font-", "padding", "{\n  ", "@media", ";\n}"]),
    ("json", &["{\n", "\": ", "\",\n", "[\n", "\":{", "true", "null"]),
    ("yaml", &["---\n", ":\n  ", "\n- ", "\n  - ", "name: ", "version: "]),
    ("haskell", &[" :: ", " <- ", " -> ", "where\n", "module ", "import qualified", "data ", " $ "]),
    ("makefile", &[".PHONY", ":\n\t", "$(", "\n\t@"]),
    ("diff", &["--- a", "+++ b", "@@ -", "diff --git", "\n+", "\n-"]),
];

/// As many bytes of code are looked at.
const LOOKED: usize = 4_000;

/// So many words of a language have to be met, and more than of any other.
const ENOUGH: usize = 3;

/// The grammar for code, which its page may name the language of. A name that is not known says that there is none: it may be plain text.
pub fn of(code: &str, named: Option<&str>) -> Option<&'static str> {
    match named {
        Some(name) => NAMES.iter().find_map(|(names, grammar)| {
            let name = names.split(' ').find(|known| *known == name)?;
            Some(if grammar.is_empty() { name } else { *grammar })
        }),
        None => guessed(crate::text::truncate(code, LOOKED)),
    }
}

/// Every grammar that may be told.
#[cfg(test)]
pub fn grammars() -> impl Iterator<Item = &'static str> {
    let named = NAMES.iter().flat_map(|(names, grammar)| if grammar.is_empty() { *names } else { *grammar }.split(' '));
    named.chain(WORDS.iter().map(|(grammar, _)| *grammar))
}

fn guessed(code: &str) -> Option<&'static str> {
    let met = |words: &[&str]| words.iter().filter(|word| code.contains(**word)).count();
    let mut votes: Vec<(usize, &str)> = WORDS.iter().map(|(grammar, words)| (met(words), *grammar)).collect();
    votes.sort_unstable_by(|one, other| other.cmp(one));
    match votes.as_slice() {
        [(first, grammar), (second, _), ..] if *first >= ENOUGH && first > second => Some(grammar),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_the_language_by_one_of_its_names() {
        for (name, grammar) in [
            ("rust", Some("rust")),
            ("ts", Some("javascript")),
            ("c++", Some("cpp")),
            ("text", None),
            ("ruby text", None),
        ] {
            assert_eq!(of("fn main() { let mut x = std::env::args(); }", Some(name)), grammar, "{name}");
        }
    }

    #[test]
    fn code_without_a_name_is_told_by_its_words_and_prose_is_not() {
        for (code, grammar) in [
            ("fn crossing(tide: Tide) -> Option<Boat> {\n    let mut boat = Boat::new();\n}", Some("rust")),
            ("import csv\n\ndef tides(day):\n    return None\n\nprint(tides(1))", Some("python")),
            ("SELECT boat FROM crossings\nWHERE tide > 3\nORDER BY day", Some("sql")),
            ("{\n  \"boat\": \"Kittiwake\",\n  \"decks\": null\n}", Some("json")),
            ("Port Elsen     06:30\nSkarn          07:15\n", None),
            ("We let the boat go, and nobody was late for once.", None),
        ] {
            assert_eq!(of(code, None), grammar, "{code}");
        }
    }
}
