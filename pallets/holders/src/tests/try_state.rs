//! Each corruption is planted alone, and found.

use crate::{
	mock::{Holders, *},
	*,
};
use ipcircle_primitives::{Guardian, HolderRecord};

fn detects(message: &'static str, corrupt: impl FnOnce()) {
	World::with_holders(3).guarded(1, &[2, 3], 2).run_unchecked(|| {
		Holders::propose_recovery(by(2), 1, key(11)).unwrap();
		assert_eq!(Holders::do_try_state(), Ok(()));
		corrupt();
		assert_eq!(Holders::do_try_state(), Err(message.into()));
	});
}

fn edit(holder: u64, change: impl FnOnce(&mut HolderRecord)) {
	pallet::Holders::<Test>::mutate(holder, |record| change(record.as_mut().unwrap()));
}

fn edit_recovery(change: impl FnOnce(&mut Recovery)) {
	Recoveries::<Test>::mutate(1, |recovery| change(recovery.as_mut().unwrap()));
}

#[test]
fn try_state_detects_a_number_that_was_not_given_out() {
	detects("a holder has a number that was not given out", || NextHolderId::<Test>::put(3));
}

#[test]
fn try_state_detects_a_skipped_number() {
	detects("a holder number was skipped, or a record is gone", || NextHolderId::<Test>::put(5));
}

#[test]
fn try_state_detects_a_missing_record() {
	detects("a holder number was skipped, or a record is gone", || {
		edit(1, |record| {
			record.guardians = guardians(&[Guardian::Holder(2)]);
			record.guardian_threshold = 1;
		});
		pallet::Holders::<Test>::remove(3);
	});
}

#[test]
fn try_state_detects_a_key_that_does_not_act() {
	detects("a holder's key does not act for it", || edit(3, |record| record.key = [33; 32]));
}

#[test]
fn try_state_detects_two_holders_with_one_key() {
	detects("a holder's key does not act for it", || edit(3, |record| record.key = [2; 32]));
}

#[test]
fn try_state_detects_a_real_name_that_leads_elsewhere() {
	detects("a holder's real name leads elsewhere", || RealNames::<Test>::insert(papers(3), 2));
}

#[test]
fn try_state_detects_a_real_name_without_a_holder() {
	detects("a real-name commitment belongs to no holder", || {
		RealNames::<Test>::insert(papers(77), 2);
	});
}

#[test]
fn try_state_detects_a_threshold_out_of_range() {
	let out_of_range = sp_runtime::DispatchError::from(Error::<Test>::ThresholdOutOfRange);
	World::with_holders(2).guarded(1, &[2], 1).run_unchecked(|| {
		edit(1, |record| record.guardian_threshold = 2);
		assert_eq!(Holders::do_try_state(), Err(out_of_range));
	});
}

#[test]
fn try_state_detects_a_guardian_of_itself() {
	let own = sp_runtime::DispatchError::from(Error::<Test>::GuardianIsSelf);
	World::with_holders(2).guarded(1, &[2], 1).run_unchecked(|| {
		edit(1, |record| record.guardians = guardians(&[Guardian::Holder(1)]));
		assert_eq!(Holders::do_try_state(), Err(own));
	});
}

#[test]
fn try_state_detects_a_key_older_than_its_holder() {
	detects("a key is older than its holder", || edit(3, |record| record.key_since.block = 0));
}

#[test]
fn try_state_detects_a_recovery_for_nobody() {
	detects("a recovery is for no holder", || {
		let recovery = Recoveries::<Test>::take(1).unwrap();
		Recoveries::<Test>::insert(9, recovery);
	});
}

#[test]
fn try_state_detects_an_approval_by_a_stranger() {
	detects("a recovery was approved by somebody who is no guardian", || {
		edit_recovery(|recovery| recovery.approvals = guardians(&[Guardian::Institution(COURT)]));
	});
}

#[test]
fn try_state_detects_a_guardian_counted_twice() {
	detects("a guardian approved twice", || {
		let twice = guardians(&[Guardian::Holder(2), Guardian::Holder(2)]);
		edit_recovery(|recovery| recovery.approvals = twice);
	});
}

#[test]
fn try_state_detects_a_recovery_without_approval() {
	detects("a recovery has no approval", || {
		edit_recovery(|recovery| recovery.approvals = guardians(&[]));
	});
}

#[test]
fn try_state_detects_a_recovery_that_is_ready_too_early() {
	detects("a recovery is ready without its approvals", || {
		edit_recovery(|recovery| recovery.ready_at = Some(2));
	});
}

#[test]
fn try_state_detects_a_recovery_that_lapses_before_it_is_ready() {
	detects("a recovery lapses before it is ready", || {
		Holders::approve_recovery(by(3), 1, key(11)).unwrap();
		edit_recovery(|recovery| recovery.open_until = 2);
	});
}
