//! What the grammars of syntect say of code, as roles of the theme.

use super::Ink;
use crate::tui::theme::Role;
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

/// A block is coloured as far as these lines; a longer one goes on plain.
const LINES: usize = 400;

/// A line of more bytes ends the colours of its block: it is data, or made to keep the grammars busy.
const LINE: usize = 400;

/// Nor do the grammars get more time for a block. Without optimisation they take a hundred times as long.
const PATIENCE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 10_000 } else { 100 });

/// Scopes of the grammars, the narrower ones first, and what they are on the screen.
const ROLES: [(&str, Role); 14] = [
    ("comment", Role::Comment),
    ("string", Role::Quoted),
    ("meta.interpolation", Role::Text),
    ("constant", Role::Constant),
    ("keyword.operator", Role::Text),
    ("keyword", Role::Keyword),
    ("storage", Role::Keyword),
    ("entity.name.tag", Role::Keyword),
    ("entity.name", Role::Name),
    ("support", Role::Name),
    ("variable.function", Role::Name),
    ("markup.inserted", Role::Quoted),
    ("markup.deleted", Role::Constant),
    ("meta.diff.range", Role::Keyword),
];

struct Grammars {
    syntaxes: SyntaxSet,
    roles: Vec<(Scope, Role)>,
}

/// Unpacked when the first code is seen.
static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| Grammars {
    syntaxes: SyntaxSet::load_defaults_newlines(),
    roles: ROLES.iter().filter_map(|(name, role)| Some((Scope::new(name).ok()?, *role))).collect(),
});

/// What code is made of, in order and without gaps, as far as it is looked at.
pub fn inks(code: &str, language: &str) -> Vec<Ink> {
    let grammars = &*GRAMMARS;
    let Some(syntax) = grammars.syntaxes.find_syntax_by_token(language) else { return Vec::new() };
    let (mut state, mut scopes) = (ParseState::new(syntax), ScopeStack::new());
    let (began, mut inks, mut at) = (Instant::now(), Vec::new(), 0);
    for line in code.split_inclusive('\n').take(LINES) {
        if line.len() > LINE || began.elapsed() > PATIENCE {
            break;
        }
        let Ok(steps) = state.parse_line(line, &grammars.syntaxes) else { break };
        let mut from = 0;
        for (place, step) in steps {
            let place = place.clamp(from, line.len());
            put(&mut inks, at + from..at + place, grammars.role(&scopes));
            from = place;
            if scopes.apply(&step).is_err() {
                return inks;
            }
        }
        put(&mut inks, at + from..at + line.len(), grammars.role(&scopes));
        at += line.len();
    }
    inks
}

/// Adds a stretch; one that goes on in the same role makes the last one longer.
fn put(inks: &mut Vec<Ink>, range: std::ops::Range<usize>, role: Role) {
    match inks.last_mut().filter(|(_, last)| *last == role) {
        _ if range.is_empty() => {}
        Some((last, _)) => last.end = range.end,
        None => inks.push((range, role)),
    }
}

impl Grammars {
    /// The role of the innermost scope that has one.
    fn role(&self, scopes: &ScopeStack) -> Role {
        let of = |scope: &Scope| self.roles.iter().find(|(wide, _)| wide.is_prefix_of(*scope)).map(|(_, role)| *role);
        scopes.as_slice().iter().rev().find_map(of).unwrap_or(Role::Text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::language;
    use super::*;
    use proptest::prelude::*;

    fn said<'a>(code: &'a str, language: &str) -> Vec<(&'a str, Role)> {
        inks(code, language).into_iter().map(|(range, role)| (&code[range], role)).collect()
    }

    #[test]
    fn words_of_code_are_told_apart() {
        let said = said("fn sail() { // away\n    \"at\"; 6\n}", "rust");
        let role = |word: &str| said.iter().find(|(text, _)| text.contains(word)).map(|(_, role)| *role);
        for (word, expected) in [
            ("fn", Role::Keyword),
            ("sail", Role::Name),
            ("away", Role::Comment),
            ("at", Role::Quoted),
            ("6", Role::Constant),
        ] {
            assert_eq!(role(word), Some(expected), "{word} in {said:?}");
        }
    }

    #[test]
    fn there_is_a_grammar_for_every_language_that_is_told() {
        for name in language::grammars() {
            assert!(GRAMMARS.syntaxes.find_syntax_by_token(name).is_some(), "{name}");
        }
    }

    #[test]
    fn long_code_and_long_lines_go_on_plain() {
        let many = "let a = 1;\n".repeat(LINES + 50);
        assert_eq!(inks(&many, "rust").last().map(|(range, _)| range.end), Some(11 * LINES));
        let long = format!("let a = 1;\nlet b = \"{}\";\nlet c = 2;\n", "b".repeat(LINE));
        assert_eq!(inks(&long, "rust").last().map(|(range, _)| range.end), Some(11));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn any_code_in_any_language_is_covered_without_gaps(
            code in "([a-z(){}<>\\[\\]\"'`/*#$%&|=:;.,\\\\ \n-]|é|日|let |fn |def |<!--|/\\*|\"\"\"|<\\?php|end){0,40}",
            language in prop::sample::select(language::grammars().collect::<Vec<_>>()),
        ) {
            let mut at = 0;
            for (range, _) in inks(&code, language) {
                prop_assert_eq!(range.start, at);
                prop_assert!(code.is_char_boundary(range.end) && range.end > at);
                at = range.end;
            }
            prop_assert_eq!(at, code.len());
        }
    }
}
