//! Random resamples, many at a time.

use std::sync::atomic::{AtomicU64, Ordering};

use super::bootstrap::{Columns, ResampledStratum};
use crate::numeric::RandomStream;

/// Replicates that go through the stations together, so that a column is read from memory once for all.
const TOGETHER: usize = 16;

/// Stations at a time: 256 × 8 bytes of each column stay in the nearest cache.
const CHUNK: usize = 256;

/// From this many draws on, how often each station is drawn comes from a table instead of draw by draw.
const MANY_DRAWS: usize = 512;

/// The sums of each replicate: w g (x − R t) of each choice and w g t, replicate after replicate.
pub(super) fn fill(
    columns: &Columns,
    seed: u64,
    sums: &mut [f64],
    progress: &(dyn Fn(u64) + Sync),
) {
    let width = columns.width;
    let tables: Vec<Option<OftenDrawn>> = columns.strata.iter().map(OftenDrawn::new).collect();
    let done = AtomicU64::new(0);
    let batch = |(place, sums): (usize, &mut [f64])| {
        let first = (place * TOGETHER) as u64;
        let mut streams: Vec<RandomStream> = (0..(sums.len() / width) as u64)
            .map(|replicate| RandomStream::new(seed, first + replicate))
            .collect();
        for replicate in sums.chunks_exact_mut(width) {
            for (sum, (constant, shrunk)) in replicate
                .iter_mut()
                .zip(columns.constant.iter().zip(&columns.shrunk))
            {
                *sum = constant + shrunk;
            }
        }
        for (stratum, table) in columns.strata.iter().zip(&tables) {
            match table {
                None => draw_by_draw(columns, stratum, &mut streams, sums),
                Some(table) => table.resample(columns, stratum, &mut streams, sums),
            }
        }
        let replicates = streams.len() as u64;
        progress(done.fetch_add(replicates, Ordering::Relaxed) + replicates);
    };
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        sums.par_chunks_mut(TOGETHER * width)
            .enumerate()
            .for_each(batch);
    }
    #[cfg(not(feature = "rayon"))]
    sums.chunks_mut(TOGETHER * width)
        .enumerate()
        .for_each(batch);
}

fn draw_by_draw(
    columns: &Columns,
    stratum: &ResampledStratum,
    streams: &mut [RandomStream],
    sums: &mut [f64],
) {
    let mut times = [0.0; MANY_DRAWS + 1];
    let times = &mut times[..stratum.stations];
    for (stream, sums) in streams.iter_mut().zip(sums.chunks_exact_mut(columns.width)) {
        times.fill(0.0);
        for _ in 0..stratum.drawn {
            times[stream.below(stratum.stations as u64) as usize] += 1.0;
        }
        for (place, sum) in sums.iter_mut().enumerate() {
            *sum += stratum.factor * dot(times, columns.column(stratum, place));
        }
    }
}

/// How often each of many stations is drawn.
///
/// Independent Poisson numbers whose sum is given are multinomial, and a multinomial sample of s draws with
/// d − s single draws more is one of d draws. So each station gets a Poisson number at a rate a little below
/// the drawn share, from one random byte in most cases, and single draws make up what is missing.
struct OftenDrawn {
    /// P(number ≤ r) for r = 0, 1, …
    cumulative: Vec<f64>,
    /// The number for each byte, or `UNDECIDED` where a byte leaves two numbers open.
    of_byte: [u8; 256],
}

const UNDECIDED: u8 = u8::MAX;

impl OftenDrawn {
    fn new(stratum: &ResampledStratum) -> Option<OftenDrawn> {
        if stratum.drawn < MANY_DRAWS {
            return None;
        }
        let drawn = stratum.drawn as f64;
        // Five standard deviations below: one resample in three million has to be drawn again.
        let rate = (drawn - 5.0 * drawn.sqrt()) / stratum.stations as f64;
        let mut term = (-rate).exp();
        let mut cumulative = vec![term];
        let mut sum = term;
        while term > 1e-20 {
            term *= rate / cumulative.len() as f64;
            sum += term;
            cumulative.push(sum);
        }
        let mut of_byte = [UNDECIDED; 256];
        for (byte, number) in of_byte.iter_mut().enumerate() {
            let (low, high) = (byte as f64 / 256.0, (byte + 1) as f64 / 256.0);
            let least = number_at(&cumulative, low);
            if cumulative[least] >= high {
                *number = least as u8;
            }
        }
        Some(OftenDrawn {
            cumulative,
            of_byte,
        })
    }

