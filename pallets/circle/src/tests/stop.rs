use crate::{mock::*, pallet::*, refusal, Admission, Principal, MAX_STOP};
use ipcircle_primitives::MotionId;
use polkadot_sdk::frame_support::{assert_noop, assert_ok};

fn propose_stop(blocks: u32) -> MotionId {
	let id = NextMotionId::<Test>::get();
	let call = Box::new(Call::stop { blocks }.into());
	assert_ok!(by(&authority(SHENYANG), Call::propose { call }));
	id
}

fn aye(motion: MotionId) -> Call<Test> {
	Call::vote { motion, aye: true }
}

#[test]
fn a_stop_needs_more_than_a_third_of_both_chambers_and_no_delay() {
	World::default().run(|| {
		let id = propose_stop(5);
		let enact = || Call::enact { motion: id };
		assert_ok!(by(&authority(ANSHAN), aye(id)));
		assert_ok!(by(&administrator(COURT), aye(id)));
		assert_noop!(by(&authority(ANSHAN), enact()), Error::<Test>::NotCarried);
		assert_ok!(by(&administrator(REGULATOR), aye(id)));
		assert_ok!(by(&authority(ANSHAN), Call::vote { motion: id, aye: false }));
		assert_noop!(by(&authority(ANSHAN), enact()), Error::<Test>::NotCarried);
		assert_ok!(by(&authority(ANSHAN), aye(id)));
		assert_ok!(by(&authority(ANSHAN), enact()));
		assert!(Circle::is_stopped());
	});
}

#[test]
fn a_stop_hidden_in_a_batch_is_not_urgent() {
	World::default().run(|| {
		let call = Box::new(batch(vec![Call::stop { blocks: 5 }.into()]));
		assert_ok!(by(&authority(SHENYANG), Call::propose { call }));
		assert!(!Motions::<Test>::get(0).expect("open").urgent);
	});
}

#[test]
fn a_stop_lets_only_the_chambers_through_and_ends_by_itself() {
	World::default().run(|| {
		assert_ok!(Circle::admit(&key("holder"), Principal::Holder(1)));
		assert_ok!(root(Call::stop { blocks: 5 }));
		System::assert_last_event(Event::Stopped { until: 7 }.into());
		wait(1);

		let propose: RuntimeCall = Call::propose { call: Box::new(holder_call()) }.into();
		let appoint: RuntimeCall = Call::dismiss_officer { account: key("x") }.into();
		assert_ok!(admit(&authority(SHENYANG), &propose));
		assert_ok!(admit(&administrator(COURT), &propose));
		assert_ok!(admit(&authority(SHENYANG), &batch(vec![propose.clone(), propose.clone()])));
		for (account, call) in [
			(key("holder"), holder_call()),
			(key("holder"), batch(Vec::new())),
			(key("registrar"), officer_call()),
			(administrator(COURT), appoint),
			(
				authority(SHENYANG),
				batch(vec![propose.clone(), Call::rotate_key { new: key("x") }.into()]),
			),
		] {
			assert_noop!(admit(&account, &call), refused(refusal::STOPPED));
		}
		assert_noop!(admit(&administrator(BANK), &propose), refused(refusal::CALL_NOT_ALLOWED));

		wait(4);
		assert_noop!(admit(&key("holder"), &holder_call()), refused(refusal::STOPPED));
		wait(1);
		assert!(!Circle::is_stopped());
		assert_ok!(admit(&key("holder"), &holder_call()));
	});
}

#[test]
fn a_stop_has_a_length() {
	World::default().run(|| {
		for blocks in [0, MAX_STOP + 1, u32::MAX] {
			assert_noop!(root(Call::stop { blocks }), Error::<Test>::StopLengthInvalid);
		}
		assert_ok!(root(Call::stop { blocks: MAX_STOP }));
		assert_noop!(root(Call::stop { blocks: 1 }), Error::<Test>::AlreadyStopped);
		wait(MAX_STOP + 1);
		assert_ok!(root(Call::stop { blocks: 1 }));
	});
}

#[test]
fn a_stop_is_lifted_early_by_root() {
	World::default().run(|| {
		assert_noop!(root(Call::resume {}), Error::<Test>::NotStopped);
		assert_ok!(root(Call::stop { blocks: 5 }));
		assert_ok!(root(Call::resume {}));
		System::assert_last_event(Event::Resumed.into());
		assert!(!Circle::is_stopped());
		assert_ok!(root(Call::stop { blocks: 5 }));
		wait(6);
		assert_noop!(root(Call::resume {}), Error::<Test>::NotStopped);
	});
}
