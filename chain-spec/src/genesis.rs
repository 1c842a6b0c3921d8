//! From a description of the genesis to its storage, its block and its specification.

use crate::{keys::SS58_FORMAT, ChainSpec, Error};
use ipcircle_runtime::{opaque::Block, RuntimeGenesisConfig, VERSION};
use polkadot_sdk::*;
use sc_chain_spec::{construct_genesis_block, json_merge};
use sc_service::{config::MultiaddrWithPeerId, ChainSpec as _, ChainType, Properties};
use serde_json::Value;
use sp_core::storage::{well_known_keys::CODE, Storage};
use sp_runtime::{
	traits::{BlakeTwo256, Block as _, Hash as _},
	BuildStorage,
};

/// What a specification says beside its genesis.
#[derive(Debug, Clone)]
pub struct Identity {
	/// Name shown to people.
	pub name: String,
	/// Names the data folder and the network protocol: unique among chains.
	pub id: String,
	/// What the chain is for.
	pub chain_type: ChainType,
	/// Nodes to begin with.
	pub boot_nodes: Vec<MultiaddrWithPeerId>,
}

/// The genesis storage that a description stands for, with `code` as the runtime.
///
/// It is computed by the native runtime, so that it does not depend on what compiled `code`.
pub fn storage(description: Value, code: Vec<u8>) -> Result<Storage, Error> {
	let invalid = |error: serde_json::Error| Error::Genesis(error.to_string());
	let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).map_err(invalid)?;
	json_merge(&mut config, description);
	let config: RuntimeGenesisConfig = serde_json::from_value(config).map_err(invalid)?;
	let mut storage = config.build_storage().map_err(Error::Genesis)?;
	storage.top.insert(CODE.to_vec(), code);
	Ok(storage)
}

/// A specification in raw form: complete, and read the same by every version of the node.
pub fn raw(identity: &Identity, storage: Storage) -> Result<String, Error> {
	let mut spec = builder(identity, &[]).build();
	spec.set_storage(storage);
	finish(&spec, true)
}

/// A specification that still shows the description, for people to read and compare.
pub fn plain(identity: &Identity, description: Value, code: &[u8]) -> Result<String, Error> {
	finish(&builder(identity, code).with_genesis_config_patch(description).build(), false)
}

/// The hash of the genesis block: what proofs are pinned to.
pub fn hash(storage: &Storage) -> [u8; 32] {
	let version = VERSION.state_version();
	let pairs = storage.top.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
	let root = BlakeTwo256::trie_root(pairs, version);
	construct_genesis_block::<Block>(root, version).header().hash().0
}

fn builder(identity: &Identity, code: &[u8]) -> sc_chain_spec::ChainSpecBuilder {
	let mut properties = Properties::new();
	properties.insert("ss58Format".into(), SS58_FORMAT.into());
	ChainSpec::builder(code, None)
		.with_name(&identity.name)
		.with_id(&identity.id)
		.with_protocol_id(&identity.id)
		.with_chain_type(identity.chain_type.clone())
		.with_boot_nodes(identity.boot_nodes.clone())
		.with_properties(properties)
}

fn finish(spec: &ChainSpec, raw: bool) -> Result<String, Error> {
	let mut text = spec.as_json(raw).map_err(Error::Genesis)?;
	text.push('\n');
	Ok(text)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Preset;

	#[test]
	fn a_description_that_the_runtime_does_not_know_is_refused() {
		let description = serde_json::json!({ "balances": { "balances": [] } });
		assert!(matches!(storage(description, Vec::new()), Err(Error::Genesis(_))));
	}

	#[test]
	fn the_genesis_hash_follows_from_the_storage_alone() {
		let build = || storage(Preset::Local.description(), vec![1]).expect("a preset builds");
		assert_eq!(hash(&build()), hash(&build()));
		let mut other = build();
		other.top.insert(CODE.to_vec(), vec![2]);
		assert_ne!(hash(&build()), hash(&other));
	}

	#[test]
	fn a_raw_specification_reads_back_as_the_same_storage() {
		let storage = storage(Preset::Dev.description(), vec![1, 2, 3]).expect("builds");
		let text = raw(&Preset::Dev.identity(), storage.clone()).expect("serializes");
		let spec = ChainSpec::from_json_bytes(text.into_bytes()).expect("parses");
		assert_eq!(spec.build_storage().expect("raw").top, storage.top);
	}
}
