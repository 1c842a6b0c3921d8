//! The file from which a real network is generated: cities, institutions and their public keys.
//!
//! A mistake is answered with its line, a stable code and the way out. Nothing in the file is secret:
//! every key in it is public, and keys whose private halves are published are refused.

use crate::{
	genesis::Identity,
	instant,
	keys::{self, Key},
	Preset,
};
use ipcircle_primitives::{InstitutionKind, MemberId, Moment, Roles};
use polkadot_sdk::*;
use sc_service::{config::MultiaddrWithPeerId, ChainType};
use serde::Deserialize;
use serde_json::{json, Value};
use std::{
	collections::{BTreeMap, BTreeSet},
	fmt,
	ops::Range,
};
use toml::Spanned;

/// Shortest session, in blocks: a set change needs a moment to be finalized before the next.
pub const MIN_SESSION_LENGTH: u32 = 10;

/// Longest session, in blocks: a day at two seconds, so that an admitted city joins within it.
pub const MAX_SESSION_LENGTH: u32 = 43_200;

/// Longest delay between the vote and its enactment, in blocks: three and a half days at two seconds,
/// as the runtime bounds it.
pub const MAX_ENACTMENT_DELAY: u32 = 151_200;

/// Most cities, as the runtime bounds it.
pub const MAX_MEMBERS: usize = 64;

/// Most validators that one city may run, as the runtime bounds it.
pub const MAX_VALIDATORS_PER_MEMBER: usize = 4;

/// Most validators in the circle, as the runtime bounds it.
pub const MAX_VALIDATORS: usize = 64;

/// Most seats among the supervisors, as the runtime bounds it.
pub const MAX_SUPERVISORS: usize = 32;

/// Longest an officer may be appointed for, in milliseconds: two years, as in the runtime.
pub const MAX_APPOINTMENT_MS: Moment = 2 * 366 * 24 * 60 * 60 * 1_000;

/// Longest network id: it becomes a folder name and a protocol name.
pub const MAX_ID: usize = 32;

/// Fewest validators with which one of them may fail.
const FAULT_TOLERANT: usize = 4;

/// Kinds of institution as written in the file.
const KINDS: [(&str, InstitutionKind); 11] = [
	("registrar", InstitutionKind::Registrar),
	("notary", InstitutionKind::Notary),
	("court", InstitutionKind::Court),
	("bank", InstitutionKind::Bank),
	("valuer", InstitutionKind::Valuer),
	("enforcement", InstitutionKind::Enforcement),
	("insurer", InstitutionKind::Insurer),
	("lessor", InstitutionKind::Lessor),
	("trustee", InstitutionKind::Trustee),
	("agency", InstitutionKind::Agency),
	("regulator", InstitutionKind::Regulator),
];

/// A mistake in a configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
	/// Names the kind of mistake; never changes its meaning.
	pub code: &'static str,
	/// Line of the file, from 1.
	pub line: usize,
	/// What is wrong, with the value.
	pub message: String,
	/// What to do about it.
	pub way_out: String,
}

impl fmt::Display for ConfigError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "line {}: {} [{}]; {}", self.line, self.message, self.code, self.way_out)
	}
}

