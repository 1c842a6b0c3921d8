//! Each corruption is planted alone, and found.

use crate::{mock::*, *};
use ipcircle_primitives::{Commitment, EncumbranceKind::Pledge, RightRecord};

/// Two rights of Alice, the second a version of the first, and one of Bob with a pledge on it.
fn detects(message: &'static str, corrupt: impl FnOnce()) {
	let second = Registration { predecessor: Some(FIRST), ..work(ALICE, 2) };
	World::default().with_work(ALICE, 1).with_right(ALICE, second).with_work(BOB, 3).run_unchecked(
		|| {
			Registry::place(right(ANSHAN, 2026, 1), encumbrance(Pledge, 1)).unwrap();
			assert_eq!(Registry::do_try_state(), Ok(()));
			corrupt();
			assert_eq!(Registry::do_try_state(), Err(message.into()));
		},
	);
}

fn edit(serial: u32, change: impl FnOnce(&mut RightRecord)) {
	Rights::<Test>::mutate(right(SHENYANG, 2026, serial), |record| {
		change(record.as_mut().unwrap())
	});
}

#[test]
fn try_state_detects_a_number_that_was_not_given_out() {
	detects("a right has a number that was not given out", || {
		NextSerial::<Test>::insert((SHENYANG, 2026), 2);
	});
}

#[test]
fn try_state_detects_a_skipped_serial() {
	detects("a serial was skipped, or a right is gone", || {
		NextSerial::<Test>::insert((ANSHAN, 2025), 2);
	});
}

#[test]
fn try_state_detects_a_missing_right() {
	detects("a serial was skipped, or a right is gone", || {
		Rights::<Test>::remove(right(SHENYANG, 2026, 2));
	});
}

#[test]
fn try_state_detects_a_number_of_another_year() {
	detects("a right's number is of another year than its registration", || {
		edit(2, |record| record.registered_at.time = START - 1);
	});
}

#[test]
fn try_state_detects_shares_that_are_not_whole() {
	detects("a right's shares are not whole", || edit(2, |r| r.shares = shares(&[(ALICE, 1)])));
}

#[test]
fn try_state_detects_an_owner_that_is_no_holder() {
	detects("a right has an owner that is no holder", || {
		edit(2, |record| record.shares = shares(&[(STRANGER, 1_000_000)]));
	});
}

#[test]
fn try_state_detects_a_registration_away_from_home() {
	detects("a right was registered away from its registrant's home", || {
		edit(2, |record| record.registrant = BOB);
	});
}

#[test]
fn try_state_detects_a_commitment_that_leads_elsewhere() {
	detects("a right's commitment leads elsewhere", || {
		edit(2, |record| record.commitment = Commitment([1; 32]));
	});
}

#[test]
fn try_state_detects_a_commitment_without_a_right() {
	detects("a commitment belongs to no right", || {
		RightsByCommitment::<Test>::insert((ALICE, Commitment([77; 32])), FIRST);
	});
}

#[test]
fn try_state_detects_an_unlawful_statutory_number() {
	detects("a right's statutory number is not lawful", || {
		edit(2, |record| record.statutory_number = Some(b"a b".to_vec().try_into().unwrap()));
	});
}

#[test]
fn try_state_detects_a_creation_after_registration() {
	detects("a right claims to be created after its registration", || {
		edit(2, |record| record.claimed_created = Some(START + 1));
	});
}

#[test]
fn try_state_detects_a_right_that_precedes_itself() {
	detects("a right precedes itself", || {
		edit(2, |record| record.predecessor = Some(right(SHENYANG, 2026, 2)));
	});
}

#[test]
fn try_state_detects_a_lost_predecessor() {
	detects("a right's predecessor is gone", || {
		edit(2, |record| record.predecessor = Some(right(SHENYANG, 2026, 9)));
	});
}

#[test]
fn try_state_detects_a_predecessor_that_is_younger() {
	detects("a right is older than its predecessor", || {
		edit(1, |record| record.registered_at.block = 2);
	});
}

#[test]
fn try_state_detects_an_empty_list_left_behind() {
	detects("an empty list of encumbrances was left behind", || {
		Encumbrances::<Test>::insert(FIRST, ipcircle_primitives::Encumbrances::new());
	});
}

#[test]
fn try_state_detects_an_encumbrance_on_no_right() {
	detects("an encumbrance stands on no right", || {
		let standing = Registry::of(right(ANSHAN, 2026, 1));
		Encumbrances::<Test>::insert(right(ANSHAN, 2026, 9), standing);
	});
}

#[test]
fn try_state_detects_an_encumbrance_that_stands_twice() {
	detects("an encumbrance stands twice", || {
		let twice: ipcircle_primitives::Encumbrances =
			vec![encumbrance(Pledge, 1); 2].try_into().unwrap();
		Encumbrances::<Test>::insert(FIRST, twice);
	});
}
