//! What can go wrong, as stable codes.
//!
//! The client knows codes and the values that belong to them; the words for people are the command
//! line's, in two languages. One type for the whole crate, because every caller does the same with an
//! error: show the text of its code and leave with its exit status.

use std::{fmt, io, path::Path};

/// Why the process ends the way it does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
	/// Done.
	Ok = 0,
	/// Something was checked and is proven invalid.
	Invalid = 1,
	/// Input, key or permission: the request must change before it can succeed.
	Usage = 2,
	/// No node could be reached.
	Unreachable = 3,
	/// Accepted or asked for, but not final yet.
	NotFinal = 4,
	/// What is there does not suffice for a verdict.
	CannotCheck = 5,
}

macro_rules! codes {
	($($(#[$doc:meta])* $name:ident = $text:literal, $exit:ident;)+) => {
		/// Stable code of an error. A code is never renamed nor given a new meaning.
		#[derive(Clone, Copy, PartialEq, Eq, Debug)]
		pub enum Code {
			$($(#[$doc])* $name,)+
		}

		impl Code {
			/// Every code.
			pub const ALL: &'static [Self] = &[$(Self::$name),+];

			/// The code as it stands in JSON.
			pub const fn as_str(self) -> &'static str {
				match self {
					$(Self::$name => $text,)+
				}
			}

			/// The exit status that goes with it.
			pub const fn exit(self) -> Exit {
				match self {
					$(Self::$name => Exit::$exit,)+
				}
			}
		}
	};
}

codes! {
	/// Arguments that do not fit together. Details: `reason`.
	Usage = "usage", Usage;
	/// No such file. Details: `path`.
	FileNotFound = "file-not-found", Usage;
	/// The file cannot be read. Details: `path`, `reason`.
	FileUnreadable = "file-unreadable", Usage;
	/// The file changed while it was read. Details: `path`.
	FileChanged = "file-changed", Usage;
	/// The file is there already and is something else. Details: `path`.
	FileExists = "file-exists", Usage;
	/// The file cannot be written. Details: `path`, `reason`.
	FileUnwritable = "file-unwritable", Usage;
	/// No space is left. Details: `path`.
	DiskFull = "disk-full", Usage;
	/// The local index of proofs is damaged. Details: `path`, `line`.
	IndexDamaged = "index-damaged", Usage;
	/// No such key file. Details: `path`.
	KeyNotFound = "key-not-found", Usage;
	/// A key file stands there already. Details: `path`.
	KeyExists = "key-exists", Usage;
	/// Truncated, or no key file at all. Details: `path`, `reason`.
	KeyMalformed = "key-malformed", Usage;
	/// Complete, but not as it was written. Details: `path`.
	KeyAltered = "key-altered", Usage;
	/// Written by another version. Details: `path`, `found`.
	KeyVersion = "key-version", Usage;
	/// The password does not open the key. Details: `path`.
	WrongPassword = "wrong-password", Usage;
	/// Nobody gave a password. Details: none.
	PasswordMissing = "password-missing", Usage;
	/// Typed twice and not the same. Details: none.
	PasswordMismatch = "password-mismatch", Usage;
	/// The operating system gives no random numbers. Details: `reason`.
	NoRandomness = "no-randomness", Usage;
	/// No number of a right. Details: `text`, `reason`.
	RightNumber = "right-number", Usage;
	/// Neither a right, a holder, an institution nor a member. Details: `text`.
	Identifier = "identifier", Usage;
	/// No account. Details: `text`.
	Account = "account", Usage;
	/// No block hash or 32 bytes in hexadecimal. Details: `text`.
	Hash = "hash", Usage;
	/// No date. Details: `text`.
	Date = "date", Usage;
	/// Statutory number with a typing error. Details: `text`, `reason`.
	StatutoryNumber = "statutory-number", Usage;
	/// Shares that are not one whole. Details: `reason`.
	Shares = "shares", Usage;
	/// A text or list longer than a record can hold. Details: `field`, `limit`.
	TooLong = "too-long", Usage;
	/// The offline check needs the genesis hash. Details: none.
	GenesisMissing = "genesis-missing", Usage;
	/// The node belongs to another chain. Details: `url`, `expected`, `found`.
	WrongGenesis = "wrong-genesis", Usage;
	/// The chain is no IPCircle chain. Details: `url`, `missing`.
	WrongNetwork = "wrong-network", Usage;
	/// Not on chain. Details: `kind`, `id`.
	NotFound = "not-found", Usage;
	/// The account is nobody's. Details: `account`.
	UnknownSigner = "unknown-signer", Usage;
	/// The key was replaced or withdrawn. Details: `account`.
	RetiredKey = "retired-key", Usage;
	/// The holder, officer or institution is suspended. Details: `account`.
	Suspended = "suspended", Usage;
	/// The officer's appointment has ended. Details: `account`.
	OfficerExpired = "officer-expired", Usage;
	/// The account may not do this. Details: `account`.
	CallNotAllowed = "call-not-allowed", Usage;
	/// Wrapped too often. Details: `account`.
	TooDeep = "too-deep", Usage;
	/// Too many calls in one transaction, wrappers included. Details: `account`.
	TooManyCalls = "too-many-calls", Usage;
	/// The party has used what it may use for now. Details: `account`.
	QuotaExhausted = "quota-exhausted", Usage;
	/// The whole chain has used what it may use for now. Details: `account`.
	ChainQuotaExhausted = "chain-quota-exhausted", Usage;
	/// The chambers stopped the chain for a while. Details: `account`.
	Stopped = "stopped", Usage;
	/// The transaction was used before. Details: none.
	Replayed = "replayed", Usage;
	/// The node has just included or refused this very transaction. Details: none.
	Banned = "transaction-banned", Usage;
	/// A transaction before this one is missing. Details: none.
	NonceGap = "nonce-gap", Usage;
	/// The signature does not fit: often the wrong network. Details: none.
	BadSignature = "bad-signature", Usage;
	/// The transaction's time is over. Details: `block`.
	Expired = "transaction-expired", NotFinal;
	/// Larger than a block admits. Details: none.
	TooLarge = "transaction-too-large", Usage;
	/// The node has no room for it now. Details: none.
	PoolFull = "pool-full", Unreachable;
	/// Refused for another reason. Details: `reason`.
	Refused = "transaction-refused", Usage;
	/// Executed and failed in a module. Details: `pallet`, `error`, `docs`.
	Module = "module-error", Usage;
	/// Executed and failed otherwise. Details: `reason`.
	Dispatch = "dispatch-error", Usage;
	/// No node answers. Details: `urls`, `reason`.
	Unreachable = "unreachable", Unreachable;
	/// A node answered and then went away. Details: `url`, `reason`.
	ConnectionLost = "connection-lost", Unreachable;
	/// A node refuses or does not know a question. Details: `method`, `reason`.
	Rpc = "rpc-error", Unreachable;
	/// A node's answer cannot be understood. Details: `what`, `reason`.
	Unexpected = "unexpected-answer", CannotCheck;
	/// The node no longer has the state of that block. Details: `block`.
	StateUnavailable = "state-unavailable", CannotCheck;
	/// In a block that is not final. Details: `block`, `seconds`, and `right` if known.
	NotFinal = "not-final", NotFinal;
	/// Nothing is being finalized. Details: `seconds`.
	FinalityStalled = "finality-stalled", NotFinal;
	/// The node's answers do not make a valid proof. Details: `reason`.
	ProofRejected = "proof-rejected", CannotCheck;
	/// A proof file that cannot be read as one. Details: `path`, `reason`.
	ProofMalformed = "proof-malformed", CannotCheck;
}

/// What a function of this crate returns.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// An error: a code and the values that belong to it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub struct Error {
	/// What happened.
	pub code: Code,
	details: Vec<(&'static str, String)>,
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&self.name())?;
		for (name, value) in &self.details {
			write!(f, ", {name}: {value}")?;
		}
		Ok(())
	}
}

impl Error {
	/// An error with this code and no details.
	pub const fn new(code: Code) -> Self {
		Self { code, details: Vec::new() }
	}

	/// The same with one more detail; a later value of the same name wins.
	pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
		self.details.retain(|(known, _)| *known != name);
		self.details.push((name, value.to_string()));
		self
	}

	/// The details in the order in which they were added.
	pub fn details(&self) -> &[(&'static str, String)] {
		&self.details
	}

	/// One detail.
	pub fn detail(&self, name: &str) -> Option<&str> {
		self.details.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
	}

	/// The stable name shown in JSON: the code's, or `Pallet.Error` for an error of a module.
	pub fn name(&self) -> String {
		match (self.code, self.detail("pallet"), self.detail("error")) {
			(Code::Module, Some(pallet), Some(error)) => format!("{pallet}.{error}"),
			_ => self.code.as_str().to_owned(),
		}
	}

	/// Arguments that do not fit together.
	pub fn usage(reason: impl ToString) -> Self {
		Self::new(Code::Usage).with("reason", reason)
	}

	/// An answer that cannot be understood.
	pub fn unexpected(what: &'static str, reason: impl ToString) -> Self {
		Self::new(Code::Unexpected).with("what", what).with("reason", reason)
	}

	/// Reading `path` failed.
	pub fn reading(path: &Path, error: &io::Error) -> Self {
		let code = match error.kind() {
			io::ErrorKind::NotFound => return Self::new(Code::FileNotFound).at(path),
			_ => Code::FileUnreadable,
		};
		Self::new(code).at(path).with("reason", error)
	}

	/// Writing `path` failed.
	pub fn writing(path: &Path, error: &io::Error) -> Self {
		match error.kind() {
			io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
				Self::new(Code::DiskFull).at(path)
			},
			io::ErrorKind::AlreadyExists => Self::new(Code::FileExists).at(path),
			_ => Self::new(Code::FileUnwritable).at(path).with("reason", error),
		}
	}

	/// The same with the file it is about.
	pub fn at(self, path: &Path) -> Self {
		self.with("path", path.display())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn no_two_errors_share_a_code() {
		let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
		let count = names.len();
		names.sort_unstable();
		names.dedup();
		assert_eq!(names.len(), count);
	}

	#[test]
	fn an_error_of_a_module_is_named_after_it() {
		let error = Error::new(Code::Module).with("pallet", "Registry").with("error", "Frozen");
		assert_eq!(error.name(), "Registry.Frozen");
		assert_eq!(Error::new(Code::Suspended).name(), "suspended");
	}

	#[test]
	fn a_full_disk_is_told_apart_from_other_failures_to_write() {
		let path = Path::new("x");
		let full = io::Error::from(io::ErrorKind::StorageFull);
		let denied = io::Error::from(io::ErrorKind::PermissionDenied);
		assert_eq!(Error::writing(path, &full).code, Code::DiskFull);
		assert_eq!(Error::writing(path, &denied).code, Code::FileUnwritable);
	}
}
