//! A connection to the circle: questions, with other nodes as reserves.
//!
//! Several nodes may be named. A question that a node cannot answer because its connection broke is
//! put to the next one; an answer, even a refusal, is never shopped around for. Every node must show
//! the genesis hash that the first one showed, or that the caller pinned.

use crate::error::{Code, Error, Result};
use codec::{Decode, Encode};
use serde::{de::DeserializeOwned, Deserialize};
use std::{
	future::Future,
	sync::{Arc, PoisonError, RwLock},
	time::Duration,
};
use subxt::{
	backend::LegacyBackend,
	client::OnlineClientAtBlock,
	config::substrate::{BlakeTwo256, SubstrateHeader},
	config::Hasher,
	dynamic::Value,
	ext::{
		frame_decode::storage::encode_storage_key_prefix,
		scale_value::{Composite, Primitive, ValueDef},
	},
	rpcs::client::{RpcClient, RpcParams},
	utils::H256,
	OnlineClient,
};

pub use subxt::rpcs::client::rpc_params;

/// How subxt sees an IPCircle chain: 32-byte accounts, blake2-256, default extensions. The chain's
/// own extension `CheckAdmission` carries no bytes, so no client needs to know it.
pub type ChainConfig = subxt::SubstrateConfig;

/// A header as the chain hashes it.
pub type Header = SubstrateHeader<H256>;

/// How long one question may take.
const ANSWER_TIME: Duration = Duration::from_secs(30);

/// Where to connect, and what to insist on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
	/// Nodes in order of preference, `ws://` or `wss://`.
	pub urls: Vec<String>,
	/// The genesis hash that every node must show.
	pub genesis: Option<[u8; 32]>,
	/// How long to wait for one node to accept a connection.
	pub connect_time: Duration,
}

impl Options {
	/// These nodes, no pinned genesis hash, ten seconds for each.
	pub fn new(urls: Vec<String>) -> Self {
		Self { urls, genesis: None, connect_time: Duration::from_secs(10) }
	}
}

/// One node's view of the chain (`ipcircle_status`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Status {
	/// The genesis hash.
	pub genesis: [u8; 32],
	/// Number of the newest block.
	pub best: u32,
	/// Number of the newest finalized block.
	pub finalized: u32,
	/// Number of the newest block with a stored justification.
	pub justified: u32,
	/// Id of the authority set that finalizes now.
	pub set_id: u64,
	/// How many validators that set has.
	pub authorities: u32,
	/// How many nodes this one is connected to.
	pub peers: u32,
	/// The node's version.
	pub version: String,
	/// Slot duration in milliseconds.
	pub slot_ms: u64,
}

impl Status {
	/// Reads the node's answer. A block may be given as a number or as an object with a `number`.
	fn read(answer: &serde_json::Value) -> Option<Self> {
		let number = |name: &str| {
			let field = answer.get(name)?;
			field.as_u64().or_else(|| field.get("number")?.as_u64())
		};
		let small = |name: &str| u32::try_from(number(name)?).ok();
		let count = |name: &str| {
			let length = answer.get(name).and_then(|field| field.as_array()).map(Vec::len);
			length.and_then(|length| u32::try_from(length).ok()).or_else(|| small(name))
		};
		Some(Self {
			genesis: parse_hash(answer.get("genesis")?.as_str()?).ok()?,
			best: small("best")?,
			finalized: small("finalized")?,
			// Before the first justification there is none to number.
			justified: small("justified").unwrap_or(0),
			set_id: number("set_id")?,
			authorities: count("authorities")?,
			peers: count("peers")?,
			version: answer.get("version")?.as_str()?.to_owned(),
			slot_ms: number("slot_ms")?,
		})
	}
}

/// A header and the justification that makes it final, both SCALE.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Justified {
	/// The header.
	pub header: Vec<u8>,
	/// Its number.
	pub number: u32,
	/// Its hash.
	pub hash: [u8; 32],
	/// The justification.
	pub justification: Vec<u8>,
}

#[derive(Deserialize)]
struct JustifiedAnswer {
	header: String,
	justification: String,
}

impl TryFrom<JustifiedAnswer> for Justified {
	type Error = Error;

