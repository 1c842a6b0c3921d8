use crate::{mock::*, weights::SubstrateWeight, *};
use frame_support::dispatch::GetDispatchInfo;

#[test]
fn each_further_owner_is_paid_for() {
	let cost = |owners: u64| {
		let list: Vec<_> = (0..owners).map(|holder| (holder, 1)).collect();
		let registration = Registration { shares: shares(&list), ..work(ALICE, 1) };
		Call::<Test>::register { registration }.get_dispatch_info().call_weight
	};
	assert_eq!(cost(1), SubstrateWeight::<Test>::register(1));
	assert_eq!(cost(32), SubstrateWeight::<Test>::register(32));
}
