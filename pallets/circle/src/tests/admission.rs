//! Attacks on admission. A call must fare the same however it is wrapped.

use crate::{
	mock::*, pallet::*, refusal, Admission, BucketId, CheckAdmission, Principal, Seat,
	GOVERNANCE_PRIORITY, MAX_DEPTH, MAX_PARTS,
};
use codec::Encode;
use ipcircle_primitives::Standing;
use polkadot_sdk::{
	frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo},
	frame_system, pallet_proxy, pallet_utility,
	sp_runtime::{
		traits::{DispatchTransaction, TransactionExtension},
		transaction_validity::{InvalidTransaction, TransactionSource},
		AccountId32,
	},
};

fn with_holder(story: impl FnOnce(AccountId32)) {
	World::default().run(|| {
		assert_ok!(Circle::admit(&key("holder"), Principal::Holder(7)));
		story(key("holder"));
	});
}

fn wrapped(levels: u32, call: RuntimeCall) -> RuntimeCall {
	(0..levels).fold(call, |call, _| batch(vec![call]))
}

#[test]
fn a_stranger_is_refused() {
	World::default().run(|| {
		assert_noop!(validate(&key("stranger"), &holder_call()), refused(refusal::UNKNOWN_SIGNER));
		assert_noop!(admit(&key("stranger"), &holder_call()), refused(refusal::UNKNOWN_SIGNER));
	});
}

#[test]
fn a_retired_key_is_refused() {
	with_holder(|holder| {
		assert_ok!(admit(&holder, &holder_call()));
		assert_ok!(Circle::retire(&holder));
		assert_noop!(admit(&holder, &holder_call()), refused(refusal::RETIRED_KEY));
	});
}

#[test]
fn a_suspended_holder_is_refused_until_reinstated() {
	with_holder(|holder| {
		SuspendedHolders::set(vec![7]);
		assert_noop!(admit(&holder, &holder_call()), refused(refusal::SUSPENDED));
		SuspendedHolders::set(vec![]);
		assert_ok!(admit(&holder, &holder_call()));
	});
}

#[test]
fn a_suspended_officer_is_refused() {
	World::default().run(|| {
		assert_ok!(admit(&key("registrar"), &officer_call()));
		let suspend =
			Call::set_officer_standing { account: key("registrar"), standing: Standing::Suspended };
		assert_ok!(by(&administrator(REGISTRAR), suspend));
		assert_noop!(admit(&key("registrar"), &officer_call()), refused(refusal::SUSPENDED));
	});
}

#[test]
fn an_expired_officer_is_refused() {
	World::default().run(|| {
		Now::set(START + 30 * DAY_MS - 1);
		assert_ok!(admit(&key("registrar"), &officer_call()));
		Now::set(START + 30 * DAY_MS);
		assert_noop!(admit(&key("registrar"), &officer_call()), refused(refusal::OFFICER_EXPIRED));
		assert_noop!(
			admit(&key("registrar"), &batch(vec![officer_call()])),
			refused(refusal::OFFICER_EXPIRED)
		);
	});
}

#[test]
fn nobody_acts_for_a_suspended_institution_or_a_removed_city() {
	World::default().run(|| {
		let rotate = Call::rotate_key { new: key("x") }.into();
		let suspend = Call::set_institution_standing {
			institution: REGISTRAR,
			standing: Standing::Suspended,
		};
		assert_ok!(by(&authority(SHENYANG), suspend));
		assert_noop!(admit(&key("registrar"), &officer_call()), refused(refusal::SUSPENDED));
		assert_noop!(admit(&administrator(REGISTRAR), &rotate), refused(refusal::SUSPENDED));

		assert_ok!(admit(&administrator(BANK), &rotate));
		assert_ok!(root(Call::remove_member { member: BENXI }));
		assert_noop!(admit(&administrator(BANK), &rotate), refused(refusal::SUSPENDED));
		assert_noop!(admit(&authority(BENXI), &rotate), refused(refusal::RETIRED_KEY));
		assert_noop!(admit(&validator(BENXI), &rotate), refused(refusal::RETIRED_KEY));
	});
}

