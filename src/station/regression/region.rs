//! Stations by region.

use std::borrow::Cow;
use std::ops::Range;

/// The stations of each region, one region after another.
#[derive(Debug, Clone)]
pub(super) struct Regions<'a> {
    /// The region of each station, numbered without gaps.
    of_station: Cow<'a, [u32]>,
    starts: Vec<usize>,
    stations: Vec<u32>,
}

impl<'a> Regions<'a> {
    pub(super) fn new(regions: &'a [u32]) -> Regions<'a> {
        let largest = regions.iter().copied().max().unwrap_or(0) as usize;
        let of_station = if largest < 4 * regions.len() + 64 {
            number(regions, vec![u32::MAX; largest + 1])
        } else {
            by_sorting(regions)
        };
        let count = of_station.iter().max().map_or(0, |most| *most as usize + 1);
        let mut starts = vec![0; count + 1];
        for region in of_station.iter() {
            starts[*region as usize + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        let mut next = starts.clone();
        let mut stations = vec![0; regions.len()];
        for (station, region) in of_station.iter().enumerate() {
            stations[next[*region as usize]] = station as u32;
            next[*region as usize] += 1;
        }
        Regions {
            of_station,
            starts,
            stations,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn of(&self, station: usize) -> usize {
        self.of_station[station] as usize
    }

    pub(super) fn stations(&self, region: usize) -> &[u32] {
        let range: Range<usize> = self.starts[region]..self.starts[region + 1];
        &self.stations[range]
    }
}

/// Numbers in the order of first mention; the slots have room for every label.
fn number(regions: &[u32], mut slots: Vec<u32>) -> Cow<'_, [u32]> {
    let mut next = 0;
    let numbers: Vec<u32> = regions
        .iter()
        .map(|region| {
            let slot = &mut slots[*region as usize];
            if *slot == u32::MAX {
                *slot = next;
                next += 1;
            }
            *slot
        })
        .collect();
    if numbers == regions {
        Cow::Borrowed(regions)
    } else {
        Cow::Owned(numbers)
    }
}

fn by_sorting(regions: &[u32]) -> Cow<'_, [u32]> {
    let mut labels = regions.to_vec();
    labels.sort_unstable();
    labels.dedup();
    let place = |region: &u32| labels.partition_point(|label| label < region) as u32;
    Cow::Owned(regions.iter().map(place).collect())
}
