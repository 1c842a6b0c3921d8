//! GRANDPA justifications: the votes that make a block final.

use crate::{
	authorities::Authorities,
	header::Header,
	limits::{MAX_ANCESTRY, MAX_VOTES},
	scale::{read_all, Reader},
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use ed25519_dalek::{Signature, VerifyingKey};

/// Bytes of a signed vote: `Message::Precommit` (1), hash (32), number (4), round (8), set id (8).
const PAYLOAD: usize = 53;

struct Vote {
	target: [u8; 32],
	number: u32,
	signature: [u8; 64],
	voter: [u8; 32],
}

struct Justification {
	round: u64,
	target: [u8; 32],
	number: u32,
	votes: Vec<Vote>,
	/// Parent and number by hash, of blocks above the target.
	ancestry: BTreeMap<[u8; 32], ([u8; 32], u32)>,
}

/// Whether the SCALE `GrandpaJustification` in `encoded` makes `block` final under `voters`.
///
/// A vote counts when its voter is in the set and has not been counted, its target is `block` or
/// a descendant of it by the enclosed headers, and its signature is good. Any other vote is skipped:
/// one bad vote must not spoil an honest proof.
pub(crate) fn finalizes(
	encoded: &[u8],
	block: &Header<'_>,
	set_id: u64,
	voters: &Authorities,
) -> bool {
	let Some(justification) = read_all(encoded, Justification::read) else { return false };
	if (justification.target, justification.number) != (block.hash, block.number) {
		return false;
	}
	let mut counted = BTreeSet::new();
	let mut weight = 0u64;
	for vote in &justification.votes {
		let Some(power) = voters.weight(&vote.voter) else { continue };
		if counted.contains(&vote.voter)
			|| !justification.supports(vote)
			|| !vote.is_signed(justification.round, set_id)
		{
			continue;
		}
		counted.insert(vote.voter);
		// Cannot exceed the set's total, which fits.
		weight = weight.saturating_add(power);
		// More votes cannot change the answer.
		if voters.is_supermajority(weight) {
			return true;
		}
	}
	false
}

impl Justification {
	fn read(reader: &mut Reader<'_>) -> Option<Self> {
		let round = reader.u64()?;
		let target = reader.array()?;
		let number = reader.u32()?;
		let votes = (0..reader.length(MAX_VOTES)?)
			.map(|_| Vote::read(reader))
			.collect::<Option<Vec<_>>>()?;
		let ancestry = (0..reader.length(MAX_ANCESTRY)?)
			.map(|_| {
				Header::read(reader).map(|header| (header.hash, (header.parent, header.number)))
			})
			.collect::<Option<BTreeMap<_, _>>>()?;
		Some(Self { round, target, number, votes, ancestry })
	}

	/// Whether the vote is for the target or for a descendant of it.
	///
	/// Each step goes to the block one number lower, so there are never more steps than headers.
	fn supports(&self, vote: &Vote) -> bool {
		let (mut hash, mut number) = (vote.target, vote.number);
		while hash != self.target {
			match (self.ancestry.get(&hash), number.checked_sub(1)) {
				(Some((parent, its_number)), Some(below)) if *its_number == number => {
					(hash, number) = (*parent, below);
				},
				_ => return false,
			}
		}
		number == self.number
	}
}

impl Vote {
	fn read(reader: &mut Reader<'_>) -> Option<Self> {
		Some(Self {
			target: reader.array()?,
			number: reader.u32()?,
			signature: reader.array()?,
			voter: reader.array()?,
		})
	}

	/// Whether the voter signed this vote in this round of this set.
	///
	/// Strict verification: with a key or a nonce of small order one signature would fit many
	/// messages, and libraries disagree about it. No honest signer produces either, so refusing them
	/// costs nothing and makes all verifiers agree.
	fn is_signed(&self, round: u64, set_id: u64) -> bool {
		let mut payload = Vec::with_capacity(PAYLOAD);
		payload.push(1);
		payload.extend_from_slice(&self.target);
		payload.extend_from_slice(&self.number.to_le_bytes());
		payload.extend_from_slice(&round.to_le_bytes());
		payload.extend_from_slice(&set_id.to_le_bytes());
		VerifyingKey::from_bytes(&self.voter).is_ok_and(|key| {
			key.verify_strict(&payload, &Signature::from_bytes(&self.signature)).is_ok()
		})
	}
}
