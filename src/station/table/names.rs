//! Many short names in one piece of memory.

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

/// Two places with the same name and key, if there are any.
pub(super) fn same_name(names: &Names, key: impl Fn(usize) -> u64) -> Option<(usize, usize)> {
    // An open table of places, at most half full: the only thing to do is to meet an equal name.
    let size = (2 * names.len()).next_power_of_two();
    let mut slots = vec![u32::MAX; size];
    for place in (0..names.len()).filter(|place| !names.get(*place).is_empty()) {
        // FNV-1a, then a multiplication that brings all bits to the top.
        let bytes = names.get(place).bytes();
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325 ^ key(place), |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let mut slot = hash as usize & (size - 1);
        while slots[slot] != u32::MAX {
            let other = slots[slot] as usize;
            if names.get(other) == names.get(place) && key(other) == key(place) {
                return Some((other, place));
            }
            slot = (slot + 1) & (size - 1);
        }
        slots[slot] = place as u32;
    }
    None
}
