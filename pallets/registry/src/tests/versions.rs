use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use ipcircle_primitives::{RightId, WHOLE_PPM};

fn next_version(of: RightId, by_whom: u64, file: u8) -> sp_runtime::DispatchResult {
	let registration = Registration { predecessor: Some(of), ..work(by_whom, file) };
	Registry::register(by(by_whom), registration)
}

#[test]
fn an_owner_registers_the_next_version() {
	World::default().with_work(ALICE, 1).run(|| {
		assert_ok!(next_version(FIRST, ALICE, 2));
		let second = Rights::<Test>::get(right(SHENYANG, 2026, 2)).unwrap();
		assert_eq!(second.predecessor, Some(FIRST));
	});
}

#[test]
fn every_co_owner_may_register_the_next_version() {
	let shares = shares(&[(ALICE, 1), (BOB, WHOLE_PPM - 1)]);
	let joint = Registration { shares, ..work(ALICE, 1) };
	World::default().with_right(ALICE, joint).run(|| {
		assert_ok!(next_version(FIRST, BOB, 2));
	});
}

#[test]
fn a_stranger_to_the_earlier_version_is_refused() {
	World::default().with_work(ALICE, 1).run(|| {
		assert_noop!(next_version(FIRST, BOB, 2), Error::<Test>::PredecessorNotShared);
	});
}

#[test]
fn a_version_of_nothing_is_refused() {
	World::default().with_work(ALICE, 1).run(|| {
		// The second number is the one this very registration would get.
		for missing in [right(SHENYANG, 2026, 2), right(ANSHAN, 2026, 1)] {
			assert_noop!(next_version(missing, ALICE, 2), Error::<Test>::PredecessorNotFound);
		}
	});
}
