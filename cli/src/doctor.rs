//! `ipcircle doctor`: what usually stands in the way, each with its remedy.

use crate::{
	args::Doctor,
	commands::status::{advances, look, Pulse},
	context::Context,
	output::Output,
	text::Text,
	time,
};
use ipcircle_client::{chain::prefixed, store, Chain, Code, Exit, KeyFile, Result};
use serde_json::json;
use std::{
	fmt::Display,
	net::{Ipv4Addr, SocketAddrV4, TcpListener},
	path::{Path, PathBuf},
	process::Command,
};

/// A node that runs for a year at two seconds needs several GiB; below this it soon stops.
const MIN_FREE_MIB: u64 = 2_048;

/// Clock differences, in milliseconds: noticed, and too much for a validator (blocks more than 30 s
/// ahead of their importer are refused).
const CLOCK_WARN_MS: u64 = 5_000;
const CLOCK_FAIL_MS: u64 = 30_000;

/// How a check ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Grade {
	Ok,
	Warn,
	Fail,
}

/// One check.
struct Check {
	name: &'static str,
	/// Stable code, `ok` when all is well.
	code: String,
	grade: Grade,
	message: String,
	remedy: String,
	exit: Exit,
}

/// Collects checks and prints them as they end.
struct Report {
	out: Output,
	checks: Vec<Check>,
}

type Values<'a> = &'a [(&'a str, &'a dyn Display)];

impl Report {
	fn ok(&mut self, name: &'static str, text: Text, values: Values<'_>) {
		let message = self.out.text(text, values);
		self.add(Check {
			name,
			code: "ok".to_owned(),
			grade: Grade::Ok,
			message,
			remedy: String::new(),
			exit: Exit::Ok,
		});
	}

