use crate::{
	mock::{Holders, *},
	*,
};
use frame_support::{assert_noop, assert_ok};
use ipcircle_primitives::Guardian::{Holder, Institution};

fn set(list: &[ipcircle_primitives::Guardian], threshold: u8) -> sp_runtime::DispatchResult {
	Holders::set_guardians(by(1), guardians(list), threshold)
}

#[test]
fn holders_and_institutions_can_be_guardians_together() {
	World::with_holders(2).run(|| {
		let list = [Holder(2), Institution(COURT)];
		assert_ok!(set(&list, 2));
		let record = Holders::holder(1).unwrap();
		assert_eq!(record.guardians, guardians(&list));
		assert_eq!(record.guardian_threshold, 2);
		assert_eq!(
			events(),
			[Event::GuardiansSet { holder: 1, guardians: guardians(&list), threshold: 2 }]
		);
	});
}

#[test]
fn an_empty_list_removes_the_guardians() {
	World::with_holders(2).guarded(1, &[2], 1).run(|| {
		assert_ok!(set(&[], 0));
		assert_eq!(Holders::holder(1).unwrap().guardian_threshold, 0);
		assert_noop!(Holders::propose_recovery(by(2), 1, key(9)), Error::<Test>::NotGuardian);
	});
}

#[test]
fn a_threshold_that_no_quorum_can_or_need_reach_is_refused() {
	World::with_holders(3).run(|| {
		let list = [Holder(2), Holder(3)];
		assert_noop!(set(&list, 0), Error::<Test>::ThresholdOutOfRange);
		assert_noop!(set(&list, 3), Error::<Test>::ThresholdOutOfRange);
		assert_noop!(set(&[], 1), Error::<Test>::ThresholdOutOfRange);
	});
}

#[test]
fn nobody_guards_itself() {
	World::with_holders(2).run(|| {
		assert_noop!(set(&[Holder(2), Holder(1)], 1), Error::<Test>::GuardianIsSelf);
	});
}

#[test]
fn a_guardian_counts_once() {
	World::with_holders(2).run(|| {
		assert_noop!(set(&[Holder(2), Holder(2)], 2), Error::<Test>::GuardianRepeated);
		let court = Institution(COURT);
		assert_noop!(set(&[court, Holder(2), court], 2), Error::<Test>::GuardianRepeated);
	});
}

#[test]
fn an_unknown_guardian_is_refused() {
	World::with_holders(1).run(|| {
		assert_noop!(set(&[Holder(9)], 1), Error::<Test>::GuardianNotFound);
		assert_noop!(set(&[Institution(9)], 1), Error::<Test>::GuardianNotFound);
	});
}

#[test]
fn only_an_active_holder_names_guardians() {
	World::with_holders(2).suspended(1).run(|| {
		assert_noop!(set(&[Holder(2)], 1), Error::<Test>::HolderSuspended);
		assert_noop!(
			Holders::set_guardians(by(REGISTRAR), guardians(&[Holder(2)]), 1),
			Error::<Test>::NotHolder
		);
	});
}

#[test]
fn naming_guardians_ends_an_open_recovery() {
	World::with_holders(3).guarded(1, &[2], 1).run(|| {
		assert_ok!(Holders::propose_recovery(by(2), 1, key(9)));
		assert_ok!(set(&[Holder(3)], 1));
		assert_noop!(Holders::finish_recovery(by(2), 1), Error::<Test>::RecoveryNotFound);
	});
}
