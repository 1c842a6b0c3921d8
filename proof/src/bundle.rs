//! The bundle as a file: JSON with every binary part in hex.

use crate::{
	limits::{
		MAX_ANCHORS, MAX_BLOB_BYTES, MAX_BUNDLE_BYTES, MAX_HANDOFFS, MAX_NODES, MAX_STATEMENTS,
		MAX_TEXT_BYTES,
	},
	reason::{Reason, VerifyError},
	subject::Subject,
};
use alloc::{
	format,
	string::{String, ToString},
	vec::Vec,
};
use core::{fmt, marker::PhantomData, str::FromStr};
use serde::{
	de::{value::MapAccessDeserializer, Error as _, MapAccess, SeqAccess, Visitor},
	Deserialize, Deserializer, Serialize, Serializer,
};

/// Format name and version, the first field of every bundle.
pub const FORMAT: &str = "ipcircle-proof/1";

/// Said by the parser, and told apart by it, when a limit is reached.
const LIMIT: &str = "limit exceeded";

/// A byte string; `0x` and lower-case hex in JSON.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Bytes(pub Vec<u8>);

impl From<Vec<u8>> for Bytes {
	fn from(bytes: Vec<u8>) -> Self {
		Self(bytes)
	}
}

impl AsRef<[u8]> for Bytes {
	fn as_ref(&self) -> &[u8] {
		&self.0
	}
}

/// 32 bytes; `0x` and 64 lower-case hex digits as text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Hash(pub [u8; 32]);

impl fmt::Display for Hash {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&write_hex(&self.0))
	}
}

/// A text is not `0x` and 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotAHash;

impl fmt::Display for NotAHash {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("expected 0x and 64 lower-case hex digits")
	}
}

impl core::error::Error for NotAHash {}

impl FromStr for Hash {
	type Err = NotAHash;

	fn from_str(text: &str) -> Result<Self, NotAHash> {
		let bytes = read_hex(text).ok_or(NotAHash)?;
		bytes.try_into().map(Self).map_err(|_| NotAHash)
	}
}

/// How the first authority set follows from the genesis hash.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenesisProof {
	/// Header of block 0, SCALE.
	pub header: Bytes,
	/// Trie nodes from its state root to `Grandpa::Authorities`, ascending.
	#[serde(deserialize_with = "nodes")]
	pub nodes: Vec<Bytes>,
}

/// A block and what makes it final, both SCALE as the node gives them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Justified {
	/// The header.
	pub header: Bytes,
	/// The GRANDPA justification.
	pub justification: Bytes,
}

/// One thing that a bundle states.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
	/// What it is about: see [`Subject::kind`].
	#[serde(deserialize_with = "text")]
	pub kind: String,
	/// Which one: see [`Subject::id`].
	#[serde(deserialize_with = "text")]
	pub id: String,
	/// How the value is to be read: see [`Subject::layout`].
	#[serde(deserialize_with = "text")]
	pub layout: String,
	/// The record in SCALE, or `None` when there is none. The field itself is never left out.
	#[serde(deserialize_with = "nullable")]
	pub value: Option<Bytes>,
}

/// Opens the commitment of a right. Private: whoever has it can tell which file was registered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
	/// The salt of the commitment.
	pub salt: Hash,
	/// SHA-256 of the file.
	pub sha256: Hash,
	/// SM3 of the file.
	pub sm3: Hash,
}

/// A time stamp from outside the chain. It never turns a bad proof good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
	/// Its kind, for example `rfc3161`.
	#[serde(deserialize_with = "text")]
	pub kind: String,
	/// The token.
	pub token: Bytes,
}

