//! Seeded mutations of every format: an answer or an error, never a panic, and whatever is taken
//! is the same after a way through this crate's JSON.

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use exitpoll::io::formats::{Format, Reader, Reading, read};
use exitpoll::io::json;

use crate::samples;

const SPLICES: [&str; 17] = [
    "\"",
    ",",
    ";",
    "\n",
    "\r\n",
    "<",
    "&",
    "•",
    "–",
    "-1",
    "NaN",
    "1e999",
    "99999999999999999999",
    "(other)",
    "\u{feff}",
    "\0",
    "(",
];

fn below(random: &mut ChaCha8Rng, end: usize) -> usize {
    (random.next_u64() % end.max(1) as u64) as usize
}

fn mutated(bytes: &[u8], random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=below(random, 3) {
        let at = below(random, bytes.len());
        match below(random, 6) {
            0 => bytes.truncate(at),
            1 if !bytes.is_empty() => bytes[at] = random.next_u32() as u8,
            2 if !bytes.is_empty() => {
                bytes.remove(at);
            }
            3 => {
                let text = SPLICES[below(random, SPLICES.len())];
                bytes.splice(at..at, text.bytes());
            }
            4 => {
                // A line again, somewhere else.
                let lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').collect();
                let mut line = lines[below(random, lines.len())].to_vec();
                line.push(b'\n');
                bytes.splice(at..at, line);
            }
            _ => {
                let to = below(random, bytes.len());
                bytes.drain(at.min(to)..at.max(to));
            }
        }
    }
    bytes
}

fn comes_back(reading: &Reading) {
    for document in &reading.documents {
        let written = json::write(document).unwrap();
        assert_eq!(
            &json::read(&written).unwrap_or_else(|error| panic!("{error}\n{written}")),
            document
        );
    }
    for note in &reading.notes {
        assert!(!note.to_string().is_empty());
    }
}

#[test]
fn every_sample_is_detected_read_and_comes_back_through_json() {
    for (name, text, format) in samples::all() {
        let reading = read(name, text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(reading.format, format, "{name}");
        assert!(!reading.documents.is_empty());
        comes_back(&reading);
        // Chosen by its name the format reads the same.
        let format: Format = format.name().parse().unwrap();
        assert_eq!(
            Reader::new()
                .format(format)
                .read(name, text.as_bytes())
                .unwrap(),
            reading
        );
    }
}

#[test]
fn mutated_files_give_an_answer_or_an_error() {
    for (name, text, format) in samples::all() {
        let mut random = ChaCha8Rng::seed_from_u64(20_261_128);
        let (mut taken, mut refused) = (0, 0);
        for i in 0..800 {
            let bytes = mutated(text.as_bytes(), &mut random);
            // Half of them with the format given, so that a broken heading reaches the reader.
            let reader = if i % 2 == 0 {
                Reader::new()
            } else {
                Reader::new().format(format)
            };
            match reader.read(name, &bytes) {
                Ok(reading) => {
                    comes_back(&reading);
                    taken += 1;
                }
                Err(error) => {
                    assert!(error.to_string().contains(name), "{error}");
                    refused += 1;
                }
            }
        }
        assert!(
            taken > 0 && refused > 0,
            "{name}: {taken} taken, {refused} refused"
        );
    }
}

#[test]
fn every_format_given_to_every_reader_is_an_answer_or_an_error() {
    for (name, text, _) in samples::all() {
        for format in Format::ALL {
            if let Ok(reading) = Reader::new().format(format).read(name, text.as_bytes()) {
                comes_back(&reading);
            }
        }
    }
}
