use super::world::*;
use crate::{
	bundle::{Bundle, Bytes, Hash},
	reason::{Reason, Verdict, VerifyError},
	subject::Subject,
	verify_bundle,
};
use alloc::{string::ToString, vec, vec::Vec};
use codec::Encode;
use core::slice;
use ipcircle_primitives::key;

/// A chain with three changes of the set, and a bundle of right 1 with a clear right 2.
fn chain_and_bundle() -> (Chain, Bundle) {
	let mut chain = Chain::with_records("forged", voters("set 0", 4));
	for label in ["set 1", "set 2", "set 3"] {
		chain.hand_over(voters(label, 4));
	}
	let subjects = [Subject::Right(right(1)), Subject::Encumbrances(right(2))];
	let bundle = chain.stating(&subjects).build().unwrap();
	assert!(verify_bundle(&bundle, &chain.genesis_hash()).is_ok());
	(chain, bundle)
}

fn refused(bundle: &Bundle, genesis: [u8; 32]) -> Reason {
	let error = verify_bundle(bundle, &genesis).unwrap_err();
	let text = Bundle::from_json(bundle.to_json().as_bytes())
		.and_then(|bundle| verify_bundle(&bundle, &genesis));
	assert_eq!(text, Err(error));
	assert!(matches!(error.verdict(), Verdict::Mismatch | Verdict::CannotCheck));
	error.reason
}

#[test]
fn a_bundle_of_another_chain_is_refused() {
	let (chain, bundle) = chain_and_bundle();
	assert_eq!(refused(&bundle, [0; 32]), Reason::GenesisMismatch);
	// Saying the right name does not help.
	let other = Chain::with_records("another", voters("set 0", 4));
	let mut renamed = bundle.clone();
	renamed.genesis = Hash(other.genesis_hash());
	assert_eq!(refused(&renamed, other.genesis_hash()), Reason::GenesisHeader);
	// Nor does bringing the right genesis: the other chain's blocks are signed by its own keys.
	let mut stranger = Chain::with_records("forged", voters("stranger", 4));
	stranger.next_block(vec![]);
	let mut replayed = stranger.stating(&[Subject::Right(right(1))]).build().unwrap();
	replayed.genesis = bundle.genesis;
	replayed.genesis_proof = bundle.genesis_proof;
	assert_eq!(refused(&replayed, chain.genesis_hash()), Reason::FinalizedJustification);
}

#[test]
fn the_first_set_must_follow_from_the_genesis_header() {
	let (chain, bundle) = chain_and_bundle();
	let mut later = bundle.clone();
	later.genesis_proof.header = bundle.handoffs[0].header.clone();
	later.genesis = Hash(crate::header_hash(&later.genesis_proof.header.0));
	assert_eq!(refused(&later, later.genesis.0), Reason::GenesisHeader);
	for at in 0..bundle.genesis_proof.nodes.len() {
		let mut dropped = bundle.clone();
		dropped.genesis_proof.nodes.remove(at);
		assert_eq!(refused(&dropped, chain.genesis_hash()), Reason::GenesisState);
	}
	let mut surplus = bundle.clone();
	surplus.genesis_proof.nodes.push(vec![0xff].into());
	surplus.genesis_proof.nodes.sort();
	assert_eq!(refused(&surplus, chain.genesis_hash()), Reason::StateSurplus);
}

