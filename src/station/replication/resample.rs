//! Random resamples, many at a time.

use std::ops::AddAssign;
use std::sync::atomic::{AtomicU64, Ordering};

use super::bootstrap::{Columns, ResampledStratum};
use crate::numeric::RandomStream;
use crate::station::estimate::residual;

/// Replicates that go through the stations together, so that a column is read from memory once for all.
const TOGETHER: usize = 16;

/// Stations at a time: so much of every column stays near the processor.
const CHUNK: usize = 1024;

/// From this many draws on, how often each station is drawn comes from a table instead of draw by draw.
pub(super) const MANY_DRAWS: usize = 512;

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
                Some(table) => match stratum.common_weight {
                    None => {
                        let column = |place| columns.column(stratum, place);
                        let parts = table.resample(stratum, columns.width, column, &mut streams);
                        for (sum, part) in sums.iter_mut().zip(parts) {
                            *sum += stratum.factor * part;
                        }
                    }
                    Some(weight) => {
                        let column = |place| columns.counts(stratum, place);
                        let parts = table.resample(stratum, columns.width, column, &mut streams);
                        add_counts(columns, weight * stratum.factor, &parts, sums);
                    }
                },
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
        // Three standard deviations below: one resample in 740 has to be drawn again.
        let rate = (drawn - 3.0 * drawn.sqrt()) / stratum.stations as f64;
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

    /// Σ r y of each column and replicate.
    fn resample<'a, F: Figure + 'a>(
        &self,
        stratum: &ResampledStratum,
        width: usize,
        column: impl Fn(usize) -> &'a [F],
        streams: &mut [RandomStream],
    ) -> Vec<F::Sum> {
        let mut parts = vec![F::Sum::default(); streams.len() * width];
        let mut drawn = vec![0_usize; streams.len()];
        let mut times = [F::from(0); CHUNK];
        for start in (0..stratum.stations).step_by(CHUNK) {
            let end = (start + CHUNK).min(stratum.stations);
            let times = &mut times[..end - start];
            for ((stream, part), drawn) in streams
                .iter_mut()
                .zip(parts.chunks_exact_mut(width))
                .zip(&mut drawn)
            {
                *drawn += self.chunk(stream, times);
                for (place, sum) in part.iter_mut().enumerate() {
                    *sum += F::dot(times, &column(place)[start..end]);
                }
            }
        }
        for ((stream, part), drawn) in streams
            .iter_mut()
            .zip(parts.chunks_exact_mut(width))
            .zip(&mut drawn)
        {
            while *drawn > stratum.drawn {
                *drawn = 0;
                part.fill(F::Sum::default());
                for start in (0..stratum.stations).step_by(CHUNK) {
                    let end = (start + CHUNK).min(stratum.stations);
                    let times = &mut times[..end - start];
                    *drawn += self.chunk(stream, times);
                    for (place, sum) in part.iter_mut().enumerate() {
                        *sum += F::dot(times, &column(place)[start..end]);
                    }
                }
            }
            for _ in *drawn..stratum.drawn {
                let station = stream.below(stratum.stations as u64) as usize;
                for (place, sum) in part.iter_mut().enumerate() {
                    *sum += F::sum(column(place)[station]);
                }
            }
        }
        parts
    }

    /// Numbers for a few stations; returns their sum.
    fn chunk<F: Figure>(&self, stream: &mut RandomStream, times: &mut [F]) -> usize {
        let mut bytes = [0; CHUNK];
        let bytes = &mut bytes[..times.len()];
        stream.fill(bytes);
        let mut all = 0;
        for (times, byte) in times.iter_mut().zip(bytes) {
            let mut number = self.of_byte[*byte as usize];
            if number == UNDECIDED {
                // The place inside the byte's interval, from bits of its own.
                let point = (f64::from(*byte) + stream.uniform()) / 256.0;
                number = number_at(&self.cumulative, point) as u8;
            }
            *times = F::from(number);
            all += usize::from(number);
        }
        all
    }
}

/// Turns Σ r x and Σ r t into the sums of the residuals, x less R t, and of t.
fn add_counts(columns: &Columns, factor: f64, parts: &[i64], sums: &mut [f64]) {
    let rows = sums
        .chunks_exact_mut(columns.width)
        .zip(parts.chunks_exact(columns.width));
    for (sums, parts) in rows {
        let ballots = parts[columns.width - 1] as f64;
        for (place, (sum, part)) in sums.iter_mut().zip(parts).enumerate() {
            *sum += factor
                * match columns.values.get(place) {
                    Some(ratio) => residual(*part as f64, *ratio, ballots),
                    None => ballots,
                };
        }
    }
}

/// What a column holds, and its sum of products with numbers of draws.
trait Figure: Copy + From<u8> {
    type Sum: Copy + Default + AddAssign;
    fn sum(self) -> Self::Sum;
    fn dot(times: &[Self], column: &[Self]) -> Self::Sum;
}

impl Figure for f64 {
    type Sum = f64;
    fn sum(self) -> f64 {
        self
    }
    fn dot(times: &[f64], column: &[f64]) -> f64 {
        dot(times, column)
    }
}

impl Figure for i16 {
    type Sum = i64;
    fn sum(self) -> i64 {
        self.into()
    }
    /// Of no more than 1,024 figures, and no number of draws above 22, as the rate is below 1: 1,024 · 22 · 32,767
    /// is below 2³¹.
    fn dot(times: &[i16], column: &[i16]) -> i64 {
        let products = times
            .iter()
            .zip(column)
            .map(|(times, count)| i32::from(*times) * i32::from(*count));
        products.sum::<i32>().into()
    }
}

/// The least r with point < P(number ≤ r).
fn number_at(cumulative: &[f64], point: f64) -> usize {
    let place = cumulative.iter().position(|sum| point < *sum);
    place.unwrap_or(cumulative.len() - 1)
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
        assert!((mean * stations as f64 - (drawn - 3.0 * drawn.sqrt())).abs() < 1e-9);
        let mut stream = RandomStream::new(3, 1);
        let mut times = vec![0.0_f64; stations];
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
