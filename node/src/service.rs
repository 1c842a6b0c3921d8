//! Assembles the node.
//!
//! Follows `node/src/service.rs` of the polkadot-sdk solochain template, release stable2503, with the
//! interfaces of stable2609. Ours are: the database and network checks at the top, the kept
//! justifications, the voting rules, the back-off, the permitted peers, the storage monitor and the
//! proof methods. Everything with a number in it is in `limits`.

use crate::{
	development, limits,
	peers::{Gatekeeper, PeersError},
	ports, rpc,
};
use ipcircle_runtime::{opaque::Block, RuntimeApi};
use polkadot_sdk::*;

use futures::FutureExt;
use sc_client_api::{Backend, BlockBackend};
use sc_consensus_aura::{ImportQueueParams, SlotProportion, StartAuraParams};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaPruningFilter, SharedVoterState,
	ThreeQuartersOfTheUnfinalizedChain, VotingRulesBuilder,
};
use sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging;
use sc_network::{config::NetworkBackendType, NetworkBackend, NetworkWorker};
use sc_service::{
	config::DatabaseSource, error::Error as ServiceError, BlocksPruning, Configuration,
	TaskManager, WarpSyncConfig,
};
use sc_storage_monitor::{StorageMonitorParams, StorageMonitorService};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_aura::ed25519::AuthorityPair as AuraPair;
use sp_runtime::traits::Block as BlockT;
use std::{path::PathBuf, sync::Arc};

/// The network of every node: libp2p. The other backend keeps the link of a peer that is no longer
/// permitted, so that a removed city would stay connected.
type Network = NetworkWorker<Block, <Block as BlockT>::Hash>;

pub(crate) type FullClient = sc_service::TFullClient<
	Block,
	RuntimeApi,
	sc_executor::WasmExecutor<sp_io::SubstrateHostFunctions>,
>;
pub(crate) type FullBackend = sc_service::TFullBackend<Block>;
type FullSelectChain = sc_consensus::LongestChain<FullBackend, Block>;
type GrandpaBlockImport =
	sc_consensus_grandpa::GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
type GrandpaLink = sc_consensus_grandpa::LinkHalf<Block, FullClient, FullSelectChain>;

/// The parts that every command needs.
pub(crate) type Service = sc_service::PartialComponents<
	FullClient,
	FullBackend,
	FullSelectChain,
	sc_consensus::DefaultImportQueue<Block>,
	sc_transaction_pool::TransactionPoolHandle<Block, FullClient>,
	(GrandpaBlockImport, GrandpaLink, Option<Telemetry>),
>;

/// Options of ours, beside the configuration.
pub(crate) struct Options {
	/// Free space below which the node stops.
	pub(crate) storage_monitor: StorageMonitorParams,
	/// File of the peers this node talks to.
	pub(crate) permitted_peers: Option<PathBuf>,
	/// City whose published keys to use.
	pub(crate) city: Option<String>,
}

