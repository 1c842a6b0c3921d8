use crate::{mock::*, pallet::*, Admission, MemberValidators, Principal, MAX_MEMBERS};
use ipcircle_primitives::{record::Name, MemberId, MemberRecord, RegisteredAt};
use polkadot_sdk::{
	frame_support::{assert_noop, assert_ok},
	frame_system,
	sp_runtime::{AccountId32, DispatchError},
};

const FUXIN: MemberId = 210_900;

fn name(text: &str) -> Name {
	text.as_bytes().to_vec().try_into().expect("short")
}

fn list(validators: &[AccountId32]) -> MemberValidators {
	validators.to_vec().try_into().expect("few")
}

fn admit_city(member: MemberId, validators: &[AccountId32]) -> Call<Test> {
	Call::admit_member {
		member,
		name: name("阜新市"),
		authority: authority(member),
		validators: list(validators),
	}
}

#[test]
fn an_admitted_city_has_a_record_an_authority_and_validators() {
	World::default().run(|| {
		wait(6);
		assert_ok!(root(admit_city(FUXIN, &[validator(FUXIN)])));
		assert_eq!(
			Members::<Test>::get(FUXIN),
			Some(MemberRecord {
				name: name("阜新市"),
				authority: authority(FUXIN).into(),
				registered_at: RegisteredAt { block: 7, time: START },
			})
		);
		assert_eq!(Circle::principal(&authority(FUXIN)), Some(Principal::Authority(FUXIN)));
		assert_eq!(Circle::principal(&validator(FUXIN)), Some(Principal::Validator(FUXIN)));
		assert!(Validators::<Test>::get().contains(&(validator(FUXIN), FUXIN)));
		assert_eq!(frame_system::Pallet::<Test>::providers(&authority(FUXIN)), 1);
		assert_eq!(
			System::events().into_iter().map(|record| record.event).skip(2).collect::<Vec<_>>(),
			[
				Event::MemberAdmitted { member: FUXIN, authority: authority(FUXIN) }.into(),
				Event::ValidatorsSet { member: FUXIN, validators: list(&[validator(FUXIN)]) }
					.into(),
			]
		);
	});
}