/// A proof bundle.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
	/// [`FORMAT`].
	#[serde(deserialize_with = "text")]
	pub format: String,
	/// Hash of block 0.
	pub genesis: Hash,
	/// The first authority set.
	#[serde(deserialize_with = "object")]
	pub genesis_proof: GenesisProof,
	/// One block for each change of the authority set, ascending.
	#[serde(deserialize_with = "handoffs")]
	pub handoffs: Vec<Justified>,
	/// The block that everything below is proven against.
	#[serde(deserialize_with = "object")]
	pub finalized: Justified,
	/// Trie nodes from its state root to every stated record, ascending.
	#[serde(deserialize_with = "nodes")]
	pub state: Vec<Bytes>,
	/// What is stated.
	#[serde(deserialize_with = "statements")]
	pub statements: Vec<Statement>,
	/// Opens the commitment of one stated right.
	#[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
	pub opening: Option<Opening>,
	/// Time stamps from outside the chain.
	#[serde(default, deserialize_with = "anchors", skip_serializing_if = "Vec::is_empty")]
	pub anchors: Vec<Anchor>,
}

/// The one field that every version of the format has.
#[derive(Deserialize)]
struct AnyVersion {
	format: String,
}

impl Bundle {
	/// Reads the JSON text of a bundle.
	///
	/// [`Reason::Limits`] beyond a limit, [`Reason::FormatUnknown`] for another format or version,
	/// [`Reason::Malformed`] for anything else that is not exactly this format: unknown, repeated or
	/// missing fields, hex in another spelling, nodes out of order.
	pub fn from_json(text: &[u8]) -> Result<Self, VerifyError> {
		if text.len() > MAX_BUNDLE_BYTES {
			return Err(Reason::Limits.into());
		}
		let bundle = match serde_json::from_slice::<Object<Self>>(text) {
			Ok(Object(bundle)) => bundle,
			Err(error) => {
				let other = serde_json::from_slice::<Object<AnyVersion>>(text)
					.is_ok_and(|Object(any)| any.format != FORMAT);
				return Err(match other {
					true => Reason::FormatUnknown,
					false if error.to_string().starts_with(LIMIT) => Reason::Limits,
					false => Reason::Malformed,
				}
				.into());
			},
		};
		bundle.subjects()?;
		Ok(bundle)
	}

	/// The JSON text, indented, with a line feed at its end.
	pub fn to_json(&self) -> String {
		// Only maps with keys that are no strings, or a failing writer, could fail.
		let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
		text.push('\n');
		text
	}

	/// Checks everything about the form that JSON and its types leave open, and gives the subjects of
	/// the statements in order.
	pub(crate) fn subjects(&self) -> Result<Vec<Subject>, VerifyError> {
		if self.format != FORMAT {
			return Err(Reason::FormatUnknown.into());
		}
		if !self.is_within_limits() {
			return Err(Reason::Limits.into());
		}
		let ascending = |nodes: &[Bytes]| nodes.is_sorted_by(|one, next| one < next);
		if !ascending(&self.genesis_proof.nodes)
			|| !ascending(&self.state)
			|| self.statements.is_empty()
		{
			return Err(Reason::Malformed.into());
		}
		let mut subjects = Vec::with_capacity(self.statements.len());
		for (at, statement) in self.statements.iter().enumerate() {
			let subject = Subject::parse(&statement.kind, &statement.id)
				.map_err(|reason| VerifyError::at(reason, at))?;
			if statement.layout != subject.layout() {
				return Err(VerifyError::at(Reason::LayoutUnknown, at));
			}
			if subjects.contains(&subject) {
				return Err(VerifyError::at(Reason::Malformed, at));
			}
			subjects.push(subject);
		}
		Ok(subjects)
	}

	fn is_within_limits(&self) -> bool {
		let small = |blob: &Bytes| blob.0.len() <= MAX_BLOB_BYTES;
		let short = |text: &str| text.len() <= MAX_TEXT_BYTES;
		let block = |block: &Justified| small(&block.header) && small(&block.justification);
		let nodes = |nodes: &[Bytes]| nodes.len() <= MAX_NODES && nodes.iter().all(small);
		small(&self.genesis_proof.header)
			&& nodes(&self.genesis_proof.nodes)
			&& self.handoffs.len() <= MAX_HANDOFFS
			&& self.handoffs.iter().all(block)
			&& block(&self.finalized)
			&& nodes(&self.state)
			&& self.statements.len() <= MAX_STATEMENTS
			&& self.statements.iter().all(|statement| {
				short(&statement.kind)
					&& short(&statement.id)
					&& short(&statement.layout)
					&& statement.value.as_ref().is_none_or(small)
			}) && self.anchors.len() <= MAX_ANCHORS
			&& self.anchors.iter().all(|anchor| short(&anchor.kind) && small(&anchor.token))
	}
}

