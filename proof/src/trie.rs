//! Reading the state trie from a set of nodes.
//!
//! The nodes are those of `state_getReadProof`: the plain encodings of a base-16 Merkle-Patricia trie
//! with BLAKE2b-256, and the values that the trie holds by hash. A node is only ever reached through
//! the hash that its parent names, so that a set from any source can be read.

use crate::{
	blake2_256::blake2_256,
	scale::{read_all, Reader},
};
use alloc::{collections::BTreeMap, vec::Vec};

/// The encoding of a trie without any key, and the prefix of no other node.
const EMPTY: u8 = 0;

/// Bytes of a hash. A child or value of this length is a reference, a shorter child is the node itself.
const HASH: usize = 32;

/// The nodes do not lead from the root to an answer: one is missing, or is no trie node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Broken;

/// A set of nodes, by hash, that remembers which were needed.
pub(crate) struct Nodes<'a>(BTreeMap<[u8; 32], (&'a [u8], bool)>);

impl<'a> Nodes<'a> {
	pub(crate) fn new(nodes: impl Iterator<Item = &'a [u8]>) -> Self {
		Self(nodes.map(|node| (blake2_256(node), (node, false))).collect())
	}

	/// The value at `key` in the trie with this root, or `None` when the trie shows that there is none.
	pub(crate) fn get(&mut self, root: &[u8], key: &[u8]) -> Result<Option<&'a [u8]>, Broken> {
		if *root == blake2_256(&[EMPTY]) {
			return Ok(None);
		}
		let nibbles: Vec<u8> = key.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]).collect();
		let mut rest = nibbles.as_slice();
		let mut encoded = self.fetch(root)?;
		// Each turn consumes a nibble of the key.
		loop {
			let node = read_all(encoded, Node::read).ok_or(Broken)?;
			let Some(after) = rest.strip_prefix(node.partial.as_slice()) else { return Ok(None) };
			let Some((nibble, after)) = after.split_first() else {
				return match node.value {
					None => Ok(None),
					Some(Value::Inline(value)) => Ok(Some(value)),
					Some(Value::Hashed(hash)) => self.fetch(hash).map(Some),
				};
			};
			let Some(Some(child)) = node.children.get(usize::from(*nibble)) else {
				return Ok(None);
			};
			rest = after;
			encoded = if child.len() == HASH { self.fetch(child)? } else { child };
		}
	}

	/// Whether some node was not needed by any [`Self::get`] so far.
	pub(crate) fn has_surplus(&self) -> bool {
		self.0.values().any(|(_, needed)| !needed)
	}

	/// The nodes that were needed so far.
	pub(crate) fn needed(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
		self.0.values().filter(|(_, needed)| *needed).map(|(node, _)| *node)
	}

	fn fetch(&mut self, hash: &[u8]) -> Result<&'a [u8], Broken> {
		let (node, needed) = self.0.get_mut(hash).ok_or(Broken)?;
		*needed = true;
		Ok(node)
	}
}

enum Value<'a> {
	Inline(&'a [u8]),
	Hashed(&'a [u8]),
}

/// A leaf is a node without children; the empty trie is one without anything.
struct Node<'a> {
	partial: Vec<u8>,
	value: Option<Value<'a>>,
	children: [Option<&'a [u8]>; 16],
}

enum ValueForm {
	None,
	Inline,
	Hashed,
}

impl<'a> Node<'a> {
	fn read(reader: &mut Reader<'a>) -> Option<Self> {
		let first = reader.byte()?;
		let mut node = Self { partial: Vec::new(), value: None, children: [None; 16] };
		let (prefix_bits, branch, form) = match first {
			EMPTY => return Some(node),
			0b0100_0000..=0b0111_1111 => (2u32, false, ValueForm::Inline),
			0b1000_0000..=0b1011_1111 => (2, true, ValueForm::None),
			0b1100_0000..=0b1111_1111 => (2, true, ValueForm::Inline),
			0b0010_0000..=0b0011_1111 => (3, false, ValueForm::Hashed),
			0b0001_0000..=0b0001_1111 => (4, true, ValueForm::Hashed),
			_ => return None,
		};
		node.partial = read_partial(reader, first, 0xffu8.checked_shr(prefix_bits)?)?;
		let bitmap = if branch { u16::from_le_bytes(reader.array()?) } else { 0 };
		// A branch without children is never written.
		if branch && bitmap == 0 {
			return None;
		}
		node.value = match form {
			ValueForm::None => None,
			ValueForm::Inline => Some(Value::Inline(reader.bytes()?)),
			ValueForm::Hashed => Some(Value::Hashed(reader.take(HASH)?)),
		};
		for (nibble, child) in node.children.iter_mut().enumerate() {
			if bitmap >> nibble & 1 == 1 {
				*child = Some(reader.bytes().filter(|child| child.len() <= HASH)?);
			}
		}
		Some(node)
	}
}

/// The nibbles of a node. `mask` covers the bits of the first byte that count them; when all are
/// set, the count goes on in the next bytes, as long as these are 255.
fn read_partial(reader: &mut Reader<'_>, first: u8, mask: u8) -> Option<Vec<u8>> {
	let mut count = usize::from(first & mask);
	if first & mask == mask {
		loop {
			let more = reader.byte()?;
			count = count.checked_add(usize::from(more))?;
			if more < 255 {
				break;
			}
		}
	}
	let packed = reader.take(count.div_ceil(2))?;
	let mut nibbles = packed.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]);
	// An odd count is padded in front with a zero.
	if count % 2 == 1 && nibbles.next()? != 0 {
		return None;
	}
	Some(nibbles.collect())
}
