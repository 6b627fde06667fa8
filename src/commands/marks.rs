//! `dateline tag` and `dateline mark`: what the reader does with articles, from the shell.

use super::Outcome;
use super::error::failure;
use super::place::Places;
use super::show::say_no_article;
use crate::article::ArticleId;
use crate::cli;
use crate::library::Library;
use crate::output::Output;

pub(super) fn mark(wanted: &cli::Mark, places: &Places) -> anyhow::Result<Outcome> {
    let library = places.open()?;
    let (ids, outcome) = present(&library, &wanted.ids)?;
    let marks = wanted.marks;
    if marks.read || marks.unread {
        library.set_read(&ids, marks.read)?;
    }
    if marks.star || marks.unstar {
        library.set_starred(&ids, marks.star)?;
    }
    Ok(outcome)
}

pub(super) fn tag(wanted: &cli::Tag, places: &Places) -> anyhow::Result<Outcome> {
    let words = words(&wanted.words)?;
    let library = places.open()?;
    let (ids, outcome) = present(&library, &words.ids)?;
    for tag in &words.add {
        library.add_tag(&ids, tag)?;
    }
    for tag in &words.remove {
        library.remove_tag(&ids, tag)?;
    }
    if words.ids.is_empty() {
        return print_all(&library);
    }
    if words.add.is_empty() && words.remove.is_empty() {
        print_of(&library, &ids)?;
    }
    Ok(outcome)
}

/// Those of the articles that are in the library; the others are named.
fn present(library: &Library, ids: &[ArticleId]) -> anyhow::Result<(Vec<ArticleId>, Outcome)> {
    let mut found = Vec::new();
    for &id in ids {
        match library.row(id)? {
            Some(_) => found.push(id),
            None => say_no_article(id),
        }
    }
    let outcome = if found.len() == ids.len() { Outcome::Done } else { Outcome::Partly };
    Ok((found, outcome))
}

fn print_all(library: &Library) -> anyhow::Result<Outcome> {
    let tags = library.tags()?;
    let mut out = Output::stdout();
    for (tag, count) in &tags {
        out.line(&format!("{count:>6}  {tag}"))?;
    }
    out.flush()?;
    Ok(if tags.is_empty() { Outcome::Partly } else { Outcome::Done })
}

fn print_of(library: &Library, ids: &[ArticleId]) -> anyhow::Result<()> {
    let mut out = Output::stdout();
    for &id in ids {
        let tags = library.row(id)?.map(|row| row.marks.tags).unwrap_or_default();
        out.line(&format!("{id:>6}  {}", tags.join(" ")))?;
    }
    Ok(out.flush()?)
}

/// The words of a `tag` command, sorted by what they are.
#[derive(Debug, Default, PartialEq, Eq)]
struct Words {
    ids: Vec<ArticleId>,
    add: Vec<String>,
    remove: Vec<String>,
}

fn words(words: &[String]) -> anyhow::Result<Words> {
    let mut sorted = Words::default();
    for word in words {
        if let Some(tag) = word.strip_prefix('+') {
            sorted.add.push(tag_name(tag)?);
        } else if let Some(tag) = word.strip_prefix('-') {
            sorted.remove.push(tag_name(tag)?);
        } else {
            let id = word.parse().map_err(|_| {
                failure(
                    format!("tagging: {word:?} is neither an article's number nor a tag"),
                    format!("write +{word} to add the tag, -{word} to take it off"),
                )
            })?;
            sorted.ids.push(id);
        }
    }
    if sorted.ids.is_empty() && !words.is_empty() {
        return Err(failure(
            "tagging: no article is named",
            "dateline tag 12 +harbour; `dateline list` shows the numbers",
        ));
    }
    Ok(sorted)
}

/// A tag as it is kept: one word without a leading `#`, so that `tag:` and `#` of the query language find it.
fn tag_name(typed: &str) -> anyhow::Result<String> {
    let tag = typed.trim_start_matches('#');
    let is_word = !tag.is_empty()
        && tag.len() <= 100
        && !tag.chars().any(|c| c.is_whitespace() || c.is_control() || "\"()|,".contains(c));
    if !is_word {
        return Err(failure(
            format!("tagging: {typed:?} cannot be a tag"),
            "a tag is one word, like harbour or to-read",
        ));
    }
    Ok(tag.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(line: &str) -> Result<Words, String> {
        let line: Vec<String> = line.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        words(&line).map_err(|error| error.to_string())
    }

    #[test]
    fn numbers_are_articles_plus_adds_and_minus_takes_off() {
        let expected =
            Words { ids: vec![ArticleId(12), ArticleId(15)], add: vec!["a".into()], remove: vec!["to-read".into()] };
        assert_eq!(sorted("12 +#a -to-read 15"), Ok(expected));
        assert_eq!(sorted(""), Ok(Words::default()));
    }

    #[test]
    fn what_is_neither_is_an_error() {
        for (line, error) in [
            ("12 harbour", "tagging: \"harbour\" is neither an article's number nor a tag"),
            ("+harbour", "tagging: no article is named"),
            ("12 +", "tagging: \"\" cannot be a tag"),
            ("12 +a|b", "tagging: \"a|b\" cannot be a tag"),
        ] {
            assert_eq!(sorted(line), Err(error.to_owned()));
        }
    }
}
