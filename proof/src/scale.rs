//! Bounded reading of SCALE. Lists are never allocated from a length that a stranger wrote.

use codec::{Compact, Decode};

/// Reads from the front of a slice.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
	pub(crate) const fn new(bytes: &'a [u8]) -> Self {
		Self(bytes)
	}

	/// The next `count` bytes.
	pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
		let (head, rest) = self.0.split_at_checked(count)?;
		self.0 = rest;
		Some(head)
	}

	/// The next `N` bytes.
	pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
		self.take(N)?.try_into().ok()
	}

	pub(crate) fn byte(&mut self) -> Option<u8> {
		self.array::<1>().map(|[byte]| byte)
	}

	pub(crate) fn u32(&mut self) -> Option<u32> {
		self.array().map(u32::from_le_bytes)
	}

	pub(crate) fn u64(&mut self) -> Option<u64> {
		self.array().map(u64::from_le_bytes)
	}

	/// A compact integer in its shortest form.
	pub(crate) fn compact(&mut self) -> Option<u32> {
		Compact::<u32>::decode(&mut self.0).ok().map(|Compact(value)| value)
	}

	/// A compact length of at most `most`.
	pub(crate) fn length(&mut self, most: usize) -> Option<usize> {
		usize::try_from(self.compact()?).ok().filter(|length| *length <= most)
	}

	/// A byte string with its compact length before it.
	pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
		let length = self.length(self.0.len())?;
		self.take(length)
	}

	pub(crate) const fn is_empty(&self) -> bool {
		self.0.is_empty()
	}

	/// What was read since `before`, a copy of this reader made earlier.
	pub(crate) fn since(&self, before: &Self) -> Option<&'a [u8]> {
		before.0.get(..before.0.len().checked_sub(self.0.len())?)
	}
}

/// Reads all of `bytes` with `read`; anything left over is refused.
pub(crate) fn read_all<'a, T>(
	bytes: &'a [u8],
	read: impl FnOnce(&mut Reader<'a>) -> Option<T>,
) -> Option<T> {
	let mut reader = Reader::new(bytes);
	let value = read(&mut reader)?;
	reader.is_empty().then_some(value)
}
