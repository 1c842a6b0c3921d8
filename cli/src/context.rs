//! What every command needs: the node, the key, the password, the output.

use crate::{args::Global, output::Output, text::Text};
use ipcircle_client::{
	call::Call,
	chain::{self, field, number, parse_hash, Chain},
	keystore::Zeroizing,
	store,
	submit::{self, Included, State},
	Code, Error, Key, KeyFile, Options, Result, Signer, Value,
};
use ipcircle_proof::Subject;
use serde_json::json;
use std::{
	fs,
	io::{IsTerminal, Read},
	path::{Path, PathBuf},
	time::{Duration, Instant},
};

/// One run of the program.
pub(crate) struct Context {
	pub(crate) global: Global,
	pub(crate) out: Output,
}

/// What an account is, as `Circle.Accounts` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Principal {
	Authority,
	Validator,
	Administrator,
	Officer,
	Holder(u64),
	Retired,
}

/// What happened to one transaction, for the output.
pub(crate) struct Journal {
	begun: Instant,
	states: Vec<serde_json::Value>,
}

impl Journal {
	pub(crate) fn begin() -> Self {
		Self { begun: Instant::now(), states: Vec::new() }
	}

	/// Tells people, and remembers for programs.
	pub(crate) fn tell(&mut self, out: &Output, state: State) {
		let ms = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
		self.states.push(match state {
			State::Submitted => {
				out.note(Text::Submitted, &[]);
				json!({ "state": "submitted", "ms": ms })
			},
			State::InBlock { block, estimate_ms } => {
				let seconds = estimate_ms.div_ceil(1_000);
				out.note(Text::InBlock, &[("block", &block), ("seconds", &seconds)]);
				json!({ "state": "in-block", "ms": ms, "block": block, "estimate_ms": estimate_ms })
			},
			State::Final { block, justified } => {
				out.note(Text::Final, &[("block", &block), ("justified", &justified)]);
				json!({ "state": "final", "ms": ms, "block": block, "justified": justified })
			},
		});
	}

	pub(crate) fn json(self) -> serde_json::Value {
		serde_json::Value::Array(self.states)
	}
}

impl Context {
	/// The pinned genesis hash.
	pub(crate) fn genesis(&self) -> Result<Option<[u8; 32]>> {
		self.global.genesis.as_deref().map(parse_hash).transpose()
	}

	/// Connects to the named nodes.
	pub(crate) async fn chain(&self) -> Result<Chain> {
		let mut options = Options::new(self.global.url.clone());
		options.genesis = self.genesis()?;
		Chain::connect(options).await
	}

	/// How long finality may stand still.
	pub(crate) const fn patience(&self) -> Duration {
		Duration::from_secs(self.global.patience)
	}

	/// The key file.
	pub(crate) fn key_path(&self) -> PathBuf {
		self.global.key.clone().unwrap_or_else(|| store::home().join("key.json"))
	}

	/// Opens the key file.
	pub(crate) fn key(&self) -> Result<Key> {
		self.open(&self.key_path())
	}

	/// Opens a key file.
	pub(crate) fn open(&self, path: &Path) -> Result<Key> {
		let file = KeyFile::load(path)?;
		file.open(path, &self.password()?)
	}

	/// The password of a key that exists.
	pub(crate) fn password(&self) -> Result<Zeroizing<String>> {
		match self.given_password()? {
			Some(password) => Ok(password),
			None => self.ask(Text::Password),
		}
	}

	/// The password of a new key: typed twice.
	pub(crate) fn new_password(&self) -> Result<Zeroizing<String>> {
		if let Some(password) = self.given_password()? {
			return Ok(password);
		}
		let first = self.ask(Text::PasswordNew)?;
		let second = self.ask(Text::PasswordAgain)?;
		if first != second {
			return Err(Error::new(Code::PasswordMismatch));
		}
		Ok(first)
	}

	fn given_password(&self) -> Result<Option<Zeroizing<String>>> {
		if let Some(path) = &self.global.password_file {
			let mut text = Zeroizing::new(String::new());
			fs::File::open(path)
				.and_then(|file| file.take(4_096).read_to_string(&mut text))
				.map_err(|error| Error::reading(path, &error))?;
			let line = text.lines().next().unwrap_or_default();
			return Ok(Some(Zeroizing::new(line.to_owned())));
		}
		Ok(std::env::var("IPCIRCLE_PASSWORD").ok().map(Zeroizing::new))
	}

	fn ask(&self, prompt: Text) -> Result<Zeroizing<String>> {
		let missing = || Error::new(Code::PasswordMissing);
		if !std::io::stdin().is_terminal() {
			return Err(missing());
		}
		rpassword::prompt_password(self.out.text(prompt, &[]))
			.map(Zeroizing::new)
			.map_err(|_| missing())
	}

	/// Signs, sends and follows a call until it is final, telling every state.
	pub(crate) async fn execute(
		&self,
		chain: &Chain,
		signer: &Signer,
		call: &Call,
	) -> Result<(Included, Journal)> {
		let mut journal = Journal::begin();
		let out = self.out;
		let mut watch = |state| journal.tell(&out, state);
		let included = submit::execute(chain, signer, call, self.patience(), &mut watch).await?;
		Ok((included, journal))
	}

