use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use ipcircle_primitives::{
	Commitment, Digests, RegisteredAt, RightKind, RightRecord, Sha256Digest, Sm3Digest, WHOLE_PPM,
};
use sp_runtime::DispatchError;

#[test]
fn everything_declared_is_kept_with_the_time_of_the_chain() {
	World::default().run(|| {
		let digests = Digests { sha256: Sha256Digest([3; 32]), sm3: Sm3Digest([4; 32]) };
		let declared = Registration {
			kind: RightKind::Software,
			digests: Some(digests),
			statutory_number: Some(b"2020SR0123456".to_vec().try_into().unwrap()),
			shares: shares(&[(BOB, 400_000), (ALICE, 600_000)]),
			claimed_created: Some(START - 1),
			..work(ALICE, 5)
		};
		assert_ok!(Registry::register(by(ALICE), declared.clone()));
		assert_eq!(
			Rights::<Test>::get(FIRST),
			Some(RightRecord {
				kind: RightKind::Software,
				commitment: Commitment([5; 32]),
				digests: Some(digests),
				statutory_number: declared.statutory_number,
				shares: declared.shares,
				claimed_created: Some(START - 1),
				predecessor: None,
				registrant: ALICE,
				registered_at: RegisteredAt { block: 1, time: START },
			})
		);
		assert_eq!(RightsByCommitment::<Test>::get((ALICE, Commitment([5; 32]))), Some(FIRST));
		assert_eq!(
			events(),
			[Event::RightRegistered {
				right: FIRST,
				holder: ALICE,
				commitment: Commitment([5; 32])
			}]
		);
	});
}

#[test]
fn every_kind_of_right_can_be_registered() {
	World::default().run(|| {
		for (file, (_, kind)) in (1u8..).zip(RightKind::NAMES) {
			assert_ok!(Registry::register(by(ALICE), Registration { kind, ..work(ALICE, file) }));
		}
	});
}

#[test]
fn serials_count_from_one_within_each_city_and_year() {
	World::default().run(|| {
		assert_ok!(Registry::register(by(ALICE), work(ALICE, 1)));
		assert_ok!(Registry::register(by(BOB), work(BOB, 2)));
		assert_ok!(Registry::register(by(CAROL), work(CAROL, 3)));
		Milliseconds::set(&(START + 365 * 24 * 60 * 60 * 1_000));
		assert_ok!(Registry::register(by(ALICE), work(ALICE, 4)));

		let registered: Vec<_> = events()
			.into_iter()
			.map(|event| match event {
				Event::RightRegistered { right, .. } => right,
				other => panic!("{other:?}"),
			})
			.collect();
		assert_eq!(
			registered,
			[
				right(SHENYANG, 2026, 1),
				right(ANSHAN, 2026, 1),
				right(SHENYANG, 2026, 2),
				right(SHENYANG, 2027, 1),
			]
		);
	});
}

#[test]
fn a_millisecond_before_midnight_in_the_circle_is_still_last_year() {
	World::default().run(|| {
		Milliseconds::set(&(START - 1));
		assert_ok!(Registry::register(by(ALICE), work(ALICE, 1)));
		assert!(Rights::<Test>::contains_key(right(SHENYANG, 2025, 1)));
	});
}

#[test]
fn only_an_active_holder_registers() {
	World::default().suspended(BOB).run(|| {
		assert_noop!(Registry::register(by(STRANGER), work(STRANGER, 1)), NO_HOLDER);
		assert_noop!(Registry::register(by(BOB), work(BOB, 1)), HOLDER_SUSPENDED);
		assert_noop!(
			Registry::register(RuntimeOrigin::root(), work(ALICE, 1)),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Registry::register(RuntimeOrigin::none(), work(ALICE, 1)),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn one_holder_registers_the_same_file_once() {
	World::default().with_work(ALICE, 1).run(|| {
		assert_noop!(
			Registry::register(by(ALICE), work(ALICE, 1)),
			Error::<Test>::AlreadyRegistered
		);
		let otherwise = Registration {
			kind: RightKind::DataResource,
			shares: shares(&[(ALICE, 1), (BOB, WHOLE_PPM - 1)]),
			predecessor: Some(FIRST),
			..work(ALICE, 1)
		};
		assert_noop!(Registry::register(by(ALICE), otherwise), Error::<Test>::AlreadyRegistered);
	});
}

#[test]
fn another_holder_cannot_block_a_registration_by_copying_its_commitment() {
	World::default().with_work(BOB, 1).run(|| {
		assert_ok!(Registry::register(by(ALICE), work(ALICE, 1)));
	});
}

#[test]
fn nothing_is_created_in_the_future() {
	World::default().run(|| {
		let created = |moment| Registration { claimed_created: Some(moment), ..work(ALICE, 1) };
		assert_noop!(
			Registry::register(by(ALICE), created(START + 1)),
			Error::<Test>::ClaimedInFuture
		);
		assert_ok!(Registry::register(by(ALICE), created(START)));
	});
}

#[test]
fn serials_that_run_out_are_refused_not_reused() {
	World::default().run_unchecked(|| {
		NextSerial::<Test>::insert((SHENYANG, 2026), u32::MAX);
		assert_noop!(Registry::register(by(ALICE), work(ALICE, 1)), Error::<Test>::SerialExhausted);
	});
}

#[test]
fn a_clock_beyond_any_right_number_is_refused() {
	World::default().run(|| {
		Milliseconds::set(&u64::MAX);
		assert_noop!(Registry::register(by(ALICE), work(ALICE, 1)), Error::<Test>::YearOutOfRange);
	});
}
