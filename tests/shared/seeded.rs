//! Properties that try the same inputs on every machine and in every run.

use proptest::test_runner::{Config, RngSeed};

/// So many inputs drawn from one seed, so that what passes once passes always; `PROPTEST_RNG_SEED` draws others.
pub fn seeded(cases: u32) -> Config {
    let mut config = Config::with_cases(cases);
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(20_241_027);
    }
    config
}
