//! `verify`: a bundle with hand-overs against the bare signature checks in it.

use crate::{median, report};
use anyhow::ensure;
use codec::{Compact, Encode};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use ipcircle_primitives::{
	key, Commitment, RegisteredAt, RightId, RightKind, RightRecord, Share, WHOLE_PPM,
};
use ipcircle_proof::{header_hash, BundleBuilder, Subject};
use serde_json::json;
use std::{hint::black_box, time::Instant};

/// A signed vote as the verifier meets it.
struct Check {
	voter: [u8; 32],
	message: Vec<u8>,
	signature: [u8; 64],
}

/// A chain of our own making, with as many authority sets as hand-overs, and one more.
struct World {
	genesis: [u8; 32],
	bundle: Vec<u8>,
	/// Every vote in it.
	contained: Vec<Check>,
	/// Those that reach the threshold: what a verifier cannot do without.
	needed: usize,
}

pub(crate) fn run(handoffs: u32, validators: u8, rounds: usize) -> anyhow::Result<()> {
	ensure!(validators > 0, "a set has at least one validator");
	let world = world(handoffs, validators)?;
	let per_block = usize::from(validators) * 2 / 3 + 1;
	let (mut whole, mut bare_needed, mut bare_all) = (Vec::new(), Vec::new(), Vec::new());
	for _ in 0..rounds.max(1) {
		let begun = Instant::now();
		let verified = ipcircle_proof::verify(black_box(&world.bundle), &world.genesis)?;
		black_box(verified);
		whole.push(begun.elapsed().as_secs_f64());
		let begun = Instant::now();
		for votes in world.contained.chunks(usize::from(validators)) {
			for check in votes.iter().take(per_block) {
				ensure!(check.holds(), "a vote does not verify");
			}
		}
		bare_needed.push(begun.elapsed().as_secs_f64());
		let begun = Instant::now();
		for check in &world.contained {
			ensure!(check.holds(), "a vote does not verify");
		}
		bare_all.push(begun.elapsed().as_secs_f64());
	}
	let (whole, needed, all) = (median(whole), median(bare_needed), median(bare_all));
	let contained = world.contained.len();
	report(
		json!({
			"figure": "verify", "handoffs": handoffs, "validators": validators,
			"bundle_bytes": world.bundle.len(), "verify_ms": whole * 1e3,
			"signatures_contained": contained, "bare_contained_ms": all * 1e3,
			"ratio": whole / all,
			"signatures_needed": world.needed, "bare_needed_ms": needed * 1e3,
			"ratio_to_needed": whole / needed, "wanted": 1.5,
		}),
		&format!(
			"Verification of {handoffs} hand-overs of {validators}: {:.2} ms; the {contained} signatures in it \
			 alone {:.2} ms, ratio {:.2}; the {} that decide alone {:.2} ms, ratio {:.2} (wanted <= 1.5)",
			whole * 1e3,
			all * 1e3,
			whole / all,
			world.needed,
			needed * 1e3,
			whole / needed
		),
	);
	Ok(())
}

impl Check {
	fn holds(&self) -> bool {
		VerifyingKey::from_bytes(&self.voter).is_ok_and(|key| {
			key.verify(&self.message, &Signature::from_bytes(&self.signature)).is_ok()
		})
	}
}

