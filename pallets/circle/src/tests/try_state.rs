//! Each planted corruption must be found.

use crate::{mock::*, pallet::*, quota::Bucket, Admission, BucketId, Principal, QuotaSet, Seat};
use ipcircle_primitives::{Roles, Standing};
use polkadot_sdk::{
	frame_support::assert_ok,
	sp_runtime::{DispatchError, TryRuntimeError},
};

fn detects(sentence: &'static str, corrupt: impl FnOnce()) {
	World::default().run_broken(|| {
		assert_ok!(by(&authority(SHENYANG), Call::propose { call: Box::new(holder_call()) }));
		assert_eq!(Circle::do_try_state(), Ok(()));
		corrupt();
		let found: TryRuntimeError = DispatchError::Other(sentence);
		assert_eq!(Circle::do_try_state(), Err(found));
	});
}

#[test]
fn try_state_detects_corrupt_members() {
	detects("a member's authority has another standing", || {
		Accounts::<Test>::insert(authority(BENXI), Principal::Retired);
	});
	detects("the number of members is wrong", || {
		use polkadot_sdk::frame_support::storage::unhashed;
		unhashed::kill(&Members::<Test>::hashed_key_for(BENXI));
	});
}

#[test]
fn try_state_detects_corrupt_institutions() {
	detects("an institution's id was never given", || NextInstitutionId::<Test>::put(BANK));
	detects("an administrator has another standing", || {
		Accounts::<Test>::insert(administrator(BANK), Principal::Administrator(COURT));
	});
}

#[test]
fn try_state_detects_corrupt_officers() {
	detects("an officer has another standing", || {
		Accounts::<Test>::insert(key("registrar"), Principal::Officer(BANK));
	});
	detects("an officer's roles are unlawful", || {
		Officers::<Test>::mutate(key("registrar"), |officer| {
			officer.as_mut().expect("appointed").roles = Roles(0);
		});
	});
	detects("an officer's institution does not exist", || {
		Officers::<Test>::mutate(key("registrar"), |officer| {
			officer.as_mut().expect("appointed").institution = 99;
		});
		Accounts::<Test>::insert(key("registrar"), Principal::Officer(99));
	});
}

#[test]
fn try_state_detects_corrupt_validators() {
	detects("a validator has another standing", || {
		Accounts::<Test>::insert(validator(BENXI), Principal::Validator(ANSHAN));
	});
	detects("a validator's member does not exist", || {
		Accounts::<Test>::insert(key("x"), Principal::Validator(999_999));
		assert_ok!(Validators::<Test>::try_append((key("x"), 999_999)));
	});
	detects("a validator is listed twice", || {
		assert_ok!(Validators::<Test>::try_append((validator(BENXI), BENXI)));
	});
	detects("a member has too many validators", || {
		for at in 0..4 {
			let account = key(&format!("spare-{at}"));
			assert_ok!(Circle::admit(&account, Principal::Validator(BENXI)));
			assert_ok!(Validators::<Test>::try_append((account, BENXI)));
		}
	});
}

#[test]
fn try_state_detects_corrupt_supervisors() {
	detects("a supervisor has two seats", || {
		assert_ok!(Supervisors::<Test>::try_append(COURT));
	});
	detects("a supervisor does not exist", || {
		assert_ok!(Supervisors::<Test>::try_append(99u32));
	});
	detects("a seated supervisor cannot act", || {
		Institutions::<Test>::mutate(COURT, |record| {
			record.as_mut().expect("admitted").standing = Standing::Suspended;
		});
	});
	detects("a supervisor is neither court nor regulator", || {
		assert_ok!(Supervisors::<Test>::try_append(BANK));
	});
}

#[test]
fn try_state_detects_corrupt_accounts() {
	detects("an admitted account has no provider", || {
		assert_ok!(System::dec_providers(&key("registrar")));
	});
	for principal in [
		Principal::Authority(BENXI),
		Principal::Administrator(BANK),
		Principal::Validator(BENXI),
		Principal::Officer(BANK),
	] {
		detects("an account's standing is not what the records say", || {
			assert_ok!(Circle::admit(&key("impostor"), principal));
		});
	}
}

#[test]
fn try_state_detects_corrupt_motions() {
	detects("a motion's id was never given", || NextMotionId::<Test>::put(0));
	detects("a motion is missing from its seat's list", || {
		MotionsBySeat::<Test>::remove(Seat::Operator(SHENYANG));
	});
	detects("a motion comes from the future", || System::set_block_number(0));
	detects("a seat lists a motion that is not its own", || {
		assert_ok!(MotionsBySeat::<Test>::try_append(Seat::Operator(BENXI), 0u32));
	});
	detects("a seat that is gone still has motions", || {
		let gone = Seat::Supervisor(BANK);
		MotionsBySeat::<Test>::remove(Seat::Operator(SHENYANG));
		assert_ok!(MotionsBySeat::<Test>::try_append(gone, 0u32));
		Motions::<Test>::mutate(0, |motion| {
			motion.as_mut().expect("open").proposer = gone;
		});
	});
}

#[test]
fn try_state_detects_corrupt_quotas() {
	detects("the quotas are unusable", || {
		Quotas::<Test>::put(QuotaSet { window: 0, ..Default::default() });
	});
	detects("a session has no blocks", || SessionLength::<Test>::put(0));
	detects("a quota was used in the future", || {
		Buckets::<Test>::insert(BucketId::Holder(1), Bucket { at: 99, ..Default::default() });
	});
	detects("a quota was used in the future", || {
		ChainBucket::<Test>::put(Bucket { at: 99, ..Default::default() });
	});
}
