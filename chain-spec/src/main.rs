//! Generates and checks chain specifications.

use clap::{Parser, Subcommand};
use ipcircle_chain_spec::{committed, config::Network, genesis, load_spec, Error, Preset};
use ipcircle_runtime::WASM_BINARY;
use std::{
	fs,
	io::Write,
	path::{Path, PathBuf},
	process::ExitCode,
	time::{SystemTime, UNIX_EPOCH},
};

/// Generates and checks chain specifications of IPCircle.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// Generate the specification of a real network from a file of cities and public keys.
	Generate {
		/// The network file, TOML.
		#[arg(long, value_name = "FILE")]
		config: PathBuf,
		/// Where to write; standard output when left out.
		#[arg(long, value_name = "FILE")]
		out: Option<PathBuf>,
		/// Write the raw form, which nodes use. Without it the people of the network stay readable.
		#[arg(long)]
		raw: bool,
	},
	/// Write the presets' specifications anew, with the runtime of this build.
	Regenerate {
		/// Folder of the committed specifications.
		#[arg(long, value_name = "DIR", default_value = "chain-spec/specs")]
		folder: PathBuf,
	},
	/// Compare the committed specifications with what this source generates.
	Check,
	/// Print the genesis hash of a preset or of a specification file.
	Genesis {
		/// dev, local, circle, or a file.
		chain: String,
	},
}

fn main() -> ExitCode {
	match run(Cli::parse().command) {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		},
	}
}

type AnyError = Box<dyn std::error::Error>;

fn run(command: Command) -> Result<(), AnyError> {
	match command {
		Command::Generate { config, out, raw } => generate(&config, out.as_deref(), raw),
		Command::Regenerate { folder } => {
			committed::regenerate(&folder)?;
			eprintln!("wrote {}; rebuild to embed them", folder.display());
			Ok(())
		},
		Command::Check => {
			for preset in Preset::ALL {
				let agreement = committed::check(preset)?;
				let (name, code) = (preset.name(), agreement.code);
				println!(
					"{name}: genesis 0x{}, state identical, {code}",
					hex::encode(agreement.genesis)
				);
			}
			Ok(())
		},
		Command::Genesis { chain } => {
			let storage = load_spec(&chain)?.as_storage_builder().build_storage()?;
			println!("0x{}", hex::encode(genesis::hash(&storage)));
			Ok(())
		},
	}
}

fn generate(config: &Path, out: Option<&Path>, raw: bool) -> Result<(), AnyError> {
	let file = config.display();
	let text = fs::read_to_string(config).map_err(|error| format!("{file}: {error}"))?;
	let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
	let network = Network::parse(&text, now).map_err(|error| format!("{file}: {error}"))?;
	for note in network.notes() {
		eprintln!("note: {note}");
	}
	let code = WASM_BINARY.ok_or(Error::NoRuntime)?.to_vec();
	let storage = genesis::storage(network.description(), code.clone())?;
	eprintln!("genesis: 0x{}", hex::encode(genesis::hash(&storage)));
	let spec = if raw {
		genesis::raw(network.identity(), storage)?
	} else {
		genesis::plain(network.identity(), network.description(), &code)?
	};
	match out {
		Some(path) => {
			fs::write(path, spec).map_err(|error| format!("{}: {error}", path.display()))?
		},
		None => std::io::stdout().write_all(spec.as_bytes())?,
	}
	Ok(())
}
