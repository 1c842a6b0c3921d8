//! The `ipcircle_*` methods: what a proof needs that the standard methods do not give.
//!
//! State proofs come from the standard `state_getReadProof`. The rest of a proof is here: a finalized
//! header with its justification, and the headers in which one authority set hands over to the next.

use crate::limits::{HANDOFFS_PAGE, JUSTIFICATION_SEARCH};
use codec::Encode;
use ipcircle_runtime::{opaque::Block, BlockNumber, Hash, Header};
use jsonrpsee::{
	core::RpcResult,
	proc_macros::rpc,
	types::error::{ErrorObject, ErrorObjectOwned},
};
use polkadot_sdk::*;
use sc_client_api::{AuxStore, BlockBackend, HeaderBackend};
use sc_consensus_grandpa::{
	best_justification, find_scheduled_change, SharedAuthoritySet, GRANDPA_ENGINE_ID,
};
use sc_network::{service::traits::NetworkService, NetworkPeers};
use serde::Serialize;
use sp_consensus::SyncOracle;
use sp_core::Bytes;
use std::sync::Arc;

/// Identifies an authority set: 0 at genesis, one more with every change.
type SetId = u64;

/// A header and the votes that finalized it, both in SCALE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Justified {
	/// The header.
	pub(crate) header: Bytes,
	/// GRANDPA's justification of it.
	pub(crate) justification: Bytes,
}

/// A page of handoffs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Handoffs {
	/// The set that finalizes blocks now.
	pub(crate) current_set_id: SetId,
	/// In order, one for each set from the one asked for: the last block that set finalized.
	pub(crate) handoffs: Vec<Justified>,
}

/// How the node stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Status {
	/// Hash of the genesis block.
	pub(crate) genesis: Hash,
	/// Number of the best block.
	pub(crate) best: BlockNumber,
	/// Hash of the best block.
	pub(crate) best_hash: Hash,
	/// Number of the last finalized block.
	pub(crate) finalized: BlockNumber,
	/// Hash of the last finalized block.
	pub(crate) finalized_hash: Hash,
	/// Number of the newest block that can be proven to be final, if there is one.
	pub(crate) justified: Option<BlockNumber>,
	/// The set that finalizes blocks now.
	pub(crate) set_id: SetId,
	/// How many validators are in it.
	pub(crate) authorities: usize,
	/// Peers that this node exchanges blocks with.
	pub(crate) peers: usize,
	/// Version of the node.
	pub(crate) version: String,
	/// Length of a slot, in milliseconds.
	pub(crate) slot_ms: u64,
	/// Blocks that are not final yet.
	pub(crate) behind: BlockNumber,
	/// Whether the node is still catching up with its peers.
	pub(crate) syncing: bool,
}

/// Methods of the `ipcircle` namespace.
#[rpc(server, namespace = "ipcircle")]
pub(crate) trait IpcircleApi {
	/// The nearest kept justified block at or above `at`, else the newest one if it lies at or above
	/// `at`, else nothing; without `at` the newest.
	#[method(name = "proveFinality", blocking)]
	fn prove_finality(&self, at: Option<BlockNumber>) -> RpcResult<Option<Justified>>;

	/// The handoffs from set `from_set_id` on, at most a page of them.
	#[method(name = "handoffs", blocking)]
	fn handoffs(&self, from_set_id: SetId) -> RpcResult<Handoffs>;

	/// How the node stands.
	#[method(name = "status", blocking)]
	fn status(&self) -> RpcResult<Status>;
}

/// Why a method gives no answer. The number is the JSON-RPC error code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ProofError {
	/// The database failed.
	#[error("database: {0}")]
	Database(String),
	/// The node joined by warp sync and lacks early headers or justifications.
	#[error("history-missing: this node lacks the handoff of set {0}; ask one that synchronized from genesis")]
	HistoryMissing(SetId),
	/// A set was forced in, so that no handoff leads to its successor.
	#[error("forced-change: set {0} ended without a handoff; verification needs the signed hand-over statement")]
	ForcedChange(SetId),
}

impl From<sp_blockchain::Error> for ProofError {
	fn from(error: sp_blockchain::Error) -> Self {
		Self::Database(error.to_string())
	}
}

impl From<ProofError> for ErrorObjectOwned {
	fn from(error: ProofError) -> Self {
		let code = match error {
			ProofError::Database(_) => 7_001,
			ProofError::HistoryMissing(_) => 7_002,
			ProofError::ForcedChange(_) => 7_003,
		};
		ErrorObject::owned(code, error.to_string(), None::<()>)
	}
}

/// What the methods read; the node in production, a table in tests.
pub(crate) trait Source: Send + Sync + 'static {
	/// The finalized header of that number, if this node has it.
	fn header(&self, number: BlockNumber) -> Result<Option<Header>, ProofError>;
	/// The justification kept with the finalized block of that number.
	fn kept_justification(&self, number: BlockNumber) -> Result<Option<Vec<u8>>, ProofError>;
	/// The newest justified header, with its justification.
	fn newest(&self) -> Result<Option<(Header, Vec<u8>)>, ProofError>;
	/// Past sets in order, each with the last block it finalized. `None` when the beginning is
	/// missing.
	fn set_changes(&self) -> Option<Vec<(SetId, BlockNumber)>>;
	/// The set that finalizes blocks now.
	fn current_set_id(&self) -> SetId;
	/// How the node stands.
	fn status(&self) -> Result<Status, ProofError>;
}

