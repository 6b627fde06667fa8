//! What stands between the words of a text, byte by byte: commas, quotation marks, what ends a sentence.

/// What a byte of ASCII that is no letter and no digit counts as.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    Other,
    Comma,
    Quote,
    Separator,
    Sign,
    /// Full stops, exclamation and question marks, which count where a space follows.
    Stop,
    Question,
    StopBeforeSpace,
    QuestionBeforeSpace,
}

/// The kinds of [`Mark`]s.
pub(super) const MARKS: usize = Mark::QuestionBeforeSpace as usize + 1;

/// How much further a [`Mark`] is that stands before a space, where that makes a difference.
const BEFORE_SPACE: u8 = Mark::StopBeforeSpace as u8 - Mark::Stop as u8;

/// What each byte of ASCII counts as; the rest is never asked for.
static MARK: [Mark; 256] = {
    let mut marks = [Mark::Other; 256];
    let table: [(&[u8], Mark); 6] = [
        (b",;", Mark::Comma),
        (b"\"", Mark::Quote),
        (b"|>/", Mark::Separator),
        (b"@#$%={}_", Mark::Sign),
        (b".!", Mark::Stop),
        (b"?", Mark::Question),
    ];
    let mut kind = 0;
    while kind < table.len() {
        let (bytes, mark) = table[kind];
        let mut at = 0;
        while at < bytes.len() {
            marks[bytes[at] as usize] = mark;
            at += 1;
        }
        kind += 1;
    }
    marks
};

/// The place of a byte's [`Mark`] among the kinds.
#[inline]
pub(super) fn kind(byte: u8, before_space: bool) -> usize {
    let mark = MARK[usize::from(byte)] as u8;
    let counts = before_space && mark >= Mark::Stop as u8;
    usize::from(mark + BEFORE_SPACE * u8::from(counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_end_sentences_count_before_a_space() {
        let kinds =
            [(b'.', false), (b'.', true), (b'!', true), (b'?', false), (b'?', true), (b',', true), (b'(', true)];
        let expected = [
            Mark::Stop,
            Mark::StopBeforeSpace,
            Mark::StopBeforeSpace,
            Mark::Question,
            Mark::QuestionBeforeSpace,
            Mark::Comma,
            Mark::Other,
        ];
        assert_eq!(kinds.map(|(byte, before_space)| kind(byte, before_space)), expected.map(|mark| mark as usize));
    }
}