	fn try_from(answer: JustifiedAnswer) -> Result<Self> {
		let header = bytes_of(&answer.header, "header")?;
		let justification = bytes_of(&answer.justification, "justification")?;
		let parsed =
			Header::decode(&mut &header[..]).map_err(|error| Error::unexpected("header", error))?;
		let number = block_number(parsed.number)?;
		Ok(Self { number, hash: blake2_256(&header), header, justification })
	}
}

/// One connection.
struct Link {
	at: usize,
	url: String,
	rpc: RpcClient,
	online: OnlineClient<ChainConfig>,
}

/// The circle, through whichever node answers.
pub struct Chain {
	options: Options,
	genesis: [u8; 32],
	link: RwLock<Arc<Link>>,
}

impl Chain {
	/// Connects to the first node that answers and shows the right genesis hash.
	///
	/// Errors: [`Code::Unreachable`] when none answers, [`Code::WrongGenesis`] when one that answers
	/// belongs to another chain: that is reported and never skipped over in silence.
	pub async fn connect(options: Options) -> Result<Self> {
		let link = Self::dial(&options, 0, options.genesis).await?;
		let genesis = link.online.genesis_hash().0;
		Ok(Self { options, genesis, link: RwLock::new(Arc::new(link)) })
	}

	/// The genesis hash of this chain.
	pub const fn genesis(&self) -> [u8; 32] {
		self.genesis
	}

	/// The node that answers now.
	pub fn url(&self) -> String {
		self.link().url.clone()
	}

	/// Asks by JSON-RPC. Errors: [`Code::Rpc`], [`Code::Unreachable`], [`Code::Unexpected`].
	pub async fn request<T: DeserializeOwned>(&self, method: &str, params: RpcParams) -> Result<T> {
		match self.try_request(method, params).await? {
			Ok(answer) => Ok(answer),
			Err(refusal) => {
				Err(Error::new(Code::Rpc).with("method", method).with("reason", refusal.text()))
			},
		}
	}

	/// As [`Self::request`], with the node's refusal as a value.
	pub async fn try_request<T: DeserializeOwned>(
		&self,
		method: &str,
		params: RpcParams,
	) -> Result<Result<T, Refusal>> {
		self.with_link(|link| {
			let params = params.clone();
			async move {
				let answer = timed(&link.url, link.rpc.request::<T>(method, params)).await?;
				match answer {
					Ok(answer) => Ok(Ok(answer)),
					Err(error) => refusal_of(&link.url, error).map(Err),
				}
			}
		})
		.await
	}

	/// The node's view of the chain.
	pub async fn status(&self) -> Result<Status> {
		let answer: serde_json::Value =
			match self.try_request("ipcircle_status", rpc_params![]).await? {
				Ok(answer) => answer,
				Err(refusal) if refusal.code == METHOD_NOT_FOUND => {
					return Err(Error::new(Code::WrongNetwork)
						.with("url", self.url())
						.with("missing", "ipcircle_status"));
				},
				Err(refusal) => {
					return Err(Error::new(Code::Rpc)
						.with("method", "ipcircle_status")
						.with("reason", refusal.text()));
				},
			};
		Status::read(&answer).ok_or_else(|| Error::unexpected("ipcircle_status", answer))
	}

	/// The justified block nearest at or above `at`, or the newest one.
	pub async fn justified(&self, at: Option<u32>) -> Result<Option<Justified>> {
		let answer: Option<JustifiedAnswer> =
			self.request("ipcircle_proveFinality", rpc_params![at]).await?;
		answer.map(Justified::try_from).transpose()
	}

	/// Every hand-over between authority sets, from set 0 to the newest.
	pub async fn handoffs(&self) -> Result<Vec<Justified>> {
		#[derive(Deserialize)]
		struct Page {
			current_set_id: u64,
			handoffs: Vec<JustifiedAnswer>,
		}
		let mut all = Vec::new();
		loop {
			let from = all.len() as u64;
			let page: Page = self.request("ipcircle_handoffs", rpc_params![from]).await?;
			let empty = page.handoffs.is_empty();
			for handoff in page.handoffs {
				all.push(Justified::try_from(handoff)?);
			}
			if empty || all.len() as u64 >= page.current_set_id {
				return Ok(all);
			}
		}
	}

