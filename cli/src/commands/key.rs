//! `ipcircle key`: make, inspect, replace, back up.

use crate::{
	args::KeyCommand,
	context::{Context, Principal},
	output::line,
	text::Text,
};
use ipcircle_client::{
	call, chain::prefixed, keystore::Zeroizing, signer, store, store::Existing, Code, Cost, Error,
	Exit, Key, KeyFile, Result,
};
use serde_json::json;
use std::{
	fs,
	path::{Path, PathBuf},
};

pub(crate) async fn run(context: &Context, command: KeyCommand) -> Result<Exit> {
	match command {
		KeyCommand::New { out, label, well_known, from_backup, weak } => {
			let path = out.unwrap_or_else(|| context.key_path());
			if path.exists() {
				return Err(Error::new(Code::KeyExists).at(&path));
			}
			let key = match (well_known, from_backup) {
				(Some(uri), _) => published(&uri)?,
				(None, Some(backup)) => restored(&backup)?,
				(None, None) => Key::generate()?,
			};
			let cost = if weak { Cost::TEST } else { Cost::STANDARD };
			let file = KeyFile::seal(&key, &label, &context.new_password()?, cost)?;
			file.save(&path, Existing::Keep)?;
			show(context, Text::KeyCreated, &path, &file);
		},
		KeyCommand::Inspect { file, open } => {
			let path = file.unwrap_or_else(|| context.key_path());
			let file = KeyFile::load(&path)?;
			if open {
				file.open(&path, &context.password()?)?;
			}
			show(context, Text::KeyShown, &path, &file);
			if open {
				context.out.say(Text::KeyOpens, &[]);
			}
		},
		KeyCommand::Rotate => rotate(context).await?,
		KeyCommand::Export { reveal: _ } => {
			let key = context.key()?;
			let (seed, salt_key) = key.secrets();
			let (seed, salt_key) =
				(Zeroizing::new(prefixed(seed)), Zeroizing::new(prefixed(salt_key)));
			context.out.note(Text::KeyExported, &[]);
			// The backup has the same shape in both modes: it is read back by `key new`.
			line(&format!("{:#}", json!({ "seed": *seed, "salt_key": *salt_key })));
		},
	}
	Ok(Exit::Ok)
}

/// A development key that everybody has. Its salt key is as public as its seed.
fn published(path: &str) -> Result<Key> {
	let seed = signer::well_known_seed(path)?;
	Ok(Key::from_secrets(seed, signer::well_known_seed(&format!("{path}//salt"))?))
}

/// Reads what `key export` printed.
fn restored(path: &Path) -> Result<Key> {
	let malformed = |reason: &dyn ToString| {
		Error::new(Code::KeyMalformed).at(path).with("reason", reason.to_string())
	};
	let bytes = Zeroizing::new(store::read(path, 4_096, || malformed(&"too large for a backup"))?);
	let backup: serde_json::Value =
		serde_json::from_slice(&bytes).map_err(|error| malformed(&error))?;
	let secret = |name: &str| {
		let text = backup.get(name).and_then(|text| text.as_str());
		let digits = text.and_then(|text| text.strip_prefix("0x"));
		let mut secret = [0u8; 32];
		digits
			.and_then(|digits| hex::decode_to_slice(digits, &mut secret).ok())
			.map(|()| secret)
			.ok_or_else(|| malformed(&format!("no {name}")))
	};
	Ok(Key::from_secrets(secret("seed")?, secret("salt_key")?))
}

fn show(context: &Context, text: Text, path: &Path, file: &KeyFile) {
	context.out.say(
		text,
		&[
			("path", &path.display()),
			("label", &file.label),
			("address", &file.address),
			("account", &file.account),
		],
	);
	context.out.result(&json!({
		"path": path, "label": file.label, "account": file.account, "address": file.address,
	}));
}

/// The new key is on disk before the chain hears of it: a crash at any point leaves the key that the
/// chain knows in one of two files.
async fn rotate(context: &Context) -> Result<()> {
	let path = context.key_path();
	let old_file = KeyFile::load(&path)?;
	let password = context.password()?;
	let old = old_file.open(&path, &password)?;
	let next_path = beside(&path, "next");
	// A rotation that was interrupted goes on with the key it had made.
	let (new, new_file) = match KeyFile::load(&next_path) {
		Ok(file) => (file.open(&next_path, &password)?, file),
		Err(error) if error.code == Code::KeyNotFound => {
			let new = old.rotated()?;
			let file = KeyFile::seal(&new, &old_file.label, &password, old_file.cost)?;
			file.save(&next_path, Existing::Keep)?;
			(new, file)
		},
		Err(error) => return Err(error),
	};
	let chain = context.chain().await?;
	let (signer, account) = (old.signer(), new.account());
	let call = match context.principal(&chain, &signer.account()).await? {
		Some(Principal::Holder(_)) => Some(call::rotate_holder_key(account)),
		Some(Principal::Authority | Principal::Validator | Principal::Administrator) => {
			Some(call::rotate_office_key(account))
		},
		// The chain has the new key already; only the files are still to be moved.
		Some(Principal::Retired) if context.principal(&chain, &account).await?.is_some() => None,
		Some(Principal::Retired) => {
			return Err(Error::new(Code::RetiredKey).with("account", signer.address()))
		},
		Some(Principal::Officer) => {
			return Err(Error::new(Code::CallNotAllowed).with("account", signer.address()))
		},
		None => return Err(Error::new(Code::UnknownSigner).with("account", signer.address())),
	};
	let block = match call {
		Some(call) => Some(context.execute(&chain, &signer, &call).await?.0.block),
		None => None,
	};
	let retired = beside(&path, &hex::encode(&old.account()[..4]));
	let moved =
		|from: &Path, to: &Path| fs::rename(from, to).map_err(|error| Error::writing(to, &error));
	moved(&path, &retired)?;
	moved(&next_path, &path)?;
	context.out.say(
		Text::KeyRotated,
		&[
			("path", &path.display()),
			("retired", &retired.display()),
			("address", &new_file.address),
		],
	);
	context.out.result(&json!({
		"path": path, "retired": retired, "account": new_file.account, "address": new_file.address,
		"block": block,
	}));
	Ok(())
}

/// `key.json` and `next` make `key.next.json`.
fn beside(path: &Path, mark: &str) -> PathBuf {
	let stem = path.file_stem().unwrap_or_default().to_string_lossy();
	let name = match path.extension() {
		Some(extension) => format!("{stem}.{mark}.{}", extension.to_string_lossy()),
		None => format!("{stem}.{mark}"),
	};
	path.with_file_name(name)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_backup_on_paper_restores_the_same_key() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("backup.json");
		let key = Key::generate().unwrap();
		let (seed, salt_key) = key.secrets();
		let text = json!({ "seed": prefixed(seed), "salt_key": prefixed(salt_key) }).to_string();
		fs::write(&path, &text).unwrap();
		assert_eq!(restored(&path).unwrap().secrets(), key.secrets());
		fs::write(&path, text.replace("0x", "")).unwrap();
		assert_eq!(restored(&path).err().unwrap().code, Code::KeyMalformed);
	}

	#[test]
	fn a_retired_key_is_kept_beside_the_new_one() {
		assert_eq!(beside(Path::new("a/key.json"), "next"), Path::new("a/key.next.json"));
		assert_eq!(beside(Path::new("key"), "next"), Path::new("key.next"));
	}
}
