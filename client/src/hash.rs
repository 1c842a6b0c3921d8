//! Streaming digests of files of any size.
//!
//! One thread reads, one thread per digest hashes, and they share the blocks; a handful of blocks
//! goes round, so memory does not depend on the size of the file. SHA-256 uses the processor's own
//! instructions where it has them, found out at run time.

use crate::error::{Code, Error, Result};
use ipcircle_primitives::{Digests, Sha256Digest, Sm3Digest};
use sha2::{Digest, Sha256};
use sm3::Sm3;
use std::{
	fs::{File, Metadata},
	io::Read,
	path::Path,
	sync::{mpsc, Arc},
	thread,
};

/// Bytes per block: large enough to make hand-over free, small enough to stay in the cache.
const BLOCK: usize = 1 << 20;

/// Blocks on their way to one hasher. With two hashers at most ten blocks exist at a time.
const IN_FLIGHT: usize = 4;

const LANE_LIVES: &str = "a hasher ends only after its lane; qed";

/// A file, as far as the chain is concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FileDigests {
	/// Both digests.
	pub digests: Digests,
	/// Size in bytes.
	pub bytes: u64,
}

/// SHA-256 and SM3 of a file, in parallel. `progress` hears bytes done and bytes in all.
///
/// Errors: [`Code::FileNotFound`], [`Code::FileUnreadable`], and [`Code::FileChanged`] when size or
/// modification time differ after reading, since the digests would then be of no version at all.
pub fn digests(path: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<FileDigests> {
	let mut sha256 = Sha256::new();
	let mut sm3 = Sm3::new();
	let bytes = stream(
		path,
		progress,
		vec![Box::new(|block| sha256.update(block)), Box::new(|block| sm3.update(block))],
	)?;
	let digests = Digests {
		sha256: Sha256Digest(sha256.finalize().into()),
		sm3: Sm3Digest(sm3.finalize().into()),
	};
	Ok(FileDigests { digests, bytes })
}

/// SHA-256 alone, for comparison with other programs. Errors as [`digests`].
pub fn sha256(path: &Path) -> Result<Sha256Digest> {
	let mut sha256 = Sha256::new();
	stream(path, &mut |_, _| (), vec![Box::new(|block| sha256.update(block))])?;
	Ok(Sha256Digest(sha256.finalize().into()))
}

type Hasher<'a> = Box<dyn FnMut(&[u8]) + Send + 'a>;

/// One block: its bytes and how many of them are filled.
struct Block {
	bytes: Vec<u8>,
	filled: usize,
}

fn stream(
	path: &Path,
	progress: &mut dyn FnMut(u64, u64),
	hashers: Vec<Hasher<'_>>,
) -> Result<u64> {
	let failed = |error: std::io::Error| Error::reading(path, &error);
	let mut file = File::open(path).map_err(failed)?;
	let before = file.metadata().map_err(failed)?;
	if !before.is_file() {
		return Err(Error::new(Code::FileUnreadable).at(path).with("reason", "not a regular file"));
	}
	let total = before.len();
	let done = thread::scope(|scope| {
		let (give_back, returned) = mpsc::channel::<Arc<Block>>();
		let mut lanes = Vec::with_capacity(hashers.len());
		for mut hasher in hashers {
			let (lane, blocks) = mpsc::sync_channel::<Arc<Block>>(IN_FLIGHT);
			let give_back = give_back.clone();
			lanes.push(lane);
			scope.spawn(move || {
				for block in blocks {
					hasher(&block.bytes[..block.filled]);
					// The reader may be done; then nobody needs the block.
					let _ = give_back.send(block);
				}
			});
		}
		let (last, others) = lanes.split_last().expect("every caller hashes; qed");
		let mut done = 0u64;
		loop {
			// The last lane to give a block back makes it free; before that it is still in use.
			let free = returned.try_iter().find_map(Arc::into_inner);
			let mut block = free.unwrap_or_else(|| Block { bytes: vec![0; BLOCK], filled: 0 });
			block.filled = fill(&mut file, &mut block.bytes).map_err(failed)?;
			if block.filled == 0 {
				return Ok(done);
			}
			done += block.filled as u64;
			let block = Arc::new(block);
			for lane in others {
				lane.send(block.clone()).expect(LANE_LIVES);
			}
			// Moved, not cloned: only hashers hold it now, so the last of them frees it.
			last.send(block).expect(LANE_LIVES);
			progress(done, total);
		}
	})?;
	let after = std::fs::metadata(path).map_err(failed)?;
	if done != total || !same_version(&before, &after) {
		return Err(Error::new(Code::FileChanged).at(path));
	}
	Ok(done)
}

/// Reads until the block is full or the file ends.
fn fill(file: &mut File, bytes: &mut [u8]) -> std::io::Result<usize> {
	let mut filled = 0;
	while filled < bytes.len() {
		match file.read(&mut bytes[filled..]) {
			Ok(0) => break,
			Ok(read) => filled += read,
			Err(error) if error.kind() == std::io::ErrorKind::Interrupted => (),
			Err(error) => return Err(error),
		}
	}
	Ok(filled)
}

fn same_version(before: &Metadata, after: &Metadata) -> bool {
	#[cfg(unix)]
	{
		use std::os::unix::fs::MetadataExt;
		if (before.dev(), before.ino()) != (after.dev(), after.ino()) {
			return false;
		}
	}
	before.len() == after.len() && before.modified().ok() == after.modified().ok()
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::io::Write;

	fn file_with(bytes: &[u8]) -> tempfile::NamedTempFile {
		let mut file = tempfile::NamedTempFile::new().unwrap();
		file.write_all(bytes).unwrap();
		file.flush().unwrap();
		file
	}

	fn hash(bytes: &[u8]) -> FileDigests {
		digests(file_with(bytes).path(), &mut |_, _| ()).unwrap()
	}

	#[test]
	fn published_digests_of_abc_hold() {
		let found = hash(b"abc");
		assert_eq!(
			hex::encode(found.digests.sha256.0),
			"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
		);
		// GB/T 32905-2016, appendix A.1.
		assert_eq!(
			hex::encode(found.digests.sm3.0),
			"66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
		);
	}

	#[test]
	fn any_length_around_a_block_gives_the_digest_of_the_whole() {
		for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 7 * BLOCK + 13, 24 * BLOCK] {
			let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
			let found = hash(&bytes);
			assert_eq!(found.bytes, length as u64);
			assert_eq!(found.digests.sha256.0, <[u8; 32]>::from(Sha256::digest(&bytes)));
			assert_eq!(found.digests.sm3.0, <[u8; 32]>::from(Sm3::digest(&bytes)));
			let file = file_with(&bytes);
			assert_eq!(sha256(file.path()).unwrap(), found.digests.sha256);
		}
	}

	#[test]
	fn a_file_that_changes_while_it_is_read_is_refused() {
		let file = file_with(&vec![1; 3 * BLOCK]);
		let path = file.path().to_owned();
		let mut grown = false;
		let result = digests(&path, &mut |_, _| {
			if !grown {
				grown = true;
				let mut handle = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
				handle.write_all(b"more").unwrap();
			}
		});
		assert_eq!(result.unwrap_err().code, Code::FileChanged);
	}

	#[test]
	fn a_file_that_is_replaced_while_it_is_read_is_refused() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("work");
		std::fs::write(&path, vec![1; 2 * BLOCK]).unwrap();
		let other = folder.path().join("other");
		let result = digests(&path, &mut |_, _| {
			if !other.exists() {
				std::fs::write(&other, vec![2; 2 * BLOCK]).unwrap();
				std::fs::hard_link(&other, folder.path().join("kept")).unwrap();
				std::fs::rename(&other, &path).unwrap();
				std::fs::write(&other, b"").unwrap();
			}
		});
		assert_eq!(result.unwrap_err().code, Code::FileChanged);
	}

	#[test]
	fn a_missing_file_and_a_folder_have_their_own_codes() {
		let folder = tempfile::tempdir().unwrap();
		let code = |path: &Path| digests(path, &mut |_, _| ()).unwrap_err().code;
		assert_eq!(code(&folder.path().join("none")), Code::FileNotFound);
		assert_eq!(code(folder.path()), Code::FileUnreadable);
	}

	#[test]
	fn progress_grows_to_the_size_of_the_file() {
		let file = file_with(&vec![0; 3 * BLOCK]);
		let mut seen = Vec::new();
		digests(file.path(), &mut |done, total| seen.push((done, total))).unwrap();
		let total = 3 * BLOCK as u64;
		assert!(seen.windows(2).all(|pair| pair[0].0 < pair[1].0));
		assert_eq!(seen.last(), Some(&(total, total)));
	}
}