/// Why this configuration is refused.
#[derive(Debug, thiserror::Error)]
enum Refused {
	#[error(
		"database: only ParityDB is supported; leave --database out or pass --database paritydb"
	)]
	Database,
	#[error("network-backend: only libp2p is supported, because the other backend stays connected to a removed city's node; leave --network-backend out")]
	NetworkBackend,
	#[error("blocks-pruning: a validator keeps every finalized block for the others; pass --blocks-pruning archive-canonical")]
	Pruning,
	#[error(transparent)]
	Port(#[from] ports::Occupied),
	#[error(transparent)]
	Peers(#[from] PeersError),
	#[error(transparent)]
	City(#[from] development::DevelopmentError),
	#[error("storage: {0}; free some space, or lower --db-storage-threshold (MiB)")]
	Storage(#[from] sc_storage_monitor::Error),
}

impl From<Refused> for ServiceError {
	fn from(refused: Refused) -> Self {
		Self::Application(Box::new(refused))
	}
}

/// Refuses a configuration that would run and be wrong.
fn check(config: &Configuration) -> Result<(), Refused> {
	if matches!(config.network.network_backend, NetworkBackendType::Litep2p) {
		return Err(Refused::NetworkBackend);
	}
	if config.role.is_authority() && matches!(config.blocks_pruning, BlocksPruning::Some(_)) {
		return Err(Refused::Pruning);
	}
	Ok(())
}

/// The parts that every command needs.
pub(crate) fn new_partial(config: &Configuration) -> Result<Service, ServiceError> {
	if !matches!(config.database, DatabaseSource::ParityDb { .. }) {
		return Err(Refused::Database.into());
	}
	let telemetry = config
		.telemetry_endpoints
		.clone()
		.filter(|endpoints| !endpoints.is_empty())
		.map(|endpoints| -> Result<_, sc_telemetry::Error> {
			let worker = TelemetryWorker::new(16)?;
			let telemetry = worker.handle().new_telemetry(endpoints);
			Ok((worker, telemetry))
		})
		.transpose()?;

	let executor = sc_service::new_wasm_executor::<sp_io::SubstrateHostFunctions>(&config.executor);
	let (client, backend, keystore_container, task_manager) =
		sc_service::new_full_parts::<Block, RuntimeApi, _>(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			executor,
			// A node that prunes blocks still keeps those from which proofs are made.
			vec![Arc::new(GrandpaPruningFilter)],
		)?;
	let client = Arc::new(client);

	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});

	let select_chain = sc_consensus::LongestChain::new(backend.clone());

	let transaction_pool = Arc::from(
		sc_transaction_pool::Builder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build(),
	);

	let (grandpa_block_import, grandpa_link) = sc_consensus_grandpa::block_import(
		client.clone(),
		limits::GRANDPA_JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		telemetry.as_ref().map(Telemetry::handle),
	)?;

	let slot_client = client.clone();
	let import_queue =
		sc_consensus_aura::import_queue::<AuraPair, _, _, _, _, _>(ImportQueueParams {
			block_import: grandpa_block_import.clone(),
			justification_import: Some(Box::new(grandpa_block_import.clone())),
			client: client.clone(),
			create_inherent_data_providers: move |parent_hash, _| {
				let client = slot_client.clone();
				async move {
					let slot_duration =
						sc_consensus_aura::standalone::slot_duration_at(&*client, parent_hash)?;
					Ok(inherents(slot_duration))
				}
			},
			spawner: &task_manager.spawn_essential_handle(),
			registry: config.prometheus_registry(),
			check_for_equivocation: Default::default(),
			telemetry: telemetry.as_ref().map(Telemetry::handle),
			compatibility_mode: Default::default(),
		})?;

	Ok(sc_service::PartialComponents {
		client,
		backend,
		task_manager,
		import_queue,
		keystore_container,
		select_chain,
		transaction_pool,
		other: (grandpa_block_import, grandpa_link, telemetry),
	})
}

/// The slot and time that a block made now would carry.
fn inherents(
	slot_duration: sp_consensus_aura::SlotDuration,
) -> (sp_consensus_aura::inherents::InherentDataProvider, sp_timestamp::InherentDataProvider) {
	let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
	let slot = sp_consensus_aura::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
		*timestamp,
		slot_duration,
	);
	(slot, timestamp)
}

