//! Tests of the whole: real signed transactions through the executive, on the `local` preset.

use crate::{genesis, *};
use codec::Encode;
use ipcircle_primitives::{
	key, AccountBytes, Commitment, HolderKind, MemberId, RightId, RightKind, Share, WHOLE_PPM,
};
use pallet_circle::refusal;
use polkadot_sdk::{
	frame_support::storage::StoragePrefixedMap,
	sp_core::{ed25519, storage::StateVersion, Pair},
	sp_io::TestExternalities,
	sp_runtime::{
		generic::Era,
		traits::{Dispatchable, Header as _},
		transaction_validity::{InvalidTransaction, TransactionValidityError},
		BuildStorage, Digest, DigestItem, DispatchError,
	},
};

/// The first block's time, 2026-01-01T00:00:00Z.
const START_MS: u64 = 1_767_225_600_000;

fn merge(base: &mut serde_json::Value, patch: serde_json::Value) {
	match (base, patch) {
		(serde_json::Value::Object(base), serde_json::Value::Object(patch)) => {
			for (name, value) in patch {
				merge(base.entry(name).or_insert(serde_json::Value::Null), value);
			}
		},
		(base, patch) => *base = patch,
	}
}

fn key_pair(city: &str, role: &str) -> ed25519::Pair {
	ed25519::Pair::from_string(&format!("//{city}//{role}"), None).expect("plain words")
}

fn account_of(pair: &ed25519::Pair) -> AccountId {
	AccountId::from(pair.public().0)
}

/// A chain of the given preset, some blocks long, whose invariants are checked at the end.
fn on_preset(name: &str, test: impl FnOnce()) {
	let mut config =
		serde_json::to_value(RuntimeGenesisConfig::default()).expect("the default is JSON");
	merge(&mut config, genesis::preset(name).expect("a known preset"));
	let config: RuntimeGenesisConfig = serde_json::from_value(config).expect("the preset fits");
	let storage = config.build_storage().expect("the preset builds");
	TestExternalities::new_with_code_and_state(&[], storage, StateVersion::V1).execute_with(|| {
		begin_block(1);
		test();
		try_state(System::block_number()).expect("an invariant is broken");
	});
}

fn begin_block(number: BlockNumber) {
	let now = START_MS + u64::from(number) * SLOT_MS;
	let slot = sp_consensus_aura::Slot::from(now / SLOT_MS);
	let digest = Digest {
		logs: vec![DigestItem::PreRuntime(sp_consensus_aura::AURA_ENGINE_ID, slot.encode())],
	};
	let header =
		Header::new(number, Default::default(), Default::default(), System::parent_hash(), digest);
	Executive::initialize_block(&header);
	let inherent =
		UncheckedExtrinsic::new_bare(RuntimeCall::Timestamp(pallet_timestamp::Call::set { now }));
	Executive::apply_extrinsic(inherent).expect("a valid inherent").expect("it dispatches");
}

fn next_block() {
	let number = System::block_number() + 1;
	Executive::finalize_block();
	begin_block(number);
}

fn extension(nonce: Nonce) -> TxExtension {
	(
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::Immortal),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		pallet_circle::CheckAdmission::new(),
	)
}

fn signed(pair: &ed25519::Pair, nonce: Nonce, call: RuntimeCall) -> UncheckedExtrinsic {
	let extension = extension(nonce);
	let payload =
		generic::SignedPayload::new(call.clone(), extension.clone()).expect("implicit data exists");
	let signature = payload.using_encoded(|bytes| pair.sign(bytes));
	UncheckedExtrinsic::new_signed(
		call,
		account_of(pair).into(),
		MultiSignature::Ed25519(signature),
		extension,
	)
}

fn send(
	pair: &ed25519::Pair,
	call: RuntimeCall,
) -> Result<Result<(), DispatchError>, TransactionValidityError> {
	let nonce = System::account_nonce(account_of(pair));
	Executive::apply_extrinsic(signed(pair, nonce, call))
}

fn refused(code: u8) -> Result<Result<(), DispatchError>, TransactionValidityError> {
	Err(TransactionValidityError::Invalid(InvalidTransaction::Custom(code)))
}

fn enrol(holder: &ed25519::Pair) {
	let call = RuntimeCall::Holders(pallet_holders::Call::enrol {
		account: account_of(holder),
		kind: HolderKind::Person,
		real_name: Commitment(holder.public().0),
	});
	assert_eq!(send(&key_pair("Shenyang", "registrar"), call), Ok(Ok(())));
}

