//! Small dense matrices: Cholesky factors, and eigenvalues of symmetric ones.

use crate::error::{Error, Result};

/// A square matrix, row after row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Square {
    size: usize,
    entries: Vec<f64>,
}

impl Square {
    pub(crate) fn zero(size: usize) -> Square {
        Square {
            size,
            entries: vec![0.0; size * size],
        }
    }

    pub(crate) fn identity(size: usize) -> Square {
        let mut matrix = Square::zero(size);
        for i in 0..size {
            matrix[(i, i)] = 1.0;
        }
        matrix
    }

    pub(crate) fn from_fn(size: usize, entry: impl Fn(usize, usize) -> f64) -> Square {
        let mut matrix = Square::zero(size);
        for i in 0..size {
            for j in 0..size {
                matrix[(i, j)] = entry(i, j);
            }
        }
        matrix
    }

    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn row(&self, i: usize) -> &[f64] {
        &self.entries[i * self.size..(i + 1) * self.size]
    }

    pub(crate) fn add(&mut self, factor: f64, other: &Square) {
        for (entry, more) in self.entries.iter_mut().zip(&other.entries) {
            *entry += factor * more;
        }
    }

    /// Adds factor·v v′.
    pub(crate) fn add_square(&mut self, factor: f64, vector: &[f64]) {
        for (row, x) in self.entries.chunks_exact_mut(self.size).zip(vector) {
            let scaled = factor * x;
            for (entry, y) in row.iter_mut().zip(vector) {
                *entry += scaled * y;
            }
        }
    }

    pub(crate) fn times(&self, other: &Square) -> Square {
        let mut product = Square::zero(self.size);
        for i in 0..self.size {
            for (j, factor) in self.row(i).iter().enumerate() {
                let start = i * self.size;
                for (entry, y) in product.entries[start..start + self.size]
                    .iter_mut()
                    .zip(other.row(j))
                {
                    *entry += factor * y;
                }
            }
        }
        product
    }

    pub(crate) fn transposed(&self) -> Square {
        Square::from_fn(self.size, |i, j| self[(j, i)])
    }

    pub(crate) fn apply(&self, vector: &[f64], result: &mut [f64]) {
        for (result, row) in result.iter_mut().zip(self.entries.chunks_exact(self.size)) {
            *result = dot(row, vector);
        }
    }

    /// √ of the sum of squares: no eigenvalue is larger in size.
    pub(crate) fn norm(&self) -> f64 {
        dot(&self.entries, &self.entries).sqrt()
    }

    /// The lower triangle L with L L′ = the matrix, which must be symmetric; `None` unless every pivot is
    /// above `least` times the diagonal entry it started from.
    pub(crate) fn cholesky(&self, least: f64) -> Option<Square> {
        let mut lower = Square::zero(self.size);
        for j in 0..self.size {
            let pivot = self[(j, j)] - dot(&lower.row(j)[..j], &lower.row(j)[..j]);
            if pivot.is_nan() || pivot <= least * self[(j, j)] {
                return None;
            }
            let root = pivot.sqrt();
            lower[(j, j)] = root;
            for i in j + 1..self.size {
                let rest = self[(i, j)] - dot(&lower.row(i)[..j], &lower.row(j)[..j]);
                lower[(i, j)] = rest / root;
            }
        }
        Some(lower)
    }

    /// The inverse of a lower triangle.
    pub(crate) fn inverse_of_lower(&self) -> Square {
        let mut inverse = Square::zero(self.size);
        for j in 0..self.size {
            inverse[(j, j)] = 1.0 / self[(j, j)];
            for i in j + 1..self.size {
                let sum: f64 = (j..i).map(|k| self[(i, k)] * inverse[(k, j)]).sum();
                inverse[(i, j)] = -sum / self[(i, i)];
            }
        }
        inverse
    }

    /// Eigenvalues and, in the columns of the second matrix, eigenvectors of a symmetric matrix, by rotations
    /// (Jacobi 1846; Golub & Van Loan 2013, 8.5): small eigenvalues come out as exact as large ones allow.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if the matrix has entries that are not finite.
    pub(crate) fn symmetric_eigen(&self) -> Result<(Vec<f64>, Square)> {
        let n = self.size;
        let mut matrix = self.clone();
        let mut vectors = Square::identity(n);
        // Rotations converge quadratically: a dozen sweeps are enough for any size that occurs.
        for _ in 0..60 {
            let mut off = 0.0;
            for i in 0..n {
                for j in 0..i {
                    off += matrix[(i, j)] * matrix[(i, j)];
                }
            }
            if off.is_nan() {
                let reason = "an entry is not finite";
                return Err(Error::undefined("the eigenvalues", reason));
            }
            let size = matrix.norm();
            if off.sqrt() <= 1e-18 * size {
                break;
            }
            for p in 0..n {
                for q in p + 1..n {
                    matrix.rotate(&mut vectors, p, q);
                }
            }
        }
        Ok(((0..n).map(|i| matrix[(i, i)]).collect(), vectors))
    }

