use crate::{
	mock::*, pallet::*, Officer, OfficerCheck, Principal, Seat, MAX_APPOINTMENT_MS, MAX_SUPERVISORS,
};
use ipcircle_primitives::{InstitutionKind, InstitutionRecord, RegisteredAt, Roles, Standing};
use polkadot_sdk::{
	frame_support::{assert_noop, assert_ok},
	sp_runtime::{AccountId32, DispatchError},
};

fn admit_court(name: &str, administrator: AccountId32) -> Call<Test> {
	Call::admit_institution {
		kind: InstitutionKind::Court,
		name: name.as_bytes().to_vec().try_into().expect("short"),
		administrator,
	}
}

fn appoint(account: &str, roles: Roles) -> Call<Test> {
	Call::appoint_officer { account: key(account), roles, expires_at: START + DAY_MS }
}

fn officer(account: &AccountId32, roles: Roles) -> Result<(AccountId32, u32, u32), DispatchError> {
	Circle::ensure_officer(RuntimeOrigin::signed(account.clone()), roles)
}

#[test]
fn an_authority_admits_institutions_of_its_own_city() {
	World::default().run(|| {
		assert_ok!(by(&authority(BENXI), admit_court("法院", key("judge"))));
		let id = BANK + 1;
		assert_eq!(
			Institutions::<Test>::get(id),
			Some(InstitutionRecord {
				member: BENXI,
				kind: InstitutionKind::Court,
				name: "法院".as_bytes().to_vec().try_into().expect("short"),
				administrator: key("judge").into(),
				standing: Standing::Active,
				registered_at: RegisteredAt { block: 1, time: START },
			})
		);
		System::assert_last_event(
			Event::InstitutionAdmitted {
				institution: id,
				member: BENXI,
				kind: InstitutionKind::Court,
				administrator: key("judge"),
			}
			.into(),
		);
		assert_eq!(Circle::ensure_administrator(RuntimeOrigin::signed(key("judge"))), Ok(id));
	});
}

#[test]
fn nobody_else_admits_institutions() {
	World::default().run(|| {
		let others = [validator(BENXI), administrator(BANK), key("registrar"), key("stranger")];
		for account in others {
			assert_noop!(
				by(&account, admit_court("x", key("judge"))),
				Error::<Test>::NotAuthorized
			);
		}
		assert_noop!(
			by(&authority(BENXI), admit_court(" ", key("judge"))),
			Error::<Test>::NameInvalid
		);
		assert_noop!(
			by(&authority(BENXI), admit_court("x", administrator(BANK))),
			Error::<Test>::AccountTaken
		);
	});
}

#[test]
fn a_suspended_institution_cannot_act_until_it_is_reinstated() {
	World::default().run(|| {
		let suspend =
			|standing| Call::set_institution_standing { institution: REGISTRAR, standing };
		assert_ok!(by(&authority(SHENYANG), suspend(Standing::Suspended)));
		assert_noop!(officer(&key("registrar"), Roles::REGISTRAR), Error::<Test>::Suspended);
		assert_noop!(
			by(&administrator(REGISTRAR), appoint("clerk", Roles::REGISTRAR)),
			Error::<Test>::Suspended
		);
		assert_noop!(
			Circle::ensure_administrator(RuntimeOrigin::signed(administrator(REGISTRAR))),
			Error::<Test>::Suspended
		);
		assert_ok!(by(&authority(SHENYANG), suspend(Standing::Active)));
		assert_ok!(officer(&key("registrar"), Roles::REGISTRAR));
	});
}

#[test]
fn a_city_suspends_only_its_own_institutions_and_no_supervisor() {
	World::default().run(|| {
		let suspend = |institution| Call::set_institution_standing {
			institution,
			standing: Standing::Suspended,
		};
		assert_noop!(by(&authority(ANSHAN), suspend(REGISTRAR)), Error::<Test>::NotItsMember);
		assert_noop!(by(&authority(ANSHAN), suspend(99)), Error::<Test>::InstitutionNotFound);
		assert_noop!(by(&authority(SHENYANG), suspend(COURT)), Error::<Test>::SupervisorSeated);
		assert_ok!(root(Call::set_supervisor { institution: COURT, seated: false }));
		assert_ok!(by(&authority(SHENYANG), suspend(COURT)));
	});
}

