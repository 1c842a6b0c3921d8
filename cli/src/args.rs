//! The command line. Its help texts stand in [`crate::text::help`], in both languages.

use crate::text::Lang;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Parser, Debug)]
#[command(name = "ipcircle", version, propagate_version = true, disable_help_subcommand = true)]
pub(crate) struct Args {
	#[command(flatten)]
	pub(crate) global: Global,
	#[command(subcommand)]
	pub(crate) command: Command,
}

#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Global {
	#[arg(
		long,
		global = true,
		env = "IPCIRCLE_URL",
		value_delimiter = ',',
		default_value = "ws://127.0.0.1:9944"
	)]
	pub(crate) url: Vec<String>,
	#[arg(long, global = true, env = "IPCIRCLE_GENESIS", value_name = "0xHASH")]
	pub(crate) genesis: Option<String>,
	#[arg(long, global = true, env = "IPCIRCLE_KEY", value_name = "FILE")]
	pub(crate) key: Option<PathBuf>,
	#[arg(long, global = true, value_name = "FILE")]
	pub(crate) password_file: Option<PathBuf>,
	#[arg(long, global = true)]
	pub(crate) json: bool,
	#[arg(long, global = true, value_enum)]
	pub(crate) lang: Option<Lang>,
	#[arg(long, global = true, value_name = "SECONDS", default_value_t = 60)]
	pub(crate) patience: u64,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
	#[command(subcommand)]
	Key(KeyCommand),
	Register(Register),
	Prove(Prove),
	Verify(Verify),
	Show(Show),
	Status,
	Doctor(Doctor),
	#[command(subcommand)]
	Holder(HolderCommand),
	#[command(subcommand)]
	Circle(CircleCommand),
	Completions {
		#[arg(value_enum)]
		shell: clap_complete::Shell,
	},
	Man {
		#[arg(value_name = "FOLDER")]
		folder: PathBuf,
	},
}

#[derive(Subcommand, Debug)]
pub(crate) enum KeyCommand {
	New {
		#[arg(long, value_name = "FILE")]
		out: Option<PathBuf>,
		#[arg(long, default_value = "")]
		label: String,
		#[arg(long, value_name = "//PATH")]
		well_known: Option<String>,
		#[arg(long, value_name = "FILE", conflicts_with = "well_known")]
		from_backup: Option<PathBuf>,
		#[arg(long)]
		weak: bool,
	},
	Inspect {
		#[arg(value_name = "FILE")]
		file: Option<PathBuf>,
		#[arg(long)]
		open: bool,
	},
	Rotate,
	Export {
		#[arg(long, required = true)]
		reveal: bool,
	},
}