#[test]
fn a_genesis_without_a_usable_authority_set_is_refused() {
	for (authorities, reason) in [
		(None, Reason::GenesisState),
		(Some(vec![]), Reason::GenesisAuthorities),
		(Some(vec![([1u8; 32], 0u64)]), Reason::GenesisAuthorities),
		(Some(vec![([1; 32], u64::MAX), ([2; 32], 1)]), Reason::GenesisAuthorities),
		(Some(vec![([1; 32], 1); 513]), Reason::GenesisAuthorities),
	] {
		let (_, mut bundle) = chain_and_bundle();
		let mut other = Chain::start("empty", voters("a", 4));
		let authority_key = key::GRANDPA_AUTHORITIES.to_vec();
		other.state.0.remove(&authority_key);
		if let Some(authorities) = authorities {
			other.insert(authority_key.clone(), authorities);
		}
		other.genesis.state_root = other.state.root();
		bundle.genesis_proof.header = other.genesis.encode().into();
		bundle.genesis_proof.nodes =
			other.state.prove(&[authority_key]).into_iter().map(Bytes).collect();
		bundle.genesis_proof.nodes.sort();
		bundle.genesis = Hash(other.genesis_hash());
		assert_eq!(refused(&bundle, other.genesis_hash()), reason);
	}
}

#[test]
fn handoffs_cannot_be_removed_reordered_repeated_or_replaced() {
	let (chain, bundle) = chain_and_bundle();
	let genesis = chain.genesis_hash();
	for at in 0..3 {
		let mut removed = bundle.clone();
		removed.handoffs.remove(at);
		let expected = match at {
			2 => Reason::FinalizedJustification,
			_ => Reason::HandoffJustification,
		};
		assert_eq!(refused(&removed, genesis), expected);
		let mut repeated = bundle.clone();
		repeated.handoffs.insert(at, bundle.handoffs[at].clone());
		assert_eq!(
			verify_bundle(&repeated, &genesis),
			Err(VerifyError::at(Reason::HandoffOrder, at + 1))
		);
	}
	let mut swapped = bundle.clone();
	swapped.handoffs.swap(1, 2);
	assert_eq!(refused(&swapped, genesis), Reason::HandoffJustification);
	let mut first_last = bundle.clone();
	first_last.handoffs.swap(0, 1);
	assert_eq!(refused(&first_last, genesis), Reason::HandoffJustification);
	let mut replaced = bundle.clone();
	replaced.handoffs[1].header = bundle.handoffs[2].header.clone();
	assert_eq!(refused(&replaced, genesis), Reason::HandoffJustification);
	let mut broken = bundle;
	broken.handoffs[1].header.0.push(0);
	assert_eq!(refused(&broken, genesis), Reason::HandoffHeader);
}

#[test]
fn the_finalized_block_comes_after_every_handoff() {
	let (chain, mut bundle) = chain_and_bundle();
	bundle.finalized = bundle.handoffs[2].clone();
	assert_eq!(refused(&bundle, chain.genesis_hash()), Reason::FinalizedOrder);
	bundle.finalized.header = vec![1, 2, 3].into();
	assert_eq!(refused(&bundle, chain.genesis_hash()), Reason::FinalizedHeader);
}

#[test]
fn a_set_that_was_handed_over_cannot_finalize_any_more() {
	let mut chain = Chain::with_records("retired", voters("old", 4));
	let old = chain.set.clone();
	chain.hand_over(voters("new", 4));
	for set_id in [0, 1, 2] {
		let votes = Votes::on(&chain.tip, set_id).votes(&old, &chain.tip);
		assert_eq!(finalized(&chain, votes), Err(Reason::FinalizedJustification));
	}
	// The new set is not believed under another set's number either.
	for set_id in [0, 2] {
		let votes = Votes::on(&chain.tip, set_id).votes(&chain.set, &chain.tip);
		assert_eq!(finalized(&chain, votes), Err(Reason::FinalizedJustification));
	}
}

/// The verdict on the tip of `chain` with these votes.
fn finalized(chain: &Chain, votes: Votes) -> Result<(), Reason> {
	let subject = Subject::Member(CITY);
	let bundle = chain
		.builder_with(&chain.tip, votes.encode())
		.state(chain.state.prove(&[subject.key()]))
		.statement(subject)
		.build()
		.unwrap();
	verify_bundle(&bundle, &chain.genesis_hash()).map(|_| ()).map_err(|error| error.reason)
}

const REFUSED: Result<(), Reason> = Err(Reason::FinalizedJustification);

fn one_block(set: Vec<Voter>) -> Chain {
	let mut chain = Chain::with_records("votes", set);
	chain.next_block(vec![]);
	chain
}