#[test]
fn an_administrator_appoints_and_dismisses_officers() {
	World::default().run(|| {
		assert_ok!(by(&administrator(BANK), appoint("clerk", Roles::MAKER)));
		assert_eq!(officer(&key("clerk"), Roles::MAKER), Ok((key("clerk"), BANK, BENXI)));
		assert_eq!(
			Officers::<Test>::get(key("clerk")),
			Some(Officer {
				institution: BANK,
				roles: Roles::MAKER,
				expires_at: START + DAY_MS,
				standing: Standing::Active,
			})
		);
		assert_ok!(by(&administrator(BANK), Call::dismiss_officer { account: key("clerk") }));
		assert_eq!(Officers::<Test>::get(key("clerk")), None);
		assert_noop!(officer(&key("clerk"), Roles::MAKER), Error::<Test>::KeyRetired);
		assert_noop!(
			by(&administrator(BANK), appoint("clerk", Roles::MAKER)),
			Error::<Test>::KeyRetired
		);
	});
}

#[test]
fn appointing_again_changes_roles_and_term_but_lifts_no_suspension() {
	World::default().run(|| {
		let bank = administrator(BANK);
		assert_ok!(by(&bank, appoint("clerk", Roles::MAKER)));
		let suspend =
			Call::set_officer_standing { account: key("clerk"), standing: Standing::Suspended };
		assert_ok!(by(&bank, suspend));
		assert_noop!(officer(&key("clerk"), Roles::MAKER), Error::<Test>::Suspended);
		let again = Call::appoint_officer {
			account: key("clerk"),
			roles: Roles::CHECKER,
			expires_at: START + 2 * DAY_MS,
		};
		assert_ok!(by(&bank, again));
		assert_noop!(officer(&key("clerk"), Roles::CHECKER), Error::<Test>::Suspended);
		let reinstate =
			Call::set_officer_standing { account: key("clerk"), standing: Standing::Active };
		assert_ok!(by(&bank, reinstate));
		assert_ok!(officer(&key("clerk"), Roles::CHECKER));
		assert_noop!(officer(&key("clerk"), Roles::MAKER), Error::<Test>::RoleMissing);
	});
}

#[test]
fn an_appointment_ends_by_itself() {
	World::default().run(|| {
		assert_ok!(by(&administrator(BANK), appoint("clerk", Roles::MAKER)));
		Now::set(START + DAY_MS - 1);
		assert_ok!(officer(&key("clerk"), Roles::MAKER));
		Now::set(START + DAY_MS);
		assert_noop!(officer(&key("clerk"), Roles::MAKER), Error::<Test>::OfficerExpired);
	});
}

#[test]
fn an_appointment_lies_in_the_future_and_lasts_two_years_at_most() {
	World::default().run(|| {
		let until = |expires_at| Call::appoint_officer {
			account: key("clerk"),
			roles: Roles::MAKER,
			expires_at,
		};
		let bank = administrator(BANK);
		assert_noop!(by(&bank, until(START)), Error::<Test>::ExpiryPast);
		assert_noop!(by(&bank, until(START + MAX_APPOINTMENT_MS + 1)), Error::<Test>::ExpiryTooFar);
		assert_ok!(by(&bank, until(START + MAX_APPOINTMENT_MS)));
	});
}

#[test]
fn roles_that_control_each_other_and_roles_of_other_kinds_are_refused() {
	World::default().run(|| {
		let bank = administrator(BANK);
		let both = Roles::MAKER.with(Roles::CHECKER);
		assert_noop!(by(&bank, appoint("clerk", both)), Error::<Test>::RolesUnlawful);
		assert_noop!(by(&bank, appoint("clerk", Roles(0))), Error::<Test>::RolesUnlawful);
		assert_noop!(by(&bank, appoint("clerk", Roles::REGISTRAR)), Error::<Test>::RoleNotForKind);
	});
}

