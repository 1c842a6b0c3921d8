//! Makes bundles from what a node answers.

use crate::{
	blake2_256::blake2_256,
	bundle::{Anchor, Bundle, Bytes, GenesisProof, Hash, Justified, Opening, Statement, FORMAT},
	header::Header,
	subject::Subject,
	trie::Nodes,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	string::ToString,
	vec::Vec,
};
use core::fmt;
use ipcircle_primitives::key::GRANDPA_AUTHORITIES;

/// Hash of a block by its SCALE header.
pub fn header_hash(header: &[u8]) -> [u8; 32] {
	blake2_256(header)
}

/// Number of a block by its SCALE header, `None` if these bytes are no header.
pub fn header_number(header: &[u8]) -> Option<u32> {
	Header::decode(header).map(|header| header.number)
}

/// Why no bundle can be made from the parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BuildError {
	/// [`BundleBuilder::genesis_proof`] was not called, or its nodes do not hold the authorities.
	GenesisProof,
	/// [`BundleBuilder::finalized`] was not called, or not with a header.
	Finalized,
	/// The header of a handoff, counted from 0 in the order of the calls, is no header.
	Handoff(usize),
	/// There is no statement.
	NoStatement,
	/// The nodes do not lead to this record, nor show its absence.
	State(Subject),
}

impl fmt::Display for BuildError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::GenesisProof => f.write_str("the genesis proof is missing or incomplete"),
			Self::Finalized => f.write_str("the finalized header is missing or malformed"),
			Self::Handoff(at) => write!(f, "the header of handoff {at} is malformed"),
			Self::NoStatement => f.write_str("nothing is stated"),
			Self::State(subject) => {
				write!(f, "the state proof does not cover {} {}", subject.kind(), subject.id())
			},
		}
	}
}

impl core::error::Error for BuildError {}

/// Collects the parts of a bundle, in any order.
///
/// It puts them into the one form that the format allows, and reads the stated values from the
/// nodes. It checks no signature: [`crate::verify_bundle`] does.
#[derive(Clone, Debug)]
pub struct BundleBuilder {
	genesis: [u8; 32],
	genesis_proof: Option<(Vec<u8>, Vec<Vec<u8>>)>,
	handoffs: Vec<Justified>,
	finalized: Option<Justified>,
	state: BTreeSet<Vec<u8>>,
	subjects: Vec<Subject>,
	opening: Option<Opening>,
	anchors: Vec<Anchor>,
}

impl BundleBuilder {
	/// A bundle of the chain with this genesis hash.
	pub const fn new(genesis: [u8; 32]) -> Self {
		Self {
			genesis,
			genesis_proof: None,
			handoffs: Vec::new(),
			finalized: None,
			state: BTreeSet::new(),
			subjects: Vec::new(),
			opening: None,
			anchors: Vec::new(),
		}
	}

	/// The SCALE header of block 0, and the proof of [`GRANDPA_AUTHORITIES`] in its state.
	pub fn genesis_proof(mut self, header: Vec<u8>, nodes: Vec<Vec<u8>>) -> Self {
		self.genesis_proof = Some((header, nodes));
		self
	}

	/// A block that changed the authority set, and its justification. A block given twice is kept
	/// once; blocks from the finalized one on are left out, for they do not lead to it.
	pub fn handoff(mut self, header: Vec<u8>, justification: Vec<u8>) -> Self {
		self.handoffs
			.push(Justified { header: header.into(), justification: justification.into() });
		self
	}

	/// The block to prove against, and its justification.
	pub fn finalized(mut self, header: Vec<u8>, justification: Vec<u8>) -> Self {
		self.finalized =
			Some(Justified { header: header.into(), justification: justification.into() });
		self
	}

	/// Trie nodes of the finalized block's state. Those that no statement needs are left out.
	pub fn state(mut self, nodes: Vec<Vec<u8>>) -> Self {
		self.state.extend(nodes);
		self
	}

	/// States what the nodes hold on a subject: its record, or that there is none.
	pub fn statement(mut self, subject: Subject) -> Self {
		if !self.subjects.contains(&subject) {
			self.subjects.push(subject);
		}
		self
	}

	/// Opens the commitment of a stated right to whoever reads the bundle.
	pub fn opening(mut self, opening: Opening) -> Self {
		self.opening = Some(opening);
		self
	}

	/// Adds a time stamp from outside the chain.
	pub fn anchor(mut self, anchor: Anchor) -> Self {
		self.anchors.push(anchor);
		self
	}

	/// The bundle.
	pub fn build(self) -> Result<Bundle, BuildError> {
		let (header, nodes) = self.genesis_proof.ok_or(BuildError::GenesisProof)?;
		let root = Header::decode(&header).ok_or(BuildError::GenesisProof)?.state_root;
		let mut read = Nodes::new(nodes.iter().map(Vec::as_slice));
		if !matches!(read.get(&root, &GRANDPA_AUTHORITIES), Ok(Some(_))) {
			return Err(BuildError::GenesisProof);
		}
		let genesis_nodes = sorted(&read);

		let finalized = self.finalized.ok_or(BuildError::Finalized)?;
		let block = Header::decode(finalized.header.as_ref()).ok_or(BuildError::Finalized)?;
		let mut handoffs = BTreeMap::new();
		for (at, handoff) in self.handoffs.into_iter().enumerate() {
			let number = header_number(handoff.header.as_ref()).ok_or(BuildError::Handoff(at))?;
			if number < block.number {
				handoffs.insert(number, handoff);
			}
		}

		if self.subjects.is_empty() {
			return Err(BuildError::NoStatement);
		}
		let mut read = Nodes::new(self.state.iter().map(Vec::as_slice));
		let mut statements = Vec::with_capacity(self.subjects.len());
		for subject in self.subjects {
			let value = read
				.get(&block.state_root, &subject.key())
				.map_err(|_| BuildError::State(subject))?;
			statements.push(Statement {
				kind: subject.kind().to_string(),
				id: subject.id(),
				layout: subject.layout().to_string(),
				value: value.map(|value| Bytes(value.to_vec())),
			});
		}
		let state = sorted(&read);

		Ok(Bundle {
			format: FORMAT.to_string(),
			genesis: Hash(self.genesis),
			genesis_proof: GenesisProof { header: header.into(), nodes: genesis_nodes },
			handoffs: handoffs.into_values().collect(),
			finalized,
			state,
			statements,
			opening: self.opening,
			anchors: self.anchors,
		})
	}
}

/// The nodes that were needed, in the order of the format.
fn sorted(nodes: &Nodes<'_>) -> Vec<Bytes> {
	let nodes: BTreeSet<&[u8]> = nodes.needed().collect();
	nodes.into_iter().map(|node| Bytes(node.to_vec())).collect()
}
