use crate::{
	mock::{Holders, *},
	*,
};
use frame_support::{assert_noop, assert_ok};
use ipcircle_primitives::{HolderKind, RegisteredAt};

#[test]
fn the_new_key_acts_and_the_holder_stays_the_same() {
	World::with_holders(1).run(|| {
		pass(4);
		assert_ok!(Holders::rotate_key(by(1), key(11)));
		assert_eq!(Holders::ensure_holder(by(11)), Ok(1));
		let record = Holders::holder(1).unwrap();
		assert_eq!(record.key, [11; 32]);
		assert_eq!(record.key_since, RegisteredAt { block: 5, time: START + 8_000 });
		assert_eq!(record.registered_at, RegisteredAt { block: 1, time: START });
		assert_eq!(events(), [Event::KeyRotated { holder: 1, old: key(1), new: key(11) }]);
	});
}

#[test]
fn a_replaced_key_never_acts_again() {
	World::with_holders(3).guarded(2, &[1, 3], 1).run(|| {
		assert_ok!(Holders::rotate_key(by(1), key(11)));

		assert_noop!(Holders::ensure_holder(by(1)), Error::<Test>::NotHolder);
		assert_noop!(Holders::rotate_key(by(1), key(12)), Error::<Test>::NotHolder);
		assert_noop!(Holders::set_guardians(by(1), guardians(&[]), 0), Error::<Test>::NotHolder);
		assert_noop!(Holders::cancel_recovery(by(1), 1), Error::<Test>::NotHolder);
		assert_noop!(Holders::propose_recovery(by(1), 2, key(12)), Error::<Test>::NotGuardian);
		assert_ok!(Holders::propose_recovery(by(3), 2, key(12)));
		assert_noop!(Holders::approve_recovery(by(1), 2, key(12)), Error::<Test>::NotGuardian);
	});
}

#[test]
fn a_replaced_key_is_never_admitted_again() {
	World::with_holders(3).guarded(2, &[3], 1).run(|| {
		assert_ok!(Holders::rotate_key(by(1), key(11)));

		assert_noop!(
			Holders::enrol(by(REGISTRAR), key(1), HolderKind::Person, papers(9)),
			KEY_RETIRED
		);
		assert_noop!(Holders::rotate_key(by(11), key(1)), KEY_RETIRED);
		assert_noop!(Holders::rotate_key(by(2), key(1)), KEY_RETIRED);
		assert_noop!(Holders::propose_recovery(by(3), 2, key(1)), KEY_RETIRED);
	});
}

#[test]
fn a_replaced_key_stays_dead_even_if_the_account_register_forgot() {
	World::with_holders(1).run(|| {
		assert_ok!(Holders::rotate_key(by(1), key(11)));
		Standings::insert(key(1), Some(1));
		assert_noop!(Holders::rotate_key(by(1), key(12)), Error::<Test>::NotHolder);
	});
}

#[test]
fn a_key_in_use_is_not_rotated_to() {
	World::with_holders(2).run(|| {
		assert_noop!(Holders::rotate_key(by(1), key(1)), ACCOUNT_TAKEN);
		assert_noop!(Holders::rotate_key(by(1), key(2)), ACCOUNT_TAKEN);
		assert_noop!(Holders::rotate_key(by(1), key(REGISTRAR)), ACCOUNT_TAKEN);
	});
}

#[test]
fn a_suspended_holder_does_not_rotate() {
	World::with_holders(1).suspended(1).run(|| {
		assert_noop!(Holders::rotate_key(by(1), key(11)), Error::<Test>::HolderSuspended);
	});
}

#[test]
fn rotating_ends_an_open_recovery() {
	World::with_holders(2).guarded(1, &[2], 1).run(|| {
		assert_ok!(Holders::propose_recovery(by(2), 1, key(12)));
		events();
		assert_ok!(Holders::rotate_key(by(1), key(11)));
		assert_eq!(
			events(),
			[
				Event::RecoveryCancelled { holder: 1 },
				Event::KeyRotated { holder: 1, old: key(1), new: key(11) },
			]
		);
		pass(DELAY);
		assert_noop!(Holders::finish_recovery(by(2), 1), Error::<Test>::RecoveryNotFound);
	});
}