#[test]
fn each_kind_of_account_sends_its_own_calls_only() {
	with_holder(|holder| {
		let vote: RuntimeCall = Call::vote { motion: 0, aye: true }.into();
		let dismiss: RuntimeCall = Call::dismiss_officer { account: key("x") }.into();
		let suspend: RuntimeCall =
			Call::set_institution_standing { institution: 1, standing: Standing::Active }.into();
		let nobodys: RuntimeCall = Call::remove_member { member: BENXI }.into();
		let accounts = [
			(holder, [true, false, false, false, false, false]),
			(key("registrar"), [false, true, false, false, false, false]),
			(administrator(BANK), [false, false, true, false, false, false]),
			(administrator(COURT), [false, false, true, false, true, false]),
			(authority(BENXI), [false, false, false, true, true, false]),
			(validator(BENXI), [false; 6]),
		];
		let calls = [holder_call(), officer_call(), dismiss, suspend, vote, nobodys];
		for (account, allowed) in accounts {
			for (call, allowed) in calls.iter().zip(allowed) {
				// Alone, nested, and as the account's agent: always the same answer.
				for (sender, call) in [
					(account.clone(), call.clone()),
					(account.clone(), wrapped(MAX_DEPTH, call.clone())),
					(account.clone(), as_agent_of(&account, call.clone())),
					(validator(ANSHAN), batch(vec![as_agent_of(&account, call.clone())])),
				] {
					if allowed {
						assert_ok!(admit(&sender, &call));
					} else {
						assert_noop!(admit(&sender, &call), refused(refusal::CALL_NOT_ALLOWED));
					}
				}
			}
		}
	});
}

#[test]
fn one_bad_call_spoils_the_batch() {
	with_holder(|holder| {
		let bad: RuntimeCall = Call::remove_member { member: BENXI }.into();
		for call in [
			batch(vec![holder_call(), bad.clone()]),
			batch(vec![holder_call(), batch(vec![holder_call(), bad.clone()])]),
			pallet_utility::Call::batch_all { calls: vec![holder_call(), bad.clone()] }.into(),
			batch(vec![as_agent_of(&holder, batch(vec![bad.clone()]))]),
		] {
			assert_noop!(admit(&holder, &call), refused(refusal::CALL_NOT_ALLOWED));
		}
	});
}

#[test]
fn wrappers_that_the_policy_does_not_know_are_refused() {
	with_holder(|holder| {
		for call in [
			pallet_utility::Call::as_derivative { index: 0, call: Box::new(holder_call()) }.into(),
			pallet_utility::Call::force_batch { calls: vec![holder_call()] }.into(),
			RuntimeCall::Proxy(pallet_proxy::Call::create_pure {
				proxy_type: AnyCall,
				delay: 0,
				index: 0,
			}),
		] {
			assert_noop!(admit(&holder, &call), refused(refusal::CALL_NOT_ALLOWED));
		}
	});
}

#[test]
fn an_agent_is_no_better_than_the_account_it_acts_for() {
	with_holder(|holder| {
		// The officer sends as the holder what only an officer may send, and the other way round.
		let officer = key("registrar");
		assert_noop!(
			admit(&officer, &as_agent_of(&holder, officer_call())),
			refused(refusal::CALL_NOT_ALLOWED)
		);
		assert_noop!(
			admit(&holder, &as_agent_of(&officer, holder_call())),
			refused(refusal::CALL_NOT_ALLOWED)
		);
		assert_noop!(
			admit(&holder, &as_agent_of(&key("stranger"), holder_call())),
			refused(refusal::UNKNOWN_SIGNER)
		);
		Now::set(START + 30 * DAY_MS);
		assert_noop!(
			admit(&holder, &as_agent_of(&officer, officer_call())),
			refused(refusal::OFFICER_EXPIRED)
		);
		assert_ok!(Circle::retire(&holder));
		assert_noop!(
			admit(&validator(BENXI), &as_agent_of(&holder, holder_call())),
			refused(refusal::RETIRED_KEY)
		);
	});
}

#[test]
fn an_agent_who_may_not_act_does_not_act_for_others_either() {
	with_holder(|holder| {
		let call = as_agent_of(&holder, holder_call());
		assert_noop!(admit(&key("stranger"), &call), refused(refusal::UNKNOWN_SIGNER));
		Now::set(START + 30 * DAY_MS);
		assert_noop!(admit(&key("registrar"), &call), refused(refusal::OFFICER_EXPIRED));
	});
}

#[test]
fn the_signer_pays_and_not_the_account_it_names() {
	World::with_holder_quota(1).run(|| {
		assert_ok!(Circle::admit(&key("attacker"), Principal::Holder(1)));
		assert_ok!(Circle::admit(&key("victim"), Principal::Holder(2)));
		let call = as_agent_of(&key("victim"), holder_call());
		assert_ok!(admit(&key("attacker"), &call));
		assert_noop!(admit(&key("attacker"), &call), refused(refusal::QUOTA_EXHAUSTED));
		assert_ok!(admit(&key("victim"), &holder_call()));
	});
}

