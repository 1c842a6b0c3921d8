use crate::{mock::*, pallet::*, Officer, Principal, QuotaSet, MAX_ENACTMENT_DELAY};
use ipcircle_primitives::{RegisteredAt, Roles, Standing};
use polkadot_sdk::{
	frame_support::traits::BuildGenesisConfig, sp_io::TestExternalities, sp_runtime::BuildStorage,
};

#[test]
fn genesis_admits_the_first_circle() {
	World::default().run(|| {
		assert_eq!(Members::<Test>::count(), 4);
		assert_eq!(
			Members::<Test>::get(SHENYANG).expect("member").registered_at,
			RegisteredAt { block: 0, time: START }
		);
		assert_eq!(NextInstitutionId::<Test>::get(), 6);
		assert_eq!(Supervisors::<Test>::get().into_inner(), [COURT, REGULATOR, SECOND_COURT]);
		assert_eq!(Validators::<Test>::get().len(), 4);
		assert_eq!(SessionLength::<Test>::get(), 20);
		assert_eq!(EnactmentDelay::<Test>::get(), DELAY);
		assert_eq!(
			Officers::<Test>::get(key("registrar")),
			Some(Officer {
				institution: REGISTRAR,
				roles: Roles::REGISTRAR,
				expires_at: START + 30 * DAY_MS,
				standing: Standing::Active,
			})
		);
		assert_eq!(
			Accounts::<Test>::get(administrator(COURT)),
			Some(Principal::Administrator(COURT))
		);
	});
}

#[test]
fn a_genesis_reads_back_from_json() {
	let genesis = World::default().genesis();
	let json = serde_json::to_value(&genesis).expect("serializes");
	assert_eq!(json["sessionLength"], 20);
	assert_eq!(json["institutions"][0]["kind"], "registrar");
	assert_eq!(json["institutions"][0]["officers"][0]["expiresAt"], START + 30 * DAY_MS);
	assert_eq!(json["quotas"]["perHolder"]["transactions"], 1_000);
	let back: GenesisConfig<Test> = serde_json::from_value(json).expect("reads back");
	assert_eq!(back.members, genesis.members);
	assert_eq!(back.institutions, genesis.institutions);
	assert_eq!(back.quotas, genesis.quotas);
}

fn build(change: impl FnOnce(&mut GenesisConfig<Test>)) {
	let mut genesis = World::default().genesis();
	change(&mut genesis);
	TestExternalities::default().execute_with(|| genesis.build());
}

#[test]
#[should_panic(expected = "a session has at least one block")]
fn a_genesis_without_sessions_is_refused() {
	build(|genesis| genesis.session_length = 0);
}

#[test]
#[should_panic(expected = "the enactment delay is too long")]
fn a_genesis_whose_motions_expire_before_their_delay_is_refused() {
	build(|genesis| genesis.enactment_delay = MAX_ENACTMENT_DELAY + 1);
}

#[test]
#[should_panic(expected = "QuotasInvalid")]
fn a_genesis_with_unusable_quotas_is_refused() {
	build(|genesis| genesis.quotas = QuotaSet { window: 0, ..Default::default() });
}

#[test]
#[should_panic(expected = "AccountTaken")]
fn a_genesis_that_uses_a_key_twice_is_refused() {
	build(|genesis| genesis.members[1].authority = authority(SHENYANG));
}

#[test]
#[should_panic(expected = "MemberNotFound")]
fn a_genesis_with_an_institution_of_no_city_is_refused() {
	build(|genesis| genesis.institutions[0].member = 999_999);
}

#[test]
#[should_panic(expected = "NotSupervisoryKind")]
fn a_genesis_with_a_bank_among_the_supervisors_is_refused() {
	build(|genesis| genesis.institutions[4].supervisor = true);
}

#[test]
fn an_empty_genesis_builds() {
	let storage = RuntimeGenesisConfig::default().build_storage().expect("builds");
	TestExternalities::new(storage).execute_with(|| Circle::do_try_state().expect("holds"));
}