	/// The header of a block.
	pub async fn header(&self, hash: [u8; 32]) -> Result<Header> {
		let header: Option<Header> =
			self.request("chain_getHeader", rpc_params![H256(hash)]).await?;
		header.ok_or_else(|| not_found("block", prefixed(&hash)))
	}

	/// The hash of the block with this number on the best chain.
	pub async fn hash_of(&self, number: u32) -> Result<Option<[u8; 32]>> {
		let hash: Option<H256> = self.request("chain_getBlockHash", rpc_params![number]).await?;
		Ok(hash.map(|hash| hash.0))
	}

	/// The newest block's number and hash.
	pub async fn best(&self) -> Result<(u32, [u8; 32])> {
		let header: Header = self.request("chain_getHeader", rpc_params![]).await?;
		Ok((block_number(header.number)?, blake2_256(&header.encode())))
	}

	/// The newest finalized block's number and hash.
	pub async fn finalized(&self) -> Result<(u32, [u8; 32])> {
		let hash: H256 = self.request("chain_getFinalizedHead", rpc_params![]).await?;
		let header = self.header(hash.0).await?;
		Ok((block_number(header.number)?, hash.0))
	}

	/// The extrinsics of a block, SCALE.
	pub async fn extrinsics(&self, hash: [u8; 32]) -> Result<Vec<Vec<u8>>> {
		#[derive(Deserialize)]
		struct Block {
			extrinsics: Vec<String>,
		}
		#[derive(Deserialize)]
		struct Signed {
			block: Block,
		}
		let signed: Option<Signed> =
			self.request("chain_getBlock", rpc_params![H256(hash)]).await?;
		let signed = signed.ok_or_else(|| not_found("block", prefixed(&hash)))?;
		signed.block.extrinsics.iter().map(|text| bytes_of(text, "extrinsic")).collect()
	}

	/// One value of the state, at a block.
	pub async fn storage(&self, key: &[u8], at: [u8; 32]) -> Result<Option<Vec<u8>>> {
		let answer: Result<Option<String>, Refusal> =
			self.try_request("state_getStorage", rpc_params![prefixed(key), H256(at)]).await?;
		let value = answer.map_err(|refusal| state_refused("state_getStorage", &at, &refusal))?;
		value.map(|text| bytes_of(&text, "value")).transpose()
	}

	/// A record of a pinned layout, at a block.
	pub async fn record<T: Decode>(&self, key: &[u8], at: [u8; 32]) -> Result<Option<T>> {
		let Some(bytes) = self.storage(key, at).await? else { return Ok(None) };
		let record =
			T::decode(&mut &bytes[..]).map_err(|error| Error::unexpected("record", error))?;
		Ok(Some(record))
	}

	/// A single value of a pallet, at a block.
	pub async fn single<T: Decode>(
		&self,
		pallet: &str,
		entry: &str,
		at: [u8; 32],
	) -> Result<Option<T>> {
		self.record(&encode_storage_key_prefix(pallet, entry), at).await
	}

	/// Trie nodes that prove the values of `keys`, or their absence, at a block.
	pub async fn read_proof(&self, keys: &[Vec<u8>], at: [u8; 32]) -> Result<Vec<Vec<u8>>> {
		#[derive(Deserialize)]
		struct Proof {
			proof: Vec<String>,
		}
		let keys: Vec<String> = keys.iter().map(|key| prefixed(key)).collect();
		let answer: Result<Proof, Refusal> =
			self.try_request("state_getReadProof", rpc_params![keys, H256(at)]).await?;
		let proof = answer.map_err(|refusal| state_refused("state_getReadProof", &at, &refusal))?;
		proof.proof.iter().map(|text| bytes_of(text, "proof")).collect()
	}

	/// The time of a block, Unix milliseconds, as its author stated it. The genesis block has none.
	pub async fn time_of(&self, at: [u8; 32]) -> Result<Option<u64>> {
		self.single("Timestamp", "Now", at).await
	}

