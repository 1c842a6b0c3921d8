//! The presets' specifications as committed, and the proof that this source generates them.
//!
//! Two claims are kept apart. The genesis state without the runtime must be the same byte for byte
//! whichever compiler is used. The runtime itself (`:code`) can only be compared with one built by
//! the same compiler; with another the comparison is reported as not made. In either case the
//! committed runtime is executed and must build the same state by itself.

use crate::{
	genesis::{self, Identity},
	Error,
};
use ipcircle_runtime::WASM_BINARY;
use polkadot_sdk::*;
use sc_chain_spec::GenesisConfigBuilderRuntimeCaller;
use sc_service::ChainType;
use serde_json::Value;
use sp_core::storage::{well_known_keys::CODE, Storage};
use sp_runtime::BuildStorage;
use std::{fs, io, path::Path};

/// The compiler that built this crate and the runtime it embeds.
pub const COMPILER: &str = env!("IPCIRCLE_COMPILER");

/// The compiler that built the runtime of the committed specifications.
const COMMITTED_COMPILER: &str = include_str!("../specs/compiler.txt");

/// Name of the file that [`COMMITTED_COMPILER`] embeds.
const COMPILER_FILE: &str = "compiler.txt";

/// The networks that come with the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
	/// One city, one validator; its keys are published.
	Dev,
	/// Four cities on one desk; their keys are published.
	Local,
	/// The eight cities of the plan; nobody holds its keys, so it describes and does not run.
	Circle,
}

impl Preset {
	/// All of them, smallest first.
	pub const ALL: [Self; 3] = [Self::Dev, Self::Local, Self::Circle];

	/// The preset of that name, if there is one.
	pub fn from_name(name: &str) -> Option<Self> {
		Self::ALL.into_iter().find(|preset| preset.name() == name)
	}

	/// The name as given to `--chain`.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Dev => "dev",
			Self::Local => "local",
			Self::Circle => "circle",
		}
	}

	/// Name, id and type of the chain.
	pub fn identity(self) -> Identity {
		let (name, chain_type) = match self {
			Self::Dev => ("IPCircle development", ChainType::Development),
			Self::Local => ("IPCircle local circle", ChainType::Local),
			Self::Circle => ("IPCircle Shenyang metropolitan circle", ChainType::Live),
		};
		Identity {
			name: name.to_string(),
			id: format!("ipcircle-{}", self.name()),
			chain_type,
			boot_nodes: Vec::new(),
		}
	}

	/// The genesis as described by the runtime.
	pub fn description(self) -> Value {
		ipcircle_runtime::genesis::preset(self.name()).expect("the runtime has all three; qed")
	}

	/// The committed specification, raw.
	pub const fn committed(self) -> &'static [u8] {
		match self {
			Self::Dev => include_bytes!("../specs/dev.json"),
			Self::Local => include_bytes!("../specs/local.json"),
			Self::Circle => include_bytes!("../specs/circle.json"),
		}
	}

	/// The storage of the committed specification.
	fn committed_storage(self) -> Result<Storage, Error> {
		crate::ChainSpec::from_json_bytes(self.committed())
			.and_then(|spec| spec.build_storage())
			.map_err(|reason| Error::Unreadable { name: self.name().to_string(), reason })
	}

	/// The specification that this source generates around `code`.
	fn generated(self, code: Vec<u8>) -> Result<String, Error> {
		genesis::raw(&self.identity(), genesis::storage(self.description(), code)?)
	}
}

/// How a committed specification disagrees with the source.
#[derive(Debug, thiserror::Error)]
pub enum Mismatch {
	/// It cannot be read or generated at all.
	#[error(transparent)]
	Error(#[from] Error),
	/// The genesis state differs.
	#[error("{preset}: the genesis state differs at key 0x{key}: run `ipcircle-chain-spec regenerate` if that is meant")]
	State {
		/// Which preset.
		preset: &'static str,
		/// The first key that differs.
		key: String,
	},
	/// The state agrees, but something around it does not: name, id, properties, layout.
	#[error("{preset}: the file differs from what is generated, outside the genesis state")]
	Text {
		/// Which preset.
		preset: &'static str,
	},
	/// The committed runtime builds another genesis than this source.
	#[error("{preset}: the committed runtime builds another genesis at key 0x{key}: it is older than this source")]
	Runtime {
		/// Which preset.
		preset: &'static str,
		/// The first key that differs.
		key: String,
	},
	/// The same compiler built another runtime from this source.
	#[error("{preset}: the committed runtime is not the one that {COMPILER} builds from this source: run `ipcircle-chain-spec regenerate`")]
	Code {
		/// Which preset.
		preset: &'static str,
	},
}

/// What could be said about a committed runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFinding {
	/// It is the one that this source and compiler give.
	Same,
	/// Not compared: another compiler built the committed one.
	OtherCompiler,
	/// Not compared: this build holds no runtime.
	NotBuilt,
}

