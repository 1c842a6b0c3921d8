//! `ipcircle holder`: enrolment, standing, guardians, recovery.

use crate::{
	args::{HolderCommand, PartyKind, RecoverCommand},
	context::{subject, Context},
	text::Text,
};
use ipcircle_client::{
	call,
	chain::{number, prefixed},
	keystore::Zeroizing,
	signer::{address, parse_account},
	store::{self, Access, Existing},
	Code, Error, Exit, Key, Result,
};
use ipcircle_primitives::{
	digest::real_name_commitment, record::MAX_GUARDIANS, Guardian, HolderKind, Standing,
};
use ipcircle_proof::Subject;
use serde_json::json;
use std::path::Path;

/// A name and a document number fit many times.
const MAX_IDENTITY: u64 = 4_096;

pub(crate) async fn run(context: &Context, command: HolderCommand) -> Result<Exit> {
	let call = match command {
		HolderCommand::Enrol { account, kind, identity } => {
			enrol(context, parse_account(&account)?, kind, &identity).await?;
			return Ok(Exit::Ok);
		},
		HolderCommand::Suspend { holder } => call::set_holder_standing(holder, Standing::Suspended),
		HolderCommand::Reinstate { holder } => call::set_holder_standing(holder, Standing::Active),
		HolderCommand::Guardians { guardians, threshold } => {
			let guardians = parse_guardians(&guardians, threshold)?;
			call::set_guardians(&guardians, threshold)
		},
		HolderCommand::Recover(RecoverCommand::Propose { holder, account }) => {
			call::propose_recovery(holder, parse_account(&account)?)
		},
		HolderCommand::Recover(RecoverCommand::Approve { holder, account }) => {
			call::approve_recovery(holder, parse_account(&account)?)
		},
		HolderCommand::Recover(RecoverCommand::Finish { holder }) => call::finish_recovery(holder),
		HolderCommand::Recover(RecoverCommand::Cancel { holder }) => call::cancel_recovery(holder),
	};
	context.run(call).await?;
	Ok(Exit::Ok)
}

/// Enrols a holder, and leaves the registrar the file that opens the real-name commitment.
async fn enrol(
	context: &Context,
	account: [u8; 32],
	kind: PartyKind,
	identity: &Path,
) -> Result<()> {
	let document = read_identity(identity)?;
	let key = context.key()?;
	let salt = key.identity_salt(document.as_bytes());
	let real_name = real_name_commitment(&salt, document.as_bytes());
	let chain = context.chain().await?;
	let kind = match kind {
		PartyKind::Person => HolderKind::Person,
		PartyKind::Enterprise => HolderKind::Enterprise,
	};
	// Written before the chain hears of it: without it the commitment could never be opened.
	let kept = keep_identity(&key, &account, &salt, &document, &real_name.0)?;
	let call = call::enrol(account, kind, real_name);
	let (included, journal) = context.execute(&chain, &key.signer(), &call).await?;
	let holder = included
		.event("Holders", "HolderEnrolled")
		.and_then(|event| number(event.field("holder")?))
		.ok_or_else(|| Error::unexpected("events", "no HolderEnrolled"))?;
	context.out.say(
		Text::HolderEnrolled,
		&[("holder", &holder), ("account", &address(&account)), ("identity", &kept.display())],
	);
	context.out.result(&json!({
		"holder": holder,
		"account": prefixed(&account),
		"real_name": prefixed(&real_name.0),
		"identity": kept,
		"block": included.block,
		"states": journal.json(),
	}));
	Ok(())
}

fn keep_identity(
	key: &Key,
	account: &[u8; 32],
	salt: &[u8; 32],
	document: &str,
	real_name: &[u8; 32],
) -> Result<std::path::PathBuf> {
	let path = store::home().join("identities").join(format!("{}.json", hex::encode(account)));
	let text = Zeroizing::new(format!(
		"{:#}\n",
		json!({
			"format": "ipcircle-identity/1",
			"account": prefixed(account),
			"registrar": prefixed(&key.account()),
			"document": document,
			"salt": prefixed(salt),
			"real_name": prefixed(real_name),
		})
	));
	store::write(&path, text.as_bytes(), Access::Private, Existing::Replace)?;
	Ok(path)
}

/// The document is the first two lines, joined by a line feed: name, number.
fn read_identity(path: &Path) -> Result<Zeroizing<String>> {
	let refused = || Error::usage("the identity file holds a name and a number, one line each");
	let bytes = Zeroizing::new(store::read(path, MAX_IDENTITY, refused)?);
	let text = std::str::from_utf8(&bytes).map_err(|_| refused())?;
	let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
	match (lines.next(), lines.next()) {
		(Some(name), Some(number)) if !name.is_empty() && !number.is_empty() => {
			Ok(Zeroizing::new(format!("{name}\n{number}")))
		},
		_ => Err(refused()),
	}
}

fn parse_guardians(texts: &[String], threshold: u8) -> Result<Vec<Guardian>> {
	if texts.len() > MAX_GUARDIANS as usize {
		return Err(Error::new(Code::TooLong)
			.with("field", "GUARDIANS")
			.with("limit", MAX_GUARDIANS));
	}
	if threshold == 0 || usize::from(threshold) > texts.len() {
		return Err(Error::usage(format!("--threshold 1..={}", texts.len())));
	}
	texts
		.iter()
		.map(|text| match subject(text)? {
			Subject::Holder(id) => Ok(Guardian::Holder(id)),
			Subject::Institution(id) => Ok(Guardian::Institution(id)),
			_ => Err(Error::new(Code::Identifier).with("text", text)),
		})
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_identity_is_two_lines_however_they_end() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("identity");
		for text in [
			"李明\n210102199001011234",
			"\u{feff}李明\r\n210102199001011234\r\n",
			" 李明 \n 210102199001011234\n備註",
		] {
			std::fs::write(&path, text).unwrap();
			assert_eq!(*read_identity(&path).unwrap(), "李明\n210102199001011234");
		}
		for text in ["", "李明", "李明\n\n", "\n210102199001011234"] {
			std::fs::write(&path, text).unwrap();
			assert_eq!(read_identity(&path).unwrap_err().code, Code::Usage);
		}
	}

	#[test]
	fn guardians_are_holders_or_institutions_and_the_threshold_can_be_met() {
		let parse = |texts: &[&str], threshold| {
			parse_guardians(&texts.iter().map(ToString::to_string).collect::<Vec<_>>(), threshold)
		};
		let both = vec![Guardian::Holder(1), Guardian::Institution(2)];
		assert_eq!(parse(&["holder:1", "institution:2"], 2), Ok(both));
		assert!(parse(&["holder:1"], 0).is_err());
		assert!(parse(&["holder:1"], 2).is_err());
		assert!(parse(&["member:210100"], 1).is_err());
		assert_eq!(parse(&["holder:1"; 8], 1).unwrap_err().code, Code::TooLong);
	}
}