	/// How many transactions of an account are on the best chain or waiting.
	pub async fn next_nonce(&self, account: &[u8; 32]) -> Result<u64> {
		let address = crate::signer::address(account);
		match self.try_request::<u64>("system_accountNextIndex", rpc_params![address]).await? {
			Ok(nonce) => Ok(nonce),
			Err(refusal) if refusal.code == METHOD_NOT_FOUND => {
				let params = rpc_params!["AccountNonceApi_account_nonce", prefixed(account)];
				let answer: String = self.request("state_call", params).await?;
				let bytes = bytes_of(&answer, "nonce")?;
				u32::decode(&mut &bytes[..])
					.map(u64::from)
					.map_err(|error| Error::unexpected("nonce", error))
			},
			Err(refusal) => Err(Error::new(Code::Rpc)
				.with("method", "system_accountNextIndex")
				.with("reason", refusal.text())),
		}
	}

	/// The chain as subxt sees it at a block: metadata, events, dynamic storage.
	pub async fn at(&self, hash: [u8; 32]) -> Result<OnlineClientAtBlock<ChainConfig>> {
		self.with_link(|link| async move {
			timed(&link.url, link.online.at_block(H256(hash)))
				.await?
				.map_err(|error| subxt_failed(&link.url, "metadata", error.into()))
		})
		.await
	}

	/// A value of a storage map or a single value, decoded by the chain's own metadata.
	pub async fn lookup(
		&self,
		pallet: &'static str,
		entry: &'static str,
		keys: Vec<Value>,
		at: [u8; 32],
	) -> Result<Option<Value>> {
		self.with_link(|link| {
			let keys = keys.clone();
			async move {
				let failed = |error: subxt::Error| subxt_failed(&link.url, entry, error);
				let client = timed(&link.url, link.online.at_block(H256(at)))
					.await?
					.map_err(|error| failed(error.into()))?;
				let address = subxt::dynamic::storage::<Vec<Value>, Value>(pallet, entry);
				let found = timed(&link.url, client.storage().try_fetch(address, keys))
					.await?
					.map_err(|error| failed(error.into()))?;
				found.map(|value| value.decode()).transpose().map_err(|error| failed(error.into()))
			}
		})
		.await
	}

	/// Every entry of a storage map with one key, decoded by the chain's own metadata.
	pub async fn entries(
		&self,
		pallet: &'static str,
		entry: &'static str,
		at: [u8; 32],
	) -> Result<Vec<(Value, Value)>> {
		self.with_link(|link| async move {
			let failed = |error: subxt::Error| subxt_failed(&link.url, entry, error);
			let client = timed(&link.url, link.online.at_block(H256(at)))
				.await?
				.map_err(|error| failed(error.into()))?;
			let address = subxt::dynamic::storage::<Vec<Value>, Value>(pallet, entry);
			let mut found = timed(&link.url, client.storage().iter(address, Vec::<Value>::new()))
				.await?
				.map_err(|error| failed(error.into()))?;
			let mut all = Vec::new();
			while let Some(next) = timed(&link.url, found.next()).await? {
				let next = next.map_err(|error| failed(error.into()))?;
				let key = next
					.key()
					.and_then(|key| key.decode())
					.map_err(|error| Error::unexpected(entry, error))?;
				let key = key.into_iter().next().unwrap_or_else(|| Value::bool(false));
				let value =
					next.value().decode().map_err(|error| Error::unexpected(entry, error))?;
				all.push((key, value));
			}
			Ok(all)
		})
		.await
	}

	fn link(&self) -> Arc<Link> {
		self.link.read().unwrap_or_else(PoisonError::into_inner).clone()
	}

	/// Runs `ask`; when the connection breaks, goes on with the next node, each node once.
	async fn with_link<T, F, Asked>(&self, ask: F) -> Result<T>
	where
		F: Fn(Arc<Link>) -> Asked,
		Asked: Future<Output = Result<T>>,
	{
		let mut lost = Error::new(Code::ConnectionLost);
		for _ in 0..=self.options.urls.len() {
			let link = self.link();
			match ask(link.clone()).await {
				Err(error) if error.code == Code::ConnectionLost => lost = error,
				answer => return answer,
			}
			let next = Self::dial(&self.options, link.at + 1, Some(self.genesis)).await?;
			*self.link.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
		}
		Err(lost)
	}

