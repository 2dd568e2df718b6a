//! Reading weights: safetensors of bytes with a scale a row, of half and of single precision.

use super::encoder::{Direction, Layer};
use super::kernels::add_bytes;
use super::kernels::bytes::Quantized;
use safetensors::{Dtype, SafeTensors};

/// Why a model cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The weights are no safetensors file.
    #[error("cannot read weights")]
    Format(#[from] safetensors::SafeTensorError),
    /// A tensor is there, but not as it should be.
    #[error("tensor `{0}` is not of the expected type or size")]
    Tensor(String),
    /// The lists of words and labels are cut short or miss one.
    #[error("list `{0}` is missing or incomplete")]
    List(&'static str),
}

/// The tensors of one model.
pub struct Weights<'a>(SafeTensors<'a>);

impl<'a> Weights<'a> {
    /// The tensors in `bytes`.
    ///
    /// # Errors
    /// When `bytes` are not a safetensors file.
    pub fn new(bytes: &'a [u8]) -> Result<Self, ModelError> {
        Ok(Weights(SafeTensors::deserialize(bytes)?))
    }

    /// Whether there is a tensor `name`.
    pub fn has(&self, name: &str) -> bool {
        self.0.tensor(name).is_ok()
    }

    /// The values of tensor `name`, row by row, and the length of a row.
    ///
    /// # Errors
    /// When it is missing, empty or of a type the model does not use.
    pub fn get(&self, name: &str) -> Result<(Vec<f32>, usize), ModelError> {
        let wrong = || ModelError::Tensor(name.to_owned());
        let tensor = self.0.tensor(name)?;
        let width = tensor.shape().last().copied().filter(|w| *w > 0).ok_or_else(wrong)?;
        let bytes = tensor.data();
        let values: Vec<f32> = match tensor.dtype() {
            Dtype::F32 => bytes.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect(),
            Dtype::F16 => bytes.as_chunks().0.iter().map(|b| half(u16::from_le_bytes(*b))).collect(),
            _ => return Err(wrong()),
        };
        if values.is_empty() { Err(wrong()) } else { Ok((values, width)) }
    }

    /// Tensor `name`, which must hold exactly `len` values.
    ///
    /// # Errors
    /// As [`get`](Self::get), and when the size differs.
    pub fn sized(&self, name: &str, len: usize) -> Result<Vec<f32>, ModelError> {
        let (values, _) = self.get(name)?;
        if values.len() == len { Ok(values) } else { Err(ModelError::Tensor(name.to_owned())) }
    }

    /// Tensor `name` of bytes as a table, without copying it.
    ///
    /// # Errors
    /// When it or its scales are missing or of another type.
    pub fn table(&self, name: &str) -> Result<Table<'a>, ModelError> {
        let (bytes, width) = self.bytes(name)?;
        Ok(Table { bytes, width, scales: self.sized(&format!("{name}.scale"), bytes.len() / width)? })
    }

    /// Tensor `name` of bytes as the right operand of products, with its bias if it has one.
    ///
    /// # Errors
    /// When it or its scales are missing or of another type, or the bias does not fit.
    pub fn quantized(&self, name: &str) -> Result<Quantized, ModelError> {
        let (bytes, inner) = self.bytes(name)?;
        let rows: Vec<i8> = bytes.iter().map(|b| b.cast_signed()).collect();
        let columns = rows.len() / inner;
        let scales = self.sized(&format!("{name}.scale"), columns)?;
        let bias = format!("{name}.bias");
        let bias = if self.has(&bias) { Some(self.sized(&bias, columns)?) } else { None };
        Ok(Quantized::new(&rows, inner, &scales, bias.as_deref()))
    }

    /// The bidirectional layer whose tensors' names begin with `name`.
    ///
    /// # Errors
    /// As [`quantized`](Self::quantized).
    pub fn layer(&self, name: &str) -> Result<Layer, ModelError> {
        let direction = |side: &str| -> Result<Direction, ModelError> {
            let input = format!("{name}.{side}.input");
            let input = if self.has(&input) { Some(self.quantized(&input)?) } else { None };
            Ok(Direction { input, step: self.quantized(&format!("{name}.{side}.step"))? })
        };
        let directions = [direction("forward")?, direction("backward")?];
        let hidden = directions[0].step.columns() / 4;
        Ok(Layer { directions, hidden })
    }

    fn bytes(&self, name: &str) -> Result<(&'a [u8], usize), ModelError> {
        let tensor = self.0.tensor(name)?;
        let width = tensor.shape().last().copied().unwrap_or(0);
        if tensor.dtype() != Dtype::I8 || width == 0 || tensor.data().is_empty() {
            return Err(ModelError::Tensor(name.to_owned()));
        }
        Ok((tensor.data(), width))
    }
}

/// Rows of bytes with a factor each, as they lie in the file.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    bytes: &'a [u8],
    scales: Vec<f32>,
    width: usize,
}

impl Table<'_> {
    /// The length of a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.scales.len()
    }

    /// Adds `share` of row `i` to `out`; of the first row where the table ends before.
    pub fn add(&self, i: usize, share: f32, out: &mut [f32]) {
        let i = if i < self.rows() { i } else { 0 };
        let factor = self.scales[i] * share;
        let row = &self.bytes[i * self.width..(i + 1) * self.width];
        add_bytes(out, row, factor);
    }
}

/// A finite half-precision number: its bits moved into place, its exponent corrected by a product.
fn half(bits: u16) -> f32 {
    let magnitude = f32::from_bits(u32::from(bits & 0x7FFF) << 13) * f32::from_bits(0x7780_0000);
    if bits & 0x8000 == 0 { magnitude } else { -magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_read_exactly() {
        for (bits, value) in [(0x3C00, 1.0), (0xC000, -2.0), (0x3555, 0.333_251_95), (0x0001, 2f32.powi(-24))]
        {
            assert_eq!(half(bits), value);
        }
        assert_eq!(half(0x7BFF), 65504.0);
    }

    #[test]
    fn what_is_no_model_is_an_error() {
        assert!(Weights::new(b"no such thing").is_err());
    }
}
