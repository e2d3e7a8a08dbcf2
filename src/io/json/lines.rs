//! Many documents one below the other, as they come.

use std::io::BufRead;

use super::read_below;
use crate::error::{Error, Place, Result};
use crate::io::Document;

/// The documents of a text in UTF-8 that has one on each line (JSON Lines), or a single one over many lines.
///
/// They are read as they are asked for, so that a file of any length takes the memory of its longest
/// document. Blank lines are passed over. A document that cannot be read is an error of its line, and the next
/// one comes after it. Whether there are many is told from the first line: it is a whole JSON value then.
///
/// ```
/// use exitpoll::io::json;
///
/// let lines = br#"{"contest": {"name": "First", "choices": ["A", "B"]}}
/// {"contest": {"name": "Second", "choices": ["A", "A"]}}
/// {"contest": {"name": "Third", "choices": ["A", "B"]}}
/// "#;
/// let read: Vec<_> = json::documents(&lines[..]).collect();
/// assert_eq!(read[2].as_ref().unwrap().contest.name(), "Third");
/// assert!(read[1].as_ref().unwrap_err().to_string().starts_with("line 2: contest: "));
/// ```
pub fn documents<R: BufRead>(reader: R) -> Documents<R> {
    Documents {
        reader,
        line: 0,
        text: String::new(),
        state: State::Start,
    }
}

/// What [`documents`] gives back.
#[derive(Debug)]
pub struct Documents<R> {
    reader: R,
    line: u64,
    text: String,
    state: State,
}

#[derive(Debug, PartialEq)]
enum State {
    Start,
    Lines,
    End,
}

impl<R: BufRead> Documents<R> {
    /// The next line that holds something; false at the end.
    fn next_line(&mut self) -> Result<bool> {
        loop {
            self.text.clear();
            let bytes = self.reader.read_line(&mut self.text);
            if bytes.map_err(|error| Error::file(error.to_string()))? == 0 {
                return Ok(false);
            }
            self.line += 1;
            if !self.text.trim().is_empty() {
                return Ok(true);
            }
        }
    }

    fn first(&mut self) -> Result<Document> {
        self.next_line()?;
        let first = self.text.trim_start_matches('\u{feff}');
        if serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok() {
            self.state = State::Lines;
            return read_below(&self.text, self.line - 1);
        }
        self.state = State::End;
        let above = self.line.saturating_sub(1);
        let rest = self.reader.read_to_string(&mut self.text);
        rest.map_err(|error| Error::file(error.to_string()))?;
        read_below(&self.text, above)
    }
}

impl<R: BufRead> Iterator for Documents<R> {
    type Item = Result<Document>;

    fn next(&mut self) -> Option<Result<Document>> {
        match self.state {
            State::Start => {
                let first = self.first();
                // What cannot be read at all has no next line.
                if self.state == State::Start {
                    self.state = State::End;
                }
                Some(first)
            }
            State::Lines => match self.next_line() {
                Ok(true) => {
                    let above = self.line - 1;
                    let at_line = |error: Error| error.at(Place::Line(above + 1));
                    Some(read_below(self.text.trim_end(), above).map_err(at_line))
                }
                Ok(false) => None,
                Err(error) => {
                    self.state = State::End;
                    Some(Err(error.at(Place::Line(self.line + 1))))
                }
            },
            State::End => None,
        }
    }
}
