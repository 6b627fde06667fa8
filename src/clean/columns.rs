//! The columns of the feature matrix: what is known of a block, by name, for the model and for explanations.

use super::vocabulary::{TAGS, WORDS};
use super::words::{CUE_COUNT, CUES};

macro_rules! columns {
    ($($name:ident = $text:literal,)+) => {
        /// A column with a meaning of its own; the columns of word lists follow after these.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Column {
            $($name,)+
        }

        const NAMED: &[&str] = &[$($text,)+];
    };
}

columns! {
    // What the second pass knows from the first; before everything else, so that their places never move.
    First = "first judgement",
    FirstNear = "first judgement of the blocks around",
    FirstBefore3 = "judged body within 3 blocks before",
    FirstAfter3 = "judged body within 3 blocks after",
    FirstBefore10 = "judged body within 10 blocks before",
    FirstAfter10 = "judged body within 10 blocks after",
    FirstBefore = "judged body before",
    FirstAfter = "judged body after",
    FirstPage = "judged body on the page",
    FirstSince = "blocks since judged body",
    FirstUntil = "blocks until judged body",
    FirstRun = "judged body in the longest stretch",
    FirstRunDistance = "distance to the longest judged stretch",
    FirstSame = "first judgement of blocks of the same markup",
    FirstParent = "first judgement inside the container",
    FirstHigh = "surest first judgement on the page",
    FirstBefore30 = "judged body within 30 blocks before",
    FirstAfter30 = "judged body within 30 blocks after",
    FirstWordsSince = "words since judged body",
    FirstWordsUntil = "words until judged body",
    // The text.
    Words = "words",
    Chars = "characters",
    FunctionShare = "share of function words",
    Running = "words of running text",
    CapitalShare = "share of capitalised words",
    DigitShare = "share of digits",
    Years = "years",
    Clocks = "times of day",
    Sentences = "sentences",
    Commas = "commas",
    SentenceLength = "words a sentence",
    Quotes = "quotation marks",
    Questions = "questions",
    Separators = "separators",
    Signs = "signs such as @ or $",
    NewShare = "share of words said once",
    LongShare = "share of content words",
    FirstEdge = "how it starts",
    LastEdge = "how it ends",
    AllCapitals = "all capitals",
    // Repetition.
    Repeats = "times the same text stands on the page",
    Occurrence = "times it stood before",
    StartRepeats = "blocks that start the same",
    SameAsPrevious = "same as the block before",
    SameAsNext = "same as the block after",
    // Form.
    Form = "form",
    Level = "level or depth",
    Numbered = "numbered",
    Indent = "indent",
    Gap = "empty lines before",
    // Position and page.
    Index = "place on the page",
    FromStart = "share of the page's blocks before",
    ToEnd = "share of the page's blocks after",
    WordsBefore = "share of the page's words before",
    Blocks = "blocks of the page",
    PageWords = "words of the page",
    PageRunning = "running text of the page",
    RunningShare = "share of running text on the page",
    // Running text around.
    After1 = "running text in the next block",
    Before1 = "running text in the block before",
    After2 = "running text in the next 2 blocks",
    Before2 = "running text in the 2 blocks before",
    After3 = "running text in the next 3 blocks",
    Before3 = "running text in the 3 blocks before",
    After5 = "running text in the next 5 blocks",
    Before5 = "running text in the 5 blocks before",
    After8 = "running text in the next 8 blocks",
    Before8 = "running text in the 8 blocks before",
    After13 = "running text in the next 13 blocks",
    Before13 = "running text in the 13 blocks before",
    After30 = "running text in the next 30 blocks",
    Before30 = "running text in the 30 blocks before",
    RunningBefore = "share of the running text before",
    SinceRunning = "blocks since running text",
    UntilRunning = "blocks until running text",
    WordsSinceRunning = "words since running text",
    // The best stretches of running text, by how much interruption they bear.
    TightStart = "distance from the start of the densest stretch",
    TightEnd = "distance from the end of the densest stretch",
    RunStart = "distance from the start of the longest stretch",
    RunEnd = "distance from the end of the longest stretch",
    LooseStart = "distance from the start of the widest stretch",
    LooseEnd = "distance from the end of the widest stretch",
    RunWords = "running text of the longest stretch",
    RunShare = "share of the running text in the longest stretch",
    // Cue lines around.
    SinceComment = "blocks since a line on comments",
    UntilComment = "blocks until a line on comments",
    SinceRelated = "blocks since a line on related stories",
    UntilRelated = "blocks until a line on related stories",
    SinceLetter = "blocks since a line on newsletters",
    UntilLetter = "blocks until a line on newsletters",
    SinceTags = "blocks since a line of tags",
    UntilTags = "blocks until a line of tags",
    SinceShare = "blocks since a line on sharing",
    UntilShare = "blocks until a line on sharing",
    SinceDate = "blocks since a short line with a date",
    UntilDate = "blocks until a short line with a date",
    DatesNear = "short lines with a date near by",
    CommentsNear = "comment words near by",
    ShortNear = "short lines near by",
    ItemsNear = "list items near by",
    // Wording.
    Coherence = "share of its words in the longest stretch",
    CoherenceBefore = "share of its words in the block before",
    CoherenceLead = "share of its words in the first of the longest stretch",
    // What repeats by form.
    Pattern = "blocks of the same form among the same",
    LabelBefore = "repeats of a label close before",
    LabelAfter = "repeats of a label close after",
    PageComments = "lines on comments on the page",
    CommentsBefore = "lines on comments before",
    BesideUsual = "length beside the page's usual one",
    IndentOff = "indent beside the running text's",
    RunningSoFar = "running text so far",
    ReportingNear = "reporting words near by",
    FirstPersonNear = "first-person words near by",
    SecondPersonNear = "second-person words near by",
    // HTML: links, containers, claims.
    LinkShare = "share of linked text",
    Depth = "depth in the document",
    Hidden = "hidden",
    Tag = "element",
    Inline = "all in one inline element",
    InBest = "in the best container",
    BestDistance = "levels up to the best container",
    ScoreOwn = "score of its element",
    ScoreParent = "score of its container",
    ScoreGrand = "score of the container's container",
    ScoreParentShare = "its container's score beside the best",
    ScoreGrandShare = "the container's container's score beside the best",
    LinkParent = "share of linked text in its container",
    LinkGrand = "share of linked text in the container's container",
    WordsParent = "words in its container",
    WordsGrand = "words in the container's container",
    BlocksParent = "blocks in its container",
    IndexParent = "place in its container",
    LevelsPrevious = "levels up to what it shares with the block before",
    LevelsNext = "levels up to what it shares with the block after",
    SameMarkupShare = "share of running text with the same markup",
    SameMarkupBlocks = "blocks with the same markup",
    SameMarkupLinks = "share of linked text with the same markup",
    SamePathShare = "share of running text with the same path of elements",
    TitleShare = "share of the title's words in it",
    TitleCover = "share of its words in the title",
    SummaryCover = "share of its words in the page's summary",
    EqualsTitle = "is a title of the page",
    SinceTitle = "blocks since the title",
    UntilTitle = "blocks until the title",
    Claimed = "share of it in the article body that the page's data gives",
}

/// How many columns have a meaning of their own.
const OWN: usize = Column::Claimed as usize + 1;

/// The first column of the cue words.
pub(super) const CUE: usize = OWN;

/// The first column of the words in class names.
pub(super) const CLASS: usize = CUE + CUE_COUNT;

/// The first column of the elements around.
pub(super) const TAG: usize = CLASS + WORDS.len();

/// How many columns an HTML page's matrix has.
pub(super) const HTML_COLUMNS: usize = TAG + TAGS.len();

/// How many columns a dump's matrix has.
pub(super) const DUMP_COLUMNS: usize = CLASS;

/// How many columns at the front only the second pass fills.
pub const SECOND_PASS: usize = Column::Words as usize;

/// What a column is called in an explanation.
pub fn name(column: usize) -> String {
    if let Some(name) = NAMED.get(column) {
        (*name).to_owned()
    } else if column < CLASS {
        CUES[column - CUE].0.to_owned()
    } else if column < TAG {
        format!("class word “{}”", WORDS[column - CLASS])
    } else {
        TAGS.get(column - TAG).map_or_else(String::new, |tag| format!("inside <{tag}>"))
    }
}