/// Answers the methods from a source.
pub(crate) struct Proofs<S>(S);

impl<S: Source> Proofs<S> {
	/// Answers from `source`.
	pub(crate) const fn new(source: S) -> Self {
		Self(source)
	}

	fn nearest(&self, at: Option<BlockNumber>) -> Result<Option<Justified>, ProofError> {
		let Some((newest, justification)) = self.0.newest()? else { return Ok(None) };
		if let Some(at) = at {
			if at > newest.number {
				return Ok(None);
			}
			let end = newest.number.min(at.saturating_add(JUSTIFICATION_SEARCH));
			for number in at..end {
				let Some(kept) = self.0.kept_justification(number)? else { continue };
				if let Some(header) = self.0.header(number)? {
					return Ok(Some(justified(&header, kept)));
				}
			}
		}
		Ok(Some(justified(&newest, justification)))
	}

	fn handoffs_from(&self, from: SetId) -> Result<Handoffs, ProofError> {
		let changes = self.0.set_changes().ok_or(ProofError::HistoryMissing(from))?;
		let handoffs = changes
			.into_iter()
			.filter(|(set, _)| *set >= from)
			.take(HANDOFFS_PAGE)
			.map(|(set, last)| self.handoff(set, last))
			.collect::<Result<_, _>>()?;
		Ok(Handoffs { current_set_id: self.0.current_set_id(), handoffs })
	}

	fn handoff(&self, set: SetId, last: BlockNumber) -> Result<Justified, ProofError> {
		let missing = ProofError::HistoryMissing(set);
		let header = self.0.header(last)?.ok_or_else(|| missing.clone())?;
		if find_scheduled_change::<Block>(&header).is_none() {
			return Err(ProofError::ForcedChange(set));
		}
		let justification = self.0.kept_justification(last)?.ok_or(missing)?;
		Ok(justified(&header, justification))
	}
}

fn justified(header: &Header, justification: Vec<u8>) -> Justified {
	Justified { header: header.encode().into(), justification: justification.into() }
}

impl<S: Source> IpcircleApiServer for Proofs<S> {
	fn prove_finality(&self, at: Option<BlockNumber>) -> RpcResult<Option<Justified>> {
		Ok(self.nearest(at)?)
	}

	fn handoffs(&self, from_set_id: SetId) -> RpcResult<Handoffs> {
		Ok(self.handoffs_from(from_set_id)?)
	}

	fn status(&self) -> RpcResult<Status> {
		Ok(self.0.status()?)
	}
}

/// The node's own database and network.
pub(crate) struct Ledger<C> {
	pub(crate) client: Arc<C>,
	pub(crate) authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	pub(crate) network: Arc<dyn NetworkService>,
	pub(crate) sync: Arc<dyn SyncOracle + Send + Sync>,
	pub(crate) slot_ms: u64,
}

impl<C> Source for Ledger<C>
where
	C: HeaderBackend<Block> + BlockBackend<Block> + AuxStore + 'static,
{
	fn header(&self, number: BlockNumber) -> Result<Option<Header>, ProofError> {
		let Some(hash) = HeaderBackend::hash(&*self.client, number)? else { return Ok(None) };
		Ok(self.client.header(hash)?)
	}

	fn kept_justification(&self, number: BlockNumber) -> Result<Option<Vec<u8>>, ProofError> {
		let Some(hash) = HeaderBackend::hash(&*self.client, number)? else { return Ok(None) };
		let justifications = self.client.justifications(hash)?;
		Ok(justifications.and_then(|all| all.into_justification(GRANDPA_ENGINE_ID)))
	}

	fn newest(&self) -> Result<Option<(Header, Vec<u8>)>, ProofError> {
		let Some(newest) = best_justification::<_, Block>(&*self.client)? else { return Ok(None) };
		let header = self.client.header(newest.target().1)?;
		Ok(header.map(|header| (header, newest.encode())))
	}

	fn set_changes(&self) -> Option<Vec<(SetId, BlockNumber)>> {
		let changes = self.authority_set.authority_set_changes();
		let all = changes.iter_from(0)?.copied().collect();
		Some(all)
	}

	fn current_set_id(&self) -> SetId {
		self.authority_set.set_id()
	}

	fn status(&self) -> Result<Status, ProofError> {
		let info = self.client.info();
		Ok(Status {
			genesis: info.genesis_hash,
			best: info.best_number,
			best_hash: info.best_hash,
			finalized: info.finalized_number,
			finalized_hash: info.finalized_hash,
			justified: self.newest()?.map(|(header, _)| header.number),
			set_id: self.authority_set.set_id(),
			authorities: self.authority_set.current_authorities().len().get(),
			peers: self.network.sync_num_connected(),
			version: env!("CARGO_PKG_VERSION").to_string(),
			slot_ms: self.slot_ms,
			behind: info.best_number.saturating_sub(info.finalized_number),
			syncing: self.sync.is_major_syncing(),
		})
	}
}

#[cfg(test)]
mod tests;
