use super::world::*;
use crate::{
	bundle::{Hash, Opening},
	file::open_file,
	finding::{Interval, Origin},
	reason::{Reason, Verdict},
	subject::Subject,
	verify_bundle, Verified,
};
use alloc::vec;

fn verified(subjects: &[Subject]) -> Verified {
	let mut chain = Chain::with_records("file", voters("a", 4));
	let mut contradiction = right_record(4);
	contradiction.digests = Some(digests(5));
	chain.insert(Subject::Right(right(4)).key(), contradiction);
	chain.next_block(vec![]);
	verify_bundle(&chain.stating(subjects).build().unwrap(), &chain.genesis_hash()).unwrap()
}

fn opening(byte: u8) -> Opening {
	let file = digests(byte);
	Opening { salt: Hash(SALT), sha256: Hash(file.sha256.0), sm3: Hash(file.sm3.0) }
}

#[test]
fn the_registered_file_opens_the_commitment_of_its_right() {
	let verified = verified(&[Subject::Right(right(2)), Subject::Right(right(1))]);
	let finding = open_file(&verified, Some(&opening(1)), &digests(1));
	assert_eq!(finding.reason, Reason::Valid);
	assert_eq!(finding.right, Some(right(1)));
	assert_eq!(finding.unaltered, Some(Interval::around(AT.time)));
	assert!(matches!(finding.origin, Origin::SelfDeclared { .. }));
}

#[test]
fn another_file_is_a_mismatch_with_and_without_opening() {
	let one = verified(&[Subject::Right(right(1))]);
	assert_eq!(open_file(&one, Some(&opening(1)), &digests(3)).reason, Reason::File);
	let public = verified(&[Subject::Right(right(2))]);
	assert_eq!(open_file(&public, None, &digests(3)).reason, Reason::File);
	assert_eq!(open_file(&public, None, &digests(3)).verdict(), Verdict::Mismatch);
}

#[test]
fn an_opening_with_another_salt_or_of_another_file_opens_nothing() {
	let verified = verified(&[Subject::Right(right(1))]);
	let mut salted = opening(1);
	salted.salt = Hash([0; 32]);
	assert_eq!(open_file(&verified, Some(&salted), &digests(1)).reason, Reason::Opening);
	assert_eq!(open_file(&verified, Some(&opening(3)), &digests(3)).reason, Reason::Opening);
}

#[test]
fn published_digests_need_no_opening_and_private_ones_do() {
	let public = verified(&[Subject::Right(right(1)), Subject::Right(right(2))]);
	assert_eq!(open_file(&public, None, &digests(2)).right, Some(right(2)));
	let finding = open_file(&public, None, &digests(1));
	assert_eq!(finding.reason, Reason::OpeningMissing);
	assert_eq!(finding.verdict(), Verdict::CannotCheck);
}

#[test]
fn digests_that_contradict_the_commitment_are_a_mismatch() {
	let verified = verified(&[Subject::Right(right(4))]);
	assert_eq!(open_file(&verified, Some(&opening(4)), &digests(4)).reason, Reason::PublicDigests);
}

#[test]
fn a_bundle_without_a_right_says_nothing_about_a_file() {
	let verified = verified(&[Subject::Holder(12), Subject::Right(right(9))]);
	assert_eq!(open_file(&verified, Some(&opening(1)), &digests(1)).reason, Reason::NoRight);
}
