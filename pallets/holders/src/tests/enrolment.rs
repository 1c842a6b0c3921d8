use crate::{
	mock::{Holders, *},
	*,
};
use frame_support::{assert_noop, assert_ok};
use ipcircle_primitives::{HolderKind, HolderRecord, RegisteredAt, Standing};
use sp_runtime::DispatchError;

fn enrol(by_whom: u8, account: u8, name: u8) -> sp_runtime::DispatchResult {
	Holders::enrol(by(by_whom), key(account), HolderKind::Enterprise, papers(name))
}

#[test]
fn a_registrar_enrols_a_holder_of_its_own_city() {
	World::default().run(|| {
		assert_ok!(enrol(OTHER_REGISTRAR, 1, 1));
		let now = RegisteredAt { block: 1, time: START };
		assert_eq!(
			Holders::holder(1),
			Some(HolderRecord {
				kind: HolderKind::Enterprise,
				real_name: papers(1),
				registrar: OTHER_REGISTRY,
				home: ANSHAN,
				key: [1; 32],
				key_since: now,
				guardians: guardians(&[]),
				guardian_threshold: 0,
				standing: Standing::Active,
				registered_at: now,
			})
		);
		assert_eq!(RealNames::<Test>::get(papers(1)), Some(1));
		assert!(Holders::is_active(1));
		assert_eq!(Holders::ensure_holder(by(1)), Ok(1));
		assert_eq!(
			events(),
			[Event::HolderEnrolled { holder: 1, account: key(1), registrar: OTHER_REGISTRY }]
		);
	});
}

#[test]
fn holders_are_numbered_from_one_without_gaps() {
	World::with_holders(3).run(|| {
		assert!(Holders::holder(0).is_none());
		assert!((1..=3).all(|holder| Holders::holder(holder).is_some()));
		assert_noop!(enrol(REGISTRAR, 1, 9), ACCOUNT_TAKEN);
		assert_ok!(enrol(REGISTRAR, 9, 9));
		assert!(Holders::holder(4).is_some());
	});
}

#[test]
fn only_a_registrar_enrols() {
	World::with_holders(1).run(|| {
		assert_noop!(enrol(1, 2, 2), DispatchError::BadOrigin);
		assert_noop!(enrol(COURT_ADMINISTRATOR, 2, 2), DispatchError::BadOrigin);
		assert_noop!(
			Holders::enrol(RuntimeOrigin::root(), key(2), HolderKind::Person, papers(2)),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn an_account_with_a_standing_is_not_enrolled() {
	World::with_holders(1).run(|| {
		assert_noop!(enrol(REGISTRAR, 1, 2), ACCOUNT_TAKEN);
		assert_noop!(enrol(REGISTRAR, COURT_ADMINISTRATOR, 2), ACCOUNT_TAKEN);
	});
}

#[test]
fn the_same_papers_are_enrolled_once_whoever_brings_them() {
	World::with_holders(1).run(|| {
		assert_noop!(enrol(REGISTRAR, 2, 1), Error::<Test>::RealNameTaken);
		assert_noop!(enrol(OTHER_REGISTRAR, 2, 1), Error::<Test>::RealNameTaken);
	});
}

#[test]
fn numbers_that_run_out_are_refused_not_reused() {
	World::default().run_unchecked(|| {
		NextHolderId::<Test>::put(u64::MAX);
		assert_noop!(enrol(REGISTRAR, 1, 1), Error::<Test>::HolderIdsExhausted);
	});
}

#[test]
fn a_stranger_is_no_holder() {
	World::with_holders(1).run(|| {
		assert_noop!(Holders::ensure_holder(by(50)), Error::<Test>::NotHolder);
		assert_noop!(Holders::ensure_holder(by(REGISTRAR)), Error::<Test>::NotHolder);
		assert_noop!(Holders::ensure_holder(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert!(!Holders::is_active(50));
	});
}
