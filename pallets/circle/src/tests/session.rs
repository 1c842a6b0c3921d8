use crate::{mock::*, pallet::*, MemberOf};
use ipcircle_primitives::MemberId;
use pallet_session::{historical, SessionManager};
use polkadot_sdk::{
	frame_support::assert_ok,
	sp_runtime::{traits::Convert, AccountId32},
};

fn plan() -> Option<Vec<AccountId32>> {
	<Circle as SessionManager<AccountId32>>::new_session(0)
}

fn set_validators(member: MemberId, validators: &[AccountId32]) {
	let validators = validators.to_vec().try_into().expect("few");
	assert_ok!(root(Call::set_validators { member, validators }));
}

#[test]
fn a_set_is_handed_over_only_when_it_changed() {
	World::default().run(|| {
		assert_eq!(plan(), Some(CITIES.map(validator).to_vec()));
		assert_eq!(plan(), None);
		set_validators(BENXI, &[validator(BENXI)]);
		assert_eq!(plan(), None);
		set_validators(BENXI, &[key("new")]);
		assert_eq!(
			plan(),
			Some(
				[SHENYANG, ANSHAN, FUSHUN].map(validator).into_iter().chain([key("new")]).collect()
			)
		);
		assert_eq!(plan(), None);
	});
}

#[test]
fn a_validator_without_session_keys_waits() {
	World::default().run(|| {
		assert!(plan().is_some());
		WithoutSessionKeys::set(vec![key("new")]);
		set_validators(BENXI, &[validator(BENXI), key("new")]);
		assert_eq!(plan(), None);
		WithoutSessionKeys::set(vec![]);
		assert!(plan().is_some_and(|set| set.contains(&key("new"))));
	});
}

#[test]
fn the_old_set_stays_when_nobody_is_ready() {
	World::default().run(|| {
		WithoutSessionKeys::set(CITIES.map(validator).to_vec());
		assert_eq!(plan(), None);
		assert!(LastSet::<Test>::get().is_empty());
	});
}

#[test]
fn an_equivocation_is_laid_at_a_citys_door() {
	World::default().run(|| {
		let set = <Circle as historical::SessionManager<AccountId32, MemberId>>::new_session(0);
		assert_eq!(set, Some(CITIES.map(|member| (validator(member), member)).to_vec()));
		assert_eq!(MemberOf::<Test>::convert(validator(ANSHAN)), Some(ANSHAN));
		assert_eq!(MemberOf::<Test>::convert(authority(ANSHAN)), None);
		assert_eq!(MemberOf::<Test>::convert(key("stranger")), None);
	});
}

#[test]
fn a_rotated_validator_keeps_its_place() {
	World::default().run(|| {
		assert_ok!(by(&validator(ANSHAN), Call::rotate_key { new: key("new") }));
		assert_eq!(Validators::<Test>::get().get(1), Some(&(key("new"), ANSHAN)));
	});
}
