//! Pages as their readers corrected them: the page of an article beside what became of it, and the articles that are to follow their
//! corrections.

use super::decode;
use super::guarded;
use super::refused::Refused;
use crate::article::{Article, ArticleId, Origin};
use crate::clean::{self, Proof};
use crate::correction::Correction;
use crate::library::{Library, LibraryError, Original, Writer};

/// Why there is nothing behind an article to be looked at.
#[derive(Debug, thiserror::Error)]
pub enum Cannot {
    /// It was a record of a file, or its page is not in the library.
    #[error("this article came clean: there is no page behind it")]
    CameClean,
    /// Its page is no page any more.
    #[error("the page cannot be read: {0}")]
    Refused(#[from] Refused),
}

/// The page of an article, block by block, beside the article that the corrections make of it.
///
/// # Errors
/// Where there is no page behind the article.
pub fn proof(original: Option<&Original>, corrections: &[Correction]) -> Result<Proof, Cannot> {
    let original = original.filter(|original| !matches!(original.origin, Origin::Line(..))).ok_or(Cannot::CameClean)?;
    let made = || Ok(clean::proof(&decode::read(&original.bytes, original.origin.clone())?, corrections));
    Ok(guarded(made)?)
}

/// What corrections make of a page.
pub(super) fn article(bytes: &[u8], origin: &Origin, corrections: &[Correction]) -> Result<Article, Refused> {
    let page = decode::read(bytes, origin.clone())?;
    Ok(clean::corrected(&page, corrections).article)
}

/// Puts the articles together again whose text does not follow their corrections yet; tells how many.
///
/// # Errors
/// Where the library cannot be written; the corrections stay, and are followed the next time.
pub fn recast(library: &mut Library) -> Result<usize, LibraryError> {
    if library.to_recast()?.is_empty() {
        return Ok(0);
    }
    let mut writer = library.writer()?;
    let recast = recast_with(&mut writer)?;
    writer.finish()?;
    Ok(recast)
}

pub(super) fn recast_with(writer: &mut Writer<'_>) -> Result<usize, LibraryError> {
    let ids = writer.library().to_recast()?;
    for id in &ids {
        one(writer, *id)?;
    }
    Ok(ids.len())
}

/// An article whose page cannot be read stays as it is.
fn one(writer: &mut Writer<'_>, id: ArticleId) -> Result<(), LibraryError> {
    let library = writer.library();
    let corrections = library.corrections(id)?;
    let original = match library.original(id) {
        Err(LibraryError::Unreadable { .. }) => None,
        original => original?,
    };
    let page = original.filter(|original| !matches!(original.origin, Origin::Line(..)));
    let made = page.and_then(|page| guarded(|| article(&page.bytes, &page.origin, &corrections)).ok());
    if let Some(made) = made {
        writer.replace(id, &made)?;
    }
    library.is_recast(id, &corrections)
}
