//! The local index of proofs: one JSON object per line.
//!
//! It only helps to find files again. Nothing is lost with it: a proof stands for itself, and a right
//! can be proven again from the chain.

use crate::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use std::{
	fs::{self, OpenOptions},
	io::{ErrorKind, Write},
	path::{Path, PathBuf},
};

/// One registration made with this installation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
	/// The right's number.
	pub right: String,
	/// The chain's genesis hash.
	pub genesis: String,
	/// The file that was registered.
	pub file: PathBuf,
	/// Where its proof was written, if one was.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub proof: Option<PathBuf>,
	/// The title its registrant gave it; it never leaves this machine.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub title: Option<String>,
	/// The commitment on chain.
	pub commitment: String,
	/// The block it stands in.
	pub block: u32,
}

/// The index of one installation.
pub struct Records {
	path: PathBuf,
}

impl Records {
	/// The index in a data folder; it need not exist yet.
	pub fn open(home: &Path) -> Self {
		Self { path: home.join("proofs.jsonl") }
	}

	/// Adds an entry. A later entry of the same right stands for it.
	pub fn add(&self, entry: &Entry) -> Result<()> {
		let failed = |error: std::io::Error| Error::writing(&self.path, &error);
		if let Some(folder) = self.path.parent() {
			fs::create_dir_all(folder).map_err(failed)?;
		}
		let mut line = serde_json::to_string(entry).map_err(Error::usage)?;
		line.push('\n');
		let mut options = OpenOptions::new();
		options.append(true).create(true);
		#[cfg(unix)]
		{
			use std::os::unix::fs::OpenOptionsExt;
			options.mode(0o600);
		}
		let mut file = options.open(&self.path).map_err(failed)?;
		// One write per line: lines of two processes do not mix.
		file.write_all(line.as_bytes()).and_then(|()| file.sync_data()).map_err(failed)
	}

	/// Every entry, oldest first. A last line cut off by a crash is left out.
	///
	/// Errors: [`Code::IndexDamaged`] for any other line that cannot be read.
	pub fn all(&self) -> Result<Vec<Entry>> {
		let text = match fs::read_to_string(&self.path) {
			Ok(text) => text,
			Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
			Err(error) => return Err(Error::reading(&self.path, &error)),
		};
		let mut all = Vec::new();
		for (at, line) in text.split_inclusive('\n').enumerate() {
			match serde_json::from_str(line) {
				Ok(entry) => all.push(entry),
				Err(_) if !line.ends_with('\n') => (),
				Err(_) => {
					return Err(Error::new(Code::IndexDamaged).at(&self.path).with("line", at + 1))
				},
			}
		}
		Ok(all)
	}

	/// The latest entry of a right on a chain.
	pub fn find(&self, right: &str, genesis: &str) -> Result<Option<Entry>> {
		let all = self.all()?;
		Ok(all.into_iter().rev().find(|entry| entry.right == right && entry.genesis == genesis))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn entry(right: &str, block: u32) -> Entry {
		Entry {
			right: right.to_owned(),
			genesis: "0x01".to_owned(),
			file: "a.txt".into(),
			proof: None,
			title: Some("標題".to_owned()),
			commitment: "0x02".to_owned(),
			block,
		}
	}

	#[test]
	fn the_latest_entry_of_a_right_is_found_and_another_chains_is_not() {
		let folder = tempfile::tempdir().unwrap();
		let records = Records::open(folder.path());
		assert_eq!(records.find("A", "0x01"), Ok(None));
		for entry in [entry("A", 1), entry("B", 2), entry("A", 3)] {
			records.add(&entry).unwrap();
		}
		assert_eq!(records.find("A", "0x01").unwrap(), Some(entry("A", 3)));
		assert_eq!(records.find("A", "0x09").unwrap(), None);
	}

	#[test]
	fn a_line_cut_off_by_a_crash_is_left_out_and_a_damaged_one_is_named() {
		let folder = tempfile::tempdir().unwrap();
		let records = Records::open(folder.path());
		records.add(&entry("A", 1)).unwrap();
		let path = folder.path().join("proofs.jsonl");
		let whole = fs::read_to_string(&path).unwrap();
		fs::write(&path, format!("{whole}{}", &whole[..20])).unwrap();
		assert_eq!(records.all().unwrap().len(), 1);
		fs::write(&path, format!("{}\n{whole}", &whole[..20])).unwrap();
		let error = records.all().unwrap_err();
		assert_eq!((error.code, error.detail("line")), (Code::IndexDamaged, Some("1")));
	}
}