/// Starts the node.
pub(crate) fn new_full(
	mut config: Configuration,
	options: Options,
) -> Result<TaskManager, ServiceError> {
	check(&config)?;
	ports::claim(&mut config).map_err(Refused::from)?;
	let gatekeeper =
		options.permitted_peers.map(Gatekeeper::open).transpose().map_err(Refused::from)?;
	if let Some(gatekeeper) = &gatekeeper {
		gatekeeper.configure(&mut config.network);
	}
	config.network.min_peers_to_start_warp_sync.get_or_insert(limits::WARP_SYNC_PEERS);

	let sc_service::PartialComponents {
		client,
		backend,
		mut task_manager,
		import_queue,
		keystore_container,
		select_chain,
		transaction_pool,
		other: (block_import, grandpa_link, mut telemetry),
	} = new_partial(&config)?;

	if let Some(city) = &options.city {
		let chain = config.chain_spec.chain_type();
		development::insert_keys(&keystore_container.keystore(), &chain, city)
			.map_err(Refused::from)?;
	}
	if let Some(path) = config.database.path() {
		StorageMonitorService::try_spawn(
			options.storage_monitor,
			path.to_path_buf(),
			&task_manager.spawn_essential_handle(),
		)
		.map_err(Refused::from)?;
	}

	let mut net_config = sc_network::config::FullNetworkConfiguration::<
		Block,
		<Block as BlockT>::Hash,
		Network,
	>::new(&config.network, config.prometheus_registry().cloned());
	let metrics = Network::register_notification_metrics(config.prometheus_registry());

	let genesis_hash = client.block_hash(0)?.expect("the genesis block exists; qed");
	let grandpa_protocol_name =
		sc_consensus_grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
	let (grandpa_protocol_config, grandpa_notification_service) =
		sc_consensus_grandpa::grandpa_peers_set_config::<_, Network>(
			grandpa_protocol_name.clone(),
			metrics.clone(),
			net_config.peer_store_handle(),
		);
	net_config.add_notification_protocol(grandpa_protocol_config);

	let warp_sync = Arc::new(sc_consensus_grandpa::warp_proof::NetworkProvider::new(
		backend.clone(),
		grandpa_link.shared_authority_set().clone(),
		Vec::default(),
	));

	let (network, system_rpc_tx, tx_handler_controller, sync_service, _bitswap) =
		sc_service::build_network(sc_service::BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: transaction_pool.clone(),
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(warp_sync)),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	if let Some(gatekeeper) = gatekeeper {
		// Essential: without it a removed city would quietly stay connected.
		task_manager.spawn_essential_handle().spawn(
			"permitted-peers",
			Some("networking"),
			gatekeeper.run(network.clone()),
		);
	}

	if config.offchain_worker.enabled {
		let offchain_workers =
			sc_offchain::OffchainWorkers::new(sc_offchain::OffchainWorkerOptions {
				runtime_api_provider: client.clone(),
				is_validator: config.role.is_authority(),
				keystore: Some(keystore_container.keystore()),
				offchain_db: backend.offchain_storage(),
				transaction_pool: Some(OffchainTransactionPoolFactory::new(
					transaction_pool.clone(),
				)),
				network_provider: Arc::new(network.clone()),
				// No pallet fetches anything: a validator makes no web requests.
				enable_http_requests: false,
				custom_extensions: |_| vec![],
			})?;
		task_manager.spawn_handle().spawn(
			"offchain-workers-runner",
			"offchain-worker",
			offchain_workers.run(client.clone(), task_manager.spawn_handle()).boxed(),
		);
	}

	let role = config.role;
	let force_authoring = config.force_authoring;
	let name = config.network.node_name.clone();
	let enable_grandpa = !config.disable_grandpa;
	let prometheus_registry = config.prometheus_registry().cloned();
	let slot_duration = sc_consensus_aura::slot_duration(&*client)?;
	let voter_state = SharedVoterState::empty();

	let rpc_builder = {
		let dependencies = rpc::Dependencies {
			client: client.clone(),
			pool: transaction_pool.clone(),
			authority_set: grandpa_link.shared_authority_set().clone(),
			voter_state: voter_state.clone(),
			justifications: grandpa_link.justification_stream(),
			finality: FinalityProofProvider::new_for_service(
				backend.clone(),
				Some(grandpa_link.shared_authority_set().clone()),
			),
			network: network.clone(),
			sync: sync_service.clone(),
			slot_ms: slot_duration.as_millis(),
		};
		Box::new(move |executor| {
			rpc::module(&dependencies, executor)
				.map_err(|error| ServiceError::Application(Box::new(error)))
		})
	};

	let _rpc_handlers = sc_service::spawn_tasks(sc_service::SpawnTasksParams {
		network: Arc::new(network.clone()),
		client: client.clone(),
		keystore: keystore_container.keystore(),
		task_manager: &mut task_manager,
		transaction_pool: transaction_pool.clone(),
		rpc_builder,
		backend,
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync_service.clone(),
		config,
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;

	if role.is_authority() {
		let mut proposer_factory = sc_basic_authorship::ProposerFactory::new(
			task_manager.spawn_handle(),
			client.clone(),
			transaction_pool.clone(),
			prometheus_registry.as_ref(),
			telemetry.as_ref().map(Telemetry::handle),
		);
		proposer_factory.set_default_block_size_limit(limits::BLOCK_SIZE_LIMIT);

		let aura = sc_consensus_aura::start_aura::<AuraPair, _, _, _, _, _, _, _, _, _, _>(
			StartAuraParams {
				slot_duration,
				client,
				select_chain,
				block_import,
				proposer_factory,
				create_inherent_data_providers: move |_, ()| async move { Ok(inherents(slot_duration)) },
				force_authoring,
				// While finality stands still, a growing tail only costs memory and time to heal.
				backoff_authoring_blocks: Some(BackoffAuthoringOnFinalizedHeadLagging {
					max_interval: limits::BACKOFF_MOST_SLOTS,
					unfinalized_slack: limits::BACKOFF_SLACK,
					authoring_bias: limits::BACKOFF_BIAS,
				}),
				keystore: keystore_container.keystore(),
				sync_oracle: sync_service.clone(),
				justification_sync_link: sync_service.clone(),
				block_proposal_slot_portion: SlotProportion::new(limits::PROPOSAL_PORTION),
				max_block_proposal_slot_portion: None,
				telemetry: telemetry.as_ref().map(Telemetry::handle),
				compatibility_mode: Default::default(),
			},
		)?;

		task_manager.spawn_essential_handle().spawn_blocking("aura", Some("block-authoring"), aura);
	}

	if enable_grandpa {
		let keystore = role.is_authority().then(|| keystore_container.keystore());
		let grandpa_config = sc_consensus_grandpa::Config {
			gossip_duration: limits::GOSSIP_DURATION,
			justification_generation_period: limits::GRANDPA_JUSTIFICATION_PERIOD,
			name: Some(name),
			observer_enabled: false,
			keystore,
			local_role: role,
			telemetry: telemetry.as_ref().map(Telemetry::handle),
			protocol_name: grandpa_protocol_name,
		};

		// Upstream also votes at least two blocks behind the best one, so that voters who do not know
		// the authors agree sooner. Here every author is known and one block a slot is the rule; those
		// two slots would be added to every receipt. GRANDPA stays safe whatever is voted for: votes
		// for different heads finalize their common ancestor. The remaining rule does nothing while
		// fewer than three blocks wait, and after a stall votes for older blocks, which more nodes have.
		let voting_rule = VotingRulesBuilder::new().add(ThreeQuartersOfTheUnfinalizedChain).build();

		let grandpa =
			sc_consensus_grandpa::run_grandpa_voter(sc_consensus_grandpa::GrandpaParams {
				config: grandpa_config,
				link: grandpa_link,
				network,
				sync: sync_service,
				notification_service: grandpa_notification_service,
				voting_rule,
				prometheus_registry,
				shared_voter_state: voter_state,
				telemetry: telemetry.as_ref().map(Telemetry::handle),
				// Through this pool a voter reports another that voted twice.
				offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(transaction_pool),
			})?;
		task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, grandpa);
	}

	Ok(task_manager)
}