fn registration(holder: u64, file: u8) -> RuntimeCall {
	RuntimeCall::Registry(pallet_registry::Call::register {
		registration: pallet_registry::Registration {
			kind: RightKind::Work,
			commitment: Commitment([file; 32]),
			digests: None,
			statutory_number: None,
			shares: vec![Share { holder, ppm: WHOLE_PPM }].try_into().expect("one share"),
			claimed_created: None,
			predecessor: None,
		},
	})
}

fn remark() -> RuntimeCall {
	RuntimeCall::System(frame_system::Call::remark { remark: vec![1, 2, 3] })
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	RuntimeCall::Utility(pallet_utility::Call::batch_all { calls })
}

#[test]
fn every_preset_builds_and_keeps_its_invariants() {
	for name in genesis::NAMES {
		on_preset(name, || {
			assert!(!Session::validators().is_empty(), "{name} has validators");
		});
	}
	assert_eq!(genesis::preset("mainnet"), None);
}

#[test]
fn the_local_preset_has_four_cities_with_one_vote_each() {
	on_preset("local", || {
		assert_eq!(Session::validators().len(), 4);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
		assert!(Grandpa::grandpa_authorities().iter().all(|(_, weight)| *weight == 1));
	});
}

#[test]
fn no_key_of_the_circle_preset_can_be_derived_from_the_development_phrase() {
	let circle = genesis::preset("circle").expect("known").to_string();
	for city in ["Shenyang", "Anshan", "Fushun", "Benxi", "Fuxin", "Liaoyang", "Tieling", "Shenfu"]
	{
		for role in
			["authority", "validator", "aura", "grandpa", "administrator", "registrar", "court"]
		{
			let account = account_of(&key_pair(city, role));
			assert!(!circle.contains(&account.to_string()), "{city} {role}");
		}
	}
}

#[test]
fn storage_keys_that_proofs_derive_are_those_of_the_pallets() {
	let prefix = |pallet: &[u8], item: &[u8]| frame_support::storage::storage_prefix(pallet, item);
	assert_eq!(prefix(b"Grandpa", b"Authorities"), key::GRANDPA_AUTHORITIES);
	assert_eq!(pallet_circle::Members::<Runtime>::map_storage_final_prefix(), key::MEMBERS);
	assert_eq!(pallet_circle::Institutions::<Runtime>::final_prefix(), key::INSTITUTIONS);
	assert_eq!(pallet_holders::Holders::<Runtime>::final_prefix(), key::HOLDERS);
	assert_eq!(pallet_registry::Rights::<Runtime>::final_prefix(), key::RIGHTS);
	assert_eq!(pallet_registry::Encumbrances::<Runtime>::final_prefix(), key::ENCUMBRANCES);

	let right = RightId { city: 210_100, year: 2026, serial: 7 };
	assert_eq!(pallet_registry::Rights::<Runtime>::hashed_key_for(right), key::right(right));
	assert_eq!(
		pallet_registry::Encumbrances::<Runtime>::hashed_key_for(right),
		key::encumbrances(right)
	);
	assert_eq!(pallet_holders::Holders::<Runtime>::hashed_key_for(9), key::holder(9));
	let member: MemberId = 210_100;
	assert_eq!(pallet_circle::Members::<Runtime>::hashed_key_for(member), key::member(member));
	assert_eq!(pallet_circle::Institutions::<Runtime>::hashed_key_for(3), key::institution(3));
}

#[test]
fn an_enrolled_holder_registers_a_right_and_reads_its_number() {
	on_preset("local", || {
		let holder = key_pair("Holder", "one");
		enrol(&holder);
		assert_eq!(send(&holder, registration(1, 7)), Ok(Ok(())));
		let id = RightId { city: 210_100, year: 2026, serial: 1 };
		let record = pallet_registry::Rights::<Runtime>::get(id).expect("registered");
		assert_eq!(record.registrant, 1);
		assert_eq!(record.registered_at.block, 1);
		assert!(pallet_registry::Encumbrances::<Runtime>::get(id).is_empty());
	});
}

#[test]
fn an_unknown_signer_is_refused_before_anything_is_charged() {
	on_preset("local", || {
		let stranger = key_pair("Nobody", "stranger");
		let outcome = Executive::apply_extrinsic(signed(&stranger, 0, remark()));
		// Without a provider reference the nonce check or the admission check may speak first.
		assert!(outcome.is_err(), "{outcome:?}");
	});
}

