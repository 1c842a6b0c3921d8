//! `hash`: our streaming digests against `sha256sum` on the same file.

use crate::{median, report};
use anyhow::{ensure, Context};
use ipcircle_client::hash;
use serde_json::json;
use std::{path::Path, process::Command, time::Instant};

pub(crate) fn run(file: &Path, rounds: usize) -> anyhow::Result<()> {
	let bytes = std::fs::metadata(file)?.len();
	ensure!(bytes > 0, "an empty file measures nothing");
	// One reading puts the file into the page cache for everybody.
	let ours = hash::sha256(file)?;
	let before = resident_kib();
	let (mut alone, mut theirs, mut both) = (Vec::new(), Vec::new(), Vec::new());
	for _ in 0..rounds.max(1) {
		alone.push(timed(|| Ok(hash::sha256(file).map(drop)?))?);
		theirs.push(timed(|| {
			let output = Command::new("sha256sum").arg("--").arg(file).output()?;
			let text = String::from_utf8(output.stdout)?;
			let found = text.trim_start_matches('\\').get(..64).context("sha256sum failed")?;
			ensure!(found == hex(&ours.0), "sha256sum finds another digest");
			Ok(())
		})?);
		both.push(timed(|| Ok(hash::digests(file, &mut |_, _| ()).map(drop)?))?);
	}
	let after = resident_kib();
	let mib = bytes as f64 / f64::from(1 << 20);
	let (alone, theirs, both) = (mib / median(alone), mib / median(theirs), mib / median(both));
	report(
		json!({
			"figure": "hash-sha256", "mib": mib, "ours_mib_s": alone, "sha256sum_mib_s": theirs,
			"ratio": alone / theirs, "wanted": 0.9,
		}),
		&format!(
			"SHA-256 alone: {alone:.0} MiB/s, sha256sum {theirs:.0} MiB/s, ratio {:.2} (wanted >= 0.9)",
			alone / theirs
		),
	);
	report(
		json!({
			"figure": "hash-both", "mib": mib, "both_mib_s": both, "of_sha256_alone": both / alone,
		}),
		&format!("SHA-256 and SM3 in parallel: {both:.0} MiB/s"),
	);
	let grown = after.saturating_sub(before);
	report(
		json!({ "figure": "hash-memory", "peak_kib": after, "grown_kib": grown }),
		&format!(
			"Peak resident memory: {after} KiB, {grown} KiB more than after the first reading"
		),
	);
	Ok(())
}

fn timed(run: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<f64> {
	let begun = Instant::now();
	run()?;
	Ok(begun.elapsed().as_secs_f64())
}

fn hex(bytes: &[u8]) -> String {
	bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The most memory this process has held, in KiB (Linux).
fn resident_kib() -> u64 {
	let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
	let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
	line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
