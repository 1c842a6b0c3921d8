//! `ipcircle status`: is the chain well, and is anything becoming final?

use crate::{context::Context, text::Text, time};
use ipcircle_client::{
	chain::{prefixed, Chain},
	Exit, Result, Status,
};
use serde_json::json;
use std::time::Duration;

/// Slots without a newly finalized block after which finality counts as stalled. Usually it takes
/// two or three; a leader that is away adds one or two.
const STALL_SLOTS: u64 = 8;

/// How the chain moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Pulse {
	/// Blocks come and become final.
	Live,
	/// Blocks come, nothing becomes final.
	Stalled { seconds: u64 },
	/// No blocks come.
	Halted { seconds: u64 },
}

pub(crate) async fn run(context: &Context) -> Result<Exit> {
	let chain = context.chain().await?;
	let (status, pulse) = look(&chain).await?;
	let out = context.out;
	let genesis = prefixed(&status.genesis);
	let url = chain.url();
	out.say(
		Text::StatusChain,
		&[
			("genesis", &genesis),
			("url", &url),
			("version", &status.version),
			("peers", &status.peers),
			("best", &status.best),
			("finalized", &status.finalized),
			("justified", &status.justified),
			("set", &status.set_id),
			("authorities", &status.authorities),
		],
	);
	let behind = status.best.saturating_sub(status.finalized);
	let stopped = stopped_until(&chain).await?.filter(|block| *block > status.best);
	if let Some(block) = stopped {
		out.say(Text::StatusStopped, &[("block", &block)]);
	}
	let (word, seconds) = match pulse {
		Pulse::Live => {
			out.say(Text::StatusLive, &[("behind", &behind)]);
			("live", None)
		},
		Pulse::Stalled { seconds } => {
			out.say(Text::StatusStalled, &[("seconds", &seconds)]);
			("stalled", Some(seconds))
		},
		Pulse::Halted { seconds } => {
			out.say(Text::StatusHalted, &[("seconds", &seconds)]);
			out.say(Text::StatusStalled, &[("seconds", &seconds)]);
			("halted", Some(seconds))
		},
	};
	out.result(&json!({
		"url": url,
		"genesis": genesis,
		"best": status.best,
		"finalized": status.finalized,
		"justified": status.justified,
		"behind": behind,
		"set_id": status.set_id,
		"authorities": status.authorities,
		"peers": status.peers,
		"version": status.version,
		"slot_ms": status.slot_ms,
		"finality": word,
		"seconds_without_finality": seconds,
		"stopped_until": stopped,
	}));
	Ok(match pulse {
		Pulse::Live => Exit::Ok,
		Pulse::Stalled { .. } | Pulse::Halted { .. } => Exit::NotFinal,
	})
}

/// Asks a node how it stands and whether the chain moves.
pub(crate) async fn look(chain: &Chain) -> Result<(Status, Pulse)> {
	let status = chain.status().await?;
	let (_, best) = chain.best().await?;
	let (_, finalized) = chain.finalized().await?;
	let best_at = chain.time_of(best).await?.unwrap_or_default();
	let finalized_at = chain.time_of(finalized).await?.unwrap_or_default();
	// The genesis block states no time; it lies as many slots back as there are blocks, or more.
	let finalized_at = match finalized_at {
		0 => best_at.saturating_sub(u64::from(status.best).saturating_mul(status.slot_ms)),
		at => at,
	};
	let pulse = match judge(time::now(), best_at, finalized_at, status.slot_ms) {
		// By this machine's clock. A block that comes now shows that the clock is wrong instead.
		Pulse::Halted { .. } if advances(chain, status.slot_ms).await? => {
			judge(best_at, best_at, finalized_at, status.slot_ms)
		},
		pulse => pulse,
	};
	Ok((status, pulse))
}

/// Whether a new block comes within three slots.
pub(crate) async fn advances(chain: &Chain, slot_ms: u64) -> Result<bool> {
	let (first, _) = chain.best().await?;
	let pause = Duration::from_millis(slot_ms.clamp(100, 10_000) / 4);
	for _ in 0..12 {
		tokio::time::sleep(pause).await;
		if chain.best().await?.0 > first {
			return Ok(true);
		}
	}
	Ok(false)
}

/// The last block of an emergency stop.
async fn stopped_until(chain: &Chain) -> Result<Option<u32>> {
	let (_, at) = chain.best().await?;
	chain.single("Circle", "StoppedUntil", at).await
}

/// `now`, and the times of the best and the newest finalized block, all Unix milliseconds.
fn judge(now: u64, best_at: u64, finalized_at: u64, slot_ms: u64) -> Pulse {
	let limit = slot_ms.saturating_mul(STALL_SLOTS);
	let seconds = |since: u64| now.saturating_sub(since) / 1_000;
	if now.saturating_sub(best_at) > limit {
		return Pulse::Halted { seconds: seconds(best_at) };
	}
	// Both are chain time, so a wrong clock here cannot make or hide a stall.
	if best_at.saturating_sub(finalized_at) > limit {
		return Pulse::Stalled { seconds: seconds(finalized_at) };
	}
	Pulse::Live
}

#[cfg(test)]
mod tests {
	use super::*;

	const NOW: u64 = 1_000_000_000;

	#[test]
	fn blocks_without_finality_are_a_stall_and_no_blocks_are_a_halt() {
		assert_eq!(judge(NOW, NOW - 1_000, NOW - 5_000, 2_000), Pulse::Live);
		assert_eq!(judge(NOW, NOW - 1_000, NOW - 40_000, 2_000), Pulse::Stalled { seconds: 40 });
		assert_eq!(judge(NOW, NOW - 60_000, NOW - 64_000, 2_000), Pulse::Halted { seconds: 60 });
	}

	#[test]
	fn a_clock_that_is_behind_does_not_hide_a_stall() {
		let behind = NOW - 300_000;
		assert!(matches!(judge(behind, NOW, NOW - 40_000, 2_000), Pulse::Stalled { .. }));
	}
}
