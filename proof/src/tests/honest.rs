use super::world::*;
use crate::{
	finding::{Interval, Origin, MAX_DRIFT_MS, SLOT_MS},
	subject::{Record, Subject},
	verify, verify_bundle, Anchor, Bundle, Verdict,
};
use alloc::{format, string::ToString, vec, vec::Vec};
use ipcircle_primitives::RightId;

const EVERY_KIND: [Subject; 6] = [
	Subject::Member(CITY),
	Subject::Institution(7),
	Subject::Holder(12),
	Subject::Right(RightId { city: CITY, year: 2026, serial: 1 }),
	Subject::Encumbrances(RightId { city: CITY, year: 2026, serial: 1 }),
	Subject::Encumbrances(RightId { city: CITY, year: 2026, serial: 2 }),
];

#[test]
fn records_of_every_kind_and_an_absence_are_proven_from_the_genesis_hash_alone() {
	let mut chain = Chain::with_records("honest", voters("a", 4));
	chain.next_block(vec![]);
	let bundle = chain.stating(&EVERY_KIND).build().unwrap();
	let verified = verify(bundle.to_json().as_bytes(), &chain.genesis_hash()).unwrap();
	assert_eq!((verified.block, verified.set_id), (1, 0));
	assert_eq!(verified.hash.0, chain.tip.hash().0);
	let records: Vec<_> = verified.statements.iter().map(|proven| proven.record.clone()).collect();
	assert_eq!(
		records,
		[
			Some(Record::Member(member_record())),
			Some(Record::Institution(institution_record())),
			Some(Record::Holder(holder_record())),
			Some(Record::Right(right_record(1))),
			Some(Record::Encumbrances(encumbrances())),
			None,
		]
	);
	assert_eq!(verified.verdict(), Verdict::Valid);
	assert_eq!(verified.statements[5].verdict(), Verdict::Absent);
}

#[test]
fn a_bundle_that_states_nothing_but_absence_has_the_verdict_absent() {
	let mut chain = Chain::with_records("absent", voters("a", 4));
	chain.next_block(vec![]);
	let bundle = chain
		.stating(&[Subject::Encumbrances(right(2)), Subject::Right(right(9))])
		.build()
		.unwrap();
	assert!(bundle.statements.iter().all(|statement| statement.value.is_none()));
	let verified = verify_bundle(&bundle, &chain.genesis_hash()).unwrap();
	assert_eq!(verified.verdict(), Verdict::Absent);
}

#[test]
fn a_record_is_proven_across_many_changes_of_the_authority_set() {
	let mut chain = Chain::with_records("handoffs", voters("set 0", 4));
	for at in 1..=10 {
		chain.hand_over(voters(&format!("set {at}"), 4 + at % 4));
	}
	let bundle = chain.stating(&[Subject::Right(right(1))]).build().unwrap();
	assert_eq!(bundle.handoffs.len(), 10);
	let verified = verify_bundle(&bundle, &chain.genesis_hash()).unwrap();
	assert_eq!(verified.set_id, 10);
}

#[test]
fn an_old_bundle_still_verifies_after_the_set_has_changed() {
	let mut chain = Chain::with_records("old", voters("a", 4));
	chain.next_block(vec![]);
	let old = chain.stating(&[Subject::Right(right(1))]).build().unwrap();
	chain.hand_over(voters("b", 5));
	let new = chain.stating(&[Subject::Right(right(1))]).build().unwrap();
	assert_eq!(verify_bundle(&old, &chain.genesis_hash()).unwrap().set_id, 0);
	assert_eq!(verify_bundle(&new, &chain.genesis_hash()).unwrap().set_id, 1);
}

#[test]
fn the_block_of_a_handoff_can_itself_be_proven_against() {
	let mut chain = Chain::with_records("edge", voters("a", 4));
	let block = chain.next_block(vec![scheduled(&voters("b", 4), 0)]);
	let justification = chain.justification(&block).encode();
	let bundle = chain
		.builder_with(&block, justification.clone())
		// The node reports this change as well; it does not lead to the block.
		.handoff(codec::Encode::encode(&block), justification)
		.state(chain.state.prove(&[Subject::Member(CITY).key()]))
		.statement(Subject::Member(CITY))
		.build()
		.unwrap();
	assert!(bundle.handoffs.is_empty());
	verify_bundle(&bundle, &chain.genesis_hash()).unwrap();
}

