//! Many short names in one piece of memory.

use super::columns::label;
use std::ops::Range;

/// Names one after another, without an allocation for each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    pub(crate) fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    /// Makes room for so many more, as long as those so far.
    pub(crate) fn reserve(&mut self, names: usize) {
        let length = self.text.len().checked_div(self.ends.len()).unwrap_or(0);
        self.text.reserve(length * names);
        self.ends.reserve(names);
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The name at a place below [`len`](Names::len).
    pub(crate) fn get(&self, place: usize) -> &str {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.text[start..self.ends[place]]
    }

    /// The names in another order.
    pub(crate) fn reordered(&self, order: &[u32]) -> Names {
        let mut names = Names {
            text: String::with_capacity(self.text.len()),
            ends: Vec::with_capacity(self.ends.len()),
        };
        for place in order {
            names.push(self.get(*place as usize));
        }
        names
    }

    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Two places of one stratum with the same name and region, if there are any; a stratum goes from one of
/// `starts` to the next.
pub(super) fn same_name(
    names: &Names,
    starts: &[usize],
    regions: &[u32],
) -> Option<(usize, usize)> {
    let mut slots = Vec::new();
    starts.windows(2).find_map(|ends| {
        let places = ends[0]..ends[1];
        if ascending(names, places.clone()) {
            return None;
        }
        same_in(names, places, regions, &mut slots)
    })
}

/// Whether each name comes behind the one before it, as where stations are numbered: none is there twice then.
fn ascending(names: &Names, mut places: Range<usize>) -> bool {
    let mut last = "";
    places.all(|place| {
        let before = std::mem::replace(&mut last, names.get(place));
        (before.len(), before) < (last.len(), last)
    })
}

/// An open table of places, at most half full: the only thing to do is to meet an equal name.
fn same_in(
    names: &Names,
    places: Range<usize>,
    regions: &[u32],
    slots: &mut Vec<u32>,
) -> Option<(usize, usize)> {
    let size = (2 * places.len()).next_power_of_two();
    slots.clear();
    slots.resize(size, u32::MAX);
    for place in places.filter(|place| !names.get(*place).is_empty()) {
        // FNV-1a, then a multiplication that brings all bits to the top.
        let bytes = names.get(place).bytes();
        let seed = 0xcbf2_9ce4_8422_2325 ^ label(regions, place) as u64;
        let hash = bytes.fold(seed, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let mut slot = hash as usize & (size - 1);
        while slots[slot] != u32::MAX {
            let other = slots[slot] as usize;
            if names.get(other) == names.get(place)
                && label(regions, other) == label(regions, place)
            {
                return Some((other, place));
            }
            slot = (slot + 1) & (size - 1);
        }
        slots[slot] = place as u32;
    }
    None
}