#[test]
fn exactly_two_thirds_of_the_weight_is_not_enough() {
	for (weights, signing, expected) in [
		(vec![1; 3], 2, REFUSED),
		(vec![1; 3], 3, Ok(())),
		(vec![1; 4], 2, REFUSED),
		(vec![1; 4], 3, Ok(())),
		(vec![1; 6], 4, REFUSED),
		(vec![1; 6], 5, Ok(())),
		(vec![1; 7], 4, REFUSED),
		(vec![1; 7], 5, Ok(())),
		(vec![4, 2], 1, REFUSED),
		(vec![5, 2], 1, Ok(())),
		(vec![u64::MAX - 1, 1], 1, Ok(())),
		(vec![u64::MAX / 3 * 2, u64::MAX / 3], 1, REFUSED),
	] {
		let chain = one_block(weighted("weights", &weights));
		let votes = Votes::on(&chain.tip, 0).votes(&chain.set[..signing], &chain.tip);
		assert_eq!(finalized(&chain, votes), expected, "{signing} of {weights:?}");
	}
}

#[test]
fn a_voter_counts_once_however_often_it_votes() {
	let chain = one_block(voters("a", 4));
	let fork = Chain::child(&chain.genesis, 1);
	let child = Chain::child(&chain.tip, 2);
	let two = Votes::on(&chain.tip, 0).votes(&chain.set[..2], &chain.tip);
	let repeated = two.clone().vote(&chain.set[0], &chain.tip).vote(&chain.set[1], &chain.tip);
	assert_eq!(finalized(&chain, repeated), REFUSED);
	let equivocating = two.clone().vote(&chain.set[0], &fork);
	assert_eq!(finalized(&chain, equivocating), REFUSED);
	let twice_for_it = two.clone().vote(&chain.set[0], &child).ancestry(&[child]);
	assert_eq!(finalized(&chain, twice_for_it), REFUSED);
	// An equivocator's vote for the block is still one vote for it.
	let third = two.vote(&chain.set[2], &fork).vote(&chain.set[2], &chain.tip);
	assert_eq!(finalized(&chain, third), Ok(()));
}

#[test]
fn an_authority_listed_twice_holds_the_sum_and_one_without_weight_does_not_vote() {
	let mut set = weighted("a", &[1, 1, 1, 0]);
	set.push(set[0].clone());
	let chain = one_block(set);
	let votes = |at: &[usize]| {
		at.iter()
			.fold(Votes::on(&chain.tip, 0), |votes, at| votes.vote(&chain.set[*at], &chain.tip))
	};
	assert_eq!(finalized(&chain, votes(&[0, 1])), Ok(()));
	assert_eq!(finalized(&chain, votes(&[1, 2, 3])), REFUSED);
}

#[test]
fn bad_votes_are_skipped_and_spoil_nothing() {
	let chain = one_block(voters("a", 4));
	let strangers = voters("stranger", 20);
	let fork = Chain::child(&chain.genesis, 1);
	let mut votes = Votes::on(&chain.tip, 0)
		.votes(&strangers, &chain.tip)
		.vote(&chain.set[0], &chain.tip)
		.vote(&chain.set[1], &fork)
		.vote(&chain.set[0], &fork);
	votes.precommits[20].2[5] ^= 1;
	assert_eq!(finalized(&chain, votes.clone()), REFUSED);
	assert_eq!(finalized(&chain, votes.clone().votes(&chain.set[2..], &chain.tip)), REFUSED);
	let enough = votes.votes(&chain.set[1..], &chain.tip);
	assert_eq!(finalized(&chain, enough), Ok(()));
}

#[test]
fn strangers_alone_finalize_nothing() {
	let chain = one_block(voters("a", 4));
	let votes = Votes::on(&chain.tip, 0).votes(&voters("stranger", 100), &chain.tip);
	assert_eq!(finalized(&chain, votes), REFUSED);
	assert_eq!(finalized(&chain, Votes::on(&chain.tip, 0)), REFUSED);
}

