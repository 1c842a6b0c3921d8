//! `load`: finalized registrations per second, beside remarks of equal length.
//!
//! Everything is signed before the clock starts and handed to all nodes at once. The clock stops when
//! the last block that holds one of the transactions is justified.

use crate::{report, Network};
use anyhow::{bail, ensure, Context as _};
use futures::{stream, StreamExt, TryStreamExt};
use ipcircle_client::{
	call::{self, Call, Registration},
	chain::{number, Chain},
	submit::{self, Context, Included, Signed},
	Options, Signer,
};
use ipcircle_primitives::{Commitment, HolderKind, RightKind, Share, WHOLE_PPM};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{
	collections::HashSet,
	sync::Arc,
	time::{Duration, Instant},
};

/// Questions under way to one node at a time.
const IN_FLIGHT: usize = 64;

/// Enrolled accounts, ready to sign.
pub(crate) struct Party {
	pub(crate) signer: Signer,
	pub(crate) holder: u64,
}

pub(crate) async fn run(network: &Network, holders: usize, count: usize) -> anyhow::Result<()> {
	ensure!(holders > 0 && count > 0, "nothing to do");
	let mut nodes = Vec::new();
	for url in &network.url {
		nodes.push(Arc::new(Chain::connect(Options::new(vec![url.clone()])).await?));
	}
	let chain = nodes.first().context("no node")?.clone();
	let run = run_label();
	eprintln!("Enrolling {holders} holders…");
	let parties = enrol(&chain, network, holders, &run).await?;
	let first = {
		let context = Context::fetch(&chain).await?;
		let party = parties.first().context("no holder")?;
		context.sign(&party.signer, &registration(party, &run, 0), 0)?.bytes.len()
	};
	let register = |party: &Party, at: usize| registration(party, &run, at);
	let registrations = measure(&nodes, &parties, count, network, &register).await?;
	let length = remark_length(&chain, &parties, first).await?;
	let remark = |_: &Party, at: usize| {
		let mut text = vec![0u8; length];
		let mark = (at as u64).to_le_bytes();
		text.iter_mut().zip(mark).for_each(|(byte, mark)| *byte = mark);
		call::remark(&text)
	};
	let remarks = measure(&nodes, &parties, count, network, &remark).await?;
	let ratio = registrations.per_second() / remarks.per_second();
	for (figure, result) in [("load-register", &registrations), ("load-remark", &remarks)] {
		report(
			json!({
				"figure": figure, "nodes": nodes.len(), "holders": holders, "count": count,
				"bytes_each": first, "per_second": result.per_second(),
				"seconds": result.total.as_secs_f64(),
				"seconds_to_hand_over": result.handed_over.as_secs_f64(),
				"seconds_to_last_block": result.included.as_secs_f64(),
				"seconds_to_final_after_last_block": (result.total - result.included).as_secs_f64(),
				"blocks": result.blocks, "most_in_a_block": result.fullest,
			}),
			&format!(
				"{figure}: {count} in {:.1} s, {:.1} per second finalized; handed over after {:.1} s, last block \
				 after {:.1} s, final {:.1} s later; {} blocks, at most {} in one",
				result.total.as_secs_f64(),
				result.per_second(),
				result.handed_over.as_secs_f64(),
				result.included.as_secs_f64(),
				(result.total - result.included).as_secs_f64(),
				result.blocks,
				result.fullest,
			),
		);
	}
	report(
		json!({ "figure": "load-ratio", "ratio": ratio }),
		&format!("Registrations reach {ratio:.2} of the speed of remarks of equal length"),
	);
	Ok(())
}

/// What one run showed.
struct Outcome {
	count: usize,
	/// From the first transaction handed over to the last accepted by a node.
	handed_over: Duration,
	/// To the last block that holds one.
	included: Duration,
	/// To the justification of that block.
	total: Duration,
	/// Blocks that hold at least one.
	blocks: usize,
	fullest: usize,
}

impl Outcome {
	fn per_second(&self) -> f64 {
		self.count as f64 / self.total.as_secs_f64()
	}
}

