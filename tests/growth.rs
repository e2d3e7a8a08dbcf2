//! How the memory of each work grows with its size, by counting allocations and bytes: neither depends on
//! the machine or on what else it does. `benches/growth.rs` times the same works.
#![cfg(feature = "io")]

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};
use exitpoll::{io, render};

#[path = "growth/works.rs"]
mod works;

use works::{SMALL, Size, comparison, document, fitted_exponent, long_names, tables};

/// Twice the size: twice the work, and a tenth for tables that double where they grow.
const LINEAR: f64 = 2.2;
/// Twice the size: four times the work, and a tenth.
const QUADRATIC: f64 = 4.4;

/// Checks allocations, bytes in all and the most bytes at a time, at one size and at twice as much.
fn grows(what: &str, most: f64, size: usize, mut cost: impl FnMut(usize) -> AllocationInfo) {
    let (one, two) = (cost(size), cost(2 * size));
    for (of, one, two) in [
        ("allocations", one.count_total, two.count_total),
        ("bytes", one.bytes_total, two.bytes_total),
        ("bytes at a time", one.bytes_max, two.bytes_max),
    ] {
        let (one, two) = (one as f64, two as f64);
        let exponent = fitted_exponent(&[(1.0, one), (2.0, two)]);
        println!("{what}, {size} and twice: {one} and {two} {of}, size^{exponent:.2}");
        assert!(one > 0.0 && two <= most * one, "{what}: {of} {one} {two}");
    }
}

fn run(size: &Size) -> AllocationInfo {
    let comparison = comparison(size);
    measure(|| {
        comparison.run().expect("a report");
    })
}

#[test]
fn choices() {
    // From about a hundred choices on some expect under five respondents, and are tested exactly.
    grows("choices", QUADRATIC, 200, |choices| {
        run(&Size { choices, ..SMALL })
    });
}

#[test]
fn polls() {
    grows("polls", LINEAR, 60, |polls| run(&Size { polls, ..SMALL }));
    grows("polls with pairs", QUADRATIC, 60, |polls| {
        run(&Size {
            polls,
            pairwise: true,
            ..SMALL
        })
    });
}

#[test]
fn counts() {
    grows("counts", LINEAR, 6, |counts| {
        run(&Size {
            counts,
            polls: 10,
            ..SMALL
        })
    });
}

#[test]
fn rounded_choices() {
    // From solving every case to bounding most of them there is no step.
    for choices in 6..20 {
        let of = |choices| {
            run(&Size {
                choices,
                polls: 10,
                decimals: 0,
                ..SMALL
            })
            .count_total as f64
        };
        let (one, two) = (of(choices), of(choices + 1));
        println!("{choices} and one more: {one} and {two} allocations");
        assert!(two < 1.5 * one, "{choices} choices: {one} and {two}");
    }
}

#[test]
fn rows_of_csv() {
    grows("CSV", LINEAR, 100, |polls| {
        let (sources, figures) = tables(polls, 50);
        measure(|| {
            io::csv::read(&sources, &figures).expect("a document");
        })
    });
}

/// Sources with the same choices share their labels, and a figure is no text of its own: what a row adds
/// is a part of two lists.
#[test]
fn a_row_of_csv_adds_no_allocation() {
    let of = |choices| {
        let (sources, figures) = tables(100, choices);
        measure(|| {
            io::csv::read(&sources, &figures).expect("a document");
        })
    };
    let (one, two) = (of(100), of(200));
    let rows = 100.0 * 100.0;
    let allocations = (two.count_total - one.count_total) as f64 / rows;
    let bytes = (two.bytes_max - one.bytes_max) as f64 / rows;
    println!("a row of CSV: {allocations:.3} allocations, {bytes:.0} bytes");
    assert!(allocations < 0.1, "{allocations} allocations");
    assert!(bytes < 84.0, "{bytes} bytes");
}

#[test]
fn choices_of_json() {
    grows("JSON", LINEAR, 2_000, |choices| {
        let text = document(choices);
        measure(|| {
            io::json::read(&text).expect("a document");
        })
    });
}

#[test]
fn letters_of_a_name() {
    grows("names", LINEAR, 10_000, |letters| {
        let report = long_names(letters).run().expect("a report");
        measure(|| {
            black_box(render::text_with(&report, 80, render::Detail::Full));
        })
    });
}

/// 1,999,000 pairs.
#[test]
#[cfg_attr(
    debug_assertions,
    ignore = "a minute without optimisation; `.ci/run documents` runs it"
)]
fn two_thousand_polls_with_pairs() {
    let used = run(&Size {
        polls: 2_000,
        pairwise: true,
        ..SMALL
    });
    let megabytes = used.bytes_max as f64 / 1e6;
    println!("2,000 polls of 7 choices with pairs: {megabytes:.0} MB at most");
    assert!(megabytes < 300.0, "{megabytes} MB");
}
