//! Public keys: how they are written in a configuration file, and which of them protect nothing.

use crate::Preset;
use polkadot_sdk::{
	sp_core::{
		crypto::{Ss58AddressFormat, Ss58Codec},
		ed25519, sr25519, Pair,
	},
	sp_runtime::AccountId32,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A public key, or the account of the same bytes.
pub(crate) type Key = [u8; 32];

/// The address prefix of the chain, as the specifications' `ss58Format`.
pub(crate) const SS58_FORMAT: u16 = 42;

/// Names under the development phrase that every Substrate tool ships.
const PUBLISHED_SEEDS: [&str; 8] =
	["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "One", "Two"];

/// Reads a key written as `0x` and 64 hexadecimal digits, or as an SS58 address.
pub(crate) fn parse(text: &str) -> Result<Key, String> {
	let key = match text.strip_prefix("0x") {
		Some(digits) => {
			let mut key = [0; 32];
			hex::decode_to_slice(digits, &mut key).map_err(|error| error.to_string())?;
			key
		},
		None => {
			let (account, format) = AccountId32::from_ss58check_with_version(text)
				.map_err(|error| format!("as an SS58 address: {error:?}"))?;
			if format != Ss58AddressFormat::custom(SS58_FORMAT) {
				return Err(format!("an address of network {format}, not {SS58_FORMAT}"));
			}
			account.into()
		},
	};
	if key == [0; 32] {
		return Err("the key of zeros belongs to nobody".to_string());
	}
	Ok(key)
}

/// The address of an account, as the genesis describes it.
pub(crate) fn address(key: Key) -> String {
	AccountId32::from(key).to_ss58check_with_version(Ss58AddressFormat::custom(SS58_FORMAT))
}

/// Keys that must not guard a real network, each with the reason: their private halves are
/// published, or (preset `circle`) do not exist.
pub(crate) fn unfit() -> BTreeMap<Key, String> {
	let mut unfit = BTreeMap::new();
	for name in PUBLISHED_SEEDS {
		let reason = format!("its private key is published (//{name})");
		for seed in [format!("//{name}"), format!("//{name}//stash")] {
			if let Ok(pair) = ed25519::Pair::from_string(&seed, None) {
				unfit.insert(pair.public().0, reason.clone());
			}
			if let Ok(pair) = sr25519::Pair::from_string(&seed, None) {
				unfit.insert(pair.public().0, reason.clone());
			}
		}
	}
	for preset in Preset::ALL {
		let reason = match preset {
			Preset::Circle => "nobody holds its private key (preset circle)".to_string(),
			Preset::Dev | Preset::Local => {
				format!("its private key is published (preset {})", preset.name())
			},
		};
		for key in all_in(&preset.description()) {
			unfit.entry(key).or_insert_with(|| reason.clone());
		}
	}
	unfit
}

/// Every string in a description that reads as a key.
pub(crate) fn all_in(description: &Value) -> BTreeSet<Key> {
	match description {
		Value::String(text) => parse(text).into_iter().collect(),
		Value::Array(items) => items.iter().flat_map(all_in).collect(),
		Value::Object(fields) => fields.values().flat_map(all_in).collect(),
		_ => BTreeSet::new(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const ALICE: &str = "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu";

	#[test]
	fn an_address_and_its_bytes_are_the_same_key() {
		let key = parse(ALICE).expect("the ed25519 key of //Alice");
		assert_eq!(parse(&format!("0x{}", hex::encode(key))), Ok(key));
		assert_eq!(address(key), ALICE);
	}

	#[test]
	fn keys_with_typing_errors_are_refused() {
		for bad in ["", "0x", "0x12", "Alice", &ALICE.replace("TTpu", "TTpv")] {
			assert!(parse(bad).is_err(), "{bad}");
		}
		assert!(parse(&format!("0x{}", "00".repeat(32))).is_err());
	}

	#[test]
	fn an_address_of_another_network_is_refused() {
		let key = parse(ALICE).expect("valid");
		let polkadot = AccountId32::from(key).to_ss58check_with_version(0u16.into());
		assert!(parse(&polkadot).is_err_and(|error| error.contains("network")));
	}

	#[test]
	fn development_keys_and_placeholder_keys_are_unfit() {
		let unfit = unfit();
		assert!(unfit.get(&parse(ALICE).expect("valid")).is_some_and(|r| r.contains("//Alice")));
		let preset = ed25519::Pair::from_string("//Shenyang//grandpa", None).expect("valid");
		assert!(unfit.contains_key(&preset.public().0));
		assert!(unfit.values().any(|reason| reason.contains("nobody")));
	}
}
