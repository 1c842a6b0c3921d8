//! Side-by-side benchmarks and a load generator.
//!
//! Every figure is a ratio to something measured on the same machine in the same run, or is stated
//! in slots. Each prints one JSON line on standard output and a sentence on standard error.

mod hash;
mod latency;
mod load;
mod verify;

use clap::{Parser, Subcommand};
use ipcircle_client::{KeyFile, Signer};
use std::{
	path::{Path, PathBuf},
	time::Duration,
};

#[derive(Parser, Debug)]
#[command(name = "ipcircle-bench", version)]
struct Args {
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
	/// SHA-256 of one large file against sha256sum, and both digests in parallel
	Hash {
		file: PathBuf,
		#[arg(long, default_value_t = 3)]
		rounds: usize,
	},
	/// Verification of a bundle against the bare signature checks it contains
	Verify {
		#[arg(long, default_value_t = 10)]
		handoffs: u32,
		#[arg(long, default_value_t = 7)]
		validators: u8,
		#[arg(long, default_value_t = 200)]
		rounds: usize,
	},
	/// Receipt to finality of single registrations, in slots
	Latency {
		#[command(flatten)]
		network: Network,
		#[arg(long, default_value_t = 20)]
		count: usize,
	},
	/// Finalized registrations per second, beside as many remarks of equal length
	Load {
		#[command(flatten)]
		network: Network,
		#[arg(long, default_value_t = 20)]
		holders: usize,
		#[arg(long, default_value_t = 2_000)]
		count: usize,
	},
}

/// Where to measure, and who may enrol holders there. The holders are made for the run: this is for
/// networks that protect nothing.
#[derive(clap::Args, Clone, Debug)]
struct Network {
	#[arg(long, value_delimiter = ',', default_value = "ws://127.0.0.1:9944")]
	url: Vec<String>,
	/// A registrar's officer: key file, or a well-known account such as //Shenyang//registrar
	#[arg(long, default_value = "//Shenyang//registrar")]
	registrar: String,
	/// Password of that key file
	#[arg(long)]
	password_file: Option<PathBuf>,
	/// Seconds without progress after which the run is given up
	#[arg(long, default_value_t = 60)]
	patience: u64,
}

impl Network {
	const fn patience(&self) -> Duration {
		Duration::from_secs(self.patience)
	}

	fn registrar(&self) -> anyhow::Result<Signer> {
		if self.registrar.starts_with("//") {
			return Ok(Signer::well_known(&self.registrar)?);
		}
		let path = Path::new(&self.registrar);
		let password = match &self.password_file {
			Some(file) => std::fs::read_to_string(file)?,
			None => String::new(),
		};
		let password = password.lines().next().unwrap_or_default();
		Ok(KeyFile::load(path)?.open(path, password)?.signer())
	}
}

fn main() -> anyhow::Result<()> {
	match Args::parse().command {
		Command::Hash { file, rounds } => hash::run(&file, rounds),
		Command::Verify { handoffs, validators, rounds } => {
			verify::run(handoffs, validators, rounds)
		},
		Command::Latency { network, count } => runtime()?.block_on(latency::run(&network, count)),
		Command::Load { network, holders, count } => {
			runtime()?.block_on(load::run(&network, holders, count))
		},
	}
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
	Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Prints a figure for programs and a sentence for people.
fn report(figure: serde_json::Value, sentence: &str) {
	println!("{figure}");
	eprintln!("{sentence}");
}

/// The value below which `percent` of the sorted values lie (nearest rank).
fn percentile(sorted: &[f64], percent: usize) -> f64 {
	let rank = (sorted.len() * percent).div_ceil(100).max(1);
	sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}

/// The middle value.
fn median(mut values: Vec<f64>) -> f64 {
	values.sort_by(f64::total_cmp);
	percentile(&values, 50)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn percentiles_are_values_that_occurred() {
		let sorted: Vec<f64> = (1..=20).map(f64::from).collect();
		assert_eq!(percentile(&sorted, 50), 10.0);
		assert_eq!(percentile(&sorted, 95), 19.0);
		assert_eq!(percentile(&[3.0], 95), 3.0);
		assert!(percentile(&[], 95).is_nan());
		assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
	}
}