#[test]
fn the_builder_makes_one_bundle_of_parts_in_any_order_and_number() {
	let mut chain = Chain::with_records("builder", voters("a", 4));
	chain.hand_over(voters("b", 4));
	chain.hand_over(voters("c", 4));
	let plain = chain.stating(&[Subject::Holder(12)]).build().unwrap();
	let everything: Vec<_> = chain.state.0.keys().cloned().collect();
	let mut shuffled = chain.clone();
	shuffled.handoffs.reverse();
	shuffled.handoffs.push(chain.handoffs[0].clone());
	shuffled.genesis_nodes.extend(chain.state.prove(&everything));
	shuffled.genesis_nodes.reverse();
	let again = shuffled
		.stating(&[Subject::Holder(12)])
		.state(chain.state.prove(&everything))
		.statement(Subject::Holder(12))
		.build()
		.unwrap();
	assert_eq!(plain, again);
}

#[test]
fn the_builder_says_which_part_is_missing() {
	use crate::builder::{BuildError, BundleBuilder};
	let mut chain = Chain::with_records("parts", voters("a", 4));
	chain.next_block(vec![]);
	let hash = chain.genesis_hash();
	assert_eq!(BundleBuilder::new(hash).build(), Err(BuildError::GenesisProof));
	let genesis = || {
		BundleBuilder::new(hash)
			.genesis_proof(codec::Encode::encode(&chain.genesis), chain.genesis_nodes.clone())
	};
	assert_eq!(genesis().build(), Err(BuildError::Finalized));
	assert_eq!(chain.builder().build(), Err(BuildError::NoStatement));
	assert_eq!(
		chain.builder().statement(Subject::Holder(12)).build(),
		Err(BuildError::State(Subject::Holder(12)))
	);
	assert_eq!(
		chain.stating(&[Subject::Holder(12)]).handoff(vec![1], vec![]).build(),
		Err(BuildError::Handoff(0))
	);
}

#[test]
fn what_is_proven_and_what_is_claimed_are_told_apart() {
	let mut chain = Chain::with_records("findings", voters("a", 4));
	chain.next_block(vec![]);
	let subjects = [Subject::Right(right(1)), Subject::Right(right(2)), Subject::Holder(12)];
	let bundle = chain.stating(&subjects).build().unwrap();
	let verified = verify_bundle(&bundle, &chain.genesis_hash()).unwrap();
	let [work, invention, holder] = verified.statements.as_slice() else { panic!("three") };
	let interval = Interval { not_before: AT.time - SLOT_MS, not_after: AT.time + MAX_DRIFT_MS };
	assert_eq!(work.unaltered(), Some(interval));
	assert_eq!(work.origin(), Origin::SelfDeclared { claimed: 1_780_000_000_000 });
	assert_eq!(work.origin().grade(), "L0");
	assert_eq!(invention.origin(), Origin::Unproven);
	// A holder's record changes when keys rotate: its time says nothing about its content.
	assert_eq!(holder.unaltered(), None);
	assert_eq!(holder.registered_at(), Some(AT));
}

#[test]
fn anchors_are_reported_one_by_one_and_change_no_verdict() {
	let mut chain = Chain::with_records("anchors", voters("a", 4));
	chain.next_block(vec![]);
	let anchor = |kind: &str| Anchor { kind: kind.to_string(), token: vec![1, 2].into() };
	let bundle = chain
		.stating(&[Subject::Right(right(1))])
		.anchor(anchor("rfc3161"))
		.anchor(anchor("opentimestamps"))
		.build()
		.unwrap();
	let verified = verify_bundle(&bundle, &chain.genesis_hash()).unwrap();
	assert_eq!(verified.verdict(), Verdict::Valid);
	let kinds: Vec<_> =
		verified.anchors.iter().map(|anchor| (anchor.kind.as_str(), anchor.verdict)).collect();
	assert_eq!(
		kinds,
		[("rfc3161", Verdict::CannotCheck), ("opentimestamps", Verdict::CannotCheck)]
	);
}

#[test]
fn a_bundle_reads_back_as_it_was_written() {
	let mut chain = Chain::with_records("json", voters("a", 4));
	chain.hand_over(voters("b", 4));
	let bundle = chain.stating(&EVERY_KIND).build().unwrap();
	assert_eq!(Bundle::from_json(bundle.to_json().as_bytes()), Ok(bundle));
}