impl std::error::Error for ConfigError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNetwork {
	name: Spanned<String>,
	id: Spanned<String>,
	session_length: Spanned<i64>,
	enactment_delay: Spanned<i64>,
	#[serde(default)]
	boot_nodes: Vec<Spanned<String>>,
	#[serde(default)]
	member: Vec<RawMember>,
	#[serde(default)]
	institution: Vec<RawInstitution>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMember {
	code: Spanned<i64>,
	name: Spanned<String>,
	authority: Spanned<String>,
	#[serde(default)]
	validator: Vec<RawValidator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawValidator {
	account: Spanned<String>,
	aura: Spanned<String>,
	grandpa: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInstitution {
	member: Spanned<i64>,
	kind: Spanned<String>,
	name: Spanned<String>,
	administrator: Spanned<String>,
	#[serde(default)]
	supervisor: bool,
	#[serde(default)]
	officer: Vec<RawOfficer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOfficer {
	account: Spanned<String>,
	roles: Spanned<Vec<String>>,
	expires_at: Spanned<toml::Value>,
}

/// A network to generate: every value has been checked.
#[derive(Debug, Clone)]
pub struct Network {
	identity: Identity,
	description: Value,
	notes: Vec<String>,
}

impl Network {
	/// Reads a configuration file; `now` (Unix milliseconds) decides which appointments are over.
	pub fn parse(text: &str, now: Moment) -> Result<Self, ConfigError> {
		let raw: RawNetwork = toml::from_str(text).map_err(|error| ConfigError {
			code: "config-syntax",
			line: line_of(text, error.span().unwrap_or_default().start),
			message: error.message().replace('\n', " "),
			way_out: "compare with chain-spec/network.example.toml".to_string(),
		})?;
		Reader { text, now, unfit: keys::unfit(), used: BTreeMap::new() }.network(raw)
	}

	/// Name, id and boot nodes.
	pub fn identity(&self) -> &Identity {
		&self.identity
	}

	/// The genesis as the runtime reads it.
	pub fn description(&self) -> Value {
		self.description.clone()
	}

	/// What is allowed and yet worth a second look.
	pub fn notes(&self) -> &[String] {
		&self.notes
	}
}

/// Line of a byte offset, from 1.
fn line_of(text: &str, at: usize) -> usize {
	text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

struct Reader<'a> {
	text: &'a str,
	now: Moment,
	unfit: BTreeMap<Key, String>,
	/// Keys seen so far, with the line where each stands.
	used: BTreeMap<Key, usize>,
}

impl Reader<'_> {
	fn error(
		&self,
		code: &'static str,
		at: Range<usize>,
		message: String,
		way_out: impl Into<String>,
	) -> ConfigError {
		ConfigError { code, line: line_of(self.text, at.start), message, way_out: way_out.into() }
	}

	fn network(mut self, raw: RawNetwork) -> Result<Network, ConfigError> {
		let identity = Identity {
			name: self.name(&raw.name)?,
			id: self.id(&raw.id)?,
			chain_type: ChainType::Live,
			boot_nodes: raw
				.boot_nodes
				.iter()
				.map(|node| self.boot_node(node))
				.collect::<Result<_, _>>()?,
		};
		let session_length = self.number(
			"session-length-range",
			&raw.session_length,
			MIN_SESSION_LENGTH..=MAX_SESSION_LENGTH,
		)?;
		let enactment_delay =
			self.number("enactment-delay-range", &raw.enactment_delay, 0..=MAX_ENACTMENT_DELAY)?;

		self.at_most("members-too-many", raw.name.span(), raw.member.len(), MAX_MEMBERS)?;
		let mut codes = BTreeSet::new();
		let mut members = Vec::new();
		let mut session_keys = Vec::new();
		for member in &raw.member {
			members.push(self.member(member, &mut codes, &mut session_keys)?);
		}
		if session_keys.is_empty() {
			return Err(self.error(
				"validators-missing",
				raw.name.span(),
				"no city runs a validator".to_string(),
				"add [[member.validator]] to at least one [[member]]",
			));
		}
		self.at_most("validators-too-many", raw.name.span(), session_keys.len(), MAX_VALIDATORS)?;

		let mut institutions = Vec::new();
		for institution in &raw.institution {
			institutions.push(self.institution(institution, &codes)?);
		}
		let seats = raw.institution.iter().filter(|institution| institution.supervisor).count();
		self.at_most("supervisors-too-many", raw.name.span(), seats, MAX_SUPERVISORS)?;
		if seats == 0 {
			return Err(self.error(
				"supervisors-missing",
				raw.name.span(),
				"no supervisor is seated, so the supervisors' chamber could never approve anything"
					.to_string(),
				"set supervisor = true on at least one court or regulator",
			));
		}

		let mut notes = Vec::new();
		if session_keys.len() < FAULT_TOLERANT {
			notes.push(format!(
				"{} validators: the circle stops when one of them does; {FAULT_TOLERANT} bear the loss of one",
				session_keys.len()
			));
		}
		if !raw.institution.iter().any(|institution| institution.kind.get_ref() == "registrar") {
			notes.push("no registrar: nobody can enrol holders until one is admitted".to_string());
		}
		Ok(Network {
			identity,
			description: json!({
				"circle": {
					"members": members,
					"institutions": institutions,
					"sessionLength": session_length,
					"enactmentDelay": enactment_delay,
				},
				"session": { "keys": session_keys },
			}),
			notes,
		})
	}

	fn at_most(
		&self,
		code: &'static str,
		at: Range<usize>,
		found: usize,
		most: usize,
	) -> Result<(), ConfigError> {
		if found <= most {
			return Ok(());
		}
		let message = format!("{found} where at most {most} are allowed");
		Err(self.error(code, at, message, "begin with fewer: the chambers can admit more later"))
	}

	fn member(
		&mut self,
		member: &RawMember,
		codes: &mut BTreeSet<MemberId>,
		session_keys: &mut Vec<Value>,
	) -> Result<Value, ConfigError> {
		let code = self.number("member-code", &member.code, 100_000..=999_999)?;
		if !codes.insert(code) {
			return Err(self.error(
				"member-repeated",
				member.code.span(),
				format!("city {code} is listed twice"),
				"give each city one [[member]] with all its validators",
			));
		}
		self.at_most(
			"validators-too-many",
			member.code.span(),
			member.validator.len(),
			MAX_VALIDATORS_PER_MEMBER,
		)?;
		let name = self.name(&member.name)?;
		let authority = self.key(&member.authority)?;
		let mut validators = Vec::new();
		for validator in &member.validator {
			let account = keys::address(self.key(&validator.account)?);
			let aura = keys::address(self.key(&validator.aura)?);
			let grandpa = keys::address(self.key(&validator.grandpa)?);
			session_keys.push(json!([account, account, { "aura": aura, "grandpa": grandpa }]));
			validators.push(account);
		}
		Ok(json!({
			"code": code,
			"name": name,
			"authority": keys::address(authority),
			"validators": validators,
		}))
	}

	fn institution(
		&mut self,
		raw: &RawInstitution,
		codes: &BTreeSet<MemberId>,
	) -> Result<Value, ConfigError> {
		let code = self.number("member-code", &raw.member, 100_000..=999_999)?;
		if !codes.contains(&code) {
			return Err(self.error(
				"member-unknown",
				raw.member.span(),
				format!("no [[member]] has code {code}"),
				"name the city that admits this institution",
			));
		}
		let (kind_name, kind) =
			KINDS.iter().find(|(name, _)| name == raw.kind.get_ref()).copied().ok_or_else(
				|| {
					self.error(
						"kind-unknown",
						raw.kind.span(),
						format!("{:?} is no kind of institution", raw.kind.get_ref()),
						format!("use one of: {}", KINDS.map(|(name, _)| name).join(", ")),
					)
				},
			)?;
		if raw.supervisor && !matches!(kind, InstitutionKind::Court | InstitutionKind::Regulator) {
			return Err(self.error(
				"supervisor-kind",
				raw.kind.span(),
				format!("a {kind_name} cannot sit among the supervisors"),
				"seat courts and regulators only",
			));
		}
		let name = self.name(&raw.name)?;
		let administrator = self.key(&raw.administrator)?;
		let mut officers = Vec::new();
		for officer in &raw.officer {
			let account = self.key(&officer.account)?;
			let roles = self.roles(&officer.roles, kind)?;
			let expires_at = self.expiry(&officer.expires_at)?;
			officers.push(json!({
				"account": keys::address(account),
				"roles": roles,
				"expiresAt": expires_at,
			}));
		}
		Ok(json!({
			"member": code,
			"kind": kind_name,
			"name": name,
			"administrator": keys::address(administrator),
			"supervisor": raw.supervisor,
			"officers": officers,
		}))
	}

	fn name(&self, raw: &Spanned<String>) -> Result<String, ConfigError> {
		let name = raw.get_ref().trim();
		let most = ipcircle_primitives::record::MAX_NAME;
		if name.is_empty() || u32::try_from(name.len()).map_or(true, |length| length > most) {
			return Err(self.error(
				"name-length",
				raw.span(),
				format!("a name of {} bytes", name.len()),
				format!("use 1 to {most} bytes; a Chinese character takes three"),
			));
		}
		Ok(name.to_string())
	}

	fn id(&self, raw: &Spanned<String>) -> Result<String, ConfigError> {
		let id = raw.get_ref();
		let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
		if id.is_empty() || id.len() > MAX_ID || !id.bytes().all(plain) {
			return Err(self.error(
				"id-form",
				raw.span(),
				format!("{id:?} cannot name a folder and a protocol"),
				format!("use 1 to {MAX_ID} characters of a-z, 0-9 and -"),
			));
		}
		let taken =
			Preset::ALL.iter().any(|preset| preset.name() == id || preset.identity().id == *id);
		if taken {
			return Err(self.error(
				"id-taken",
				raw.span(),
				format!("{id:?} is a preset"),
				"choose an id that no other chain has",
			));
		}
		Ok(id.clone())
	}

	fn boot_node(&self, raw: &Spanned<String>) -> Result<MultiaddrWithPeerId, ConfigError> {
		raw.get_ref().parse().map_err(|error| {
			self.error(
				"boot-node-form",
				raw.span(),
				format!("{:?}: {error}", raw.get_ref()),
				"write /dns/HOST/tcp/PORT/p2p/PEERID; `ipcircle-node key inspect-node-key` shows the id",
			)
		})
	}

	fn number(
		&self,
		code: &'static str,
		raw: &Spanned<i64>,
		range: std::ops::RangeInclusive<u32>,
	) -> Result<u32, ConfigError> {
		u32::try_from(*raw.get_ref()).ok().filter(|number| range.contains(number)).ok_or_else(
			|| {
				self.error(
					code,
					raw.span(),
					format!("{} is out of range", raw.get_ref()),
					format!("use {} to {}", range.start(), range.end()),
				)
			},
		)
	}

	/// A public key that nothing else in the file uses and that protects something.
	fn key(&mut self, raw: &Spanned<String>) -> Result<Key, ConfigError> {
		let key = keys::parse(raw.get_ref()).map_err(|reason| {
			self.error(
				"key-form",
				raw.span(),
				format!("{:?} is no public key: {reason}", raw.get_ref()),
				"write 0x and 64 hexadecimal digits, or an SS58 address",
			)
		})?;
		if let Some(reason) = self.unfit.get(&key) {
			return Err(self.error(
				"key-unfit",
				raw.span(),
				format!("{} guards nothing: {reason}", raw.get_ref()),
				"let the city make a key of its own with `ipcircle key new`",
			));
		}
		let line = line_of(self.text, raw.span().start);
		if let Some(first) = self.used.insert(key, line) {
			return Err(self.error(
				"key-repeated",
				raw.span(),
				format!("{} stands on line {first} already", raw.get_ref()),
				"use every key for one purpose: one account has one standing",
			));
		}
		Ok(key)
	}

	fn roles(&self, raw: &Spanned<Vec<String>>, kind: InstitutionKind) -> Result<u16, ConfigError> {
		let mut roles = Roles::default();
		for name in raw.get_ref() {
			let role = Roles::NAMES.iter().find(|(known, _)| known == name).map(|(_, role)| *role);
			roles = roles.with(role.ok_or_else(|| {
				self.error(
					"role-unknown",
					raw.span(),
					format!("{name:?} is no role"),
					format!("use some of: {}", Roles::NAMES.map(|(name, _)| name).join(", ")),
				)
			})?);
		}
		if !roles.is_lawful() {
			return Err(self.error(
				"roles-conflict",
				raw.span(),
				format!("the roles {:?} cannot be held together", raw.get_ref()),
				"name at least one role; a maker is not a checker, an auditor is nothing else",
			));
		}
		if roles.holds(Roles::REGISTRAR) && kind != InstitutionKind::Registrar {
			return Err(self.error(
				"role-kind",
				raw.span(),
				"only an officer of a registrar enrols holders".to_string(),
				"drop the role, or move the officer to an institution of kind registrar",
			));
		}
		Ok(roles.0)
	}

	fn expiry(&self, raw: &Spanned<toml::Value>) -> Result<Moment, ConfigError> {
		let at = match raw.get_ref() {
			toml::Value::Integer(ms) => Moment::try_from(*ms).ok(),
			toml::Value::Datetime(date) => instant::unix_ms(date),
			_ => None,
		};
		let at = at.ok_or_else(|| {
			self.error(
				"expiry-form",
				raw.span(),
				format!("{} is no date", raw.get_ref()),
				"write a date without quotes, as 2027-12-31, or Unix milliseconds",
			)
		})?;
		let latest = self.now.saturating_add(MAX_APPOINTMENT_MS);
		if at <= self.now || at > latest {
			return Err(self.error(
				"expiry-range",
				raw.span(),
				format!("{} is past, or more than two years ahead", raw.get_ref()),
				"appoint for at most two years; appointments can be renewed",
			));
		}
		Ok(at)
	}
}

#[cfg(test)]
mod tests;
