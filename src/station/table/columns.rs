//! The columns of a table of stations.

use super::names::Names;
use std::ops::Range;

/// One entry a station in each column, or as many as there are choices or covariates. Columns of which no
/// station has anything are empty, as are those of labels where all have the first.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    /// The place in which each was given; empty where that is the order of the table.
    pub(super) given: Vec<u32>,
    pub(super) names: Names,
    pub(super) region: Vec<u32>,
    pub(super) post_stratum: Vec<u32>,
    pub(super) weight: Vec<f64>,
    pub(super) votes: Vec<u32>,
    pub(super) total: Vec<u32>,
    pub(super) registered: Vec<u32>,
    pub(super) previous_votes: Vec<u32>,
    pub(super) previous_total: Vec<u32>,
    pub(super) covariates: Vec<f64>,
    /// Up to which row each station's classes of interviews go in the columns below.
    pub(super) class_ends: Vec<u32>,
    pub(super) class: Vec<u32>,
    pub(super) class_weight: Vec<f64>,
    pub(super) answers: Vec<u32>,
    pub(super) answered: Vec<u32>,
    pub(super) refused: Vec<u32>,
    pub(super) missed: Vec<u32>,
}

impl Columns {
    pub(super) fn classes_of(&self, station: usize) -> Range<usize> {
        if self.class_ends.is_empty() {
            return 0..0;
        }
        let start = if station == 0 {
            0
        } else {
            self.class_ends[station - 1]
        };
        start as usize..self.class_ends[station] as usize
    }

    pub(super) fn reserve(&mut self, stations: usize, choices: usize) {
        self.names.reserve(stations);
        self.votes.reserve(stations * choices);
        self.total.reserve(stations);
        for column in [
            &mut self.region,
            &mut self.post_stratum,
            &mut self.registered,
            &mut self.class_ends,
        ] {
            if !column.is_empty() {
                column.reserve(stations);
            }
        }
    }

    /// The stations in another order.
    pub(super) fn reordered(mut self, order: &[u32], choices: usize, covariates: usize) -> Columns {
        self.names = self.names.reordered(order);
        self.given = match self.given.as_slice() {
            [] => order.to_vec(),
            given => order.iter().map(|place| given[*place as usize]).collect(),
        };
        pick(&mut self.region, order, 1);
        pick(&mut self.post_stratum, order, 1);
        pick(&mut self.weight, order, 1);
        pick(&mut self.votes, order, choices);
        pick(&mut self.total, order, 1);
        pick(&mut self.registered, order, 1);
        pick(&mut self.previous_votes, order, choices);
        pick(&mut self.previous_total, order, 1);
        pick(&mut self.covariates, order, covariates);
        if !self.class.is_empty() {
            self.reorder_classes(order, choices);
        }
        self
    }

    /// Some of the stations.
    pub(super) fn selected(self, order: &[u32], choices: usize, covariates: usize) -> Columns {
        let mut columns = self.reordered(order, choices, covariates);
        // A column that has the same in every row was left as long as it was.
        let (stations, classes) = (
            order.len(),
            columns.class_ends.last().map_or(0, |end| *end as usize),
        );
        columns.region.truncate(stations);
        columns.post_stratum.truncate(stations);
        columns.weight.truncate(stations);
        columns.votes.truncate(stations * choices);
        columns.total.truncate(stations);
        columns.registered.truncate(stations);
        columns.previous_votes.truncate(stations * choices);
        columns.previous_total.truncate(stations);
        columns.covariates.truncate(stations * covariates);
        columns.class.truncate(classes);
        columns.class_weight.truncate(classes);
        columns.answers.truncate(classes * choices);
        columns.answered.truncate(classes);
        columns.refused.truncate(classes);
        columns.missed.truncate(classes);
        columns
    }

    fn reorder_classes(&mut self, order: &[u32], choices: usize) {
        let rows: Vec<Range<usize>> = order
            .iter()
            .map(|place| self.classes_of(*place as usize))
            .collect();
        let class_order: Vec<u32> = rows
            .iter()
            .cloned()
            .flatten()
            .map(|row| row as u32)
            .collect();
        let mut end = 0;
        self.class_ends = rows
            .iter()
            .map(|rows| {
                end += rows.len() as u32;
                end
            })
            .collect();
        pick(&mut self.class, &class_order, 1);
        pick(&mut self.class_weight, &class_order, 1);
        pick(&mut self.answers, &class_order, choices);
        pick(&mut self.answered, &class_order, 1);
        pick(&mut self.refused, &class_order, 1);
        pick(&mut self.missed, &class_order, 1);
    }

    pub(super) fn shrink(&mut self) {
        self.names.shrink();
        for column in [
            &mut self.given,
            &mut self.region,
            &mut self.post_stratum,
            &mut self.votes,
            &mut self.total,
            &mut self.registered,
            &mut self.previous_votes,
            &mut self.previous_total,
            &mut self.class_ends,
            &mut self.class,
            &mut self.answers,
            &mut self.answered,
            &mut self.refused,
            &mut self.missed,
        ] {
            column.shrink_to_fit();
        }
        for column in [
            &mut self.weight,
            &mut self.covariates,
            &mut self.class_weight,
        ] {
            column.shrink_to_fit();
        }
    }
}

/// The rows of a column, of `width` figures each, in another order.
fn pick<T: Copy + PartialEq>(column: &mut Vec<T>, order: &[u32], width: usize) {
    // Many a column has the same in every row.
    let alike = |column: &[T]| column.windows(2).all(|two| two[0] == two[1]);
    if width == 0 || alike(column) {
        return;
    }
    let mut picked = Vec::with_capacity(order.len() * width);
    for row in order {
        let start = *row as usize * width;
        picked.extend_from_slice(&column[start..start + width]);
    }
    *column = picked;
}

/// The label of a row in a column of labels.
#[inline]
pub(super) fn label(column: &[u32], row: usize) -> usize {
    // Without a column each row has the first.
    column.get(row).map_or(0, |label| *label as usize)
}

/// Adds a row's label to a column of labels.
#[inline]
pub(super) fn push_label(column: &mut Vec<u32>, rows: usize, label: u32) {
    let label = (label != 0).then_some(label);
    push_some(column, rows, 1, label.as_ref().map(std::slice::from_ref), 0);
}

/// Adds a row's figures to a column that exists only once a station has any: `width` figures of each row.
#[inline]
pub(super) fn push_some<T: Copy>(
    column: &mut Vec<T>,
    rows: usize,
    width: usize,
    figures: Option<&[T]>,
    none: T,
) {
    match figures {
        Some(figures) => {
            if column.is_empty() {
                column.resize((rows - 1) * width, none);
            }
            column.extend_from_slice(figures);
        }
        None if column.is_empty() => {}
        None => column.resize(rows * width, none),
    }
}
