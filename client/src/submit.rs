//! Transactions: signed once, sent to any node, followed until they are final.
//!
//! Following looks at blocks instead of subscribing to one node's pool: the same few questions can be
//! put to any node, so a node that goes away in between changes nothing. A transaction is called
//! final only once a justification exists for its block or a later one, because that is what makes
//! a proof.

use crate::{
	call::Call,
	chain::{
		field, json_of, named_json, number, prefixed, rpc_params, Chain, ChainConfig, Refusal,
	},
	error::{Code, Error, Result},
	signer::{self, Signer},
};
use std::{
	collections::BTreeMap,
	time::{Duration, Instant},
};
use subxt::{
	client::OnlineClientAtBlock,
	config::DefaultExtrinsicParamsBuilder,
	error::DispatchError,
	events::Phase,
	ext::scale_value::{Composite, Value, ValueDef},
	utils::H256,
	Metadata,
};

/// Blocks in which a transaction may be included, counted from the finalized block it names: about
/// four minutes at two seconds, after which it is certain that it never will be. A power of two, as
/// the encoding demands.
pub const MORTAL_BLOCKS: u32 = 128;

/// Blocks after a transaction's last one in which it is still looked for while nothing is final.
const BEYOND_DOUBT: u32 = 8;

/// How often a node is asked for news.
const POLL: Duration = Duration::from_millis(200);

/// A signed transaction. The bytes can be sent any number of times; they count once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
	/// The transaction, SCALE.
	pub bytes: Vec<u8>,
	/// Who signed.
	pub account: [u8; 32],
	/// The finalized block it names.
	pub born: u32,
}

impl Signed {
	/// The last block that may include it.
	pub const fn dies(&self) -> u32 {
		self.born.saturating_add(MORTAL_BLOCKS)
	}
}

/// Where a transaction stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
	/// A node has accepted it into its pool.
	Submitted,
	/// It stands in a block that may still be replaced.
	InBlock {
		/// The block's number.
		block: u32,
		/// Milliseconds until it is usually final, from the present distance between the newest
		/// block and the newest justified one.
		estimate_ms: u64,
	},
	/// A justification exists for its block or a later one.
	Final {
		/// Its block's number.
		block: u32,
		/// The justified block's number.
		justified: u32,
	},
}

/// An event of a transaction.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
	/// Which pallet reports.
	pub pallet: String,
	/// What happened.
	pub name: String,
	/// With which values.
	pub fields: Composite<()>,
	/// What failed inside: the call of a motion, of a batch or of a proxy fails in an event, while
	/// the transaction around it succeeds.
	pub failure: Option<Error>,
}

impl Event {
	/// One value as JSON.
	pub fn field(&self, name: &str) -> Option<&Value<()>> {
		match &self.fields {
			Composite::Named(fields) => {
				fields.iter().find(|(known, _)| known == name).map(|(_, value)| value)
			},
			Composite::Unnamed(_) => None,
		}
	}

	/// All values as JSON.
	pub fn json(&self) -> serde_json::Value {
		match &self.fields {
			Composite::Named(fields) => named_json(fields),
			Composite::Unnamed(fields) => fields.iter().map(json_of).collect(),
		}
	}
}

/// A transaction that was included and succeeded.
#[derive(Clone, PartialEq, Debug)]
pub struct Included {
	/// The block's number.
	pub block: u32,
	/// The block's hash.
	pub hash: [u8; 32],
	/// Its place in the block.
	pub index: u32,
	/// What it caused.
	pub events: Vec<Event>,
}

impl Included {
	/// What failed inside, if anything did.
	pub fn failure(&self) -> Option<&Error> {
		self.events.iter().find_map(|event| event.failure.as_ref())
	}

	/// The first event of this kind.
	pub fn event(&self, pallet: &str, name: &str) -> Option<&Event> {
		self.events.iter().find(|event| event.pallet == pallet && event.name == name)
	}
}

/// What signing needs to know of the chain: enough for any number of transactions.
pub struct Context {
	at: OnlineClientAtBlock<ChainConfig>,
	born: u32,
	hash: [u8; 32],
}

impl Context {
	/// The chain as it is now.
	pub async fn fetch(chain: &Chain) -> Result<Self> {
		let (born, hash) = chain.finalized().await?;
		Ok(Self { at: chain.at(hash).await?, born, hash })
	}

	/// The chain as subxt sees it.
	pub const fn at(&self) -> &OnlineClientAtBlock<ChainConfig> {
		&self.at
	}