#[test]
fn a_transaction_is_not_accepted_twice() {
	on_preset("local", || {
		let holder = key_pair("Holder", "one");
		enrol(&holder);
		let transaction = signed(&holder, 0, registration(1, 7));
		assert_eq!(Executive::apply_extrinsic(transaction.clone()), Ok(Ok(())));
		assert_eq!(
			Executive::apply_extrinsic(transaction),
			Err(TransactionValidityError::Invalid(InvalidTransaction::Stale))
		);
	});
}

#[test]
fn a_rotated_key_is_refused_and_its_old_transactions_never_come_back() {
	on_preset("local", || {
		let (old, new) = (key_pair("Holder", "one"), key_pair("Holder", "two"));
		enrol(&old);
		let late = signed(&old, 1, registration(1, 8));
		let rotate =
			RuntimeCall::Holders(pallet_holders::Call::rotate_key { new: account_of(&new) });
		assert_eq!(send(&old, rotate), Ok(Ok(())));
		assert_eq!(Executive::apply_extrinsic(late), refused(refusal::RETIRED_KEY));
		assert_eq!(send(&new, registration(1, 8)), Ok(Ok(())));

		let again = RuntimeCall::Holders(pallet_holders::Call::enrol {
			account: account_of(&old),
			kind: HolderKind::Person,
			real_name: Commitment([99; 32]),
		});
		let outcome = send(&key_pair("Anshan", "registrar"), again).expect("admitted");
		assert!(outcome.is_err(), "a retired key was enrolled again");
	});
}

#[test]
fn a_call_in_a_batch_is_judged_as_if_it_were_sent_alone() {
	on_preset("local", || {
		let holder = key_pair("Holder", "one");
		enrol(&holder);
		let foreign = RuntimeCall::Holders(pallet_holders::Call::set_standing {
			holder: 1,
			standing: ipcircle_primitives::Standing::Suspended,
		});
		assert_eq!(send(&holder, foreign.clone()), refused(refusal::CALL_NOT_ALLOWED));
		for wrapped in [
			batch(vec![foreign.clone()]),
			batch(vec![registration(1, 7), batch(vec![foreign.clone()])]),
			RuntimeCall::Utility(pallet_utility::Call::force_batch {
				calls: vec![foreign.clone()],
			}),
			RuntimeCall::Utility(pallet_utility::Call::batch {
				calls: vec![remark(), foreign.clone()],
			}),
			RuntimeCall::Utility(pallet_utility::Call::as_derivative {
				index: 0,
				call: Box::new(foreign.clone()),
			}),
			RuntimeCall::Proxy(pallet_proxy::Call::proxy {
				real: account_of(&key_pair("Shenyang", "registrar")).into(),
				force_proxy_type: None,
				call: Box::new(foreign.clone()),
			}),
		] {
			let outcome = send(&holder, wrapped.clone());
			let allowed_but_useless = matches!(&wrapped, RuntimeCall::Proxy(_)) && outcome.is_ok();
			assert!(
				outcome == refused(refusal::CALL_NOT_ALLOWED) || allowed_but_useless,
				"{wrapped:?}: {outcome:?}"
			);
			assert_eq!(
				pallet_holders::Holders::<Runtime>::get(1).expect("enrolled").standing,
				ipcircle_primitives::Standing::Active
			);
		}
		assert_eq!(send(&holder, batch(vec![registration(1, 7), registration(1, 8)])), Ok(Ok(())));
	});
}

#[test]
fn an_agent_registers_for_a_holder_but_cannot_touch_the_holders_keys() {
	on_preset("local", || {
		let (holder, agent) = (key_pair("Holder", "one"), key_pair("Agent", "one"));
		enrol(&holder);
		enrol(&agent);
		let add = RuntimeCall::Proxy(pallet_proxy::Call::add_proxy {
			delegate: account_of(&agent).into(),
			proxy_type: ProxyType::Registration,
			delay: 0,
		});
		assert_eq!(send(&holder, add), Ok(Ok(())));
		let for_holder = |call: RuntimeCall| {
			RuntimeCall::Proxy(pallet_proxy::Call::proxy {
				real: account_of(&holder).into(),
				force_proxy_type: None,
				call: Box::new(call),
			})
		};
		assert_eq!(send(&agent, for_holder(registration(1, 7))), Ok(Ok(())));
		let id = RightId { city: 210_100, year: 2026, serial: 1 };
		assert_eq!(pallet_registry::Rights::<Runtime>::get(id).expect("registered").registrant, 1);

		let rotate = RuntimeCall::Holders(pallet_holders::Call::rotate_key {
			new: account_of(&key_pair("Agent", "two")),
		});
		let _ = send(&agent, for_holder(rotate));
		assert_eq!(
			pallet_holders::Holders::<Runtime>::get(1).expect("enrolled").key,
			AccountBytes::from(account_of(&holder))
		);
	});
}

