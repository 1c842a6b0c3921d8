//! BLAKE2b with 32 bytes of output: the chain's hash for headers and trie nodes.

use blake2::{
	digest::{consts::U32, Digest},
	Blake2b,
};

/// BLAKE2b-256 of `data`.
pub(crate) fn blake2_256(data: &[u8]) -> [u8; 32] {
	Blake2b::<U32>::digest(data).into()
}
