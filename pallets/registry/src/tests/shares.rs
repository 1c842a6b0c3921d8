use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use ipcircle_primitives::{HolderId, WHOLE_PPM};
use proptest::prelude::*;

fn register(list: &[(HolderId, u32)]) -> sp_runtime::DispatchResult {
	Registry::register(by(ALICE), Registration { shares: shares(list), ..work(ALICE, 1) })
}

#[test]
fn shares_that_do_not_sum_to_the_whole_are_refused() {
	World::default().run(|| {
		assert_noop!(register(&[(ALICE, WHOLE_PPM - 1)]), Error::<Test>::SharesDoNotSum);
		assert_noop!(register(&[(ALICE, WHOLE_PPM + 1)]), Error::<Test>::SharesDoNotSum);
		assert_noop!(register(&[(ALICE, WHOLE_PPM), (BOB, 1)]), Error::<Test>::SharesDoNotSum);
		assert_noop!(
			register(&[(ALICE, u32::MAX), (BOB, 1_000_001)]),
			Error::<Test>::SharesDoNotSum
		);
	});
}

#[test]
fn no_share_and_a_share_of_nothing_are_refused() {
	World::default().run(|| {
		assert_noop!(register(&[]), Error::<Test>::SharesEmpty);
		assert_noop!(register(&[(ALICE, WHOLE_PPM), (BOB, 0)]), Error::<Test>::SharesEmpty);
	});
}

#[test]
fn a_holder_named_twice_is_refused() {
	World::default().run(|| {
		let twice = [(ALICE, 500_000), (ALICE, 500_000)];
		assert_noop!(register(&twice), Error::<Test>::HolderRepeated);
	});
}

#[test]
fn an_owner_that_is_not_enrolled_is_refused() {
	World::default().run(|| {
		let list = [(ALICE, 500_000), (STRANGER, 500_000)];
		assert_noop!(register(&list), Error::<Test>::HolderNotFound);
	});
}

#[test]
fn an_owner_that_is_suspended_is_refused() {
	World::default().suspended(BOB).run(|| {
		let list = [(ALICE, 500_000), (BOB, 500_000)];
		assert_noop!(register(&list), Error::<Test>::HolderNotActive);
	});
}

#[test]
fn nobody_registers_what_only_others_own() {
	World::default().run(|| {
		assert_noop!(register(&[(BOB, WHOLE_PPM)]), Error::<Test>::RegistrantWithoutShare);
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn a_right_is_registered_exactly_when_its_shares_are_whole(
		alice in 0..=WHOLE_PPM,
		bob in 0..=WHOLE_PPM,
		whole: bool,
	) {
		let rest = WHOLE_PPM.saturating_sub(alice).saturating_sub(bob);
		let carol = if whole { rest } else { rest / 2 };
		let list = [(ALICE, alice), (BOB, bob), (CAROL, carol)];
		let lawful = alice > 0 && bob > 0 && carol > 0 && alice + bob + carol == WHOLE_PPM;
		World::default().run(|| {
			if lawful {
				assert_ok!(register(&list));
			} else {
				assert!(register(&list).is_err());
			}
		});
	}
}
