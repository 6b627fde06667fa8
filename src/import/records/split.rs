//! A stream → records, each with the number of the line it begins on. A table's quoted fields may hold line breaks.

mod entries;
mod list;

use super::Shape;
use crate::import::refused::{RECORD_BYTES, Refused};
use std::io::{self, Read};
use std::ops::Range;

/// How much is read at once.
const READ: usize = 256 << 10;

/// How many bytes may be looked at in vain for the end of rows whose quotes never close, at first and for every byte that is done. A table made of
/// such rows would otherwise be gone through once for each of its lines.
const CREDIT: usize = 4 * RECORD_BYTES;
const CREDIT_PER_BYTE: usize = 4;

/// A record in a batch.
#[derive(Debug)]
pub(super) struct Piece {
    /// The number of its first line, counted from 1.
    pub line: u64,
    /// Where its bytes stand in the batch.
    pub range: Range<usize>,
    /// Why it cannot be read, where that was seen already.
    pub fault: Option<Refused>,
}

/// Cuts a stream into records.
pub(super) struct Splitter<R> {
    from: R,
    buffer: Vec<u8>,
    /// Everything before this byte of the buffer is done.
    at: usize,
    ended: bool,
    /// The number of the line that begins at `at`.
    line: u64,
    cut: Cut,
    /// How many bytes may still be looked at in vain.
    credit: usize,
}

/// What a record is.
#[derive(Clone, Copy)]
enum Cut {
    /// A line.
    Line,
    /// A row of a table: what parts its fields, and how many there are.
    Row(u8, usize),
    /// A value of a list.
    Value,
    /// An entry of a feed.
    Entry,
}

/// Where a record ends.
struct End {
    /// The place behind its last byte, and behind the line break.
    bytes: usize,
    next: usize,
    /// How many line breaks are in it, the last one left out.
    breaks: u64,
    fields: usize,
    /// Something follows a closed quote that belongs to no field.
    torn: bool,
}

impl<R: Read> Splitter<R> {
    /// A splitter of what `from` gives.
    pub fn new(from: R, shape: &Shape) -> Self {
        let cut = match shape {
            Shape::Json => Cut::Line,
            Shape::Csv { delimiter, header } => Cut::Row(*delimiter, header.len()),
            Shape::List { .. } => Cut::Value,
            Shape::Feed(_) => Cut::Entry,
        };
        Splitter { from, buffer: Vec::new(), at: 0, ended: false, line: 1, cut, credit: CREDIT }
    }

    /// The number of the line it stands at.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Reads past a table's header, what stands before a list, and a mark of the byte order.
    pub fn pass_header(&mut self, shape: &Shape) -> io::Result<()> {
        while self.buffer.len() < 3 && self.fill()? {}
        if self.buffer.starts_with(b"\xEF\xBB\xBF") {
            self.at = 3;
        }
        match shape {
            Shape::Json | Shape::Feed(_) => Ok(()),
            Shape::Csv { .. } => self.next(&mut Vec::new()).map(drop),
            Shape::List { from, .. } => {
                while self.buffer.len() < self.at + from && self.fill()? {}
                self.pass(*from);
                Ok(())
            }
        }
    }

    /// Puts the next record behind the others of a batch; empty lines are passed over.
    pub fn next(&mut self, batch: &mut Vec<u8>) -> io::Result<Option<Piece>> {
        loop {
            match self.cut {
                Cut::Line | Cut::Row(..) => {}
                Cut::Value => self.pass_to_value()?,
                Cut::Entry => self.pass_to_entry()?,
            }
            let line = self.line;
            let Some(end) = self.end()? else {
                if matches!(self.cut, Cut::Line | Cut::Row(..)) {
                    self.pass_line()?;
                }
                return Ok(Some(Piece { line, range: 0..0, fault: Some(Refused::LongRecord) }));
            };
            if end.next == self.at {
                return Ok(None);
            }
            let record = self.buffer.get(self.at..end.bytes).unwrap_or_default();
            let start = batch.len();
            batch.extend_from_slice(record);
            let blank = record.iter().all(u8::is_ascii_whitespace);
            self.credit = CREDIT.min(self.credit + (end.next - self.at) * CREDIT_PER_BYTE);
            self.line += end.breaks;
            self.at = end.bytes;
            self.pass(end.next - end.bytes);
            if !blank {
                return Ok(Some(Piece { line, range: start..batch.len(), fault: None }));
            }
            batch.truncate(start);
        }
    }