#[test]
fn votes_for_descendants_count_only_with_the_headers_between() {
	let chain = one_block(voters("a", 4));
	let child = Chain::child(&chain.tip, 1);
	let grandchild = Chain::child(&child, 2);
	let votes = Votes::on(&chain.tip, 0)
		.vote(&chain.set[0], &chain.tip)
		.vote(&chain.set[1], &child)
		.vote(&chain.set[2], &grandchild);
	assert_eq!(finalized(&chain, votes.clone()), REFUSED);
	assert_eq!(finalized(&chain, votes.clone().ancestry(slice::from_ref(&grandchild))), REFUSED);
	assert_eq!(finalized(&chain, votes.ancestry(&[grandchild, child])), Ok(()));
}

#[test]
fn votes_for_ancestors_for_forks_and_with_a_wrong_number_do_not_count() {
	let mut chain = one_block(voters("a", 4));
	let parent = chain.tip.clone();
	chain.next_block(vec![]);
	let base = Votes::on(&chain.tip, 0).votes(&chain.set[..2], &chain.tip);
	let below = base.clone().vote(&chain.set[2], &parent).ancestry(&[chain.tip.clone(), parent]);
	assert_eq!(finalized(&chain, below), REFUSED);
	let fork = Chain::child(&chain.genesis, 1);
	let longer = Chain::child(&Chain::child(&fork, 1), 1);
	let aside = base.clone().vote(&chain.set[2], &longer).ancestry(&[
		longer.clone(),
		Chain::child(&fork, 1),
		fork,
	]);
	assert_eq!(finalized(&chain, aside), REFUSED);
	let forger = &chain.set[2];
	let renumbered = base.clone().vote_for(forger, base.target.0, base.target.1 + 1);
	assert_eq!(finalized(&chain, renumbered), REFUSED);
	// A header that skips a number is no link.
	let mut leap = Chain::child(&chain.tip, 3);
	leap.number += 1;
	assert_eq!(finalized(&chain, base.vote(forger, &leap).ancestry(&[leap])), REFUSED);
}

#[test]
fn a_justification_of_another_block_round_or_shape_is_refused() {
	let chain = one_block(voters("a", 4));
	let good = chain.justification(&chain.tip);
	assert_eq!(finalized(&chain, good.clone()), Ok(()));
	let mut round = good.clone();
	round.round += 1;
	assert_eq!(finalized(&chain, round), REFUSED);
	let mut number = good.clone();
	number.target.1 += 1;
	assert_eq!(finalized(&chain, number), REFUSED);
	let child = Chain::child(&chain.tip, 1);
	let other = Votes::on(&child, 0).votes(&chain.set, &child);
	assert_eq!(finalized(&chain, other), REFUSED);
	let many = good.clone().votes(&vec![chain.set[3].clone(); 1_100], &chain.tip);
	assert_eq!(finalized(&chain, many), REFUSED);
	let subject = Subject::Member(CITY);
	for encoded in [vec![], [good.encode(), vec![0]].concat(), good.encode()[..60].to_vec()] {
		let bundle = chain
			.builder_with(&chain.tip, encoded)
			.state(chain.state.prove(&[subject.key()]))
			.statement(subject)
			.build()
			.unwrap();
		assert_eq!(refused(&bundle, chain.genesis_hash()), Reason::FinalizedJustification);
	}
}

#[test]
fn a_key_of_small_order_signs_nothing() {
	// With the neutral element as key and as nonce, s = 0 satisfies the plain equation for any message.
	let mut neutral = [0u8; 32];
	neutral[0] = 1;
	let mut chain = Chain::with_records("weak", voters("a", 1));
	chain.insert(key::GRANDPA_AUTHORITIES.to_vec(), vec![(neutral, 1u64)]);
	chain.genesis.state_root = chain.state.root();
	chain.genesis_nodes = chain.state.prove(&[key::GRANDPA_AUTHORITIES.to_vec()]);
	chain.tip = chain.genesis.clone();
	chain.next_block(vec![]);
	let mut votes = Votes::on(&chain.tip, 0);
	let mut signature = [0u8; 64];
	signature[0] = 1;
	votes.precommits.push((votes.target.0, votes.target.1, signature, neutral));
	assert_eq!(finalized(&chain, votes), REFUSED);
}