	/// Signs a call. `nonce` counts the account's transactions from 0.
	pub fn sign(&self, signer: &Signer, call: &Call, nonce: u64) -> Result<Signed> {
		let refused = |error: subxt::error::ExtrinsicError| {
			Error::new(Code::WrongNetwork)
				.with("missing", call.title())
				.with("reason", error.to_string())
		};
		let params = DefaultExtrinsicParamsBuilder::<ChainConfig>::new()
			.nonce(nonce)
			.mortal_from_unchecked(u64::from(MORTAL_BLOCKS), u64::from(self.born), H256(self.hash))
			.build();
		let transactions = self.at.transactions();
		let payload = call.payload();
		let signed = transactions
			.create_signable_offline(&payload, params)
			.and_then(|mut signable| signable.sign(signer))
			.map_err(refused)?;
		Ok(Signed { bytes: signed.into_encoded(), account: signer.account(), born: self.born })
	}
}

/// Signs a call with the account's next nonce.
pub async fn sign(chain: &Chain, signer: &Signer, call: &Call) -> Result<Signed> {
	let context = Context::fetch(chain).await?;
	let nonce = chain.next_nonce(&signer.account()).await?;
	context.sign(signer, call, nonce)
}

/// Hands a transaction to a node. Sending it again is harmless.
pub async fn send(chain: &Chain, signed: &Signed) -> Result<()> {
	let params = rpc_params![prefixed(&signed.bytes)];
	match chain.try_request::<String>("author_submitExtrinsic", params).await? {
		Ok(_) => Ok(()),
		Err(refusal) if refusal.code == ALREADY_IMPORTED => Ok(()),
		Err(refusal) => Err(refused(&signed.account, &refusal)),
	}
}

/// Waits until a transaction stands in a block, and reports what it caused there.
///
/// Errors: what the chain says against it, [`Code::Expired`] when its time is over for certain, or
/// [`Code::FinalityStalled`] when it is over but nothing becomes final.
pub async fn include(chain: &Chain, signed: &Signed) -> Result<Included> {
	let begun = Instant::now();
	let mut node = chain.url();
	let mut from = signed.born.saturating_add(1);
	let mut seen = BTreeMap::new();
	loop {
		// Asked first: what is final before the look cannot be replaced after it.
		let (finalized, _) = chain.finalized().await?;
		let (best, _) = chain.best().await?;
		for number in from..=best {
			let Some(hash) = chain.hash_of(number).await? else { break };
			// A block that replaced another one is looked at again.
			if seen.insert(number, hash) == Some(hash) {
				continue;
			}
			let extrinsics = chain.extrinsics(hash).await?;
			let Some(index) = extrinsics.iter().position(|bytes| *bytes == signed.bytes) else {
				continue;
			};
			let index = u32::try_from(index).map_err(|error| Error::unexpected("index", error))?;
			let events = outcome(chain, hash, index).await?;
			return Ok(Included { block: number, hash, index, events });
		}
		if finalized > signed.dies() {
			return Err(Error::new(Code::Expired).with("block", signed.dies()));
		}
		if best > signed.dies().saturating_add(BEYOND_DOUBT) {
			// Not in this chain, but as nothing becomes final another one may still win.
			let seconds = begun.elapsed().as_secs();
			return Err(Error::new(Code::FinalityStalled).with("seconds", seconds));
		}
		if chain.url() == node {
			from = from.max(finalized.saturating_add(1));
		} else {
			// Another node answers now: it may not have heard of the transaction, and may have
			// fallen behind.
			node = chain.url();
			from = signed.born.saturating_add(1);
			seen.clear();
			match send(chain, signed).await {
				// In a block already: the next look finds it.
				Err(error) if matches!(error.code, Code::Replayed | Code::Banned) => (),
				answer => answer?,
			}
		}
		tokio::time::sleep(POLL).await;
	}
}

/// How long a transaction in a block usually still needs: what the chain needs now.
pub async fn estimate_ms(chain: &Chain) -> Result<u64> {
	let status = chain.status().await?;
	let distance = status.best.saturating_sub(status.justified).max(1);
	Ok(u64::from(distance).saturating_mul(status.slot_ms))
}

/// What became of waiting for finality.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finality {
	/// The block, and this justified block at or above it, are final.
	Final {
		/// The justified block's number.
		justified: u32,
	},
	/// The block was replaced by another: the transaction has to be looked for again.
	Replaced,
}

