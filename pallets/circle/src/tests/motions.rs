use crate::{
	mock::*, pallet::*, Motion, Seat, Tally, MAX_MOTIONS_PER_SEAT, MAX_MOTION_CALL, MOTION_LIFETIME,
};
use codec::Encode;
use ipcircle_primitives::{MemberId, MotionId};
use polkadot_sdk::{
	frame_support::{assert_noop, assert_ok},
	frame_system,
	sp_runtime::{AccountId32, DispatchError},
};

/// A motion of Shenyang that leaves a mark when it is enacted.
fn propose() -> MotionId {
	let id = NextMotionId::<Test>::get();
	let call = Box::new(Call::set_supervisor { institution: COURT, seated: false }.into());
	assert_ok!(by(&authority(SHENYANG), Call::propose { call }));
	id
}

fn vote(motion: MotionId, accounts: &[AccountId32]) {
	for account in accounts {
		assert_ok!(by(account, Call::vote { motion, aye: true }));
	}
}

fn enact(motion: MotionId) -> Call<Test> {
	Call::enact { motion }
}

fn motion(id: MotionId) -> Motion {
	Motions::<Test>::get(id).expect("open")
}

fn admit_city(member: MemberId) {
	assert_ok!(root(Call::admit_member {
		member,
		name: b"city".to_vec().try_into().expect("short"),
		authority: authority(member),
		validators: Default::default(),
	}));
}

#[test]
fn a_motion_needs_two_thirds_of_both_chambers() {
	World::default().run(|| {
		let id = propose();
		vote(id, &[authority(ANSHAN), authority(FUSHUN), authority(BENXI)]);
		assert_eq!(
			Circle::tally(&motion(id)),
			(Tally { ayes: 4, seats: 4 }, Tally { ayes: 0, seats: 3 })
		);
		wait(DELAY);
		assert_noop!(by(&authority(SHENYANG), enact(id)), Error::<Test>::NotCarried);
		vote(id, &[administrator(REGULATOR)]);
		assert_eq!(motion(id).carried_at, None);
		vote(id, &[administrator(SECOND_COURT)]);
		assert_eq!(motion(id).carried_at, Some(1 + DELAY));
		System::assert_last_event(
			Event::MotionCarried { motion: id, enactable_at: 1 + 2 * DELAY }.into(),
		);
	});
}

#[test]
fn the_supervisors_alone_carry_nothing() {
	World::default().run(|| {
		let id = propose();
		let supervisors = [COURT, REGULATOR, SECOND_COURT].map(administrator);
		vote(id, &supervisors);
		vote(id, &[authority(ANSHAN)]);
		assert_eq!(motion(id).carried_at, None);
		wait(DELAY);
		assert_noop!(by(&authority(SHENYANG), enact(id)), Error::<Test>::NotCarried);
	});
}

/// A motion of Shenyang with just enough ayes.
fn carried() -> MotionId {
	let id = propose();
	vote(id, &[authority(ANSHAN), authority(FUSHUN)]);
	vote(id, &[administrator(REGULATOR), administrator(SECOND_COURT)]);
	assert_eq!(motion(id).carried_at, Some(System::block_number()));
	id
}

