//! CR2: residuals adjusted by the root of what the fit leaves of their variance in a region.

use super::{Regression, rows};
use crate::error::Result;
use crate::numeric::square::{Square, dot};

/// The variance of Z's coefficients, and Satterthwaite's degrees of freedom of each contrast.
pub(super) struct BiasReduced {
    pub(super) variance: Square,
    pub(super) degrees_of_freedom: Vec<f64>,
}

/// Up to this norm of B − I the root is a series of at most 30 terms.
const SMALL: f64 = 0.3;

/// Z′Z, Z′WZ and Z′W²Z of one region, and U′e = [Z′e, Z′We].
struct Products {
    plain: Square,
    weighted: Square,
    squared: Square,
    errors: Vec<f64>,
}

/// What a region adds: its score, and of each contrast c the vector z = A W Z c by U′z and z′z.
struct Part {
    score: Vec<f64>,
    /// U′z, 2p figures of each contrast.
    inner: Vec<f64>,
    squares: Vec<f64>,
}

impl Regression<'_> {
    /// With Z′WZ = I, H = Z Z′W and Q = Z′W²Z, B = I + U S U′ in a region, where U = [Z, WZ] has 2p columns and
    /// S = [Q −I; −I 0]. So B^{−½} = I + U S h(U′U S) U′, h(x) = ((1 + x)^{−½} − 1)/x: the root is of a
    /// matrix of 2p rows, however many stations the region has.
    pub(super) fn bias_reduced(&self, contrasts: &[Vec<f64>]) -> Result<BiasReduced> {
        let p = self.gamma.len();
        let products = self.products();
        let mut total = Square::zero(p);
        for region in &products {
            total.add(1.0, &region.squared);
        }
        let middle = middle(&total);
        let mut variance = Square::zero(p);
        let mut traces = vec![0.0; contrasts.len()];
        let mut squares = vec![0.0; contrasts.len()];
        let mut moments = vec![Square::zero(2 * p); contrasts.len()];
        let mut turned = vec![0.0; 2 * p];
        for (region, products) in products.iter().enumerate() {
            let inner = inner(products);
            let part = match Series::new(&inner, &middle) {
                Some(series) => self.by_series(&products.errors, &inner, &series, contrasts),
                None => self.by_eigenvalues(region, &middle, contrasts)?,
            };
            variance.add_square(1.0, &part.score);
            for (place, vector) in part.inner.chunks_exact(2 * p).enumerate() {
                // P_ii = z′z + f′S f with f = U′z; Σ P_ij² = Σ d² + 2 Σ d f′S f + tr(S M S M), M = Σ f f′.
                middle.apply(vector, &mut turned);
                let (own, across) = (part.squares[place], dot(vector, &turned));
                traces[place] += own + across;
                squares[place] += own * own + 2.0 * own * across;
                moments[place].add_square(1.0, vector);
            }
        }
        let degrees_of_freedom =
            traces
                .iter()
                .zip(squares)
                .zip(&moments)
                .map(|((trace, squares), moments)| {
                    let product = middle.times(moments);
                    let mut across = 0.0;
                    for i in 0..2 * p {
                        for j in 0..2 * p {
                            across += product[(i, j)] * product[(j, i)];
                        }
                    }
                    trace * trace / (squares + across)
                });
        Ok(BiasReduced {
            degrees_of_freedom: degrees_of_freedom.collect(),
            variance,
        })
    }

    /// The products of every region, from those of the scaled covariates.
    fn products(&self) -> Vec<Products> {
        let (p, pairs) = (self.gamma.len(), self.rows.pairs());
        let matrix = p * pairs;
        let each = 3 * matrix + 2 * pairs;
        let mut sums = vec![[0.0; 2]; self.regions.len() * each];
        let errors = self.weights.iter().zip(&self.residuals);
        for (station, (row, (weight, residual))) in self.rows.iter().zip(errors).enumerate() {
            let start = self.regions.of(station) * each;
            let (plain, rest) = sums[start..start + each].split_at_mut(matrix);
            let (weighted, rest) = rest.split_at_mut(matrix);
            let (squared, rest) = rest.split_at_mut(matrix);
            let (errors, weighted_errors) = rest.split_at_mut(pairs);
            rows::add_square(plain, 1.0, row);
            rows::add_square(weighted, *weight, row);
            rows::add_square(squared, weight * weight, row);
            rows::add(errors, *residual, row);
            rows::add(weighted_errors, weight * residual, row);
        }
        let transposed = self.whiten.transposed();
        let whitened = |sums: &[[f64; 2]]| {
            self.whiten
                .times(&self.rows.square(sums))
                .times(&transposed)
        };
        sums.chunks_exact(each)
            .map(|sums| {
                let (matrices, rest) = sums.split_at(3 * matrix);
                let mut errors = vec![0.0; 2 * p];
                for (sum, errors) in rest.chunks_exact(pairs).zip(errors.chunks_exact_mut(p)) {
                    self.whiten.apply(&sum.as_flattened()[..p], errors);
                }
                Products {
                    plain: whitened(&matrices[..matrix]),
                    weighted: whitened(&matrices[matrix..2 * matrix]),
                    squared: whitened(&matrices[2 * matrix..]),
                    errors,
                }
            })
            .collect()
    }

    fn by_series(
        &self,
        errors: &[f64],
        inner: &Square,
        series: &Series<'_>,
        contrasts: &[Vec<f64>],
    ) -> Part {
        let p = self.gamma.len();
        let mut root = vec![0.0; 2 * p];
        series.apply(errors, &mut root);
        let score = (0..p)
            .map(|i| errors[p + i] + dot(inner.row(p + i), &root))
            .collect();
        let mut part = Part {
            score,
            inner: Vec::with_capacity(contrasts.len() * 2 * p),
            squares: Vec::with_capacity(contrasts.len()),
        };
        let (mut start, mut product) = (vec![0.0; 2 * p], vec![0.0; 2 * p]);
        for contrast in contrasts {
            start[p..].copy_from_slice(contrast);
            inner.apply(&start, &mut product);
            series.apply(&product, &mut root);
            // z = U y.
            let y: Vec<f64> = start
                .iter()
                .zip(&root)
                .map(|(start, root)| start + root)
                .collect();
            inner.apply(&y, &mut product);
            part.squares.push(dot(&y, &product));
            part.inner.extend_from_slice(&product);
        }
        part
    }

    /// The same where B is far from I or singular: its root on a basis of U, or outright in a small region.
    fn by_eigenvalues(
        &self,
        region: usize,
        middle: &Square,
        contrasts: &[Vec<f64>],
    ) -> Result<Part> {
        let p = self.gamma.len();
        let rows = self.rows(region);
        let stations = self.regions.stations(region);
        let basis = basis(&rows, 2 * p);
        let size = basis.len();
        // C = I + (Q′U) S (Q′U)′.
        let loads: Vec<Vec<f64>> = basis
            .iter()
            .map(|vector| {
                let mut load = vec![0.0; 2 * p];
                for (entry, row) in vector.iter().zip(rows.chunks_exact(2 * p)) {
                    load.iter_mut()
                        .zip(row)
                        .for_each(|(load, u)| *load += entry * u);
                }
                load
            })
            .collect();
        let mut turned = vec![0.0; 2 * p];
        let mut core = Square::identity(size);
        for (j, load) in loads.iter().enumerate() {
            middle.apply(load, &mut turned);
            for (i, other) in loads.iter().enumerate() {
                core[(i, j)] += dot(other, &turned);
            }
        }
        let mut root = core.symmetric_function(|value| 1.0 / value.sqrt())?;
        root.add(-1.0, &Square::identity(size));
        let adjusted = |vector: &[f64]| -> Vec<f64> {
            let along: Vec<f64> = basis.iter().map(|q| dot(q, vector)).collect();
            let mut change = vec![0.0; size];
            root.apply(&along, &mut change);
            let mut result = vector.to_vec();
            for (q, change) in basis.iter().zip(&change) {
                result
                    .iter_mut()
                    .zip(q)
                    .for_each(|(entry, q)| *entry += change * q);
            }
            result
        };
        let inside = |vector: &[f64]| {
            let mut sums = vec![0.0; 2 * p];
            for (entry, row) in vector.iter().zip(rows.chunks_exact(2 * p)) {
                sums.iter_mut()
                    .zip(row)
                    .for_each(|(sum, u)| *sum += entry * u);
            }
            sums
        };
        let residuals: Vec<f64> = stations
            .iter()
            .map(|station| self.residuals[*station as usize])
            .collect();
        let mut part = Part {
            score: inside(&adjusted(&residuals)).split_off(p),
            inner: Vec::with_capacity(contrasts.len() * 2 * p),
            squares: Vec::with_capacity(contrasts.len()),
        };
        for contrast in contrasts {
            let vector: Vec<f64> = rows
                .chunks_exact(2 * p)
                .map(|row| dot(&row[p..], contrast))
                .collect();
            let z = adjusted(&vector);
            part.squares.push(dot(&z, &z));
            part.inner.extend(inside(&z));
        }
        Ok(part)
    }

    /// z and w z of each station of a region.
    fn rows(&self, region: usize) -> Vec<f64> {
        let p = self.gamma.len();
        let mut z = vec![0.0; p];
        let mut rows = Vec::with_capacity(self.regions.stations(region).len() * 2 * p);
        for station in self.regions.stations(region) {
            self.whiten.apply(self.rows.get(*station as usize), &mut z);
            rows.extend_from_slice(&z);
            rows.extend(z.iter().map(|z| self.weights[*station as usize] * z));
        }
        rows
    }

    /// Under the working variance 1/w: A = D B^{−½} D with D = w^{−½} and B = D (D² − Z Z′) D.
    pub(super) fn bias_reduced_by_weights(&self) -> Result<Square> {
        let p = self.gamma.len();
        let mut variance = Square::zero(p);
        for region in 0..self.regions.len() {
            let rows = self.rows(region);
            let row = |i: usize| &rows[2 * p * i..2 * p * i + p];
            let stations = self.regions.stations(region);
            let scale: Vec<f64> = stations
                .iter()
                .map(|station| 1.0 / self.weights[*station as usize].sqrt())
                .collect();
            let left = Square::from_fn(stations.len(), |i, j| {
                let own = if i == j { scale[i] * scale[i] } else { 0.0 };
                scale[i] * scale[j] * (own - dot(row(i), row(j)))
            });
            let root = left.symmetric_function(|value| 1.0 / value.sqrt())?;
            let scaled: Vec<f64> = stations
                .iter()
                .zip(&scale)
                .map(|(station, scale)| scale * self.residuals[*station as usize])
                .collect();
            let mut adjusted = vec![0.0; stations.len()];
            root.apply(&scaled, &mut adjusted);
            let mut score = vec![0.0; p];
            for (i, (adjusted, scale)) in adjusted.iter().zip(&scale).enumerate() {
                for (score, z) in score.iter_mut().zip(&rows[2 * p * i + p..2 * p * (i + 1)]) {
                    *score += scale * adjusted * z;
                }
            }
            variance.add_square(1.0, &score);
        }
        Ok(variance)
    }
}

