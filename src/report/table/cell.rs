//! What stands in a cell, and how records are declared.

use serde::Serialize;

/// Yes, no, or open: rounding or what is still to be counted decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Rounding, or what is still to be counted, decides.
    Open,
}

impl Answer {
    /// `yes`, `no` or `open`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::Open => "open",
        }
    }
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Answer {
        if yes { Answer::Yes } else { Answer::No }
    }
}

/// A value as CSV has it: a number in the fewest digits that give it back, nothing where unknown.
pub(super) trait Cell {
    fn cell(&self) -> String;
}

impl Cell for String {
    fn cell(&self) -> String {
        self.clone()
    }
}

impl Cell for f64 {
    fn cell(&self) -> String {
        // A sum of nothing may come out as −0.
        (self + 0.0).to_string()
    }
}

impl Cell for u64 {
    fn cell(&self) -> String {
        self.to_string()
    }
}

impl Cell for Answer {
    fn cell(&self) -> String {
        self.name().into()
    }
}

impl<T: Cell> Cell for Option<T> {
    fn cell(&self) -> String {
        self.as_ref().map_or(String::new(), Cell::cell)
    }
}

/// Declares a flat record whose fields are the columns of its table, in this order.
macro_rules! record {
    ($(#[$about:meta])* $name:ident {
        $($(#[$column_about:meta])* $column:ident: $kind:ty,)+
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$column_about])* pub $column: $kind,)+
        }

        impl $name {
            /// The names of the columns, in their order.
            pub const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),+];

            fn cells(&self) -> Vec<String> {
                vec![$(Cell::cell(&self.$column)),+]
            }
        }
    };
}
pub(super) use record;
