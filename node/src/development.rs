//! Published keys of the presets dev and local, for networks that protect nothing.

use polkadot_sdk::*;
use sc_service::ChainType;
use sp_core::crypto::key_types;
use sp_keystore::KeystorePtr;

/// The city that `--dev` stands for.
pub(crate) const FIRST_CITY: &str = "Shenyang";

/// Why a city's published keys are not used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DevelopmentError {
	/// The chain is a real one.
	#[error("--city is for the presets dev and local: on a real network it would publish the validator's keys")]
	RealChain,
	/// The name is not a plain word.
	#[error("--city {0:?}: name a city of the preset as one word, for example {FIRST_CITY}")]
	Name(String),
	/// The keystore refused.
	#[error("the keystore did not take the keys of {0}")]
	Keystore(String),
}

/// Puts the published session keys of `city` into the keystore.
///
/// They are `//<City>//aura` and `//<City>//grandpa` under the well-known development phrase, as the
/// runtime's presets say.
pub(crate) fn insert_keys(
	keystore: &KeystorePtr,
	chain: &ChainType,
	city: &str,
) -> Result<(), DevelopmentError> {
	if !matches!(chain, ChainType::Development | ChainType::Local) {
		return Err(DevelopmentError::RealChain);
	}
	if city.is_empty() || !city.bytes().all(|byte| byte.is_ascii_alphabetic()) {
		return Err(DevelopmentError::Name(city.to_string()));
	}
	for (role, key_type) in [("aura", key_types::AURA), ("grandpa", key_types::GRANDPA)] {
		// With a seed the keystore holds the key in memory only: a published key is never stored.
		keystore
			.ed25519_generate_new(key_type, Some(&format!("//{city}//{role}")))
			.map_err(|_| DevelopmentError::Keystore(city.to_string()))?;
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::sync::Arc;

	fn keystore() -> KeystorePtr {
		Arc::new(sc_keystore::LocalKeystore::in_memory())
	}

	#[test]
	fn a_city_of_the_local_preset_gets_the_keys_its_genesis_names() {
		let keystore = keystore();
		insert_keys(&keystore, &ChainType::Local, "Fushun").expect("inserted");
		let genesis = ipcircle_chain_spec::Preset::Local.description().to_string();
		for key_type in [key_types::AURA, key_types::GRANDPA] {
			let keys = keystore.ed25519_public_keys(key_type);
			assert_eq!(keys.len(), 1);
			assert!(genesis.contains(&sp_core::crypto::Ss58Codec::to_ss58check(&keys[0])));
		}
	}

	#[test]
	fn published_keys_are_refused_on_a_real_chain() {
		let keystore = keystore();
		let refused = insert_keys(&keystore, &ChainType::Live, FIRST_CITY);
		assert!(matches!(refused, Err(DevelopmentError::RealChain)));
		assert!(keystore.ed25519_public_keys(key_types::AURA).is_empty());
	}

	#[test]
	fn a_city_is_one_plain_word() {
		for name in ["", "a b", "//Alice", "沈阳"] {
			let refused = insert_keys(&keystore(), &ChainType::Local, name);
			assert!(matches!(refused, Err(DevelopmentError::Name(_))), "{name}");
		}
	}
}