/// S = [Q −I; −I 0].
fn middle(squared: &Square) -> Square {
    let p = squared.size();
    Square::from_fn(2 * p, |i, j| match (i < p, j < p) {
        (true, true) => squared[(i, j)],
        (false, false) => 0.0,
        _ if i.abs_diff(j) == p => -1.0,
        _ => 0.0,
    })
}

/// U′U = [Z′Z Z′WZ; Z′WZ Z′W²Z].
fn inner(products: &Products) -> Square {
    let p = products.plain.size();
    Square::from_fn(2 * p, |i, j| {
        let matrix = match (i < p, j < p) {
            (true, true) => &products.plain,
            (false, false) => &products.squared,
            _ => &products.weighted,
        };
        matrix[(i % p, j % p)]
    })
}

/// S h(U′U S) applied to vectors by the power series of h.
struct Series<'a> {
    product: Square,
    middle: &'a Square,
    /// Coefficients of h.
    coefficients: Vec<f64>,
}

impl<'a> Series<'a> {
    /// `None` where the powers do not fall fast.
    fn new(inner: &Square, middle: &'a Square) -> Option<Series<'a>> {
        let product = inner.times(middle);
        let norm = product.norm();
        if norm.is_nan() || norm > SMALL {
            return None;
        }
        // (1 + x)^{−½} = Σ c_k x^k with c_{k+1} = −c_k (k + ½)/(k + 1).
        let mut coefficients = Vec::new();
        let (mut coefficient, mut size) = (1.0, 1.0);
        for k in 0..40 {
            coefficient *= -(f64::from(k) + 0.5) / f64::from(k + 1);
            coefficients.push(coefficient);
            size *= norm;
            if size < 1e-17 {
                break;
            }
        }
        Some(Series {
            product,
            middle,
            coefficients,
        })
    }

    fn apply(&self, vector: &[f64], result: &mut [f64]) {
        let mut sum = vec![0.0; vector.len()];
        for coefficient in self.coefficients.iter().rev() {
            self.product.apply(&sum, result);
            for ((sum, power), x) in sum.iter_mut().zip(&*result).zip(vector) {
                *sum = coefficient * x + power;
            }
        }
        self.middle.apply(&sum, result);
    }
}

/// Orthonormal vectors that span the columns of U, or everything where the region is small.
fn basis(rows: &[f64], columns: usize) -> Vec<Vec<f64>> {
    let stations = rows.len() / columns;
    if stations <= 2 * columns {
        let unit = |i: usize| {
            (0..stations)
                .map(|j| if i == j { 1.0 } else { 0.0 })
                .collect()
        };
        return (0..stations).map(unit).collect();
    }
    let mut basis: Vec<Vec<f64>> = Vec::with_capacity(columns);
    for column in 0..columns {
        let mut vector: Vec<f64> = rows.iter().skip(column).step_by(columns).copied().collect();
        let before = dot(&vector, &vector).sqrt();
        // Twice is enough (Giraud, Langou & Rozložník 2005).
        for _ in 0..2 {
            for earlier in &basis {
                let along = dot(earlier, &vector);
                vector
                    .iter_mut()
                    .zip(earlier)
                    .for_each(|(entry, q)| *entry -= along * q);
            }
        }
        let size = dot(&vector, &vector).sqrt();
        // Below that it lies in the span already.
        if size > 1e-12 * before {
            vector.iter_mut().for_each(|entry| *entry /= size);
            basis.push(vector);
        }
    }
    basis
}