    fn resample(
        &self,
        columns: &Columns,
        stratum: &ResampledStratum,
        streams: &mut [RandomStream],
        sums: &mut [f64],
    ) {
        let width = columns.width;
        let mut parts = vec![0.0; sums.len()];
        let mut drawn = vec![0_usize; streams.len()];
        let mut times = [0.0; CHUNK];
        for start in (0..stratum.stations).step_by(CHUNK) {
            let end = (start + CHUNK).min(stratum.stations);
            for ((stream, part), drawn) in streams
                .iter_mut()
                .zip(parts.chunks_exact_mut(width))
                .zip(&mut drawn)
            {
                *drawn += self.chunk(stream, &mut times[..end - start]);
                add(columns, stratum, start, &times[..end - start], part);
            }
        }
        for ((stream, part), drawn) in streams
            .iter_mut()
            .zip(parts.chunks_exact_mut(width))
            .zip(&mut drawn)
        {
            while *drawn > stratum.drawn {
                *drawn = 0;
                part.fill(0.0);
                for start in (0..stratum.stations).step_by(CHUNK) {
                    let end = (start + CHUNK).min(stratum.stations);
                    *drawn += self.chunk(stream, &mut times[..end - start]);
                    add(columns, stratum, start, &times[..end - start], part);
                }
            }
            for _ in *drawn..stratum.drawn {
                let station = stream.below(stratum.stations as u64) as usize;
                for (place, sum) in part.iter_mut().enumerate() {
                    *sum += columns.column(stratum, place)[station];
                }
            }
        }
        for (sum, part) in sums.iter_mut().zip(parts) {
            *sum += stratum.factor * part;
        }
    }

    /// Numbers for a few stations; returns their sum.
    fn chunk(&self, stream: &mut RandomStream, times: &mut [f64]) -> usize {
        let mut all = 0;
        for eight in times.chunks_mut(8) {
            let bytes = stream.bits().to_le_bytes();
            for (times, byte) in eight.iter_mut().zip(bytes) {
                let mut number = self.of_byte[byte as usize];
                if number == UNDECIDED {
                    // The place inside the byte's interval, from bits of its own.
                    let point = (f64::from(byte) + stream.uniform()) / 256.0;
                    number = number_at(&self.cumulative, point) as u8;
                }
                *times = f64::from(number);
                all += usize::from(number);
            }
        }
        all
    }
}

/// The least r with point < P(number ≤ r).
fn number_at(cumulative: &[f64], point: f64) -> usize {
    let place = cumulative.iter().position(|sum| point < *sum);
    place.unwrap_or(cumulative.len() - 1)
}

fn add(
    columns: &Columns,
    stratum: &ResampledStratum,
    start: usize,
    times: &[f64],
    sums: &mut [f64],
) {
    for (place, sum) in sums.iter_mut().enumerate() {
        let column = &columns.column(stratum, place)[start..start + times.len()];
        *sum += dot(times, column);
    }
}

/// Σ r y in four sums side by side, which are added in a fixed order.
fn dot(times: &[f64], column: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (times, rest_times) = times.as_chunks::<4>();
    let (column, rest) = column.as_chunks::<4>();
    for (times, column) in times.iter().zip(column) {
        for lane in 0..4 {
            sums[lane] += times[lane] * column[lane];
        }
    }
    let last: f64 = rest_times
        .iter()
        .zip(rest)
        .map(|(times, value)| times * value)
        .sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stratum(stations: usize) -> ResampledStratum {
        ResampledStratum::for_test(stations)
    }

    #[test]
    fn numbers_of_draws_are_multinomial() {
        // The variance of a station's number is d/n (1 − 1/n), the covariance of two −d/n².
        let stations = 600;
        let stratum = stratum(stations);
        let table = OftenDrawn::new(&stratum).expect("many draws");
        let mean: f64 = (1..table.cumulative.len())
            .map(|r| r as f64 * (table.cumulative[r] - table.cumulative[r - 1]))
            .sum();
        let drawn = stratum.drawn as f64;
        assert!((mean * stations as f64 - (drawn - 5.0 * drawn.sqrt())).abs() < 1e-9);
        let mut stream = RandomStream::new(3, 1);
        let mut times = vec![0.0; stations];
        let (mut sum, mut squares, rounds) = (0.0, 0.0, 2000);
        for _ in 0..rounds {
            let all = table.chunk(&mut stream, &mut times);
            sum += all as f64;
            squares += times.iter().map(|r| r * r).sum::<f64>();
        }
        let cells = f64::from(rounds) * stations as f64;
        // Poisson: mean λ, second moment λ + λ². Four standard errors, √(λ/cells) and about √(3/cells).
        assert!((sum / cells - mean).abs() < 4.0 * (mean / cells).sqrt());
        assert!((squares / cells - mean - mean * mean).abs() < 4.0 * (11.0 / cells).sqrt());
    }
}