fn write_hex(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

/// Reads `0x` and pairs of lower-case hex digits.
fn read_hex(text: &str) -> Option<Vec<u8>> {
	let digits = text.strip_prefix("0x")?;
	if digits.bytes().any(|digit| digit.is_ascii_uppercase()) {
		return None;
	}
	hex::decode(digits).ok()
}

impl Serialize for Bytes {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&write_hex(&self.0))
	}
}

impl Serialize for Hash {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> Deserialize<'de> for Bytes {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		deserializer.deserialize_str(Text(|text: &str| {
			if text.len() > 2 * MAX_BLOB_BYTES + 2 {
				return Err(LIMIT);
			}
			read_hex(text).map(Self).ok_or("expected 0x and pairs of lower-case hex digits")
		}))
	}
}

impl<'de> Deserialize<'de> for Hash {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		deserializer.deserialize_str(Text(|text: &str| {
			if text.len() != 66 {
				return Err("expected 0x and 64 lower-case hex digits");
			}
			text.parse().map_err(|NotAHash| "expected 0x and 64 lower-case hex digits")
		}))
	}
}

/// Reads a JSON string, without a copy of it, by a function that says what is wrong.
struct Text<F>(F);

impl<T, F: FnOnce(&str) -> Result<T, &'static str>> Visitor<'_> for Text<F> {
	type Value = T;

	fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("a string")
	}

	fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
		(self.0)(text).map_err(E::custom)
	}
}

/// Reads a structure from a JSON object only; serde by itself would take an array as well.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		struct ObjectVisitor<T>(PhantomData<T>);

		impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
			type Value = Object<T>;

			fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				f.write_str("an object")
			}

			fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
				T::deserialize(MapAccessDeserializer::new(map)).map(Object)
			}
		}

		deserializer.deserialize_map(ObjectVisitor(PhantomData))
	}
}

fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
	Object::deserialize(deserializer).map(|Object(value)| value)
}

/// Reads a field that is either left out or an object.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
	deserializer: D,
) -> Result<Option<T>, D::Error> {
	object(deserializer).map(Some)
}

/// Reads a field that may be null but not left out.
fn nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Bytes>, D::Error> {
	Option::deserialize(deserializer)
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
	deserializer.deserialize_str(Text(|text: &str| match text.len() {
		0..=MAX_TEXT_BYTES => Ok(text.to_string()),
		_ => Err(LIMIT),
	}))
}

/// Reads an array of at most `most` items; its memory grows with what is really there.
fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
	deserializer: D,
	most: usize,
) -> Result<Vec<T>, D::Error> {
	struct ListVisitor<T>(usize, PhantomData<T>);

	impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
		type Value = Vec<T>;

		fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
			f.write_str("an array")
		}

		fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
			let mut list = Vec::new();
			while let Some(item) = items.next_element()? {
				if list.len() == self.0 {
					return Err(A::Error::custom(LIMIT));
				}
				list.push(item);
			}
			Ok(list)
		}
	}

	deserializer.deserialize_seq(ListVisitor(most, PhantomData))
}

fn objects<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
	deserializer: D,
	most: usize,
) -> Result<Vec<T>, D::Error> {
	let list: Vec<Object<T>> = list(deserializer, most)?;
	Ok(list.into_iter().map(|Object(item)| item).collect())
}

fn nodes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Bytes>, D::Error> {
	list(deserializer, MAX_NODES)
}

fn handoffs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Justified>, D::Error> {
	objects(deserializer, MAX_HANDOFFS)
}

fn statements<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Statement>, D::Error> {
	objects(deserializer, MAX_STATEMENTS)
}

fn anchors<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Anchor>, D::Error> {
	objects(deserializer, MAX_ANCHORS)
}