#[test]
fn a_handoff_must_name_exactly_one_next_set_at_once_and_unforced() {
	let next = voters("next", 4);
	let other = voters("other", 4);
	let garbled =
		|bytes: &[u8]| polkadot_sdk::sp_runtime::DigestItem::Consensus(*b"FRNK", bytes.to_vec());
	let elsewhere = polkadot_sdk::sp_runtime::DigestItem::Consensus(
		*b"BABE",
		match scheduled(&other, 0) {
			polkadot_sdk::sp_runtime::DigestItem::Consensus(_, bytes) => bytes,
			_ => unreachable!(),
		},
	);
	for (logs, expected) in [
		(vec![scheduled(&next, 0)], Ok(())),
		(vec![elsewhere.clone(), garbled(&[3, 0]), scheduled(&next, 0)], Ok(())),
		(vec![], Err(Reason::HandoffChange)),
		(vec![elsewhere], Err(Reason::HandoffChange)),
		(vec![scheduled(&next, 0), scheduled(&next, 0)], Err(Reason::HandoffChange)),
		(vec![scheduled(&[], 0)], Err(Reason::HandoffChange)),
		(vec![garbled(&[1, 0])], Err(Reason::HandoffChange)),
		(vec![garbled(&[])], Err(Reason::HandoffChange)),
		(vec![scheduled(&next, 2)], Err(Reason::DelayedChange)),
		(vec![scheduled(&next, 0), forced(&other)], Err(Reason::ForcedChange)),
		(vec![forced(&next)], Err(Reason::ForcedChange)),
	] {
		let mut chain = Chain::with_records("changes", voters("first", 4));
		let block = chain.next_block(logs);
		chain.handoffs.push((block.encode(), chain.justification(&block).encode()));
		chain.set = next.clone();
		chain.set_id = 1;
		chain.next_block(vec![]);
		let votes = chain.justification(&chain.tip);
		assert_eq!(finalized(&chain, votes), expected);
	}
}

#[test]
fn the_set_before_must_sign_the_handoff_and_not_the_one_it_names() {
	let mut chain = Chain::with_records("self-made", voters("first", 4));
	let thieves = voters("thieves", 4);
	let block = chain.next_block(vec![scheduled(&thieves, 0)]);
	for set_id in [0, 1] {
		let mut stolen = chain.clone();
		let votes = Votes::on(&block, set_id).votes(&thieves, &block);
		stolen.handoffs.push((block.encode(), votes.encode()));
		stolen.set = thieves.clone();
		stolen.set_id = 1;
		stolen.next_block(vec![]);
		let votes = stolen.justification(&stolen.tip);
		assert_eq!(finalized(&stolen, votes), Err(Reason::HandoffJustification));
	}
}

#[test]
fn a_state_proof_cannot_lose_or_gain_a_node() {
	let (chain, bundle) = chain_and_bundle();
	for at in 0..bundle.state.len() {
		let mut dropped = bundle.clone();
		dropped.state.remove(at);
		assert_eq!(refused(&dropped, chain.genesis_hash()), Reason::State);
	}
	for node in [vec![], vec![0], chain.state.prove(&[Subject::Holder(12).key()])[2].clone()] {
		let mut surplus = bundle.clone();
		surplus.state.push(node.into());
		surplus.state.sort();
		surplus.state.dedup();
		if surplus != bundle {
			assert_eq!(refused(&surplus, chain.genesis_hash()), Reason::StateSurplus);
		}
	}
}