    /// Makes entry (p, q) zero.
    fn rotate(&mut self, vectors: &mut Square, p: usize, q: usize) {
        let apq = self[(p, q)];
        if apq == 0.0 {
            return;
        }
        let theta = (self[(q, q)] - self[(p, p)]) / (2.0 * apq);
        let t = theta.signum() / (theta.abs() + theta.hypot(1.0));
        let c = 1.0 / t.hypot(1.0);
        let s = t * c;
        for k in 0..self.size {
            let (kp, kq) = (self[(k, p)], self[(k, q)]);
            self[(k, p)] = c * kp - s * kq;
            self[(k, q)] = s * kp + c * kq;
        }
        for k in 0..self.size {
            let (pk, qk) = (self[(p, k)], self[(q, k)]);
            self[(p, k)] = c * pk - s * qk;
            self[(q, k)] = s * pk + c * qk;
            let (kp, kq) = (vectors[(k, p)], vectors[(k, q)]);
            vectors[(k, p)] = c * kp - s * kq;
            vectors[(k, q)] = s * kp + c * kq;
        }
        (self[(p, q)], self[(q, p)]) = (0.0, 0.0);
    }

    /// V f(Λ) V′ of a symmetric matrix; eigenvalues of no more than 1e-12 of the largest count as 0, and f of
    /// them is 0 (the pseudo-inverse where f falls).
    ///
    /// # Errors
    /// As [`Square::symmetric_eigen`].
    pub(crate) fn symmetric_function(&self, f: impl Fn(f64) -> f64) -> Result<Square> {
        let (values, vectors) = self.symmetric_eigen()?;
        let largest = values
            .iter()
            .fold(0.0_f64, |most, value| most.max(value.abs()));
        let mut result = Square::zero(self.size);
        let mut vector = vec![0.0; self.size];
        for (j, value) in values
            .iter()
            .enumerate()
            .filter(|(_, value)| **value > 1e-12 * largest)
        {
            for (i, entry) in vector.iter_mut().enumerate() {
                *entry = vectors[(i, j)];
            }
            result.add_square(f(*value), &vector);
        }
        Ok(result)
    }
}

impl std::ops::Index<(usize, usize)> for Square {
    type Output = f64;
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        &self.entries[i * self.size + j]
    }
}

impl std::ops::IndexMut<(usize, usize)> for Square {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 {
        &mut self.entries[i * self.size + j]
    }
}

/// Σ x y.
pub(crate) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::Square;

    /// 1/(i + j + 1), ill conditioned: 1.6e4 at 4 rows.
    fn hilbert(size: usize) -> Square {
        Square::from_fn(size, |i, j| 1.0 / (i + j + 1) as f64)
    }

    fn near(one: &Square, other: &Square, tolerance: f64) {
        let mut difference = one.clone();
        difference.add(-1.0, other);
        assert!(difference.norm() <= tolerance, "{one:?} against {other:?}");
    }

    #[test]
    fn factors_multiply_to_the_matrix() {
        let matrix = hilbert(4);
        let lower = matrix.cholesky(1e-14).unwrap();
        near(&lower.times(&lower.transposed()), &matrix, 1e-15);
        near(
            &lower.times(&lower.inverse_of_lower()),
            &Square::identity(4),
            1e-12,
        );
        assert!(Square::from_fn(2, |_, _| 1.0).cholesky(1e-12).is_none());
    }

    #[test]
    fn eigenvalues_of_a_known_matrix() {
        // The path of three: 2 − √2, 2, 2 + √2.
        let matrix = Square::from_fn(3, |i, j| match i.abs_diff(j) {
            0 => 2.0,
            1 => -1.0,
            _ => 0.0,
        });
        let (mut values, _) = matrix.symmetric_eigen().unwrap();
        values.sort_by(f64::total_cmp);
        for (value, exact) in values
            .iter()
            .zip([2.0 - 2f64.sqrt(), 2.0, 2.0 + 2f64.sqrt()])
        {
            assert!((value - exact).abs() < 1e-14, "{value} against {exact}");
        }
    }

    #[test]
    fn a_root_squared_is_the_matrix() {
        let matrix = hilbert(5);
        let root = matrix.symmetric_function(f64::sqrt).unwrap();
        near(&root.times(&root), &matrix, 1e-14);
    }

    #[test]
    fn a_singular_matrix_has_its_pseudo_inverse() {
        // 1 1 over 1 1 has the eigenvalues 2 and 0, and the pseudo-inverse ¼ throughout.
        let matrix = Square::from_fn(2, |_, _| 1.0);
        let inverse = matrix.symmetric_function(|x| 1.0 / x).unwrap();
        near(&inverse, &Square::from_fn(2, |_, _| 0.25), 1e-15);
    }
}
