//! Chain specifications of IPCircle: the three presets and the generator for real networks.
//!
//! A specification fixes the genesis block, and with it the 32 bytes that every proof is checked
//! against. The specifications of the presets are therefore committed in raw form and embedded here:
//! a node started with `--chain local` has the same genesis whichever compiler built it. [`committed`]
//! shows that they are what this source generates.

pub mod committed;
pub mod config;
pub mod genesis;
mod instant;
mod keys;

pub use committed::Preset;

use polkadot_sdk::*;
use std::path::PathBuf;

/// A chain specification as the node reads it; it has no extensions.
pub type ChainSpec = sc_service::GenericChainSpec;

/// Why there is no specification.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// No chain was named.
	#[error(
		"no chain was named: pass --chain dev, local or circle, or the path of a specification"
	)]
	NoChain,
	/// The argument is neither a preset nor a readable specification.
	#[error("{name}: neither a preset (dev, local, circle) nor a chain specification: {reason}")]
	Unreadable {
		/// What was asked for.
		name: String,
		/// What the reader said.
		reason: String,
	},
	/// The genesis could not be built from its description.
	#[error("the genesis cannot be built: {0}")]
	Genesis(String),
	/// The runtime was left out of this build.
	#[error("this build holds no runtime: build without SKIP_WASM_BUILD")]
	NoRuntime,
}

/// The specification named by `--chain`: a preset or the path of a file.
///
/// There is no default: a node that joins the wrong chain by omission looks healthy.
pub fn load_spec(name: &str) -> Result<Box<dyn sc_service::ChainSpec>, Error> {
	if name.is_empty() {
		return Err(Error::NoChain);
	}
	let unreadable = |reason| Error::Unreadable { name: name.to_string(), reason };
	let spec = match Preset::from_name(name) {
		Some(preset) => ChainSpec::from_json_bytes(preset.committed()),
		None => ChainSpec::from_json_file(PathBuf::from(name)),
	};
	Ok(Box::new(spec.map_err(unreadable)?))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn no_chain_is_chosen_by_omission() {
		assert!(matches!(load_spec(""), Err(Error::NoChain)));
	}

	#[test]
	fn an_unknown_name_is_refused_with_the_presets_that_exist() {
		let Err(error) = load_spec("lokal") else { panic!("there is no such preset") };
		let error = error.to_string();
		assert!(error.contains("lokal") && error.contains("dev, local, circle"), "{error}");
	}

	#[test]
	fn every_preset_loads_under_its_own_id_and_protocol() {
		let mut seen = std::collections::BTreeSet::new();
		for preset in Preset::ALL {
			let spec = load_spec(preset.name()).expect("embedded");
			assert!(seen.insert(spec.id().to_string()), "{} is not unique", spec.id());
			assert_eq!(spec.protocol_id(), Some(spec.id()));
			assert_eq!(spec.properties().get("ss58Format"), Some(&42.into()));
		}
	}
}