	/// Connects to the first node that answers, beginning with number `first`, round the list.
	async fn dial(options: &Options, first: usize, genesis: Option<[u8; 32]>) -> Result<Link> {
		let count = options.urls.len();
		let mut reason = "no node was named".to_owned();
		for step in 0..count {
			let at = (first + step) % count;
			let url = &options.urls[at];
			match tokio::time::timeout(options.connect_time, Self::open(at, url)).await {
				Ok(Ok(link)) => {
					let found = link.online.genesis_hash().0;
					let expected = genesis.unwrap_or(found);
					if found != expected {
						return Err(Error::new(Code::WrongGenesis)
							.with("url", url)
							.with("expected", prefixed(&expected))
							.with("found", prefixed(&found)));
					}
					return Ok(link);
				},
				Ok(Err(error)) => reason = error.detail("reason").unwrap_or_default().to_owned(),
				Err(_) => reason = format!("no answer in {} s", options.connect_time.as_secs()),
			}
		}
		Err(Error::new(Code::Unreachable)
			.with("urls", options.urls.join(", "))
			.with("reason", reason))
	}

	async fn open(at: usize, url: &str) -> Result<Link> {
		let lost = |error: &dyn ToString| {
			Error::new(Code::ConnectionLost).with("url", url).with("reason", error.to_string())
		};
		let rpc = RpcClient::from_insecure_url(url).await.map_err(|error| lost(&cause(&error)))?;
		let backend = LegacyBackend::<ChainConfig>::builder().build(rpc.clone());
		let online =
			OnlineClient::from_backend(Arc::new(backend)).await.map_err(|error| lost(&error))?;
		Ok(Link { at, url: url.to_owned(), rpc, online })
	}
}

/// JSON-RPC's own code for a question nobody here can answer.
const METHOD_NOT_FOUND: i32 = -32601;

/// A node's refusal, as JSON-RPC states it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
	/// The numeric code.
	pub code: i32,
	/// The general message.
	pub message: String,
	/// What is said about this case, if anything.
	pub data: Option<String>,
}

impl Refusal {
	/// Message and data as one text.
	pub fn text(&self) -> String {
		match &self.data {
			Some(data) => format!("{}: {data}", self.message),
			None => self.message.clone(),
		}
	}
}

/// Splits a failed question: the node refuses, or the connection is gone.
fn refusal_of(url: &str, error: subxt::rpcs::Error) -> Result<Refusal> {
	match error {
		subxt::rpcs::Error::User(error) => {
			let data = error.data.map(|data| {
				serde_json::from_str::<String>(data.get()).unwrap_or_else(|_| data.get().to_owned())
			});
			Ok(Refusal { code: error.code, message: error.message, data })
		},
		subxt::rpcs::Error::Deserialization(error) => Err(Error::unexpected("answer", error)),
		error => {
			Err(Error::new(Code::ConnectionLost).with("url", url).with("reason", cause(&error)))
		},
	}
}

/// The innermost reason of an error: what a person can act on.
fn cause(error: &dyn std::error::Error) -> String {
	let mut innermost = error;
	while let Some(source) = innermost.source() {
		innermost = source;
	}
	let text = innermost.to_string();
	let mut rest = text.as_str();
	// Each layer of the RPC client puts its own name in front.
	while let Some(inner) =
		rest.strip_prefix("RPC error: ").or_else(|| rest.strip_prefix("client error: "))
	{
		rest = inner;
	}
	rest.to_owned()
}

/// Waits for a node, but not for ever.
async fn timed<T>(url: &str, answer: impl Future<Output = T>) -> Result<T> {
	tokio::time::timeout(ANSWER_TIME, answer).await.map_err(|_| {
		Error::new(Code::ConnectionLost)
			.with("url", url)
			.with("reason", format!("no answer in {} s", ANSWER_TIME.as_secs()))
	})
}

/// Splits an error of subxt: the connection is gone, or the answer makes no sense.
fn subxt_failed(url: &str, what: &'static str, error: subxt::Error) -> Error {
	let text = error.to_string();
	let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
	while let Some(inner) = source {
		if let Some(subxt::rpcs::Error::Client(_)) = inner.downcast_ref::<subxt::rpcs::Error>() {
			return Error::new(Code::ConnectionLost).with("url", url).with("reason", text);
		}
		source = inner.source();
	}
	Error::unexpected(what, text)
}

