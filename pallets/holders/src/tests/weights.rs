use crate::{mock::*, weights::SubstrateWeight, *};
use frame_support::dispatch::GetDispatchInfo;
use ipcircle_primitives::Guardian;

#[test]
fn every_call_costs_something() {
	type W = SubstrateWeight<Test>;
	for weight in [
		W::enrol(),
		W::rotate_key(),
		W::set_guardians(0),
		W::propose_recovery(),
		W::approve_recovery(),
		W::finish_recovery(),
		W::cancel_recovery(),
		W::set_standing(),
	] {
		assert!(weight.ref_time() > 0);
	}
}

#[test]
fn each_further_guardian_is_paid_for() {
	let named = |count: u64| {
		let list: Vec<_> = (0..count).map(Guardian::Holder).collect();
		Call::<Test>::set_guardians { guardians: guardians(&list), threshold: 1 }
			.get_dispatch_info()
			.call_weight
	};
	assert_eq!(named(7), SubstrateWeight::<Test>::set_guardians(7));
	assert_eq!(named(0), SubstrateWeight::<Test>::set_guardians(0));
}
