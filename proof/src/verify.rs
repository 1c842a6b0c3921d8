//! The verifier. The steps are those of docs/proof-format.md, in its order.

use crate::{
	authorities::Authorities,
	bundle::{Bundle, Bytes, Hash},
	finding::{Interval, Origin},
	header::Header,
	justification::finalizes,
	reason::{Reason, Verdict, VerifyError},
	scale::read_all,
	subject::{Record, Subject},
	trie::Nodes,
};
use alloc::{string::String, vec::Vec};
use ipcircle_primitives::{key::GRANDPA_AUTHORITIES, RegisteredAt};

/// What a bundle proves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
	/// The chain.
	pub genesis: Hash,
	/// Number of the finalized block it is proven against.
	pub block: u32,
	/// Hash of that block.
	pub hash: Hash,
	/// Number of the authority set that finalized it; the first is 0.
	pub set_id: u64,
	/// What is proven, in the order of the bundle.
	pub statements: Vec<Proven>,
	/// What can be said of each anchor.
	pub anchors: Vec<AnchorFinding>,
}

impl Verified {
	/// [`Reason::Absent`] when absence is all that is stated, else [`Reason::Valid`].
	pub fn reason(&self) -> Reason {
		if self.statements.iter().all(|proven| proven.record.is_none()) {
			Reason::Absent
		} else {
			Reason::Valid
		}
	}

	/// [`Verdict::Absent`] when absence is all that is stated, else [`Verdict::Valid`].
	pub fn verdict(&self) -> Verdict {
		self.reason().verdict()
	}
}

/// A record that is proven to be in the state of the chain, or not to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proven {
	/// What it is about.
	pub subject: Subject,
	/// The record, or `None` when there is none.
	pub record: Option<Record>,
}

impl Proven {
	/// [`Verdict::Valid`] or [`Verdict::Absent`].
	pub const fn verdict(&self) -> Verdict {
		match self.record {
			Some(_) => Verdict::Valid,
			None => Verdict::Absent,
		}
	}

	/// The block in which the record was made.
	pub fn registered_at(&self) -> Option<RegisteredAt> {
		self.record.as_ref().and_then(Record::registered_at)
	}

	/// Since when the record is unaltered. Only the record of a right never changes.
	pub const fn unaltered(&self) -> Option<Interval> {
		match &self.record {
			Some(Record::Right(record)) => Some(Interval::around(record.registered_at.time)),
			_ => None,
		}
	}

	/// What is claimed of the time before registration.
	pub const fn origin(&self) -> Origin {
		match &self.record {
			Some(Record::Right(record)) => Origin::of(record),
			_ => Origin::Unproven,
		}
	}
}

/// What can be said of an anchor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnchorFinding {
	/// Its kind.
	pub kind: String,
	/// [`Verdict::CannotCheck`]: this verifier knows no kind of anchor.
	pub verdict: Verdict,
}

/// Verifies the JSON text of a bundle against the genesis hash that the reader trusts.
pub fn verify(bundle: &[u8], genesis: &[u8; 32]) -> Result<Verified, VerifyError> {
	verify_bundle(&Bundle::from_json(bundle)?, genesis)
}

/// Verifies a bundle against the genesis hash that the reader trusts.
pub fn verify_bundle(bundle: &Bundle, genesis: &[u8; 32]) -> Result<Verified, VerifyError> {
	let subjects = bundle.subjects()?;
	if bundle.genesis.0 != *genesis {
		return Err(Reason::GenesisMismatch.into());
	}

	let header = Header::decode(bundle.genesis_proof.header.as_ref())
		.filter(|header| header.hash == *genesis && header.number == 0)
		.ok_or(Reason::GenesisHeader)?;
	let mut nodes = nodes(&bundle.genesis_proof.nodes);
	let authorities = nodes
		.get(&header.state_root, &GRANDPA_AUTHORITIES)
		.ok()
		.flatten()
		.ok_or(Reason::GenesisState)?;
	if nodes.has_surplus() {
		return Err(Reason::StateSurplus.into());
	}
	let mut authorities =
		read_all(authorities, Authorities::read).ok_or(Reason::GenesisAuthorities)?;
	let (mut set_id, mut number) = (0u64, header.number);

	for (at, handoff) in bundle.handoffs.iter().enumerate() {
		let failed = |reason| VerifyError::at(reason, at);
		let header =
			Header::decode(handoff.header.as_ref()).ok_or_else(|| failed(Reason::HandoffHeader))?;
		if header.number <= number {
			return Err(failed(Reason::HandoffOrder));
		}
		if !finalizes(handoff.justification.as_ref(), &header, set_id, &authorities) {
			return Err(failed(Reason::HandoffJustification));
		}
		authorities = header.next_authorities().map_err(failed)?;
		// One more for each handoff, of which there are few.
		set_id = set_id.saturating_add(1);
		number = header.number;
	}

	let finalized =
		Header::decode(bundle.finalized.header.as_ref()).ok_or(Reason::FinalizedHeader)?;
	if finalized.number <= number {
		return Err(Reason::FinalizedOrder.into());
	}
	if !finalizes(bundle.finalized.justification.as_ref(), &finalized, set_id, &authorities) {
		return Err(Reason::FinalizedJustification.into());
	}

	Ok(Verified {
		genesis: bundle.genesis,
		block: finalized.number,
		hash: Hash(finalized.hash),
		set_id,
		statements: prove(bundle, subjects, &finalized)?,
		anchors: bundle
			.anchors
			.iter()
			.map(|anchor| AnchorFinding {
				kind: anchor.kind.clone(),
				verdict: Verdict::CannotCheck,
			})
			.collect(),
	})
}

/// Compares every statement with the state of the finalized block.
fn prove(
	bundle: &Bundle,
	subjects: Vec<Subject>,
	finalized: &Header<'_>,
) -> Result<Vec<Proven>, VerifyError> {
	let mut nodes = nodes(&bundle.state);
	let mut proven = Vec::with_capacity(subjects.len());
	for (at, (subject, statement)) in subjects.into_iter().zip(&bundle.statements).enumerate() {
		let failed = |reason| VerifyError::at(reason, at);
		let value =
			nodes.get(&finalized.state_root, &subject.key()).map_err(|_| failed(Reason::State))?;
		if value != statement.value.as_ref().map(Bytes::as_ref) {
			return Err(failed(Reason::StatementValue));
		}
		let record = value.map(|value| subject.decode(value)).transpose().map_err(failed)?;
		proven.push(Proven { subject, record });
	}
	if nodes.has_surplus() {
		return Err(Reason::StateSurplus.into());
	}
	Ok(proven)
}

fn nodes(nodes: &[Bytes]) -> Nodes<'_> {
	Nodes::new(nodes.iter().map(Bytes::as_ref))
}