/// Waits until a justification exists for a block or a later one.
///
/// Errors: [`Code::NotFinal`] after `patience` without a new justification, with the block and the
/// seconds waited.
pub async fn finalize(
	chain: &Chain,
	block: u32,
	hash: [u8; 32],
	patience: Duration,
) -> Result<Finality> {
	let begun = Instant::now();
	let mut moved = begun;
	let mut last = None;
	loop {
		if let Some(justified) = chain.justified(Some(block)).await? {
			let kept = chain.hash_of(block).await? == Some(hash);
			return Ok(match kept {
				true => Finality::Final { justified: justified.number },
				false => Finality::Replaced,
			});
		}
		let justified = chain.status().await?.justified;
		if last != Some(justified) {
			last = Some(justified);
			moved = Instant::now();
		}
		if moved.elapsed() >= patience {
			return Err(Error::new(Code::NotFinal)
				.with("block", block)
				.with("seconds", begun.elapsed().as_secs()));
		}
		tokio::time::sleep(POLL).await;
	}
}

/// Follows a sent transaction until it is final, telling `watch` of every state.
pub async fn follow(
	chain: &Chain,
	signed: &Signed,
	patience: Duration,
	watch: &mut (dyn FnMut(State) + Send),
) -> Result<(Included, u32)> {
	loop {
		let included = include(chain, signed).await?;
		let estimate_ms = estimate_ms(chain).await?;
		watch(State::InBlock { block: included.block, estimate_ms });
		match finalize(chain, included.block, included.hash, patience).await? {
			Finality::Final { justified } => {
				watch(State::Final { block: included.block, justified });
				return Ok((included, justified));
			},
			Finality::Replaced => (),
		}
	}
}

/// Signs, sends and follows a call until it is final.
pub async fn execute(
	chain: &Chain,
	signer: &Signer,
	call: &Call,
	patience: Duration,
	watch: &mut (dyn FnMut(State) + Send),
) -> Result<Included> {
	let signed = sign(chain, signer, call).await?;
	send(chain, &signed).await?;
	watch(State::Submitted);
	follow(chain, &signed, patience, watch).await.map(|(included, _)| included)
}

/// The events of one transaction; its failure is the error.
async fn outcome(chain: &Chain, hash: [u8; 32], index: u32) -> Result<Vec<Event>> {
	let at = chain.at(hash).await?;
	let events = at.events().fetch().await.map_err(|error| Error::unexpected("events", error))?;
	let mut all = Vec::new();
	for event in events.iter() {
		let event = event.map_err(|error| Error::unexpected("events", error))?;
		if event.phase() != Phase::ApplyExtrinsic(index) {
			continue;
		}
		if (event.pallet_name(), event.event_name()) == ("System", "ExtrinsicFailed") {
			let error = DispatchError::decode_from(event.field_bytes(), at.metadata())
				.map_err(|error| Error::unexpected("dispatch error", error))?;
			return Err(dispatch_failed(&error));
		}
		let fields = event
			.decode_fields_unchecked_as::<Composite<()>>()
			.map_err(|error| Error::unexpected("events", error))?;
		all.push(Event {
			pallet: event.pallet_name().to_owned(),
			name: event.event_name().to_owned(),
			failure: reported_failure(at.metadata_ref(), &fields),
			fields,
		});
	}
	Ok(all)
}

/// An error of a module with its name and its documentation, both from the metadata.
fn dispatch_failed(error: &DispatchError) -> Error {
	let DispatchError::Module(module) = error else {
		return Error::new(Code::Dispatch).with("reason", error);
	};
	match module.details() {
		Ok(details) => {
			module_error(details.pallet.name(), &details.variant.name, &details.variant.docs)
		},
		Err(error) => Error::new(Code::Dispatch).with("reason", error),
	}
}

/// The error in an event's `result` or `error`.
fn reported_failure(metadata: &Metadata, fields: &Composite<()>) -> Option<Error> {
	let Composite::Named(fields) = fields else { return None };
	let error = fields.iter().find_map(|(name, value)| match (name.as_str(), &value.value) {
		("result", ValueDef::Variant(result)) if result.name == "Err" => {
			result.values.values().next()
		},
		("error", ValueDef::Variant(_)) => Some(value),
		_ => None,
	})?;
	let failure = module_failure(metadata, error);
	Some(failure.unwrap_or_else(|| Error::new(Code::Dispatch).with("reason", json_of(error))))
}

/// An error of a module, named by the metadata.
fn module_failure(metadata: &Metadata, error: &Value<()>) -> Option<Error> {
	let ValueDef::Variant(variant) = &error.value else { return None };
	let module = variant.values.values().next().filter(|_| variant.name == "Module")?;
	let small = |value: &Value<()>| u8::try_from(number(value)?).ok();
	let pallet = metadata.pallet_by_error_index(small(field(module, "index")?)?)?;
	let ValueDef::Composite(bytes) = &field(module, "error")?.value else { return None };
	let variant = pallet.error_variant_by_index(small(bytes.values().next()?)?)?;
	Some(module_error(pallet.name(), &variant.name, &variant.docs))
}

