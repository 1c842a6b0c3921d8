use crate::{
	mock::{Holders, *},
	*,
};
use frame_support::{assert_noop, assert_ok};
use ipcircle_primitives::{
	Guardian::{Holder, Institution},
	HolderKind, RegisteredAt, Standing,
};
use sp_runtime::DispatchError;

/// Holder 1 is guarded by 2, 3 and 4; two of them suffice.
fn guarded_world() -> World {
	World::with_holders(5).guarded(1, &[2, 3, 4], 2)
}

fn propose(guardian: u8, new_key: u8) -> sp_runtime::DispatchResult {
	Holders::propose_recovery(by(guardian), 1, key(new_key))
}

fn approve(guardian: u8, new_key: u8) -> sp_runtime::DispatchResult {
	Holders::approve_recovery(by(guardian), 1, key(new_key))
}

fn finish(anybody: u8) -> sp_runtime::DispatchResult {
	Holders::finish_recovery(by(anybody), 1)
}

#[test]
fn enough_guardians_and_a_delay_put_a_new_key_in_place() {
	guarded_world().run(|| {
		assert_ok!(propose(2, 11));
		assert_ok!(approve(3, 11));
		pass(DELAY);
		assert_ok!(finish(5));

		assert_eq!(Holders::ensure_holder(by(11)), Ok(1));
		assert_noop!(Holders::ensure_holder(by(1)), Error::<Test>::NotHolder);
		assert_noop!(Holders::rotate_key(by(11), key(1)), KEY_RETIRED);
		let since = RegisteredAt { block: 1 + DELAY, time: START + u64::from(DELAY) * 2_000 };
		assert_eq!(Holders::holder(1).unwrap().key_since, since);
		assert!(Recoveries::<Test>::get(1).is_none());
		let ready_at = Some(1 + DELAY);
		let new_key = key(11);
		assert_eq!(
			events(),
			[
				Event::RecoveryProposed {
					holder: 1,
					guardian: Holder(2),
					new_key: new_key.clone(),
					ready_at: None
				},
				Event::RecoveryApproved {
					holder: 1,
					guardian: Holder(3),
					new_key: new_key.clone(),
					ready_at
				},
				Event::KeyRecovered { holder: 1, old: key(1), new: new_key },
			]
		);
	});
}

#[test]
fn an_institution_helps_through_its_administrator() {
	World::with_holders(2).guarded_by(1, &[Institution(COURT), Holder(2)], 2).run(|| {
		assert_ok!(propose(COURT_ADMINISTRATOR, 11));
		assert_ok!(approve(2, 11));
		pass(DELAY);
		assert_ok!(finish(2));
	});
}

#[test]
fn an_institution_that_may_not_act_does_not_help() {
	World::with_holders(1).guarded_by(1, &[Institution(SUSPENDED_COURT)], 1).run(|| {
		assert_noop!(propose(SUSPENDED_ADMINISTRATOR, 11), Error::<Test>::NotGuardian);
	});
}

#[test]
fn only_guardians_propose_and_approve() {
	guarded_world().run(|| {
		assert_noop!(propose(5, 11), Error::<Test>::NotGuardian);
		assert_noop!(propose(1, 11), Error::<Test>::NotGuardian);
		assert_noop!(propose(REGISTRAR, 11), Error::<Test>::NotGuardian);
		assert_noop!(propose(COURT_ADMINISTRATOR, 11), Error::<Test>::NotGuardian);
		assert_noop!(propose(99, 11), Error::<Test>::NotGuardian);
		assert_noop!(
			Holders::propose_recovery(RuntimeOrigin::root(), 1, key(11)),
			DispatchError::BadOrigin
		);
		assert_ok!(propose(2, 11));
		assert_noop!(approve(5, 11), Error::<Test>::NotGuardian);
	});
}

#[test]
fn a_suspended_guardian_does_not_help() {
	guarded_world().suspended(2).run(|| {
		assert_noop!(propose(2, 11), Error::<Test>::HolderSuspended);
		assert_ok!(propose(3, 11));
		assert_noop!(approve(2, 11), Error::<Test>::HolderSuspended);
	});
}

#[test]
fn nobody_recovers_an_unknown_holder() {
	guarded_world().run(|| {
		assert_noop!(Holders::propose_recovery(by(2), 99, key(11)), Error::<Test>::HolderNotFound);
		assert_noop!(Holders::approve_recovery(by(2), 99, key(11)), Error::<Test>::HolderNotFound);
		assert_noop!(Holders::finish_recovery(by(2), 99), Error::<Test>::RecoveryNotFound);
	});
}

#[test]
fn a_key_with_a_standing_cannot_take_over() {
	guarded_world().run(|| {
		assert_noop!(propose(2, 1), ACCOUNT_TAKEN);
		assert_noop!(propose(2, 5), ACCOUNT_TAKEN);
		assert_noop!(propose(2, REGISTRAR), ACCOUNT_TAKEN);
	});
}

#[test]
fn a_second_recovery_is_refused_while_one_is_open() {
	guarded_world().run(|| {
		assert_ok!(propose(2, 11));
		assert_noop!(propose(3, 12), Error::<Test>::RecoveryOpen);
		assert_noop!(propose(3, 11), Error::<Test>::RecoveryOpen);
		assert_noop!(propose(2, 12), Error::<Test>::RecoveryOpen);
		assert_noop!(approve(3, 12), Error::<Test>::RecoveryKeyDiffers);
	});
}

