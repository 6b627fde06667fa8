//! How far a block says what the page's story says: a teaser of another story has few words in common with it.

use super::cells::share;
use super::columns::Column;
use super::counts::Counts;
use super::features::{Matrix, real};
use super::prose::Prose;

/// Slots of the table of words; two words in one slot are taken for the same.
const SLOTS: usize = 16_384;

/// Words of the longest stretch that tell what it is about.
const LEAD: usize = 120;

/// Marks the slots of words that are among these.
const LEADS: u16 = 1 << 15;

/// Writes the columns on what a block's wording has in common with the longest stretch of running text and with the block before.
pub(super) fn coherence(matrix: &mut Matrix, texts: &[Prose], content: &[u32], (first, last): (usize, usize)) {
    let mut table = vec![0_u16; SLOTS];
    let Some(table) = table.first_chunk_mut::<SLOTS>() else { return };
    let slot = |hash: &u32| (*hash >> 3) as usize % SLOTS;
    let words = |text: &Prose| content.get(text.content.0 as usize..text.content.1 as usize).unwrap_or_default();
    let longest = || texts.get(first..=last).unwrap_or_default().iter().filter(|text| text.runs());
    for hash in longest().flat_map(words) {
        table[slot(hash)] = (table[slot(hash)] + 1).min(LEADS - 1);
    }
    let mut lead = Counts::new(LEAD);
    for hash in longest().flat_map(words).take(LEAD) {
        lead.add(*hash);
        table[slot(hash)] |= LEADS;
    }
    let mut previous = [0_u32; 64];
    for (at, text) in texts.iter().enumerate() {
        let own = words(text);
        if own.is_empty() {
            continue;
        }
        // What stands in the table by the block itself does not count.
        let inside = (first..=last).contains(&at) && text.runs();
        if inside {
            for hash in own {
                table[slot(hash)] -= 1;
            }
        }
        let bit = |hash: &u32| ((*hash >> 7) as usize % 64, 1_u32 << ((*hash >> 13) % 32));
        let (mut found, mut shared, mut told) = (0, 0, 0);
        for hash in own {
            let here = table[slot(hash)];
            found += usize::from(here & !LEADS > 0);
            shared += usize::from(previous[bit(hash).0] & bit(hash).1 != 0);
            told += usize::from(here >= LEADS && lead.get(*hash) > 0);
        }
        if inside {
            for hash in own {
                table[slot(hash)] += 1;
            }
        }
        matrix.set(at, Column::CoherenceLead, share(real(told) / real(own.len())));
        matrix.set(at, Column::Coherence, share(real(found) / real(own.len())));
        matrix.set(at, Column::CoherenceBefore, share(real(shared) / real(own.len())));
        previous = [0; 64];
        for hash in own {
            previous[bit(hash).0] |= bit(hash).1;
        }
    }
}