#[test]
fn nesting_deeper_than_the_cap_is_refused() {
	on_preset("local", || {
		let holder = key_pair("Holder", "one");
		enrol(&holder);
		let deep = (0..20).fold(remark(), |call, _| batch(vec![call]));
		assert_eq!(send(&holder, deep), refused(refusal::TOO_DEEP));
	});
}

#[test]
fn root_calls_are_nobodys_whoever_signs() {
	on_preset("local", || {
		let calls = [
			RuntimeCall::System(frame_system::Call::set_code { code: vec![1] }),
			RuntimeCall::System(frame_system::Call::kill_storage { keys: vec![] }),
			RuntimeCall::Circle(pallet_circle::Call::remove_member { member: 210_300 }),
			RuntimeCall::Grandpa(pallet_grandpa::Call::note_stalled {
				delay: 1,
				best_finalized_block_number: 1,
			}),
		];
		for (city, role) in
			[("Shenyang", "authority"), ("Shenyang", "court"), ("Shenyang", "registrar")]
		{
			for call in &calls {
				assert_eq!(
					send(&key_pair(city, role), call.clone()),
					refused(refusal::CALL_NOT_ALLOWED),
					"{role} {call:?}"
				);
			}
		}
	});
}

#[test]
fn both_chambers_authorize_an_upgrade_and_one_chamber_cannot() {
	on_preset("local", || {
		let hash = Hash::repeat_byte(7);
		let upgrade =
			RuntimeCall::System(frame_system::Call::authorize_upgrade { code_hash: hash });
		let propose = RuntimeCall::Circle(pallet_circle::Call::propose { call: Box::new(upgrade) });
		assert_eq!(send(&key_pair("Shenyang", "authority"), propose), Ok(Ok(())));
		let vote = || RuntimeCall::Circle(pallet_circle::Call::vote { motion: 0, aye: true });
		let enact = || RuntimeCall::Circle(pallet_circle::Call::enact { motion: 0 });
		for city in ["Anshan", "Fushun", "Benxi"] {
			assert_eq!(send(&key_pair(city, "authority"), vote()), Ok(Ok(())));
		}
		next_block();
		let outcome = send(&key_pair("Shenyang", "authority"), enact()).expect("admitted");
		assert!(outcome.is_err(), "enacted without the supervisors");
		assert!(System::authorized_upgrade().is_none());

		assert_eq!(send(&key_pair("Shenyang", "court"), vote()), Ok(Ok(())));
		next_block();
		assert_eq!(send(&key_pair("Shenyang", "authority"), enact()), Ok(Ok(())));
		assert!(System::authorized_upgrade().is_some());
	});
}

#[test]
fn direct_dispatch_as_root_is_the_only_way_past_the_policy() {
	on_preset("dev", || {
		let call = RuntimeCall::Circle(pallet_circle::Call::stop { blocks: 1 });
		assert_eq!(
			send(&key_pair("Shenyang", "authority"), call.clone()),
			refused(refusal::CALL_NOT_ALLOWED)
		);
		assert!(call.dispatch(RuntimeOrigin::root()).is_ok());
	});
}

#[test]
fn a_block_leaves_room_for_an_upgrade_as_an_ordinary_transaction() {
	let length = <Runtime as frame_system::Config>::BlockLength::get();
	let normal = *length.max.get(frame_support::dispatch::DispatchClass::Normal);
	assert!(normal > 2 * 1024 * 1024, "{normal}");
}

#[test]
fn the_authority_set_stays_while_the_validators_stay() {
	on_preset("local", || {
		// Three sessions: a set that was only handed over again would show by the second.
		for _ in 0..50 {
			next_block();
		}
		assert!(Session::current_index() >= 3);
		assert_eq!(pallet_grandpa::CurrentSetId::<Runtime>::get(), 0);
	});
}