	/// Executes a call with the key file, prints what it caused, and gives back its events.
	pub(crate) async fn run(&self, call: Call) -> Result<Included> {
		let chain = self.chain().await?;
		let signer = self.key()?.signer();
		self.run_as(&chain, &signer, call).await
	}

	/// As [`Self::run`] with another signer.
	pub(crate) async fn run_as(
		&self,
		chain: &Chain,
		signer: &Signer,
		call: Call,
	) -> Result<Included> {
		let (included, journal) = self.execute(chain, signer, &call).await?;
		if let Some(failure) = included.failure() {
			return Err(failure.clone());
		}
		self.report(&call, &included, journal);
		Ok(included)
	}

	fn report(&self, call: &Call, included: &Included, journal: Journal) {
		let title = call.title();
		self.out.say(Text::Executed, &[("call", &title), ("block", &included.block)]);
		let mut events = Vec::new();
		for event in &included.events {
			// Said by the first line already.
			if (event.pallet.as_str(), event.name.as_str()) == ("System", "ExtrinsicSuccess") {
				continue;
			}
			let name = format!("{}.{}", event.pallet, event.name);
			let fields = event.json();
			self.out.say(Text::EventLine, &[("name", &name), ("fields", &fields)]);
			events.push(json!({ "name": name, "fields": fields }));
		}
		self.out.result(&json!({
			"call": title,
			"block": included.block,
			"block_hash": chain::prefixed(&included.hash),
			"events": events,
			"states": journal.json(),
		}));
	}

	/// What an account is at a block.
	pub(crate) async fn principal(
		&self,
		chain: &Chain,
		account: &[u8; 32],
	) -> Result<Option<Principal>> {
		let (_, at) = chain.finalized().await?;
		let found =
			chain.lookup("Circle", "Accounts", vec![Value::from_bytes(account)], at).await?;
		let Some(found) = found else { return Ok(None) };
		let shown = chain::json_of(&found);
		let unknown = || Error::unexpected("Circle.Accounts", &shown);
		if shown == "Retired" {
			return Ok(Some(Principal::Retired));
		}
		let (name, id) =
			shown.as_object().and_then(|object| object.iter().next()).ok_or_else(unknown)?;
		let id = id.as_u64().ok_or_else(unknown)?;
		Ok(Some(match name.as_str() {
			"Authority" => Principal::Authority,
			"Validator" => Principal::Validator,
			"Administrator" => Principal::Administrator,
			"Officer" => Principal::Officer,
			"Holder" => Principal::Holder(id),
			_ => return Err(unknown()),
		}))
	}
}

/// Reads what a statement can be about: a right's number, or `kind:id`.
pub(crate) fn subject(text: &str) -> Result<Subject> {
	let text = text.trim();
	let refused = || Error::new(Code::Identifier).with("text", text);
	let Some((kind, id)) = text.split_once(':') else {
		return if text.starts_with("IPC-") {
			right(text).map(Subject::Right)
		} else {
			Err(refused())
		};
	};
	Ok(match kind {
		"right" => Subject::Right(right(id)?),
		"clear" => Subject::Encumbrances(right(id)?),
		"holder" => Subject::Holder(id.parse().map_err(|_| refused())?),
		"institution" => Subject::Institution(id.parse().map_err(|_| refused())?),
		"member" => Subject::Member(id.parse().map_err(|_| refused())?),
		_ => return Err(refused()),
	})
}

/// Reads a right's number.
pub(crate) fn right(text: &str) -> Result<ipcircle_primitives::RightId> {
	text.parse()
		.map_err(|error| Error::new(Code::RightNumber).with("text", text).with("reason", error))
}

/// A right's number out of an event or the state.
pub(crate) fn right_of(value: &Value) -> Option<ipcircle_primitives::RightId> {
	let part = |name| number(field(value, name)?);
	Some(ipcircle_primitives::RightId {
		city: u32::try_from(part("city")?).ok()?,
		year: u16::try_from(part("year")?).ok()?,
		serial: u32::try_from(part("serial")?).ok()?,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use ipcircle_primitives::RightId;

	#[test]
	fn subjects_are_read_as_people_write_them() {
		let id = RightId { city: 210_100, year: 2026, serial: 1 };
		assert_eq!(subject(&id.to_string()), Ok(Subject::Right(id)));
		assert_eq!(subject(&format!("clear:{id}")), Ok(Subject::Encumbrances(id)));
		assert_eq!(subject("holder:12"), Ok(Subject::Holder(12)));
		assert_eq!(subject("institution:7"), Ok(Subject::Institution(7)));
		assert_eq!(subject("member:210100"), Ok(Subject::Member(210_100)));
		for text in ["", "12", "holder:", "holder:x", "city:1"] {
			assert_eq!(subject(text).unwrap_err().code, Code::Identifier, "{text}");
		}
		assert_eq!(subject("IPC-210100").unwrap_err().code, Code::RightNumber);
	}

	#[test]
	fn a_rights_number_is_read_out_of_an_event() {
		let value = Value::named_composite([
			("city", Value::u128(210_100)),
			("year", Value::u128(2026)),
			("serial", Value::u128(3)),
		]);
		assert_eq!(right_of(&value), Some(RightId { city: 210_100, year: 2026, serial: 3 }));
		assert_eq!(right_of(&Value::u128(1)), None);
	}
}