fn world(handoffs: u32, validators: u8) -> anyhow::Result<World> {
	let set = |id: u32| -> Vec<SigningKey> {
		(0..validators)
			.map(|at| {
				let mut seed = [at; 32];
				seed[..4].copy_from_slice(&id.to_le_bytes());
				SigningKey::from_bytes(&seed)
			})
			.collect()
	};
	let authorities = |keys: &[SigningKey]| -> Vec<([u8; 32], u64)> {
		keys.iter().map(|key| (key.verifying_key().to_bytes(), 1)).collect()
	};
	let first = leaf(&key::GRANDPA_AUTHORITIES, &authorities(&set(0)).encode());
	let genesis_header = header([0; 32], 0, header_hash(&first), &[]);
	let genesis = header_hash(&genesis_header);
	let right = RightId { city: 210_100, year: 2026, serial: 1 };
	let record = leaf(&key::right(right), &record()?.encode());
	let mut builder = BundleBuilder::new(genesis)
		.genesis_proof(genesis_header, vec![first])
		.state(vec![record.clone()])
		.statement(Subject::Right(right));
	let mut contained = Vec::new();
	let mut parent = genesis;
	for id in 0..handoffs {
		let number = (id + 1) * 100;
		// Variant 1 of the consensus log is a scheduled change; its delay is 0.
		let log = (1u8, authorities(&set(id + 1)), 0u32).encode();
		let block = header(parent, number, [7; 32], &[log]);
		parent = header_hash(&block);
		let (justification, votes) = justify(&set(id), parent, number, u64::from(id));
		contained.extend(votes);
		builder = builder.handoff(block, justification);
	}
	let number = (handoffs + 1) * 100;
	let block = header(parent, number, header_hash(&record), &[]);
	let (justification, votes) =
		justify(&set(handoffs), header_hash(&block), number, u64::from(handoffs));
	contained.extend(votes);
	let bundle = builder.finalized(block, justification).build()?;
	let blocks = handoffs as usize + 1;
	Ok(World {
		genesis,
		bundle: bundle.to_json().into_bytes(),
		contained,
		needed: blocks * (usize::from(validators) * 2 / 3 + 1),
	})
}

/// A header with consensus logs of GRANDPA in its digest.
fn header(parent: [u8; 32], number: u32, state_root: [u8; 32], logs: &[Vec<u8>]) -> Vec<u8> {
	const CONSENSUS: u8 = 4;
	let digest: Vec<(u8, [u8; 4], &Vec<u8>)> =
		logs.iter().map(|log| (CONSENSUS, *b"FRNK", log)).collect();
	(parent, Compact(number), state_root, [0u8; 32], digest).encode()
}

/// A justification by every key of a set.
fn justify(keys: &[SigningKey], hash: [u8; 32], number: u32, set_id: u64) -> (Vec<u8>, Vec<Check>) {
	const PRECOMMIT: u8 = 1;
	let round = 1u64;
	let message = (PRECOMMIT, hash, number, round, set_id).encode();
	let checks: Vec<Check> = keys
		.iter()
		.map(|key| Check {
			voter: key.verifying_key().to_bytes(),
			message: message.clone(),
			signature: key.sign(&message).to_bytes(),
		})
		.collect();
	let mut justification = (round, hash, number, Compact(checks.len() as u32)).encode();
	for check in &checks {
		(hash, number, check.signature, check.voter).encode_to(&mut justification);
	}
	// No ancestries: every vote is for the block itself.
	Compact(0u32).encode_to(&mut justification);
	(justification, checks)
}

/// A trie of one entry: a leaf with the whole key and the value in it.
fn leaf(key: &[u8], value: &[u8]) -> Vec<u8> {
	// Kind `leaf` in the upper two bits; 63 means that the number of nibbles goes on.
	let mut node = vec![0b0100_0000 | 63];
	let mut rest = key.len() * 2 - 63;
	while rest >= 255 {
		node.push(255);
		rest -= 255;
	}
	node.push(rest as u8);
	node.extend_from_slice(key);
	value.encode_to(&mut node);
	node
}

fn record() -> anyhow::Result<RightRecord> {
	let shares = vec![Share { holder: 1, ppm: WHOLE_PPM }];
	Ok(RightRecord {
		kind: RightKind::Work,
		commitment: Commitment([9; 32]),
		digests: None,
		statutory_number: None,
		shares: shares.try_into().map_err(|_| anyhow::anyhow!("one share fits"))?,
		claimed_created: None,
		predecessor: None,
		registrant: 1,
		registered_at: RegisteredAt { block: 5, time: 1_800_000_000_000 },
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_made_up_chain_verifies_and_every_vote_in_it_holds() {
		let world = world(3, 4).unwrap();
		let verified = ipcircle_proof::verify(&world.bundle, &world.genesis).unwrap();
		assert_eq!((verified.block, verified.set_id), (400, 3));
		assert_eq!(world.contained.len(), 16);
		assert!(world.contained.iter().all(Check::holds));
	}
}
