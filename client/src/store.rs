//! Files that are either wholly there or not there at all.

use crate::error::{Code, Error, Result};
use std::{
	fs::{self, File, OpenOptions},
	io::{Read, Write},
	path::{Path, PathBuf},
};

/// Who may read a new file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
	/// As the system's mask says.
	Shared,
	/// The owner alone (mode 0600).
	Private,
}

/// Whether a file that is there already may be replaced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Existing {
	/// [`Code::FileExists`].
	Keep,
	/// It gives way.
	Replace,
}

/// Writes a file so that a crash leaves either the old one or the new one.
///
/// Errors: [`Code::FileExists`], [`Code::DiskFull`], [`Code::FileUnwritable`].
pub fn write(path: &Path, bytes: &[u8], access: Access, existing: Existing) -> Result<()> {
	let failed = |error: std::io::Error| Error::writing(path, &error);
	if existing == Existing::Keep && path.exists() {
		return Err(Error::new(Code::FileExists).at(path));
	}
	let folder = folder_of(path);
	fs::create_dir_all(&folder).map_err(failed)?;
	let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
	let temporary = folder.join(format!(".{}.{}", name.unwrap_or_default(), std::process::id()));
	let written = put(&temporary, bytes, access).and_then(|()| match existing {
		Existing::Replace => fs::rename(&temporary, path),
		// A link fails where a rename would silently replace what appeared in the meantime.
		Existing::Keep => fs::hard_link(&temporary, path),
	});
	// After a rename there is nothing to remove.
	let _ = fs::remove_file(&temporary);
	written.map_err(failed)?;
	// The name itself must survive a power cut, not only the content.
	File::open(&folder).and_then(|folder| folder.sync_all()).map_err(failed)
}

/// Reads a file of at most `limit` bytes; a larger one is refused with `too_large`.
pub fn read(path: &Path, limit: u64, too_large: impl FnOnce() -> Error) -> Result<Vec<u8>> {
	let failed = |error: std::io::Error| Error::reading(path, &error);
	let file = File::open(path).map_err(failed)?;
	let mut bytes = Vec::new();
	file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
	if bytes.len() as u64 > limit {
		return Err(too_large());
	}
	Ok(bytes)
}

/// Where keys and the index of proofs are kept: `IPCIRCLE_HOME`, else the user's data folder.
pub fn home() -> PathBuf {
	let variable =
		|name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
	variable("IPCIRCLE_HOME")
		.or_else(|| variable("XDG_DATA_HOME").map(|data| data.join("ipcircle")))
		.or_else(|| variable("HOME").map(|home| home.join(".local/share/ipcircle")))
		.unwrap_or_else(|| PathBuf::from(".ipcircle"))
}

fn folder_of(path: &Path) -> PathBuf {
	match path.parent() {
		Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
		_ => PathBuf::from("."),
	}
}

fn put(path: &Path, bytes: &[u8], access: Access) -> std::io::Result<()> {
	let mut options = OpenOptions::new();
	options.write(true).create(true).truncate(true);
	#[cfg(unix)]
	if access == Access::Private {
		use std::os::unix::fs::OpenOptionsExt;
		options.mode(0o600);
	}
	let mut file = options.open(path)?;
	file.write_all(bytes)?;
	file.sync_all()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_existing_file_is_kept_unless_its_replacement_is_asked_for() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("deep/proof");
		write(&path, b"one", Access::Shared, Existing::Keep).unwrap();
		let refused = write(&path, b"two", Access::Shared, Existing::Keep).unwrap_err();
		assert_eq!(refused.code, Code::FileExists);
		assert_eq!(fs::read(&path).unwrap(), b"one");
		write(&path, b"two", Access::Shared, Existing::Replace).unwrap();
		assert_eq!(fs::read(&path).unwrap(), b"two");
		let left: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
		assert_eq!(left.len(), 1, "no temporary file stays behind");
	}

	#[cfg(unix)]
	#[test]
	fn a_private_file_is_the_owners_alone() {
		use std::os::unix::fs::PermissionsExt;
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("key");
		write(&path, b"secret", Access::Private, Existing::Keep).unwrap();
		assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
	}

	#[cfg(target_os = "linux")]
	#[test]
	fn a_full_disk_is_named_as_such() {
		// This device is always full.
		let error = put(Path::new("/dev/full"), b"x", Access::Shared).unwrap_err();
		assert_eq!(Error::writing(Path::new("x"), &error).code, Code::DiskFull);
	}

	#[test]
	fn a_file_over_its_limit_is_not_read() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("large");
		fs::write(&path, [0; 11]).unwrap();
		assert_eq!(read(&path, 10, || Error::usage("large")).unwrap_err().code, Code::Usage);
		assert_eq!(read(&path, 11, || Error::usage("large")).unwrap().len(), 11);
	}
}
