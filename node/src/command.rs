//! Runs what the command line asks for.

use crate::{
	cli::{Cli, Subcommand},
	development,
	service::{self, Options},
};
use ipcircle_runtime::opaque::Block;
use polkadot_sdk::{
	sc_cli::{self, KeySubcommand, RunCmd, SubstrateCli},
	sc_consensus_grandpa,
	sc_service::PartialComponents,
};

/// Reads the command line and runs it to its end.
pub(crate) fn run() -> sc_cli::Result<()> {
	let cli = Cli::from_process();

	match &cli.subcommand {
		// Without a chain the key goes to a file of its own (the command line sees to it).
		Some(Subcommand::Key(KeySubcommand::GenerateNodeKey(command)))
			if command.chain.is_none() =>
		{
			command.run("", &Cli::executable_name())
		},
		Some(Subcommand::Key(command)) => command.run(&cli),
		Some(Subcommand::ExportChainSpec(command)) => command.run(cli.load_spec(&command.chain)?),
		Some(Subcommand::CheckBlock(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, import_queue, .. } =
				service::new_partial(&config)?;
			Ok((command.run(client, import_queue), task_manager))
		}),
		Some(Subcommand::ExportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
				Ok((command.run(client, config.database), task_manager))
			})
		},
		Some(Subcommand::ExportState(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
			Ok((command.run(client, config.chain_spec), task_manager))
		}),
		Some(Subcommand::ImportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let PartialComponents { client, task_manager, import_queue, .. } =
					service::new_partial(&config)?;
				Ok((command.run(client, import_queue), task_manager))
			})
		},
		Some(Subcommand::PurgeChain(command)) => {
			cli.create_runner(command)?.sync_run(|config| command.run(config.database))
		},
		Some(Subcommand::Revert(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, backend, .. } =
				service::new_partial(&config)?;
			let revert_grandpa = Box::new(|client, _, blocks| {
				sc_consensus_grandpa::revert(client, blocks)?;
				Ok(())
			});
			Ok((command.run(client, backend, Some(revert_grandpa)), task_manager))
		}),
		Some(Subcommand::ChainInfo(command)) => {
			cli.create_runner(command)?.sync_run(|config| command.run::<Block>(&config))
		},
		None => {
			let Cli { run, storage_monitor, permitted_peers, city, .. } = &cli;
			let city = city
				.clone()
				.or_else(|| run.shared_params.dev.then(|| development::FIRST_CITY.to_string()));
			let run = RunCmd { validator: run.validator || city.is_some(), ..run.clone() };
			let options = Options {
				storage_monitor: storage_monitor.clone(),
				permitted_peers: permitted_peers.clone(),
				city,
			};
			cli.create_runner(&run)?.run_node_until_exit(|config| async move {
				service::new_full(config, options).map_err(sc_cli::Error::Service)
			})
		},
	}
}