#[test]
fn there_is_nothing_to_approve_finish_or_cancel_without_a_recovery() {
	guarded_world().run(|| {
		assert_noop!(approve(2, 11), Error::<Test>::RecoveryNotFound);
		assert_noop!(finish(2), Error::<Test>::RecoveryNotFound);
		assert_noop!(Holders::cancel_recovery(by(1), 1), Error::<Test>::RecoveryNotFound);
	});
}

#[test]
fn one_guardian_counts_once() {
	guarded_world().run(|| {
		assert_ok!(propose(2, 11));
		assert_noop!(approve(2, 11), Error::<Test>::AlreadyApproved);
		pass(DELAY);
		assert_noop!(finish(2), Error::<Test>::ApprovalsMissing);
	});
}

#[test]
fn the_delay_is_kept_to_the_block() {
	guarded_world().run(|| {
		assert_ok!(propose(2, 11));
		assert_ok!(approve(3, 11));
		pass(DELAY - 1);
		assert_noop!(finish(2), Error::<Test>::DelayNotOver);
		pass(1);
		assert_noop!(Holders::finish_recovery(RuntimeOrigin::none(), 1), DispatchError::BadOrigin);
		assert_ok!(finish(2));
	});
}

#[test]
fn a_further_approval_neither_shortens_nor_restarts_the_delay() {
	guarded_world().run(|| {
		assert_ok!(propose(2, 11));
		assert_ok!(approve(3, 11));
		let before = Recoveries::<Test>::get(1).unwrap();
		pass(3);
		assert_ok!(approve(4, 11));
		let after = Recoveries::<Test>::get(1).unwrap();
		assert_eq!((before.ready_at, before.open_until), (after.ready_at, after.open_until));
	});
}

#[test]
fn the_living_key_cancels_a_recovery_even_when_it_is_ready() {
	guarded_world().run(|| {
		assert_ok!(propose(2, 11));
		assert_ok!(approve(3, 11));
		pass(DELAY);
		events();
		assert_ok!(Holders::cancel_recovery(by(1), 1));
		assert_eq!(events(), [Event::RecoveryCancelled { holder: 1 }]);
		assert_noop!(finish(2), Error::<Test>::RecoveryNotFound);
		assert_eq!(Holders::ensure_holder(by(1)), Ok(1));
	});
}

#[test]
fn nobody_else_cancels_a_recovery() {
	guarded_world().run(|| {
		assert_ok!(propose(2, 11));
		assert_noop!(Holders::cancel_recovery(by(2), 1), Error::<Test>::NotHolder);
		assert_noop!(Holders::cancel_recovery(by(11), 1), Error::<Test>::NotHolder);
		assert_noop!(Holders::cancel_recovery(by(REGISTRAR), 1), Error::<Test>::NotHolder);
	});
}

#[test]
fn a_thief_with_the_living_key_is_shut_out_by_suspension_and_recovery() {
	guarded_world().run(|| {
		assert_ok!(propose(2, 11));
		assert_ok!(Holders::set_standing(by(REGISTRAR), 1, Standing::Suspended));
		assert_noop!(Holders::cancel_recovery(by(1), 1), Error::<Test>::HolderSuspended);
		assert_ok!(approve(3, 11));
		pass(DELAY);
		assert_ok!(finish(2));

		assert_noop!(Holders::ensure_holder(by(11)), Error::<Test>::HolderSuspended);
		assert_ok!(Holders::set_standing(by(REGISTRAR), 1, Standing::Active));
		assert_eq!(Holders::ensure_holder(by(11)), Ok(1));
		assert_noop!(Holders::ensure_holder(by(1)), Error::<Test>::NotHolder);
	});
}

#[test]
fn a_recovery_that_finds_too_few_approvals_lapses() {
	guarded_world().run(|| {
		assert_ok!(propose(2, 11));
		pass(LIFETIME);
		assert_noop!(propose(3, 12), Error::<Test>::RecoveryOpen);
		pass(1);
		assert_noop!(approve(3, 11), Error::<Test>::RecoveryLapsed);
		assert_noop!(finish(3), Error::<Test>::RecoveryLapsed);
		assert_ok!(propose(3, 12));
		assert_ok!(approve(2, 12));
	});
}

#[test]
fn one_hostile_guardian_cannot_keep_the_others_from_helping() {
	guarded_world().run(|| {
		assert_ok!(propose(2, 66));
		pass(LIFETIME + 1);
		assert_noop!(propose(2, 67), Error::<Test>::ProposerMustDiffer);
		assert_ok!(propose(3, 11));
		assert_ok!(approve(4, 11));
		pass(DELAY);
		assert_ok!(finish(3));
	});
}

#[test]
fn a_recovery_that_nobody_finishes_lapses_and_may_be_proposed_again() {
	World::with_holders(2).guarded(1, &[2], 1).run(|| {
		assert_ok!(propose(2, 11));
		pass(DELAY + LIFETIME + 1);
		assert_noop!(finish(2), Error::<Test>::RecoveryLapsed);
		assert_ok!(propose(2, 12));
		pass(DELAY + LIFETIME);
		assert_ok!(finish(2));
	});
}

#[test]
fn a_new_key_that_was_taken_meanwhile_does_not_take_over() {
	World::with_holders(2).guarded(1, &[2], 1).run(|| {
		assert_ok!(propose(2, 11));
		assert_ok!(Holders::enrol(by(REGISTRAR), key(11), HolderKind::Person, papers(11)));
		pass(DELAY);
		assert_noop!(finish(2), ACCOUNT_TAKEN);
		assert_eq!(Holders::ensure_holder(by(1)), Ok(1));
		pass(LIFETIME + 1);
		assert_ok!(propose(2, 12));
	});
}
