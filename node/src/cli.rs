//! The command line: that of any Substrate node, with our defaults and two options of our own.

use crate::limits;
use clap::{CommandFactory, FromArgMatches, Parser};
use polkadot_sdk::{
	sc_cli::{self, RunCmd, SubstrateCli},
	sc_service, sc_storage_monitor,
};
use std::{ffi::OsString, path::PathBuf};

/// The command line.
#[derive(Debug, Parser)]
pub(crate) struct Cli {
	/// What to do instead of running a node.
	#[command(subcommand)]
	pub(crate) subcommand: Option<Subcommand>,

	#[clap(flatten)]
	pub(crate) run: RunCmd,

	#[clap(flatten)]
	pub(crate) storage_monitor: sc_storage_monitor::StorageMonitorParams,

	/// File of the peers this node talks to; all others are refused.
	///
	/// One peer a line: its PeerId, or an address that ends in /p2p/PeerId. Empty lines and lines that
	/// begin with # are skipped. The file is read again every few seconds and on SIGHUP: a peer that
	/// disappears from it is cut off at once, without a restart.
	#[arg(long, value_name = "FILE", conflicts_with_all = ["reserved_nodes", "reserved_only"])]
	pub(crate) permitted_peers: Option<PathBuf>,

	/// Validate as this city of the presets dev and local, with its published keys.
	///
	/// For example: --chain local --city Shenyang. Refused on any other chain.
	#[arg(long, value_name = "CITY")]
	pub(crate) city: Option<String>,
}

/// What the program does beside running a node.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant)] // One value per process.
pub(crate) enum Subcommand {
	/// Make, inspect and insert keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Print a chain specification.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Check a block again.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Export blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Export the state of a block as a chain specification.
	ExportState(sc_cli::ExportStateCmd),

	/// Import blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Remove the chain's data.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Revert unfinalized blocks.
	Revert(sc_cli::RevertCmd),

	/// Print what the database holds.
	ChainInfo(sc_cli::ChainInfoCmd),
}

impl Cli {
	/// Reads the arguments of this process; prints help or an error and ends it if need be.
	pub(crate) fn from_process() -> Self {
		Self::read(std::env::args_os()).unwrap_or_else(|error| error.exit())
	}

	/// Reads arguments, with our defaults in place of upstream's.
	fn read<I, A>(arguments: I) -> clap::error::Result<Self>
	where
		I: IntoIterator<Item = A>,
		A: Into<OsString> + Clone,
	{
		let command = <Self as SubstrateCli>::setup_command(Self::command())
			.mut_arg("network_backend", |arg| arg.default_value("libp2p"))
			.mut_arg("pool_limit", |arg| arg.default_value(limits::POOL_TRANSACTIONS))
			.mut_arg("pool_kbytes", |arg| arg.default_value(limits::POOL_KILOBYTES))
			// Upstream asks for a chain even where the key does not go to a chain's folder.
			.mut_subcommand("key", |key| {
				key.mut_subcommand("generate-node-key", |generate| {
					generate
						.mut_arg("base_path", |arg| arg.requires("chain"))
						.mut_arg("default_base_path", |arg| arg.requires("chain"))
				})
			});
		Self::from_arg_matches(&command.try_get_matches_from(arguments)?)
	}
}

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"IPCircle node".into()
	}

	fn impl_version() -> String {
		env!("CARGO_PKG_VERSION").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		"the IPCircle project".into()
	}

	fn support_url() -> String {
		concat!(env!("CARGO_PKG_REPOSITORY"), "/issues").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
		ipcircle_chain_spec::load_spec(id).map_err(|error| error.to_string())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use polkadot_sdk::sc_cli::arg_enums::NetworkBackendType;

	fn read(arguments: &str) -> clap::error::Result<Cli> {
		Cli::read(std::iter::once("ipcircle-node").chain(arguments.split_whitespace()))
	}

	#[test]
	fn the_command_line_is_well_formed() {
		Cli::command().debug_assert();
	}

	#[test]
	fn our_defaults_stand_in_place_of_upstreams() {
		let cli = read("--chain local").expect("valid");
		assert!(matches!(cli.run.network_params.network_backend, NetworkBackendType::Libp2p));
		assert_eq!(cli.run.pool_config.pool_limit, 65_536);
		assert_eq!(cli.run.pool_config.pool_kbytes, 65_536);
		assert_eq!(cli.storage_monitor.threshold, 1_024);
	}

	#[test]
	fn what_an_operator_sets_wins_over_our_defaults() {
		let cli = read("--pool-limit 10 --db-storage-threshold 5").expect("valid");
		assert_eq!(cli.run.pool_config.pool_limit, 10);
		assert_eq!(cli.storage_monitor.threshold, 5);
	}

	#[test]
	fn a_node_key_needs_a_chain_only_for_the_folder_of_that_chain() {
		assert!(read("key generate-node-key --file key").is_ok());
		assert!(read("key generate-node-key --base-path data").is_err());
		assert!(read("key generate-node-key --base-path data --chain local").is_ok());
	}

	#[test]
	fn a_list_of_permitted_peers_excludes_the_fixed_list() {
		assert!(read("--permitted-peers peers.txt").is_ok());
		assert!(read("--permitted-peers peers.txt --reserved-only").is_err());
	}
}