#[test]
fn a_present_record_cannot_be_stated_absent_or_other() {
	let (chain, bundle) = chain_and_bundle();
	let mut absent = bundle.clone();
	absent.statements[0].value = None;
	assert_eq!(refused(&absent, chain.genesis_hash()), Reason::StatementValue);
	let mut present = bundle.clone();
	present.statements[1].value = Some(encumbrances().encode().into());
	assert_eq!(refused(&present, chain.genesis_hash()), Reason::StatementValue);
	let mut other = bundle.clone();
	other.statements[0].value = Some(right_record(3).encode().into());
	assert_eq!(refused(&other, chain.genesis_hash()), Reason::StatementValue);
	let mut trailing = bundle.clone();
	trailing.statements[0].value.as_mut().unwrap().0.push(0);
	assert_eq!(refused(&trailing, chain.genesis_hash()), Reason::StatementValue);
}

#[test]
fn the_absence_of_one_record_does_not_prove_that_of_another() {
	let (chain, bundle) = chain_and_bundle();
	// A right that is encumbered, with the proof that another one is clear.
	let mut other = bundle.clone();
	other.statements[1].id = right(1).to_string();
	assert_eq!(refused(&other, chain.genesis_hash()), Reason::State);
	// The same id under another kind.
	let mut kind = bundle;
	kind.statements[1].kind = "right".into();
	kind.statements[1].layout = "Right/1".into();
	assert_eq!(refused(&kind, chain.genesis_hash()), Reason::State);
}

#[test]
fn keys_that_are_prefixes_of_the_record_s_key_do_not_stand_for_it() {
	let subject = Subject::Encumbrances(right(1));
	let full = subject.key();
	let mut chain = Chain::start("prefixes", voters("a", 4));
	chain.insert(full[..full.len() - 1].to_vec(), encumbrances());
	chain.insert([full.clone(), vec![0]].concat(), encumbrances());
	chain.insert(full[..33].to_vec(), 1u8);
	chain.next_block(vec![]);
	let bundle = chain.stating(&[subject]).build().unwrap();
	assert_eq!(bundle.statements[0].value, None);
	assert!(verify_bundle(&bundle, &chain.genesis_hash()).is_ok());
	// And with the record there, its neighbours do not hide it.
	chain.insert(full, encumbrances());
	chain.next_block(vec![]);
	let present = chain.stating(&[subject]).build().unwrap();
	assert!(present.statements[0].value.is_some());
	let mut forged = present;
	forged.state = bundle.state;
	forged.statements = bundle.statements;
	assert_eq!(refused(&forged, chain.genesis_hash()), Reason::State);
}

#[test]
fn a_value_that_does_not_fit_its_layout_is_refused() {
	let record = right_record(1).encode();
	for value in [
		vec![],
		record[..record.len() - 1].to_vec(),
		[record.clone(), vec![0]].concat(),
		[vec![200], record[1..].to_vec()].concat(),
	] {
		let subject = Subject::Right(right(3));
		let mut chain = Chain::start("layouts", voters("a", 4));
		chain.state.0.insert(subject.key(), value);
		chain.next_block(vec![]);
		let bundle = chain.stating(&[subject]).build().unwrap();
		assert_eq!(refused(&bundle, chain.genesis_hash()), Reason::StatementRecord);
	}
}

#[test]
fn a_bundle_taken_apart_and_put_together_wrongly_is_refused() {
	let (chain, bundle) = chain_and_bundle();
	// The state of one block against the header of another.
	let mut later = chain.clone();
	later.insert(Subject::Member(CITY).key(), 0u8);
	later.next_block(vec![]);
	let mut mixed = later.stating(&[Subject::Right(right(1))]).build().unwrap();
	mixed.state = bundle.state.clone();
	mixed.statements = bundle.statements.clone();
	assert_eq!(refused(&mixed, chain.genesis_hash()), Reason::State);
	// The header of one block with the justification of another.
	let mut crossed = bundle;
	crossed.finalized.header = later.tip.encode().into();
	assert_eq!(refused(&crossed, chain.genesis_hash()), Reason::FinalizedJustification);
}