#[test]
fn a_carried_motion_is_dispatched_as_root_after_its_delay() {
	World::default().run(|| {
		let id = carried();
		wait(DELAY - 1);
		assert_noop!(by(&authority(BENXI), enact(id)), Error::<Test>::TooEarly);
		wait(1);
		assert_ok!(by(&authority(BENXI), enact(id)));
		assert!(!Supervisors::<Test>::get().contains(&COURT));
		System::assert_last_event(Event::MotionEnacted { motion: id, result: Ok(()) }.into());
		assert_noop!(by(&authority(BENXI), enact(id)), Error::<Test>::MotionNotFound);
		assert_eq!(MotionsBySeat::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_motion_that_fails_is_gone_and_says_why() {
	World::default().run(|| {
		let id = carried();
		assert_ok!(root(Call::set_supervisor { institution: COURT, seated: false }));
		wait(DELAY);
		assert_ok!(by(&authority(BENXI), enact(id)));
		let result = Err(Error::<Test>::NotSeated.into());
		System::assert_last_event(Event::MotionEnacted { motion: id, result }.into());
		assert_eq!(Motions::<Test>::get(id), None);
	});
}

#[test]
fn an_aye_counts_once_and_can_be_taken_back() {
	World::default().run(|| {
		let id = carried();
		wait(3);
		vote(id, &[authority(ANSHAN)]);
		assert_eq!(motion(id).votes.len(), 5);
		assert_eq!(motion(id).carried_at, Some(1), "voting again does not renew the delay");
		assert_ok!(by(&authority(ANSHAN), Call::vote { motion: id, aye: false }));
		System::assert_last_event(Event::MotionLapsed { motion: id }.into());
		wait(DELAY);
		assert_noop!(by(&authority(BENXI), enact(id)), Error::<Test>::NotCarried);
		vote(id, &[authority(BENXI)]);
		assert_noop!(by(&authority(BENXI), enact(id)), Error::<Test>::TooEarly);
	});
}

#[test]
fn removing_a_city_lowers_the_threshold() {
	World::default().run(|| {
		let id = propose();
		vote(id, &[authority(ANSHAN), administrator(REGULATOR), administrator(SECOND_COURT)]);
		assert!(!Circle::is_approved(&motion(id)));
		assert_ok!(root(Call::remove_member { member: BENXI }));
		assert!(Circle::is_approved(&motion(id)));
		// The delay begins with a vote, so that nobody is surprised.
		assert_noop!(by(&authority(ANSHAN), enact(id)), Error::<Test>::NotCarried);
		vote(id, &[authority(ANSHAN)]);
		assert_eq!(motion(id).carried_at, Some(1));
	});
}

#[test]
fn a_removed_citys_vote_counts_no_longer() {
	World::default().run(|| {
		admit_city(211_000);
		let id = propose();
		vote(id, &[authority(ANSHAN), authority(FUSHUN), authority(BENXI)]);
		vote(id, &[administrator(COURT), administrator(REGULATOR), administrator(SECOND_COURT)]);
		assert_ok!(root(Call::remove_member { member: BENXI }));
		assert_eq!(
			Circle::tally(&motion(id)),
			(Tally { ayes: 3, seats: 4 }, Tally { ayes: 3, seats: 3 })
		);
		assert_ok!(root(Call::remove_member { member: ANSHAN }));
		assert_eq!(
			Circle::tally(&motion(id)),
			(Tally { ayes: 2, seats: 3 }, Tally { ayes: 2, seats: 2 })
		);
	});
}

#[test]
fn a_city_admitted_again_votes_anew() {
	World::default().run(|| {
		let id = propose();
		vote(id, &[authority(BENXI)]);
		wait(1);
		assert_ok!(root(Call::remove_member { member: BENXI }));
		assert_ok!(root(Call::admit_member {
			member: BENXI,
			name: b"city".to_vec().try_into().expect("short"),
			authority: key("new authority"),
			validators: Default::default(),
		}));
		assert_eq!(Circle::tally(&motion(id)).0, Tally { ayes: 1, seats: 4 });
		vote(id, &[key("new authority")]);
		assert_eq!(Circle::tally(&motion(id)).0, Tally { ayes: 2, seats: 4 });
	});
}

#[test]
fn new_cities_raise_the_threshold_of_a_carried_motion() {
	World::default().run(|| {
		let id = carried();
		admit_city(211_000);
		wait(DELAY);
		assert_noop!(by(&authority(SHENYANG), enact(id)), Error::<Test>::NotCarried);
		vote(id, &[authority(211_000)]);
		assert_eq!(motion(id).carried_at, Some(1 + DELAY), "the delay begins anew");
	});
}

#[test]
fn an_unseated_supervisors_vote_counts_no_longer() {
	World::default().run(|| {
		let id = carried();
		wait(DELAY);
		assert_ok!(root(Call::set_supervisor { institution: REGULATOR, seated: false }));
		assert_noop!(by(&authority(SHENYANG), enact(id)), Error::<Test>::NotCarried);
	});
}

#[test]
fn a_vote_belongs_to_the_seat_and_not_to_the_key() {
	World::default().run(|| {
		let id = propose();
		assert_ok!(by(&authority(SHENYANG), Call::rotate_key { new: key("new") }));
		vote(id, &[key("new")]);
		assert_eq!(Circle::tally(&motion(id)).0, Tally { ayes: 1, seats: 4 });
		assert_noop!(
			by(&authority(SHENYANG), Call::vote { motion: id, aye: true }),
			Error::<Test>::KeyRetired
		);
	});
}

#[test]
fn only_seats_propose_vote_enact_and_withdraw() {
	World::default().run(|| {
		let id = carried();
		wait(DELAY);
		for account in [
			validator(SHENYANG),
			administrator(BANK),
			administrator(REGISTRAR),
			key("registrar"),
			key("stranger"),
		] {
			for call in [
				Call::propose { call: Box::new(holder_call()) },
				Call::vote { motion: id, aye: true },
				enact(id),
				Call::withdraw { motion: id },
			] {
				assert_noop!(by(&account, call), Error::<Test>::NotAuthorized);
			}
		}
		assert_noop!(root(enact(id)), DispatchError::BadOrigin);
	});
}

#[test]
fn a_motion_expires() {
	World::default().run(|| {
		let id = carried();
		wait(MOTION_LIFETIME + 1);
		assert_noop!(by(&authority(SHENYANG), enact(id)), Error::<Test>::MotionExpired);
		assert_noop!(
			by(&authority(BENXI), Call::vote { motion: id, aye: true }),
			Error::<Test>::MotionExpired
		);
		propose();
		assert_eq!(Motions::<Test>::get(id), None, "the next proposal clears it away");
	});
}

#[test]
fn a_motion_is_withdrawn_by_its_seat_only() {
	World::default().run(|| {
		let id = carried();
		assert_noop!(
			by(&authority(ANSHAN), Call::withdraw { motion: id }),
			Error::<Test>::NotProposer
		);
		assert_ok!(by(&authority(SHENYANG), Call::withdraw { motion: id }));
		System::assert_last_event(Event::MotionWithdrawn { motion: id }.into());
		for call in [Call::withdraw { motion: id }, Call::vote { motion: id, aye: true }] {
			assert_noop!(by(&authority(SHENYANG), call), Error::<Test>::MotionNotFound);
		}
	});
}

#[test]
fn no_seat_crowds_out_the_others() {
	World::default().run(|| {
		for _ in 0..MAX_MOTIONS_PER_SEAT {
			propose();
		}
		let call = || Call::propose { call: Box::new(holder_call()) };
		assert_noop!(by(&authority(SHENYANG), call()), Error::<Test>::TooManyMotions);
		assert_ok!(by(&authority(ANSHAN), call()));
		assert_ok!(by(&authority(SHENYANG), Call::withdraw { motion: 0 }));
		assert_ok!(by(&authority(SHENYANG), call()));
	});
}

#[test]
fn a_motion_is_short_and_light() {
	World::default().run(|| {
		let remark = |length| frame_system::Call::remark { remark: vec![0; length] }.into();
		let longest = MAX_MOTION_CALL as usize - 4;
		let fits: RuntimeCall = remark(longest);
		assert_eq!(fits.encoded_size(), MAX_MOTION_CALL as usize);
		assert_ok!(by(&authority(SHENYANG), Call::propose { call: Box::new(fits) }));
		assert_noop!(
			by(&authority(SHENYANG), Call::propose { call: Box::new(remark(longest + 1)) }),
			Error::<Test>::MotionTooLong
		);
		let heavy = Box::new(enact(0).into());
		assert_noop!(
			by(&authority(SHENYANG), Call::propose { call: heavy }),
			Error::<Test>::MotionTooHeavy
		);
	});
}

#[test]
fn a_motion_for_another_runtime_is_not_enacted() {
	World::default().run(|| {
		let id = carried();
		wait(DELAY);
		SpecVersion::set(2);
		assert_noop!(by(&authority(SHENYANG), enact(id)), Error::<Test>::RuntimeChanged);
	});
}

#[test]
fn a_proposal_tells_the_hash_of_its_call() {
	use polkadot_sdk::sp_runtime::traits::{BlakeTwo256, Hash};
	World::default().run(|| {
		let id = propose();
		let encoded = motion(id).call.into_inner();
		let seat = Seat::Operator(SHENYANG);
		System::assert_last_event(
			Event::MotionProposed {
				motion: id,
				seat,
				call_hash: BlakeTwo256::hash(&encoded),
				urgent: false,
			}
			.into(),
		);
	});
}