    /// Where the record ends that begins at `at`; `None` where it is longer than a record may be, and passed where that is not a line.
    fn end(&mut self) -> io::Result<Option<End>> {
        match self.cut {
            Cut::Line => {}
            Cut::Row(delimiter, columns) => {
                // A quote that is never closed, or closed by another row's, would swallow good rows: the first line alone is the bad one.
                let sound = |row: &End| row.breaks == 0 || (row.fields == columns && !row.torn);
                let looked_at = match self.row_end(delimiter)? {
                    Ok(row) if sound(&row) => return Ok(Some(row)),
                    Ok(row) => row.next - self.at,
                    Err(looked_at) => looked_at,
                };
                self.credit = self.credit.saturating_sub(looked_at);
            }
            Cut::Value => return self.value_end(),
            Cut::Entry => return self.entry_end(),
        }
        Ok(self.line_end()?.map(|(bytes, next)| End { bytes, next, breaks: 0, fields: 0, torn: false }))
    }

    /// Goes so many bytes on, of what is in the buffer, and counts their lines.
    fn pass(&mut self, bytes: usize) {
        let to = self.buffer.len().min(self.at + bytes);
        let passed = self.buffer.get(self.at..to).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.at = to;
    }

    /// The byte so far behind the place where it stands, read where it was not yet.
    fn byte(&mut self, ahead: usize) -> io::Result<Option<u8>> {
        loop {
            if let Some(byte) = self.buffer.get(self.at + ahead) {
                return Ok(Some(*byte));
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// The end of the line that stands here, and where the next one begins.
    fn line_end(&mut self) -> io::Result<Option<(usize, usize)>> {
        let mut searched = 0;
        loop {
            let rest = self.buffer.get(self.at + searched..).unwrap_or_default();
            if let Some(length) = memchr::memchr(b'\n', rest) {
                let end = self.at + searched + length;
                return Ok(Some((end, end + 1)));
            }
            searched += rest.len();
            if searched > RECORD_BYTES {
                return Ok(None);
            }
            if !self.fill()? {
                return Ok(Some((self.buffer.len(), self.buffer.len())));
            }
        }
    }

    /// The end of the row that stands here, where its quotes close within bounds; else how many bytes were looked at.
    fn row_end(&mut self, delimiter: u8) -> io::Result<Result<End, usize>> {
        let most = RECORD_BYTES.min(self.credit);
        let (mut at, mut breaks, mut fields) = (0, 0, 1);
        let (mut quoted, mut field_start, mut closed, mut torn) = (false, true, false, false);
        loop {
            if at > most {
                return Ok(Err(at));
            }
            let Some(byte) = self.byte(at)? else {
                let end = self.at + at;
                return Ok(if quoted { Err(at) } else { Ok(End { bytes: end, next: end, breaks, fields, torn }) });
            };
            at += 1;
            match byte {
                b'"' if quoted || field_start => {
                    // A doubled quote closes and opens again.
                    (quoted, field_start, closed) = (!quoted, quoted, quoted);
                    continue;
                }
                b'\n' if quoted => breaks += 1,
                b'\n' => {
                    let next = self.at + at;
                    return Ok(Ok(End { bytes: next - 1, next, breaks, fields, torn }));
                }
                _ if quoted => {}
                _ if byte == delimiter => {
                    fields += 1;
                    (field_start, closed) = (true, false);
                    continue;
                }
                b'\r' => {}
                _ => torn |= closed,
            }
            field_start = false;
        }
    }

    /// Passes a line that is longer than a record may be.
    fn pass_line(&mut self) -> io::Result<()> {
        self.line += 1;
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            if let Some(length) = memchr::memchr(b'\n', rest) {
                self.at += length + 1;
                return Ok(());
            }
            self.at = self.buffer.len();
            if !self.fill()? {
                return Ok(());
            }
        }
    }

    /// Reads more; `false` at the end of the stream. What is done leaves the buffer.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.at > 0 {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        let before = self.buffer.len();
        let read = self.from.by_ref().take(READ as u64).read_to_end(&mut self.buffer)?;
        self.ended = read == 0;
        Ok(self.buffer.len() > before)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(super) fn split(text: &str, shape: &Shape) -> Vec<(u64, String)> {
        let mut splitter = Splitter::new(text.as_bytes(), shape);
        splitter.pass_header(shape).expect("memory can be read");
        let (mut batch, mut out) = (Vec::new(), Vec::new());
        while let Some(piece) = splitter.next(&mut batch).expect("memory can be read") {
            out.push((piece.line, String::from_utf8_lossy(&batch[piece.range]).into_owned()));
        }
        out
    }

    fn table() -> Shape {
        Shape::Csv { delimiter: b',', header: vec!["title".into(), "text".into()] }
    }

    pub(super) fn found(lines: &[(u64, &str)]) -> Vec<(u64, String)> {
        lines.iter().map(|(line, text)| (*line, (*text).to_owned())).collect()
    }

    #[test]
    fn lines_are_records_and_empty_ones_are_passed_over() {
        let lines = found(&[(1, "{1}"), (3, "{2}\r"), (4, "{3}")]);
        assert_eq!(split("\u{FEFF}{1}\n\n{2}\r\n{3}", &Shape::Json), lines);
        assert_eq!(split("", &Shape::Json), []);
    }

    #[test]
    fn a_quoted_field_may_hold_line_breaks_and_doubled_quotes() {
        let rows = "title,text\nA,\"one\ntwo \"\"three\"\"\"\nB,5\" of snow\n";
        assert_eq!(split(rows, &table()), found(&[(2, "A,\"one\ntwo \"\"three\"\"\""), (4, "B,5\" of snow")]));
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_its_line_only() {
        let rows = "title,text\nA,\"one\nB,two\nC,\"three\"\n";
        assert_eq!(split(rows, &table()), found(&[(2, "A,\"one"), (3, "B,two"), (4, "C,\"three\"")]));
        // Nor one that another row's closes where the file ends.
        assert_eq!(split("title,text\nA,\"one\nB,\"two", &table()), found(&[(2, "A,\"one"), (3, "B,\"two")]));
    }

    #[test]
    fn a_table_of_nothing_but_open_quotes_is_gone_through_a_few_times_and_not_once_a_line() {
        // Each line leaves a quote open, whether it begins inside of one or not.
        let rows = format!("title,text\n{}A,one\n", "a\",\"\n".repeat(200_000));
        let shape = table();
        let mut splitter = Splitter::new(rows.as_bytes(), &shape);
        splitter.pass_header(&shape).expect("memory can be read");
        let (mut batch, mut last) = (Vec::new(), 1);
        // No clock is asked: gone through for each line, they would not be done within hours.
        while let Some(piece) = splitter.next(&mut batch).expect("memory can be read") {
            assert_eq!(piece.line, last + 1);
            last = piece.line;
            batch.clear();
        }
        assert_eq!(last, 200_002);
    }

    #[test]
    fn an_endless_line_costs_itself_only_and_no_memory() {
        let long = std::iter::repeat_n(b'x', RECORD_BYTES * 2);
        let text: Vec<u8> = b"{1}\n".iter().copied().chain(long).chain(b"\n{2}\n".iter().copied()).collect();
        let mut splitter = Splitter::new(text.as_slice(), &Shape::Json);
        let mut batch = Vec::new();
        let mut lines = Vec::new();
        while let Some(piece) = splitter.next(&mut batch).expect("memory can be read") {
            lines.push((piece.line, piece.fault.is_some()));
        }
        assert_eq!(lines, [(1, false), (2, true), (3, false)]);
        assert!(batch.len() < 10 && splitter.buffer.capacity() < 3 * RECORD_BYTES);
    }

    proptest! {
        #[test]
        fn no_byte_is_lost(text in "[a,\"\n\r]{0,60}") {
            for shape in [Shape::Json, table()] {
                let whole = format!("title,text\n{text}");
                let rest = if shape == Shape::Json { whole.as_str() } else { text.as_str() };
                let joined: String = split(&whole, &shape).into_iter().map(|(_, record)| record).collect();
                let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                prop_assert_eq!(plain(&joined), plain(rest));
            }
        }
    }
}