/// A question about the state of a block that the node refused: usually the state is pruned.
fn state_refused(method: &str, at: &[u8; 32], refusal: &Refusal) -> Error {
	let text = refusal.text();
	if text.contains("discarded") || text.contains("UnknownBlock") || text.contains("pruned") {
		return Error::new(Code::StateUnavailable).with("block", prefixed(at)).with("reason", text);
	}
	Error::new(Code::Rpc).with("method", method).with("reason", text)
}

/// Nothing of this kind has that name.
pub fn not_found(kind: &str, id: impl ToString) -> Error {
	Error::new(Code::NotFound).with("kind", kind).with("id", id)
}

/// The chain's own hash function.
pub fn blake2_256(bytes: &[u8]) -> [u8; 32] {
	BlakeTwo256.hash(bytes).0
}

/// Bytes as `0x` and hexadecimal digits.
pub fn prefixed(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

/// Reads `0x` and 64 hexadecimal digits. Errors: [`Code::Hash`].
pub fn parse_hash(text: &str) -> Result<[u8; 32]> {
	let text = text.trim();
	let mut hash = [0u8; 32];
	hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(text), &mut hash)
		.map_err(|_| Error::new(Code::Hash).with("text", text))?;
	Ok(hash)
}

fn bytes_of(text: &str, what: &'static str) -> Result<Vec<u8>> {
	hex::decode(text.strip_prefix("0x").unwrap_or(text))
		.map_err(|error| Error::unexpected(what, error))
}

fn block_number(number: u64) -> Result<u32> {
	u32::try_from(number).map_err(|error| Error::unexpected("block number", error))
}

/// A value as JSON: names stay names, byte lists become hexadecimal, big numbers become text.
pub fn json_of<T>(value: &Value<T>) -> serde_json::Value {
	use serde_json::{json, Value as Json};
	match &value.value {
		ValueDef::Composite(Composite::Named(fields)) => named_json(fields),
		ValueDef::Composite(Composite::Unnamed(fields)) => {
			let bytes: Option<Vec<u8>> = fields
				.iter()
				.map(|field| field.as_u128().and_then(|number| u8::try_from(number).ok()))
				.collect();
			match (bytes, fields.as_slice()) {
				// A wrapper around one thing is that thing.
				(_, [only]) => json_of(only),
				// Short lists of small numbers are lists; keys, hashes and signatures are bytes.
				(Some(bytes), [_, ..]) if bytes.len() >= 16 => json!(prefixed(&bytes)),
				_ => Json::Array(fields.iter().map(json_of).collect()),
			}
		},
		ValueDef::Variant(variant) => match (variant.name.as_str(), variant.values.is_empty()) {
			("None", true) => Json::Null,
			(name, true) => json!(name),
			("Some", false) => {
				variant.values.values().next().map_or(Json::Null, |inner| json_of(inner))
			},
			(name, false) => {
				let inner = match &variant.values {
					Composite::Named(fields) => named_json(fields),
					Composite::Unnamed(fields) => match fields.as_slice() {
						[only] => json_of(only),
						fields => Json::Array(fields.iter().map(json_of).collect()),
					},
				};
				json!({ name: inner })
			},
		},
		ValueDef::Primitive(primitive) => match primitive {
			Primitive::Bool(value) => json!(value),
			Primitive::Char(value) => json!(value),
			Primitive::String(value) => json!(value),
			Primitive::U128(value) => u64::try_from(*value)
				.map_or_else(|_| json!(value.to_string()), |value| json!(value)),
			Primitive::I128(value) => i64::try_from(*value)
				.map_or_else(|_| json!(value.to_string()), |value| json!(value)),
			Primitive::U256(bytes) | Primitive::I256(bytes) => json!(prefixed(bytes)),
		},
		ValueDef::BitSequence(bits) => json!(bits.iter().collect::<Vec<bool>>()),
	}
}

/// Fields that hold a list, which with one item would look like that item.
const LISTS: [&str; 5] = ["guardians", "shares", "supervisors", "validators", "votes"];

/// Named fields as JSON.
pub fn named_json<T>(fields: &[(String, Value<T>)]) -> serde_json::Value {
	use serde_json::{json, Value as Json};
	let one = |(name, field): &(String, Value<T>)| {
		let shown = json_of(field);
		let shown = match (name.as_str(), shown) {
			(list, shown) if LISTS.contains(&list) && !shown.is_array() => json!([shown]),
			("name", shown) => text_of(&shown).map_or(shown, Json::String),
			(_, shown) => shown,
		};
		(name.clone(), shown)
	};
	Json::Object(fields.iter().map(one).collect())
}