#[test]
fn a_depth_bomb_is_refused() {
	with_holder(|holder| {
		assert_ok!(admit(&holder, &wrapped(MAX_DEPTH, holder_call())));
		for levels in [MAX_DEPTH + 1, 50, 200] {
			let bomb = wrapped(levels, holder_call());
			assert_noop!(validate(&holder, &bomb), refused(refusal::TOO_DEEP));
			assert_noop!(admit(&holder, &bomb), refused(refusal::TOO_DEEP));
		}
		let agents = (0..=MAX_DEPTH).fold(holder_call(), |call, _| as_agent_of(&holder, call));
		assert_noop!(admit(&holder, &agents), refused(refusal::TOO_DEEP));
		let empty = wrapped(MAX_DEPTH, batch(Vec::new()));
		assert_noop!(admit(&holder, &empty), refused(refusal::TOO_DEEP));
	});
}

#[test]
fn a_breadth_bomb_is_refused() {
	with_holder(|holder| {
		let of = |calls: u32| batch((0..calls).map(|_| holder_call()).collect());
		assert_ok!(admit(&holder, &of(MAX_PARTS - 1)));
		assert_noop!(admit(&holder, &of(MAX_PARTS)), refused(refusal::TOO_MANY_CALLS));
		let wide = batch((0..20).map(|_| of(20)).collect());
		assert_noop!(admit(&holder, &wide), refused(refusal::TOO_MANY_CALLS));
	});
}

#[test]
fn the_weight_of_admission_grows_with_the_calls_and_is_bounded() {
	World::default().run(|| {
		let weight = |call: &RuntimeCall| CheckAdmission::<Test>::new().weight(call).ref_time();
		let of = |calls: u32| batch((0..calls).map(|_| holder_call()).collect());
		assert!(weight(&of(20)) > weight(&of(2)));
		assert_eq!(weight(&of(MAX_PARTS)), weight(&of(10 * MAX_PARTS)));
		assert_eq!(
			weight(&wrapped(MAX_DEPTH + 1, holder_call())),
			weight(&wrapped(40, holder_call()))
		);
	});
}

#[test]
fn transactions_without_a_signer_pass_untouched() {
	World::default().run(|| {
		assert_ok!(root(Call::stop { blocks: 5 }));
		let call: RuntimeCall = Call::remove_member { member: BENXI }.into();
		let info = call.get_dispatch_info();
		assert_ok!(CheckAdmission::<Test>::bare_validate(&call, &info, 1_000_000));
		assert_ok!(CheckAdmission::<Test>::bare_validate_and_prepare(&call, &info, 1_000_000));
		// With extensions, somebody else has to authorise it.
		assert_eq!(
			CheckAdmission::<Test>::new()
				.validate_only(
					frame_system::RawOrigin::None.into(),
					&call,
					&info,
					0,
					TransactionSource::External,
					0
				)
				.map(|_| ()),
			Err(InvalidTransaction::UnknownOrigin.into())
		);
	});
}

#[test]
fn the_chambers_go_first_and_pay_from_a_purse_of_their_own() {
	World::default().run(|| {
		let vote: RuntimeCall = Call::vote { motion: 0, aye: true }.into();
		let rotate: RuntimeCall = Call::rotate_key { new: key("x") }.into();
		assert_eq!(validate(&authority(BENXI), &vote).map(|v| v.priority), Ok(GOVERNANCE_PRIORITY));
		assert_eq!(validate(&authority(BENXI), &rotate).map(|v| v.priority), Ok(0));
		assert_ok!(admit(&authority(BENXI), &vote));
		assert_ok!(admit(&administrator(COURT), &vote));
		assert_ok!(admit(&validator(BENXI), &rotate));
		assert_ok!(admit(&key("registrar"), &officer_call()));
		let used = |bucket| Buckets::<Test>::get(bucket).transactions / 1_000_000;
		assert_eq!(used(BucketId::Seat(Seat::Operator(BENXI))), 1);
		assert_eq!(used(BucketId::Seat(Seat::Supervisor(COURT))), 1);
		assert_eq!(used(BucketId::Member(BENXI)), 1);
		assert_eq!(used(BucketId::Institution(REGISTRAR)), 1);
		assert_eq!(ChainBucket::<Test>::get().transactions / 1_000_000, 2);
	});
}

#[test]
fn the_extension_adds_no_bytes() {
	assert_eq!(CheckAdmission::<Test>::new().encoded_size(), 0);
	World::default().run(|| {
		assert_eq!(CheckAdmission::<Test>::new().implicit().map(|i| i.encoded_size()), Ok(0));
	});
}