fn module_error(pallet: &str, name: &str, docs: &[String]) -> Error {
	Error::new(Code::Module)
		.with("pallet", pallet)
		.with("error", name)
		.with("docs", docs.join(" ").trim())
}

/// JSON-RPC codes of the transaction pool (`author_submitExtrinsic`).
const INVALID: i32 = 1010;
const BANNED: i32 = 1012;
const ALREADY_IMPORTED: i32 = 1013;
const TOO_LOW_PRIORITY: i32 = 1014;
const IMMEDIATELY_DROPPED: i32 = 1016;
const FUTURE: i32 = 1021;

/// What the chain's admission extension says, by its numbers.
const ADMISSION: [Code; 10] = [
	Code::UnknownSigner,
	Code::RetiredKey,
	Code::Suspended,
	Code::OfficerExpired,
	Code::CallNotAllowed,
	Code::TooDeep,
	Code::QuotaExhausted,
	Code::ChainQuotaExhausted,
	Code::Stopped,
	Code::TooManyCalls,
];

/// Turns a pool's refusal into a code.
pub fn refused(account: &[u8; 32], refusal: &Refusal) -> Error {
	let data = refusal.data.as_deref().unwrap_or_default();
	let has = |text: &str| data.contains(text);
	let custom =
		data.strip_prefix("Custom error: ").and_then(|code| code.trim().parse::<usize>().ok());
	let admission = custom.and_then(|code| ADMISSION.get(code.checked_sub(1)?)).copied();
	let code = match (refusal.code, admission) {
		(INVALID, Some(code)) => code,
		(INVALID, None) if has("outdated") => Code::Replayed,
		(INVALID, None) if has("in the future") => Code::NonceGap,
		(INVALID, None) if has("bad signature") => Code::BadSignature,
		(INVALID, None) if has("ancient birth block") => Code::Expired,
		(INVALID, None) if has("exhaust the block limits") => Code::TooLarge,
		// There are no fees here: an account without any standing is refused with this text.
		(INVALID, None) if has("pay some fees") => Code::UnknownSigner,
		(INVALID, None) if has("call is not expected") => Code::CallNotAllowed,
		// A node remembers for a while what it has included or refused.
		(BANNED, _) => Code::Banned,
		(TOO_LOW_PRIORITY, _) => Code::Replayed,
		(IMMEDIATELY_DROPPED, _) => Code::PoolFull,
		(FUTURE, _) => Code::NonceGap,
		_ => Code::Refused,
	};
	let error = Error::new(code).with("account", signer::address(account));
	match code {
		Code::Refused => error.with("reason", refusal.text()),
		_ => error,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn refusal(code: i32, data: &str) -> Code {
		let refusal = Refusal { code, message: "Invalid".to_owned(), data: Some(data.to_owned()) };
		refused(&[0; 32], &refusal).code
	}

	#[test]
	fn every_number_of_the_admission_extension_has_its_code() {
		for (at, code) in ADMISSION.iter().enumerate() {
			assert_eq!(refusal(INVALID, &format!("Custom error: {}", at + 1)), *code);
		}
		assert_eq!(refusal(INVALID, "Custom error: 0"), Code::Refused);
		assert_eq!(refusal(INVALID, "Custom error: 11"), Code::Refused);
	}

	#[test]
	fn the_pools_own_refusals_are_told_apart() {
		for (code, data, expected) in [
			(INVALID, "Transaction is outdated", Code::Replayed),
			(INVALID, "Transaction will be valid in the future", Code::NonceGap),
			(INVALID, "Transaction has a bad signature", Code::BadSignature),
			(INVALID, "Transaction has an ancient birth block", Code::Expired),
			(INVALID, "Transaction would exhaust the block limits", Code::TooLarge),
			(
				INVALID,
				"Inability to pay some fees (e.g. account balance too low)",
				Code::UnknownSigner,
			),
			(IMMEDIATELY_DROPPED, "", Code::PoolFull),
			(BANNED, "", Code::Banned),
		] {
			assert_eq!(refusal(code, data), expected, "{data}");
		}
	}

	#[test]
	fn a_transaction_lives_for_a_power_of_two_of_blocks() {
		assert!(MORTAL_BLOCKS.is_power_of_two());
		let signed = Signed { bytes: vec![], account: [0; 32], born: 7 };
		assert_eq!(signed.dies(), 7 + MORTAL_BLOCKS);
	}
}