	fn bad(
		&mut self,
		(name, code): (&'static str, &'static str),
		grade: Grade,
		(text, values): (Text, Values<'_>),
		(remedy, remedy_values): (Text, Values<'_>),
	) {
		let check = Check {
			name,
			code: code.to_owned(),
			grade,
			message: self.out.text(text, values),
			remedy: self.out.text(remedy, remedy_values),
			exit: if grade == Grade::Fail { Exit::Usage } else { Exit::Ok },
		};
		self.add(check);
	}

	fn error(&mut self, name: &'static str, error: &ipcircle_client::Error) {
		let (message, remedy) = self.out.words(error);
		let (code, exit) = (error.name(), error.code.exit());
		self.add(Check { name, code, grade: Grade::Fail, message, remedy, exit });
	}

	fn add(&mut self, check: Check) {
		let line = match check.grade {
			Grade::Ok => Text::CheckOk,
			Grade::Warn => Text::CheckWarn,
			Grade::Fail => Text::CheckFail,
		};
		self.out.say(line, &[("message", &check.message), ("remedy", &check.remedy)]);
		self.checks.push(check);
	}
}

pub(crate) async fn run(context: &Context, arguments: Doctor) -> Result<Exit> {
	let mut report = Report { out: context.out, checks: Vec::new() };
	disk(&mut report, &arguments.data.unwrap_or_else(store::home));
	key(&mut report, &context.key_path());
	let chain = match context.chain().await {
		Ok(chain) => {
			ports(&mut report, &arguments.ports, true);
			Some(chain)
		},
		Err(error) => {
			ports(&mut report, &arguments.ports, error.code != Code::Unreachable);
			report.error("node", &error);
			None
		},
	};
	if let Some(chain) = chain {
		if let Err(error) = node(context, &mut report, &chain).await {
			report.error("node", &error);
		}
	}
	let checks: Vec<_> = report
		.checks
		.iter()
		.map(|check| {
			let status = match check.grade {
				Grade::Ok => "ok",
				Grade::Warn => "warn",
				Grade::Fail => "fail",
			};
			json!({
				"check": check.name, "code": check.code, "status": status,
				"message": check.message, "remedy": check.remedy,
			})
		})
		.collect();
	let failed = report.checks.iter().find(|check| check.grade == Grade::Fail);
	context.out.result(&json!({ "healthy": failed.is_none(), "checks": checks }));
	Ok(failed.map_or(Exit::Ok, |check| check.exit))
}

async fn node(context: &Context, report: &mut Report, chain: &Chain) -> Result<()> {
	let (status, pulse) = look(chain).await?;
	let url = chain.url();
	report.ok("node", Text::NodeOk, &[("url", &url), ("version", &status.version)]);
	let genesis = prefixed(&chain.genesis());
	let values: Values<'_> = &[("genesis", &genesis)];
	match context.genesis()? {
		// Another one would have refused the connection.
		Some(_) => report.ok("genesis", Text::GenesisOk, values),
		None => report.bad(
			("genesis", "genesis-unpinned"),
			Grade::Warn,
			(Text::GenesisUnpinned, values),
			(Text::GenesisRemedy, &[]),
		),
	}
	let peers: Values<'_> = &[("peers", &status.peers)];
	if status.peers > 0 || status.authorities <= 1 {
		report.ok("peers", Text::PeersOk, peers);
	} else {
		let text = (Text::PeersNone, peers);
		report.bad(("peers", "peers-none"), Grade::Fail, text, (Text::PeersRemedy, &[]));
	}
	let advancing = advances(chain, status.slot_ms).await?;
	let (_, best) = chain.best().await?;
	let head = chain.time_of(best).await?.unwrap_or_default();
	clock(report, judge_clock(time::now(), head, status.slot_ms, advancing));
	match pulse {
		Pulse::Live => {
			let behind = status.best.saturating_sub(status.finalized);
			report.ok("finality", Text::StatusLive, &[("behind", &behind)]);
		},
		Pulse::Stalled { seconds } | Pulse::Halted { seconds } => {
			report.bad(
				("finality", "finality-stalled"),
				Grade::Fail,
				(Text::StatusStalled, &[("seconds", &seconds)]),
				(Text::FinalityRemedy, &[]),
			);
			if let Some(check) = report.checks.last_mut() {
				check.exit = Exit::NotFinal;
			}
		},
	}
	Ok(())
}

/// This machine's clock against the chain's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Clock {
	Good,
	/// Off by so many milliseconds.
	Off {
		ms: u64,
		ahead: bool,
	},
	/// A chain that stands still shows no time.
	Unknown,
}

/// A block's time lies in its slot, so on a moving chain the newest one is at most a slot or two old
/// (an absent author leaves a gap) and never ahead.
fn judge_clock(now: u64, head: u64, slot_ms: u64, advancing: bool) -> Clock {
	if let ahead @ 1.. = head.saturating_sub(now) {
		return if ahead > CLOCK_WARN_MS {
			Clock::Off { ms: ahead, ahead: false }
		} else {
			Clock::Good
		};
	}
	let old = now.saturating_sub(head).saturating_sub(slot_ms.saturating_mul(2));
	match (old > CLOCK_WARN_MS, advancing) {
		(false, _) => Clock::Good,
		(true, true) => Clock::Off { ms: old, ahead: true },
		(true, false) => Clock::Unknown,
	}
}

fn clock(report: &mut Report, clock: Clock) {
	match clock {
		Clock::Good => report.ok("clock", Text::ClockOk, &[("seconds", &(CLOCK_WARN_MS / 1_000))]),
		Clock::Unknown => report.bad(
			("clock", "clock-unknown"),
			Grade::Warn,
			(Text::ClockUnknown, &[]),
			(Text::ClockUnknownRemedy, &[]),
		),
		Clock::Off { ms, ahead } => {
			let grade = if ms > CLOCK_FAIL_MS { Grade::Fail } else { Grade::Warn };
			let direction = if ahead { Text::ClockAhead } else { Text::ClockBehind };
			let direction = report.out.text(direction, &[]);
			report.bad(
				("clock", "clock-off"),
				grade,
				(Text::ClockOff, &[("direction", &direction), ("seconds", &ms.div_ceil(1_000))]),
				(Text::ClockRemedy, &[]),
			);
		},
	}
}

fn disk(report: &mut Report, folder: &Path) {
	let remedy: (Text, Values<'_>) = (Text::DiskRemedy, &[("need", &MIN_FREE_MIB)]);
	let shown = folder.display();
	match free_mib(folder) {
		Some(free) if free >= MIN_FREE_MIB => {
			report.ok("disk", Text::DiskOk, &[("path", &shown), ("free", &free)]);
		},
		Some(free) => report.bad(
			("disk", "disk-low"),
			Grade::Fail,
			(Text::DiskLow, &[("path", &shown), ("free", &free)]),
			remedy,
		),
		None => report.bad(
			("disk", "disk-unknown"),
			Grade::Warn,
			(Text::DiskUnknown, &[("path", &shown)]),
			remedy,
		),
	}
}

/// Free space where a folder is or will be, by POSIX `df`.
fn free_mib(folder: &Path) -> Option<u64> {
	let absolute = std::path::absolute(folder).ok()?;
	let existing: PathBuf = absolute.ancestors().find(|path| path.is_dir()).map(Path::to_owned)?;
	let output = Command::new("df").arg("-Pk").arg(existing).env("LC_ALL", "C").output().ok()?;
	parse_df(&String::from_utf8_lossy(&output.stdout))
}

/// The fourth column of the second line, in KiB.
fn parse_df(text: &str) -> Option<u64> {
	let kib: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
	Some(kib / 1_024)
}

/// `running`: a node answers here, so ports in use are its own.
fn ports(report: &mut Report, ports: &[u16], running: bool) {
	for port in ports {
		let values: Values<'_> = &[("port", port)];
		let free = TcpListener::bind(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, *port)).is_ok();
		match (free, running) {
			(true, _) => report.ok("port", Text::PortFree, values),
			(false, true) => report.ok("port", Text::PortOurs, values),
			(false, false) => report.bad(
				("port", "port-occupied"),
				Grade::Fail,
				(Text::PortTaken, values),
				(Text::PortRemedy, values),
			),
		}
	}
}

fn key(report: &mut Report, path: &Path) {
	let shown = path.display();
	match KeyFile::load(path) {
		Ok(_) if is_open_to_others(path) => report.bad(
			("key", "key-readable"),
			Grade::Fail,
			(Text::KeyOpen, &[("path", &shown)]),
			(Text::KeyOpenRemedy, &[("path", &shown)]),
		),
		Ok(file) => {
			report.ok("key", Text::KeyOk, &[("path", &shown), ("address", &file.address)]);
		},
		Err(error) if error.code == Code::KeyNotFound => report.bad(
			("key", "key-not-found"),
			Grade::Warn,
			(Text::KeyNone, &[("path", &shown)]),
			(Text::KeyNoneRemedy, &[]),
		),
		Err(error) => report.error("key", &error),
	}
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
	use std::os::unix::fs::PermissionsExt;
	std::fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
	false
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::text::Lang;

	const NOW: u64 = 1_000_000_000;

	#[test]
	fn a_clock_off_by_a_minute_is_found_in_both_directions() {
		assert_eq!(judge_clock(NOW, NOW - 1_500, 2_000, true), Clock::Good);
		assert_eq!(
			judge_clock(NOW + 60_000, NOW, 2_000, true),
			Clock::Off { ms: 56_000, ahead: true }
		);
		assert_eq!(
			judge_clock(NOW - 60_000, NOW, 2_000, true),
			Clock::Off { ms: 60_000, ahead: false }
		);
	}

	#[test]
	fn a_chain_that_stands_still_is_no_witness_against_the_clock() {
		assert_eq!(judge_clock(NOW, NOW - 600_000, 2_000, false), Clock::Unknown);
	}

	#[test]
	fn a_clock_off_by_a_minute_fails_and_by_seconds_warns() {
		let grade = |ms| {
			let out = Output { lang: Lang::En, json: true };
			let mut report = Report { out, checks: Vec::new() };
			clock(&mut report, Clock::Off { ms, ahead: true });
			report.checks[0].grade
		};
		assert_eq!(grade(60_000), Grade::Fail);
		assert_eq!(grade(8_000), Grade::Warn);
	}

	#[test]
	fn an_occupied_port_is_a_fault_unless_a_node_answers() {
		let listener = TcpListener::bind("0.0.0.0:0").unwrap();
		let port = listener.local_addr().unwrap().port();
		let check = |running| {
			let out = Output { lang: Lang::En, json: true };
			let mut report = Report { out, checks: Vec::new() };
			ports(&mut report, &[port], running);
			report.checks.remove(0)
		};
		assert_eq!(check(false).code, "port-occupied");
		assert!(check(false).remedy.contains(&port.to_string()));
		assert_eq!(check(true).grade, Grade::Ok);
	}

	#[test]
	fn free_space_is_read_from_df() {
		let text =
			"Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/x 100 50 2048 51% /\n";
		assert_eq!(parse_df(text), Some(2));
		assert_eq!(parse_df(""), None);
		assert!(free_mib(Path::new("/")).is_some());
		assert!(free_mib(Path::new("/no/such/folder")).is_some());
	}
}
