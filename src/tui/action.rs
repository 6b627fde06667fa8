//! Everything a key can do, each with its name and the line the help has for it.

use tui_input::InputRequest;

macro_rules! actions {
    ($($action:ident $name:literal $help:literal,)*) => {
        /// Something a key does. What it does it to is decided by the pane that has the focus.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = $help] $action,)*
        }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &[Action] = &[$(Action::$action,)*];

            /// Its name, as configuration and the command line write it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Action::$action => $name,)*
                }
            }

            /// What it does, in a few words.
            pub fn help(self) -> &'static str {
                match self {
                    $(Action::$action => $help,)*
                }
            }
        }
    };
}

actions! {
    Down "down" "down: the next article, the next line",
    Up "up" "up: the article before, the line before",
    HalfDown "half-down" "half a page down",
    HalfUp "half-up" "half a page up",
    PageDown "page-down" "a page down",
    PageUp "page-up" "a page up",
    First "first" "to the beginning; with a number, to that article",
    Last "last" "to the end; with a number, to that article",
    NextGroup "next-group" "to the next date group",
    PreviousGroup "previous-group" "to the date group before",
    NextArticle "next-article" "the next article, also from the reader",
    PreviousArticle "previous-article" "the article before, also from the reader",
    NextHeading "next-heading" "to the next heading inside the article",
    PreviousHeading "previous-heading" "to the heading before",
    JumpBack "jump-back" "back to where one jumped from: a note, a hit, a heading, an end",
    Count "count" "a number: repeats the motion that follows",
    Read "read" "into the reader; marks the article read",
    Back "back" "back to the list; there, clears the search",
    Zen "zen" "the reader alone, or both panes again",
    Wider "wider" "wider lines in the reader",
    Narrower "narrower" "narrower lines in the reader",
    UsualMeasure "usual-measure" "lines of the usual width",
    ListNarrower "list-narrower" "a narrower list",
    ListWider "list-wider" "a wider list",
    Search "search" "search while typing",
    Timeline "timeline" "the timeline: choose a span of time",
    Facets "facets" "publishers, bylines, sections, tags, languages with their counts",
    Searches "searches" "the searches kept by name and the last ones, to pick from",
    Forget "forget-search" "no longer keep this search",
    Later "later" "the span behind",
    Earlier "earlier" "the span before",
    Longer "longer" "a longer span",
    Shorter "shorter" "a shorter span",
    TakeSpan "take-span" "search in this time only",
    AllTime "all-time" "search at any time again",
    KeepSearch "keep-search" "keep the search and go to the list",
    LeaveSearch "leave-search" "clear the search; again, leave it",
    RecallSearch "recall-search" "an earlier search; again, the one before",
    NextHit "next-hit" "the next hit, going on to the next article",
    PreviousHit "previous-hit" "the hit before, going back to the article before",
    OpenUrl "open-url" "open the article's address in the browser",
    HintLinks "hint-links" "open a link that is seen, by its letters; or go to a footnote, and back",
    ListLinks "list-links" "all links of the article",
    CodeLeft "code-left" "code that is too wide: to the left",
    CodeRight "code-right" "code that is too wide: to the right",
    CopyUrl "copy-url" "copy the address",
    CopyText "copy-text" "copy the text",
    Export "export" "write the article to a file",
    ExportAll "export-all" "write all articles of the list to files",
    Select "select" "select this article too, or no longer: what is done is done to all",
    SelectRange "select-range" "select from here on; again, to here",
    SelectAll "select-all" "select all that match, or none",
    ToggleRead "toggle-read" "mark as read or unread",
    ToggleStar "toggle-star" "star, or take the star away",
    Tag "tag" "add and remove tags",
    Pipe "pipe" "give the article, or what is selected, to a command",
    Note "note" "write a note",
    Editor "editor" "write on in your editor",
    Hide "hide" "hide the article; is:hidden finds it",
    Undo "undo" "undo the last change, one after the other",
    Xray "x-ray" "the page behind the article, block by block, and why",
    Original "original" "the page as it came, or the article again",
    KeepBlock "keep-block" "this block is of the article",
    DropBlock "drop-block" "this block is not of the article",
    HeadlineBlock "headline-block" "this block is the headline",
    BylineBlock "byline-block" "this block is the byline",
    DateBlock "date-block" "this block dates the article",
    CaptionBlock "caption-block" "this block is a caption",
    AsCleaned "as-cleaned" "this block as the cleaner has it",
    NextEdge "next-edge" "to where what is kept begins or ends",
    PreviousEdge "previous-edge" "the same, upwards",
    SortBy "sort" "sort by date, relevance, headline, publisher",
    Reverse "reverse" "the other way round",
    Narrow "narrow" "search for this only, or no longer",
    Exclude "exclude" "search for all but this, or no longer",
    Widen "widen" "take the last step back",
    NextChoice "next-choice" "the next choice",
    PreviousChoice "previous-choice" "the choice before",
    NextLine "next-line" "the next line of the form",
    PreviousLine "previous-line" "the line of the form before",
    Complete "complete" "complete what is typed; again, the next possibility",
    CompleteBack "complete-back" "the possibility before",
    Confirm "confirm" "do it",
    Cancel "cancel" "close without doing anything",
    Filter "filter" "search in what is shown",
    KeepFilter "keep-filter" "keep what is found",
    LeaveFilter "leave-filter" "clear, and show all again",
    LineStart "line-start" "to the start of the line",
    LineEnd "line-end" "to the end of the line",
    CharLeft "char-left" "a character to the left",
    CharRight "char-right" "a character to the right",
    WordLeft "word-left" "a word to the left",
    WordRight "word-right" "a word to the right",
    DeleteLeft "delete-left" "delete the character before",
    DeleteRight "delete-right" "delete the character under the cursor",
    DeleteWord "delete-word" "delete the word before",
    DeleteWordRight "delete-word-right" "delete the word behind the cursor",
    DeleteToStart "delete-to-start" "delete to the start of the line",
    DeleteToEnd "delete-to-end" "delete to the end of the line",
    PutBack "put-back" "put back what was deleted last",
    Command "command" "any of this by its name, with what can be typed",
    Help "help" "this help",
    Leave "leave" "back; from the list, quit",
    Quit "quit" "quit at once",
    Suspend "suspend" "stop, and come back with `fg`",
    Redraw "redraw" "draw the screen afresh",
}

impl Action {
    /// What it does to a line being edited, where it edits.
    pub fn edit(self) -> Option<InputRequest> {
        Some(match self {
            Action::LineStart => InputRequest::GoToStart,
            Action::LineEnd => InputRequest::GoToEnd,
            Action::CharLeft => InputRequest::GoToPrevChar,
            Action::CharRight => InputRequest::GoToNextChar,
            Action::WordLeft => InputRequest::GoToPrevWord,
            Action::WordRight => InputRequest::GoToNextWord,
            Action::DeleteLeft => InputRequest::DeletePrevChar,
            Action::DeleteRight => InputRequest::DeleteNextChar,
            Action::DeleteWord => InputRequest::DeletePrevWord,
            Action::DeleteWordRight => InputRequest::DeleteNextWord,
            Action::DeleteToStart => InputRequest::DeleteFromStart,
            Action::DeleteToEnd => InputRequest::DeleteTillEnd,
            Action::PutBack => InputRequest::Yank,
            _ => return None,
        })
    }
}
