//! Bundles changed at random: none may be accepted, none may panic.

use super::world::*;
use crate::{
	bundle::{Bundle, Bytes, Hash},
	subject::Subject,
	verify_bundle,
};
use alloc::{collections::BTreeMap, string::ToString, vec, vec::Vec};

/// How many changed bundles are tried.
const MUTANTS: usize = 100_000;

/// A small generator that needs no dependency (xorshift64*).
struct Random(u64);

impl Random {
	fn next(&mut self) -> u64 {
		self.0 ^= self.0 >> 12;
		self.0 ^= self.0 << 25;
		self.0 ^= self.0 >> 27;
		self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
	}

	fn below(&mut self, bound: usize) -> usize {
		(self.next() % bound.max(1) as u64) as usize
	}
}

/// Every binary part that the proof rests on.
fn blobs(bundle: &mut Bundle) -> Vec<&mut Vec<u8>> {
	let Bundle { genesis_proof, handoffs, finalized, state, statements, .. } = bundle;
	let mut blobs = vec![&mut genesis_proof.header.0];
	blobs.extend(genesis_proof.nodes.iter_mut().map(|node| &mut node.0));
	for block in handoffs.iter_mut().chain([finalized]) {
		blobs.push(&mut block.header.0);
		blobs.push(&mut block.justification.0);
	}
	blobs.extend(state.iter_mut().map(|node| &mut node.0));
	blobs.extend(
		statements
			.iter_mut()
			.filter_map(|statement| statement.value.as_mut().map(|value| &mut value.0)),
	);
	blobs
}

fn change_bytes(blob: &mut Vec<u8>, random: &mut Random) {
	let at = random.below(blob.len());
	match random.below(6) {
		0..=2 if !blob.is_empty() => blob[at] ^= 1 << random.below(8),
		3 if !blob.is_empty() => blob[at] = random.next() as u8,
		4 if !blob.is_empty() => {
			blob.remove(at);
		},
		_ => blob.insert(at, random.next() as u8),
	}
}

/// One change of the content; lists are put in order again so that more than the order is tested.
fn change(bundle: &mut Bundle, other: &Bundle, random: &mut Random) {
	match random.below(12) {
		0..=6 => {
			let mut blobs = blobs(bundle);
			let at = random.below(blobs.len());
			change_bytes(blobs[at], random);
		},
		7 => {
			// A part of another good bundle in the place of ours.
			let mut theirs = other.clone();
			let theirs = blobs(&mut theirs);
			let mut ours = blobs(bundle);
			let (from, to) = (random.below(theirs.len()), random.below(ours.len()));
			*ours[to] = theirs[from].clone();
		},
		8 if !bundle.state.is_empty() => {
			let at = random.below(bundle.state.len());
			bundle.state.remove(at);
		},
		9 if !bundle.handoffs.is_empty() => {
			let at = random.below(bundle.handoffs.len());
			match random.below(3) {
				0 => drop(bundle.handoffs.remove(at)),
				1 => bundle.handoffs.insert(at, bundle.handoffs[at].clone()),
				_ => bundle.handoffs.insert(at, bundle.finalized.clone()),
			}
		},
		10 => {
			let at = random.below(bundle.statements.len());
			let statement = &mut bundle.statements[at];
			match random.below(3) {
				0 => statement.id = right(random.below(50) as u32).to_string(),
				1 => statement.value = None,
				_ => statement.value = Some(Bytes(vec![random.next() as u8; random.below(90)])),
			}
		},
		_ => bundle.genesis = Hash(seed("genesis", random.below(1_000_000))),
	}
	bundle.state.sort();
	bundle.state.dedup();
	bundle.genesis_proof.nodes.sort();
	bundle.genesis_proof.nodes.dedup();
}

/// A bundle in which every vote is needed, so that every byte counts.
fn bundle(label: &str) -> (Chain, Bundle) {
	let mut chain = Chain::with_records(label, voters(label, 4));
	chain.hand_over(voters("second", 4));
	chain.hand_over(voters("third", 4));
	let bundle = chain
		.stating(&[
			Subject::Right(right(1)),
			Subject::Encumbrances(right(2)),
			Subject::Member(CITY),
		])
		.build()
		.unwrap();
	(chain, bundle)
}

#[test]
fn no_changed_bundle_is_accepted() {
	let (chain, good) = bundle("mutants");
	let (_, other) = bundle("others");
	let genesis = chain.genesis_hash();
	let mut random = Random(0x1bc1_c1e5);
	let (mut tried, mut other_truths) = (0, 0);
	let mut reasons = BTreeMap::<&str, usize>::new();
	while tried < MUTANTS {
		let mut mutant = good.clone();
		for _ in 0..=random.below(3) {
			change(&mut mutant, &other, &mut random);
		}
		if mutant == good {
			continue;
		}
		match verify_bundle(&mutant, &genesis) {
			Ok(verified) => {
				// The same nodes also show the absence of other records: these are no forgeries.
				for proven in &verified.statements {
					assert_eq!(
						proven.record.is_some(),
						chain.state.0.contains_key(&proven.subject.key())
					);
				}
				mutant.statements = good.statements.clone();
				assert_eq!(mutant, good);
				other_truths += 1;
			},
			Err(error) => {
				*reasons.entry(error.reason.as_str()).or_default() += 1;
				tried += 1;
			},
		}
	}
	std::println!("{tried} changed bundles, 0 accepted: {reasons:?}");
	std::println!("{other_truths} changes made another true statement");
	assert!(reasons.len() > 10, "the changes reach every step: {reasons:?}");
}

#[test]
fn no_changed_text_is_accepted() {
	let (chain, good) = bundle("texts");
	let genesis = chain.genesis_hash();
	let text = good.to_json().into_bytes();
	let mut random = Random(0x7e47);
	let (mut tried, mut same) = (0, 0);
	while tried < MUTANTS / 5 {
		let mut mutant = text.clone();
		change_bytes(&mut mutant, &mut random);
		match Bundle::from_json(&mutant) {
			// Other white space is the same bundle.
			Ok(read) if read == good => same += 1,
			Ok(read) => {
				assert!(verify_bundle(&read, &genesis).is_err());
				tried += 1;
			},
			Err(_) => tried += 1,
		}
	}
	std::println!("{tried} changed texts, 0 accepted; {same} read the same");
}