#[test]
fn an_administrator_rules_its_own_officers_only() {
	World::default().run(|| {
		let bank = administrator(BANK);
		assert_noop!(
			by(&bank, Call::dismiss_officer { account: key("registrar") }),
			Error::<Test>::OtherInstitution
		);
		let suspend =
			|account| Call::set_officer_standing { account, standing: Standing::Suspended };
		assert_noop!(by(&bank, suspend(key("registrar"))), Error::<Test>::OtherInstitution);
		assert_noop!(by(&bank, suspend(key("stranger"))), Error::<Test>::OfficerNotFound);
		assert_noop!(
			by(&bank, Call::dismiss_officer { account: key("stranger") }),
			Error::<Test>::OfficerNotFound
		);
		assert_noop!(by(&bank, appoint("registrar", Roles::MAKER)), Error::<Test>::AccountTaken);
		assert_noop!(
			by(&key("registrar"), appoint("clerk", Roles::MAKER)),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn only_an_officer_passes_for_one() {
	World::default().run(|| {
		for account in [authority(SHENYANG), administrator(REGISTRAR), key("stranger")] {
			assert_noop!(officer(&account, Roles::REGISTRAR), Error::<Test>::NotAuthorized);
		}
		assert_noop!(
			Circle::ensure_officer(RuntimeOrigin::root(), Roles::REGISTRAR),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Circle::ensure_administrator(RuntimeOrigin::signed(key("registrar"))),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn courts_and_regulators_take_seats_and_lose_them() {
	World::default().run(|| {
		let seat = |institution, seated| Call::set_supervisor { institution, seated };
		assert_noop!(root(seat(COURT, true)), Error::<Test>::AlreadySeated);
		assert_noop!(root(seat(BANK, true)), Error::<Test>::NotSupervisoryKind);
		assert_noop!(root(seat(BANK, false)), Error::<Test>::NotSeated);
		assert_noop!(root(seat(99, true)), Error::<Test>::InstitutionNotFound);
		assert_ok!(root(seat(COURT, false)));
		System::assert_last_event(Event::SupervisorUnseated { institution: COURT }.into());
		assert_eq!(Circle::seat_of(Principal::Administrator(COURT)), None);
		assert_ok!(root(seat(COURT, true)));
		System::assert_last_event(Event::SupervisorSeated { institution: COURT }.into());
		assert_eq!(Circle::seat_of(Principal::Administrator(COURT)), Some(Seat::Supervisor(COURT)));
	});
}

#[test]
fn the_last_supervisor_stays() {
	World::default().run(|| {
		let unseat = |institution| Call::set_supervisor { institution, seated: false };
		assert_ok!(root(unseat(COURT)));
		assert_ok!(root(unseat(REGULATOR)));
		assert_noop!(root(unseat(SECOND_COURT)), Error::<Test>::LastSupervisor);
	});
}

#[test]
fn a_suspended_institution_gets_no_seat() {
	World::default().run(|| {
		assert_ok!(by(&authority(BENXI), admit_court("x", key("judge"))));
		let suspend =
			Call::set_institution_standing { institution: BANK + 1, standing: Standing::Suspended };
		assert_ok!(by(&authority(BENXI), suspend));
		assert_noop!(
			root(Call::set_supervisor { institution: BANK + 1, seated: true }),
			Error::<Test>::Suspended
		);
	});
}

#[test]
fn the_supervisors_are_bounded() {
	World::default().run(|| {
		for at in 3..MAX_SUPERVISORS {
			let administrator = key(&format!("judge-{at}"));
			assert_ok!(by(&authority(BENXI), admit_court("x", administrator)));
			assert_ok!(root(Call::set_supervisor { institution: BANK + at - 2, seated: true }));
		}
		assert_ok!(by(&authority(BENXI), admit_court("x", key("judge"))));
		let institution = NextInstitutionId::<Test>::get() - 1;
		assert_noop!(
			root(Call::set_supervisor { institution, seated: true }),
			Error::<Test>::TooManySupervisors
		);
	});
}