/// UTF-8 text that the general rendering took for bytes.
fn text_of(shown: &serde_json::Value) -> Option<String> {
	let bytes = match shown {
		serde_json::Value::String(text) => hex::decode(text.strip_prefix("0x")?).ok()?,
		serde_json::Value::Array(items) => items
			.iter()
			.map(|item| u8::try_from(item.as_u64()?).ok())
			.collect::<Option<Vec<u8>>>()?,
		_ => return None,
	};
	String::from_utf8(bytes).ok()
}

/// A field of a named composite, or the `at`-th field of an unnamed one; wrappers of one are opened.
pub fn field<'a, T>(value: &'a Value<T>, name: &str) -> Option<&'a Value<T>> {
	match &value.value {
		ValueDef::Composite(Composite::Named(fields)) => {
			fields.iter().find(|(known, _)| known == name).map(|(_, field)| field)
		},
		ValueDef::Composite(Composite::Unnamed(fields)) => match fields.as_slice() {
			[only] => field(only, name),
			_ => None,
		},
		_ => None,
	}
}

/// A number, inside any wrappers of one.
pub fn number<T>(value: &Value<T>) -> Option<u64> {
	match &value.value {
		ValueDef::Composite(Composite::Unnamed(fields)) => match fields.as_slice() {
			[only] => number(only),
			_ => None,
		},
		_ => value.as_u128().and_then(|number| u64::try_from(number).ok()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn a_status_is_read_with_numbers_and_with_objects() {
		let genesis = prefixed(&[9; 32]);
		let plain = json!({
			"genesis": genesis, "best": 12, "finalized": 10, "justified": 8, "set_id": 1,
			"authorities": 4, "peers": 3, "version": "0.1.0", "slot_ms": 2000, "behind": 2,
		});
		let rich = json!({
			"genesis": genesis, "best": {"number": 12, "hash": "0x"}, "finalized": {"number": 10},
			"justified": {"number": 8}, "set_id": 1, "authorities": ["a", "b", "c", "d"],
			"peers": 3, "version": "0.1.0", "slot_ms": 2000,
		});
		let status = Status::read(&plain).unwrap();
		assert_eq!(status.authorities, 4);
		assert_eq!(Some(status), Status::read(&rich));
		assert_eq!(Status::read(&json!({})), None);
	}

	#[test]
	fn bytes_and_wrappers_are_shown_as_people_expect() {
		let value = Value::named_composite([
			("commitment", Value::unnamed_composite([Value::from_bytes([1u8; 16])])),
			("supervisors", Value::unnamed_composite([Value::u128(3), Value::u128(5)])),
			("none", Value::unnamed_variant("None", [])),
			("some", Value::unnamed_variant("Some", [Value::u128(1)])),
			("standing", Value::unnamed_variant("Active", [])),
			("name", Value::unnamed_composite([Value::from_bytes("阜新")])),
			("votes", Value::unnamed_composite([Value::u128(1)])),
		]);
		let expected = json!({
			"commitment": format!("0x{}", "01".repeat(16)), "supervisors": [3, 5],
			"none": null, "some": 1, "standing": "Active", "name": "阜新", "votes": [1],
		});
		assert_eq!(json_of(&value), expected);
	}

	#[tokio::test]
	async fn no_answer_from_any_node_names_all_of_them() {
		let mut options =
			Options::new(vec!["ws://127.0.0.1:1".to_owned(), "ws://127.0.0.1:2".to_owned()]);
		options.connect_time = Duration::from_secs(2);
		let error = Chain::connect(options).await.err().expect("nobody listens there");
		assert_eq!(error.code, Code::Unreachable);
		assert_eq!(error.detail("urls"), Some("ws://127.0.0.1:1, ws://127.0.0.1:2"));
	}

	#[test]
	fn a_hash_is_read_with_and_without_prefix() {
		let text = "11".repeat(32);
		assert_eq!(parse_hash(&text), Ok([0x11; 32]));
		assert_eq!(parse_hash(&format!("0x{text}")), Ok([0x11; 32]));
		assert_eq!(parse_hash("0x11").unwrap_err().code, Code::Hash);
	}
}
