//! `latency`: from handing a registration over to its finality, in slots.

use crate::{
	load::{enrol, registration, run_label},
	percentile, report, Network,
};
use ipcircle_client::{submit, Chain, Options};
use serde_json::json;
use std::time::{Duration, Instant};

pub(crate) async fn run(network: &Network, count: usize) -> anyhow::Result<()> {
	let chain = Chain::connect(Options::new(network.url.clone())).await?;
	let slot = chain.status().await?.slot_ms as f64;
	let run = run_label();
	let parties = enrol(&chain, network, 1, &run).await?;
	let mut included = Vec::new();
	let mut finalized = Vec::new();
	for party in &parties {
		for at in 0..count.max(1) {
			// Spread over the slot: submissions do not wait for a good moment.
			let phase = slot * at as f64 / count.max(1) as f64;
			tokio::time::sleep(Duration::from_millis(phase as u64)).await;
			let signed =
				submit::sign(&chain, &party.signer, &registration(party, &run, at)).await?;
			let begun = Instant::now();
			submit::send(&chain, &signed).await?;
			let block = submit::include(&chain, &signed).await?;
			included.push(begun.elapsed().as_secs_f64() * 1e3 / slot);
			submit::finalize(&chain, block.block, block.hash, network.patience()).await?;
			finalized.push(begun.elapsed().as_secs_f64() * 1e3 / slot);
		}
	}
	for (figure, values) in [("latency-included", &mut included), ("latency-final", &mut finalized)]
	{
		values.sort_by(f64::total_cmp);
		let (p50, p95) = (percentile(values, 50), percentile(values, 95));
		report(
			json!({
				"figure": figure, "count": values.len(), "slot_ms": slot, "p50_slots": p50,
				"p95_slots": p95, "wanted_p95": 3.0,
			}),
			&format!("{figure}: p50 {p50:.2} slots, p95 {p95:.2} slots of {slot:.0} ms (asked every 0.2 s)"),
		);
	}
	Ok(())
}