#[test]
fn only_root_changes_the_circle() {
	World::default().run(|| {
		let city = authority(SHENYANG);
		for call in [
			admit_city(FUXIN, &[]),
			Call::remove_member { member: BENXI },
			Call::set_validators { member: BENXI, validators: list(&[]) },
			Call::set_supervisor { institution: COURT, seated: false },
			Call::set_quotas { quotas: Default::default() },
			Call::stop { blocks: 1 },
			Call::resume {},
		] {
			assert_noop!(by(&city, call), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn a_city_is_admitted_once() {
	World::default().run(|| {
		assert_noop!(root(admit_city(BENXI, &[])), Error::<Test>::MemberExists);
	});
}

#[test]
fn a_city_code_has_six_digits() {
	World::default().run(|| {
		for code in [0, 99_999, 1_000_000] {
			assert_noop!(root(admit_city(code, &[])), Error::<Test>::MemberCodeInvalid);
		}
	});
}

#[test]
fn a_name_is_text() {
	World::default().run(|| {
		for bytes in [&b""[..], b"  ", b"\xff\xfe"] {
			let call = Call::admit_member {
				member: FUXIN,
				name: bytes.to_vec().try_into().expect("short"),
				authority: authority(FUXIN),
				validators: list(&[]),
			};
			assert_noop!(root(call), Error::<Test>::NameInvalid);
		}
	});
}

#[test]
fn a_key_has_one_standing() {
	World::default().run(|| {
		let taken =
			[authority(SHENYANG), validator(SHENYANG), administrator(BANK), key("registrar")];
		for account in taken {
			assert_noop!(root(admit_city(FUXIN, &[account])), Error::<Test>::AccountTaken);
		}
		let twice = [key("new"), key("new")];
		assert_noop!(root(admit_city(FUXIN, &twice)), Error::<Test>::AccountTaken);
		let twice = list(&[validator(BENXI), validator(BENXI)]);
		assert_noop!(
			root(Call::set_validators { member: BENXI, validators: twice }),
			Error::<Test>::AccountTaken
		);
		assert_noop!(root(admit_city(FUXIN, &[authority(FUXIN)])), Error::<Test>::AccountTaken);
	});
}

#[test]
fn the_circle_is_bounded() {
	World::default().run(|| {
		for member in 300_000..300_000 + MAX_MEMBERS - 4 {
			assert_ok!(root(admit_city(member, &[])));
		}
		assert_noop!(root(admit_city(FUXIN, &[])), Error::<Test>::TooManyMembers);
	});
}

#[test]
fn the_validators_are_bounded() {
	World::default().run(|| {
		for member in 300_000..300_015 {
			let validators: Vec<_> = (0..4).map(|at| key(&format!("{member}-{at}"))).collect();
			assert_ok!(root(admit_city(member, &validators)));
		}
		assert_noop!(
			root(admit_city(FUXIN, &[validator(FUXIN)])),
			Error::<Test>::TooManyValidators
		);
	});
}

#[test]
fn a_removed_city_loses_its_keys_seats_and_motions() {
	World::default().run(|| {
		let harmless = Box::new(holder_call());
		assert_ok!(by(&authority(SHENYANG), Call::propose { call: harmless.clone() }));
		assert_ok!(by(&administrator(COURT), Call::propose { call: harmless }));
		assert_ok!(root(Call::remove_member { member: SHENYANG }));
		assert_eq!(Members::<Test>::get(SHENYANG), None);
		assert_eq!(Circle::principal(&authority(SHENYANG)), Some(Principal::Retired));
		assert_eq!(Circle::principal(&validator(SHENYANG)), Some(Principal::Retired));
		assert!(!Validators::<Test>::get().iter().any(|(_, member)| *member == SHENYANG));
		assert!(!Supervisors::<Test>::get().contains(&COURT));
		assert_eq!(Motions::<Test>::iter().count(), 0);
		assert!(!Circle::is_institution_active(REGISTRAR));
		// Its nonce stays, so that nothing it signed can be replayed.
		assert_eq!(System::providers(&authority(SHENYANG)), 1);
	});
}

#[test]
fn a_retired_key_never_comes_back() {
	World::default().run(|| {
		assert_ok!(root(Call::remove_member { member: BENXI }));
		assert_noop!(root(admit_city(BENXI, &[])), Error::<Test>::KeyRetired);
		let call = Call::admit_member {
			member: BENXI,
			name: name("本溪市"),
			authority: key("new authority"),
			validators: list(&[]),
		};
		assert_ok!(root(call));
		assert!(Circle::is_institution_active(BANK));
	});
}

#[test]
fn only_members_are_removed_or_given_validators() {
	World::default().run(|| {
		assert_noop!(root(Call::remove_member { member: FUXIN }), Error::<Test>::MemberNotFound);
		assert_noop!(
			root(Call::set_validators { member: FUXIN, validators: list(&[]) }),
			Error::<Test>::MemberNotFound
		);
	});
}

#[test]
fn somebody_always_governs_and_makes_blocks() {
	World::default().run(|| {
		for member in [SHENYANG, ANSHAN] {
			assert_ok!(root(Call::remove_member { member }));
		}
		assert_noop!(root(Call::remove_member { member: FUSHUN }), Error::<Test>::LastSupervisor);
		assert_ok!(root(Call::set_validators { member: BENXI, validators: list(&[]) }));
		assert_noop!(
			root(Call::set_validators { member: FUSHUN, validators: list(&[]) }),
			Error::<Test>::LastValidator
		);
		assert_ok!(root(Call::remove_member { member: BENXI }));
		assert_noop!(root(Call::remove_member { member: FUSHUN }), Error::<Test>::LastMember);
	});
}

#[test]
fn validators_keep_their_places_when_others_are_replaced() {
	World::default().run(|| {
		let before: Vec<_> = Validators::<Test>::get().into_inner();
		let wanted = list(&[key("second"), validator(ANSHAN)]);
		assert_ok!(root(Call::set_validators { member: ANSHAN, validators: wanted }));
		let after = Validators::<Test>::get().into_inner();
		assert_eq!(after[..4], before[..]);
		assert_eq!(after[4..], [(key("second"), ANSHAN)]);

		let wanted = list(&[key("second")]);
		assert_ok!(root(Call::set_validators { member: ANSHAN, validators: wanted }));
		assert_eq!(Circle::principal(&validator(ANSHAN)), Some(Principal::Retired));
		assert_eq!(Validators::<Test>::get().len(), 4);
	});
}

#[test]
fn authorities_administrators_and_validators_rotate_their_own_keys() {
	World::default().run(|| {
		for (at, old) in
			[authority(ANSHAN), administrator(REGULATOR), validator(ANSHAN)].iter().enumerate()
		{
			let new = key(&format!("new-{at}"));
			let principal = Circle::principal(old);
			assert_ok!(by(old, Call::rotate_key { new: new.clone() }));
			assert_eq!(Circle::principal(&new), principal);
			assert_eq!(Circle::principal(old), Some(Principal::Retired));
			System::assert_last_event(Event::KeyRotated { old: old.clone(), new }.into());
			assert_noop!(by(old, Call::rotate_key { new: key("x") }), Error::<Test>::KeyRetired);
		}
		assert_eq!(
			Members::<Test>::get(ANSHAN).expect("member").authority,
			<[u8; 32]>::from(key("new-0"))
		);
	});
}

#[test]
fn a_key_is_rotated_to_a_fresh_key_only() {
	World::default().run(|| {
		assert_noop!(
			by(&authority(ANSHAN), Call::rotate_key { new: validator(ANSHAN) }),
			Error::<Test>::AccountTaken
		);
		assert_noop!(
			by(&authority(ANSHAN), Call::rotate_key { new: authority(ANSHAN) }),
			Error::<Test>::AccountTaken
		);
	});
}

#[test]
fn officers_holders_and_strangers_do_not_rotate_keys_here() {
	World::default().run(|| {
		assert_ok!(Circle::admit(&key("holder"), Principal::Holder(1)));
		for account in [key("registrar"), key("holder"), key("stranger")] {
			assert_noop!(
				by(&account, Call::rotate_key { new: key("x") }),
				Error::<Test>::NotAuthorized
			);
		}
	});
}

#[test]
fn only_an_account_with_a_standing_is_retired() {
	World::default().run(|| {
		assert_noop!(Circle::retire(&key("stranger")), Error::<Test>::AccountNotFound);
		assert_ok!(Circle::admit(&key("holder"), Principal::Holder(1)));
		assert_ok!(Circle::retire(&key("holder")));
		assert_noop!(Circle::retire(&key("holder")), Error::<Test>::AccountNotFound);
		assert_noop!(
			Circle::admit(&key("holder"), Principal::Holder(1)),
			Error::<Test>::KeyRetired
		);
	});
}
