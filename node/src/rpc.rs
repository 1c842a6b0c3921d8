//! The node's RPC methods beside the standard ones: account nonces, GRANDPA, and `ipcircle_*`.

pub(crate) mod proof;

use crate::service::{FullBackend, FullClient};
use ipcircle_runtime::{opaque::Block, AccountId, BlockNumber, Hash, Nonce};
use jsonrpsee::RpcModule;
use polkadot_sdk::*;
use proof::{IpcircleApiServer, Ledger, Proofs};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_network::service::traits::NetworkService;
use sc_rpc::SubscriptionTaskExecutor;
use sc_transaction_pool::TransactionPoolHandle;
use sp_consensus::SyncOracle;
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};

/// What the methods need from the node.
pub(crate) struct Dependencies {
	pub(crate) client: Arc<FullClient>,
	pub(crate) pool: Arc<TransactionPoolHandle<Block, FullClient>>,
	pub(crate) authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	pub(crate) voter_state: SharedVoterState,
	pub(crate) justifications: GrandpaJustificationStream<Block>,
	pub(crate) finality: Arc<FinalityProofProvider<FullBackend, Block>>,
	pub(crate) network: Arc<dyn NetworkService>,
	pub(crate) sync: Arc<dyn SyncOracle + Send + Sync>,
	/// Length of a slot, in milliseconds.
	pub(crate) slot_ms: u64,
}

/// All methods in one module.
pub(crate) fn module(
	dependencies: &Dependencies,
	executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, jsonrpsee::core::RegisterMethodError> {
	let Dependencies { client, pool, authority_set, .. } = dependencies;
	let mut module = RpcModule::new(());
	let system = System::<_, _, Block>::new(client.clone(), pool.clone());
	module.merge(SystemApiServer::<Hash, AccountId, Nonce>::into_rpc(system))?;
	module.merge(
		Grandpa::new(
			executor,
			authority_set.clone(),
			dependencies.voter_state.clone(),
			dependencies.justifications.clone(),
			dependencies.finality.clone(),
		)
		.into_rpc(),
	)?;
	let ledger = Ledger {
		client: client.clone(),
		authority_set: authority_set.clone(),
		network: dependencies.network.clone(),
		sync: dependencies.sync.clone(),
		slot_ms: dependencies.slot_ms,
	};
	module.merge(Proofs::new(ledger).into_rpc())?;
	Ok(module)
}