impl std::fmt::Display for CodeFinding {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		match self {
			Self::Same => write!(f, "runtime identical, {COMPILER}"),
			Self::OtherCompiler => write!(
				f,
				"runtime not compared byte for byte: committed by {}, this is {COMPILER}",
				COMMITTED_COMPILER.trim()
			),
			Self::NotBuilt => f.write_str("runtime not compared: built with SKIP_WASM_BUILD"),
		}
	}
}

/// A committed specification that agrees with the source.
#[derive(Debug, Clone, Copy)]
pub struct Agreement {
	/// Which preset.
	pub preset: Preset,
	/// Its genesis hash.
	pub genesis: [u8; 32],
	/// Whether its runtime could be compared too.
	pub code: CodeFinding,
}

/// Compares a preset's committed specification with what this source generates.
pub fn check(preset: Preset) -> Result<Agreement, Mismatch> {
	let name = preset.name();
	let committed = preset.committed_storage()?;
	let code = committed.top.get(CODE).cloned().unwrap_or_default();

	let generated = genesis::storage(preset.description(), code.clone())?;
	if let Some(key) = first_difference(&committed, &generated) {
		return Err(Mismatch::State { preset: name, key });
	}
	if preset.generated(code.clone())?.as_bytes() != preset.committed() {
		return Err(Mismatch::Text { preset: name });
	}

	let mut by_itself = GenesisConfigBuilderRuntimeCaller::<()>::new(&code)
		.get_storage_for_patch(preset.description())
		.map_err(Error::Genesis)?;
	by_itself.top.insert(CODE.to_vec(), code.clone());
	if let Some(key) = first_difference(&committed, &by_itself) {
		return Err(Mismatch::Runtime { preset: name, key });
	}

	let code = match WASM_BINARY {
		None => CodeFinding::NotBuilt,
		Some(built) if built == code => CodeFinding::Same,
		Some(_) if COMMITTED_COMPILER.trim() == COMPILER => {
			return Err(Mismatch::Code { preset: name })
		},
		Some(_) => CodeFinding::OtherCompiler,
	};
	Ok(Agreement { preset, genesis: genesis::hash(&committed), code })
}

/// The first key, in hexadecimal, at which two genesis states differ.
fn first_difference(a: &Storage, b: &Storage) -> Option<String> {
	let keys = a.top.keys().chain(b.top.keys());
	let differing = keys.filter(|key| a.top.get(*key) != b.top.get(*key)).min();
	let children = (a.children_default != b.children_default).then(|| "child tries".to_string());
	differing.map(hex::encode).or(children)
}

/// Writes all presets' specifications into `folder`, with the runtime of this build.
pub fn regenerate(folder: &Path) -> Result<(), RegenerateError> {
	let code = WASM_BINARY.ok_or(Error::NoRuntime)?;
	let write = |file: &str, text: &str| {
		let path = folder.join(file);
		fs::write(&path, text)
			.map_err(|error| RegenerateError::Write { path: path.display().to_string(), error })
	};
	for preset in Preset::ALL {
		write(&format!("{}.json", preset.name()), &preset.generated(code.to_vec())?)?;
	}
	write(COMPILER_FILE, &format!("{COMPILER}\n"))
}

/// Why the specifications were not written.
#[derive(Debug, thiserror::Error)]
pub enum RegenerateError {
	/// They could not be generated.
	#[error(transparent)]
	Generate(#[from] Error),
	/// A file could not be written.
	#[error("{path}: {error}")]
	Write {
		/// Which file.
		path: String,
		/// What the system said.
		error: io::Error,
	},
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::keys;

	#[test]
	fn committed_specifications_are_what_this_source_generates() {
		for preset in Preset::ALL {
			match check(preset) {
				Ok(agreement) => println!("{}: {}", preset.name(), agreement.code),
				Err(mismatch) => panic!("{mismatch}"),
			}
		}
	}

	#[test]
	fn a_changed_value_is_found_and_named() {
		let mut a = Storage::default();
		a.top.insert(vec![1], vec![1]);
		a.top.insert(vec![2], vec![1]);
		let mut b = a.clone();
		assert_eq!(first_difference(&a, &b), None);
		b.top.insert(vec![2], vec![2]);
		assert_eq!(first_difference(&a, &b), Some("02".to_string()));
		b.top.remove(&vec![1]);
		assert_eq!(first_difference(&b, &a), Some("01".to_string()));
	}

	#[test]
	fn no_key_of_a_running_preset_appears_in_the_circle() {
		let circle = keys::all_in(&Preset::Circle.description());
		assert!(!circle.is_empty());
		for preset in [Preset::Dev, Preset::Local] {
			let shared: Vec<_> =
				keys::all_in(&preset.description()).intersection(&circle).copied().collect();
			assert!(shared.is_empty(), "{}: {shared:?}", preset.name());
		}
	}
}
