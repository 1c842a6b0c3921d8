//! Block headers: `generic::Header<u32, BlakeTwo256>`.

use crate::{
	authorities::Authorities,
	blake2_256::blake2_256,
	limits::MAX_DIGEST_ITEMS,
	reason::Reason,
	scale::{read_all, Reader},
};
use alloc::vec::Vec;

/// The engine id under which GRANDPA writes to a header.
const GRANDPA: [u8; 4] = *b"FRNK";

/// What the verifier needs of a header.
#[derive(Clone, Debug)]
pub(crate) struct Header<'a> {
	/// BLAKE2b-256 of the encoded header.
	pub(crate) hash: [u8; 32],
	/// Hash of the block before.
	pub(crate) parent: [u8; 32],
	/// Block number.
	pub(crate) number: u32,
	/// Root of the state after the block.
	pub(crate) state_root: [u8; 32],
	/// GRANDPA's messages in the digest, in order, encoded.
	grandpa: Vec<&'a [u8]>,
}

impl<'a> Header<'a> {
	/// Reads a header that fills `bytes` exactly.
	pub(crate) fn decode(bytes: &'a [u8]) -> Option<Self> {
		read_all(bytes, Self::read)
	}

	/// Reads one header.
	pub(crate) fn read(reader: &mut Reader<'a>) -> Option<Self> {
		let before = *reader;
		let parent = reader.array()?;
		let number = reader.compact()?;
		let state_root = reader.array()?;
		let _extrinsics_root: [u8; 32] = reader.array()?;
		let mut grandpa = Vec::new();
		for _ in 0..reader.length(MAX_DIGEST_ITEMS)? {
			match reader.byte()? {
				// Other
				0 => {
					reader.bytes()?;
				},
				// Consensus
				4 => {
					let engine: [u8; 4] = reader.array()?;
					let message = reader.bytes()?;
					if engine == GRANDPA {
						grandpa.push(message);
					}
				},
				// Seal, PreRuntime
				5 | 6 => {
					reader.take(GRANDPA.len())?;
					reader.bytes()?;
				},
				// RuntimeEnvironmentUpdated
				8 => {},
				_ => return None,
			}
		}
		let hash = blake2_256(reader.since(&before)?);
		Some(Self { hash, parent, number, state_root, grandpa })
	}

	/// The authority set that follows this block, of which exactly one must be scheduled, without delay.
	///
	/// With a delay of zero, the only one this chain uses, the block itself is the last that the old
	/// set signs.
	pub(crate) fn next_authorities(&self) -> Result<Authorities, Reason> {
		let mut next = None;
		for message in &self.grandpa {
			match message.split_first() {
				Some((1, change)) => {
					let scheduled = read_all(change, |reader| {
						Some((Authorities::read(reader)?, reader.u32()?))
					});
					if next.is_some() {
						return Err(Reason::HandoffChange);
					}
					next = Some(scheduled.ok_or(Reason::HandoffChange)?);
				},
				// A forced change overrides a scheduled one wherever it stands.
				Some((2, _)) => return Err(Reason::ForcedChange),
				_ => {},
			}
		}
		match next {
			Some((authorities, 0)) => Ok(authorities),
			Some(_) => Err(Reason::DelayedChange),
			None => Err(Reason::HandoffChange),
		}
	}
}
