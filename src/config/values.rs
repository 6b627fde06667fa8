//! What settings may be set to.

/// How dates are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// Mon 24 June 2019.
    #[default]
    DayFirst,
    /// Mon June 24, 2019.
    MonthFirst,
    /// 2019-06-24.
    Iso,
}

/// How much of an article a row of the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rows {
    /// The headline on two lines at the most, the source under it.
    #[default]
    Full,
    /// One line: the headline, and the source beside it where there is room.
    Compact,
}

/// Which characters the terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signs {
    /// As the terminal is known to have.
    #[default]
    Auto,
    /// All.
    All,
    /// Those of a console's font of 256.
    Console,
    /// Those of ASCII, where it is dateline that writes them.
    Ascii,
}

/// Whether links can be followed by the terminal itself (OSC 8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// Where the terminal is known to take them.
    #[default]
    Auto,
    /// In any terminal.
    On,
    /// Never.
    Off,
}

/// What everything looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's own colours.
    #[default]
    Terminal,
    /// Dark or light, as the terminal's background is.
    Auto,
    /// Light letters on dark paper.
    Dark,
    /// Dark letters on light paper.
    Light,
    /// No colours.
    Mono,
}

/// How many colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// As many as the terminal says it has.
    #[default]
    Auto,
    /// None.
    None,
    /// The terminal's own sixteen.
    Sixteen,
    /// Two hundred and fifty-six.
    Many,
    /// All.
    True,
}

/// A line that binds keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where the keys work: the section's name behind `keys.`.
    pub context: String,
    /// What they do.
    pub action: String,
    /// The keys as they are written.
    pub keys: String,
    /// The line of the file, from 1.
    pub line: usize,
}

/// Who puts right-to-left text into its visual order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bidi {
    /// dateline, unless the terminal is known to.
    #[default]
    Auto,
    /// dateline.
    Reorder,
    /// The terminal.
    Terminal,
}