async fn measure(
	nodes: &[Arc<Chain>],
	parties: &[Party],
	count: usize,
	network: &Network,
	make: &(dyn Fn(&Party, usize) -> Call + Sync),
) -> anyhow::Result<Outcome> {
	let chain = nodes.first().context("no node")?;
	let context = Context::fetch(chain).await?;
	let mut nonces = Vec::with_capacity(parties.len());
	for party in parties {
		nonces.push(chain.next_nonce(&party.signer.account()).await?);
	}
	let mut signed = Vec::with_capacity(count);
	for at in 0..count {
		let place = at % parties.len();
		let (party, nonce) = (&parties[place], &mut nonces[place]);
		signed.push((place, context.sign(&party.signer, &make(party, at), *nonce)?));
		*nonce += 1;
	}
	let mut waiting: HashSet<Vec<u8>> =
		signed.iter().map(|(_, signed)| signed.bytes.clone()).collect();
	let (mut next, _) = chain.best().await?;
	next += 1;
	let begun = Instant::now();
	let sending = send_all(nodes, &signed);
	let watching = async {
		let mut found =
			Found { blocks: 0, fullest: 0, last: 0, hash: [0; 32], included: begun.elapsed() };
		let mut moved = Instant::now();
		while !waiting.is_empty() {
			let (best, _) = chain.best().await?;
			while next <= best {
				let Some(hash) = chain.hash_of(next).await? else { break };
				let held = chain
					.extrinsics(hash)
					.await?
					.iter()
					.filter(|bytes| waiting.remove(*bytes))
					.count();
				if held > 0 {
					moved = Instant::now();
					found.blocks += 1;
					found.fullest = found.fullest.max(held);
					found.last = next;
					found.hash = hash;
					found.included = begun.elapsed();
				}
				next += 1;
			}
			if moved.elapsed() > network.patience() {
				bail!("{} transactions are in no block", waiting.len());
			}
			tokio::time::sleep(Duration::from_millis(100)).await;
		}
		Ok(found)
	};
	let (handed_over, found) = tokio::try_join!(sending, watching)?;
	submit::finalize(chain, found.last, found.hash, network.patience()).await?;
	Ok(Outcome {
		count,
		handed_over,
		included: found.included,
		total: begun.elapsed(),
		blocks: found.blocks,
		fullest: found.fullest,
	})
}

struct Found {
	blocks: usize,
	fullest: usize,
	last: u32,
	hash: [u8; 32],
	included: Duration,
}

/// Each holder's transactions go to one node, in order; the nodes work side by side.
async fn send_all(nodes: &[Arc<Chain>], signed: &[(usize, Signed)]) -> anyhow::Result<Duration> {
	let begun = Instant::now();
	stream::iter(signed.iter().map(|(place, signed)| {
		let node = nodes[place % nodes.len()].clone();
		async move { submit::send(&node, signed).await }
	}))
	.buffered(IN_FLIGHT * nodes.len())
	.try_for_each(|()| async { Ok(()) })
	.await?;
	Ok(begun.elapsed())
}

/// Bytes of a remark that make its transaction as long as a registration's.
async fn remark_length(chain: &Chain, parties: &[Party], wanted: usize) -> anyhow::Result<usize> {
	let context = Context::fetch(chain).await?;
	let signer = &parties.first().context("no holder")?.signer;
	let mut length = wanted;
	// The length's own prefix may change once.
	for _ in 0..3 {
		let found = context.sign(signer, &call::remark(&vec![0; length]), 0)?.bytes.len();
		if found == wanted {
			return Ok(length);
		}
		length = (length + wanted).saturating_sub(found);
	}
	Ok(length)
}

/// A registration of a file that nobody has.
pub(crate) fn registration(party: &Party, run: &str, at: usize) -> Call {
	let mut hasher = Sha256::new();
	hasher.update(run.as_bytes());
	hasher.update(party.holder.to_le_bytes());
	hasher.update((at as u64).to_le_bytes());
	call::register(&Registration {
		kind: RightKind::Work,
		commitment: Commitment(hasher.finalize().into()),
		digests: None,
		statutory_number: None,
		shares: vec![Share { holder: party.holder, ppm: WHOLE_PPM }],
		claimed_created: None,
		predecessor: None,
	})
}

/// Enrols holders made for this run, and waits until they are final.
pub(crate) async fn enrol(
	chain: &Chain,
	network: &Network,
	count: usize,
	run: &str,
) -> anyhow::Result<Vec<Party>> {
	let registrar = network.registrar()?;
	let context = Context::fetch(chain).await?;
	let first = chain.next_nonce(&registrar.account()).await?;
	let mut sent = Vec::with_capacity(count);
	for (at, nonce) in (0..count).zip(first..) {
		let seed: [u8; 32] = Sha256::digest(format!("{run}/{at}")).into();
		let signer = Signer::from_seed(&seed);
		let name = Commitment(Sha256::digest(seed).into());
		let call = call::enrol(signer.account(), HolderKind::Person, name);
		let signed = context.sign(&registrar, &call, nonce)?;
		submit::send(chain, &signed).await?;
		sent.push((signer, signed));
	}
	let mut parties = Vec::with_capacity(count);
	let mut last = None;
	for (signer, signed) in sent {
		let included = submit::include(chain, &signed).await?;
		let holder = holder_of(&included).context("no HolderEnrolled event")?;
		parties.push(Party { signer, holder });
		last = Some(included);
	}
	if let Some(last) = last {
		submit::finalize(chain, last.block, last.hash, network.patience()).await?;
	}
	Ok(parties)
}

fn holder_of(included: &Included) -> Option<u64> {
	number(included.event("Holders", "HolderEnrolled")?.field("holder")?)
}

/// Tells runs on the same chain apart.
pub(crate) fn run_label() -> String {
	let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
	format!("ipcircle-bench/{}", now.map(|now| now.as_nanos()).unwrap_or_default())
}