#[derive(clap::Args, Debug)]
pub(crate) struct Register {
	#[arg(value_name = "FILE", required = true)]
	pub(crate) files: Vec<PathBuf>,
	#[arg(long, value_parser = kind, default_value = "work")]
	pub(crate) kind: ipcircle_primitives::RightKind,
	#[arg(long)]
	pub(crate) title: Option<String>,
	#[arg(long = "share", value_name = "HOLDER=PPM")]
	pub(crate) shares: Vec<String>,
	#[arg(long)]
	pub(crate) number: Option<String>,
	#[arg(long, value_name = "IPC-…")]
	pub(crate) previous: Option<String>,
	#[arg(long, value_name = "YYYY-MM-DD")]
	pub(crate) created: Option<String>,
	#[arg(long)]
	pub(crate) public: bool,
	#[arg(short, long, value_name = "FILE")]
	pub(crate) output: Option<PathBuf>,
	#[arg(long)]
	pub(crate) force: bool,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Prove {
	#[arg(value_name = "ID", required = true)]
	pub(crate) ids: Vec<String>,
	#[arg(long, value_name = "FILE")]
	pub(crate) file: Option<PathBuf>,
	#[arg(long, conflicts_with = "file")]
	pub(crate) public: bool,
	#[arg(short, long, value_name = "FILE")]
	pub(crate) output: Option<PathBuf>,
	#[arg(long)]
	pub(crate) force: bool,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Verify {
	#[arg(value_name = "FILE PROOF", required = true, num_args = 1..=2)]
	pub(crate) paths: Vec<PathBuf>,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Show {
	#[arg(value_name = "ID")]
	pub(crate) id: String,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Doctor {
	#[arg(long, value_name = "FOLDER")]
	pub(crate) data: Option<PathBuf>,
	#[arg(long = "port", value_name = "PORT", default_values_t = [30333, 9944, 9615])]
	pub(crate) ports: Vec<u16>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum HolderCommand {
	Enrol {
		#[arg(value_name = "ACCOUNT")]
		account: String,
		#[arg(long, value_enum, default_value_t = PartyKind::Person)]
		kind: PartyKind,
		#[arg(long, value_name = "FILE")]
		identity: PathBuf,
	},
	Suspend {
		holder: u64,
	},
	Reinstate {
		holder: u64,
	},
	Guardians {
		#[arg(value_name = "holder:ID|institution:ID", required = true)]
		guardians: Vec<String>,
		#[arg(long)]
		threshold: u8,
	},
	#[command(subcommand)]
	Recover(RecoverCommand),
}

#[derive(Subcommand, Debug)]
pub(crate) enum RecoverCommand {
	Propose { holder: u64, account: String },
	Approve { holder: u64, account: String },
	Finish { holder: u64 },
	Cancel { holder: u64 },
}

#[derive(Subcommand, Debug)]
pub(crate) enum CircleCommand {
	Members,
	#[command(subcommand)]
	Motion(MotionCommand),
	Upgrade {
		#[arg(value_name = "CODE.wasm")]
		code: PathBuf,
	},
	SessionKeys {
		#[arg(long, value_name = "FILE")]
		validator: PathBuf,
		#[arg(long, value_name = "URL")]
		node: String,
	},
	#[command(subcommand)]
	Institution(InstitutionCommand),
	#[command(subcommand)]
	Officer(OfficerCommand),
}

#[derive(Subcommand, Debug)]
pub(crate) enum MotionCommand {
	#[command(subcommand)]
	Propose(Action),
	Vote {
		motion: u32,
		#[arg(long, required_unless_present = "nay", conflicts_with = "nay")]
		aye: bool,
		#[arg(long)]
		nay: bool,
	},
	Enact {
		motion: u32,
	},
	Withdraw {
		motion: u32,
	},
	Show {
		motion: Option<u32>,
	},
}

#[derive(Subcommand, Debug)]
pub(crate) enum Action {
	AdmitMember {
		code: u32,
		#[arg(long)]
		name: String,
		#[arg(long, value_name = "ACCOUNT")]
		authority: String,
		#[arg(long = "validator", value_name = "ACCOUNT")]
		validators: Vec<String>,
	},
	RemoveMember {
		code: u32,
	},
	SetValidators {
		code: u32,
		#[arg(long = "validator", value_name = "ACCOUNT")]
		validators: Vec<String>,
	},
	SeatSupervisor {
		institution: u32,
	},
	UnseatSupervisor {
		institution: u32,
	},
	AuthorizeUpgrade {
		#[arg(value_name = "0xHASH|CODE.wasm")]
		code: String,
	},
	Stop {
		blocks: u32,
	},
	Resume,
}

#[derive(Subcommand, Debug)]
pub(crate) enum InstitutionCommand {
	Admit {
		#[arg(long, value_parser = institution_kind)]
		kind: ipcircle_primitives::InstitutionKind,
		#[arg(long)]
		name: String,
		#[arg(long, value_name = "ACCOUNT")]
		administrator: String,
	},
	Suspend {
		institution: u32,
	},
	Reinstate {
		institution: u32,
	},
}

#[derive(Subcommand, Debug)]
pub(crate) enum OfficerCommand {
	Appoint {
		#[arg(value_name = "ACCOUNT")]
		account: String,
		#[arg(long = "role", required = true, value_parser = role)]
		roles: Vec<ipcircle_primitives::Roles>,
		#[arg(long, value_name = "YYYY-MM-DD")]
		until: String,
	},
	Suspend {
		account: String,
	},
	Reinstate {
		account: String,
	},
	Dismiss {
		account: String,
	},
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PartyKind {
	Person,
	Enterprise,
}

fn kind(text: &str) -> Result<ipcircle_primitives::RightKind, String> {
	named(text, &ipcircle_primitives::RightKind::NAMES)
}

fn role(text: &str) -> Result<ipcircle_primitives::Roles, String> {
	named(text, &ipcircle_primitives::Roles::NAMES)
}

fn institution_kind(text: &str) -> Result<ipcircle_primitives::InstitutionKind, String> {
	named(text, &INSTITUTION_KINDS)
}

/// Names of institution kinds as typed on the command line.
pub(crate) const INSTITUTION_KINDS: [(&str, ipcircle_primitives::InstitutionKind); 11] = {
	use ipcircle_primitives::InstitutionKind as Kind;
	[
		("registrar", Kind::Registrar),
		("notary", Kind::Notary),
		("court", Kind::Court),
		("bank", Kind::Bank),
		("valuer", Kind::Valuer),
		("enforcement", Kind::Enforcement),
		("insurer", Kind::Insurer),
		("lessor", Kind::Lessor),
		("trustee", Kind::Trustee),
		("agency", Kind::Agency),
		("regulator", Kind::Regulator),
	]
};

fn named<T: Copy>(text: &str, names: &[(&str, T)]) -> Result<T, String> {
	names
		.iter()
		.find(|(name, _)| *name == text)
		.map(|(_, value)| *value)
		.ok_or_else(|| names.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	#[test]
	fn the_command_line_is_consistent() {
		Args::command().debug_assert();
	}

	#[test]
	fn a_vote_is_one_of_aye_and_nay() {
		let parse = |rest: &[&str]| {
			let words = ["ipcircle", "circle", "motion", "vote", "3"];
			Args::try_parse_from(words.iter().chain(rest))
		};
		assert!(parse(&["--aye"]).is_ok());
		assert!(parse(&["--nay"]).is_ok());
		assert!(parse(&[]).is_err());
		assert!(parse(&["--aye", "--nay"]).is_err());
	}

	#[test]
	fn several_nodes_may_be_named_in_either_way() {
		let parse = |words: &[&str]| Args::try_parse_from(words).unwrap().global.url;
		let both = vec!["ws://a".to_owned(), "ws://b".to_owned()];
		assert_eq!(parse(&["ipcircle", "--url", "ws://a,ws://b", "status"]), both);
		assert_eq!(parse(&["ipcircle", "status", "--url", "ws://a", "--url", "ws://b"]), both);
	}
}
