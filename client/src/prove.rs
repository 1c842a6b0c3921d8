//! From a node's answers to a proof that needs no node.
//!
//! Nothing a node says is believed: the bundle is verified here, against the pinned genesis hash,
//! before anybody sees it.

use crate::{
	chain::{not_found, prefixed, Chain},
	error::{Code, Error, Result},
	store::{self, Access, Existing},
};
use ipcircle_primitives::{key, Digests, HolderRecord, InstitutionRecord, RightId, RightRecord};
use ipcircle_proof::{verify_bundle, Bundle, BundleBuilder, Hash, Opening, Subject, Verified};
use std::{fs, path::Path};

/// Largest proof file that is read back from disk.
pub const MAX_PROOF_FILE: u64 = 64 << 20;

/// A proof and what it shows.
pub struct Proof {
	/// The file's content.
	pub bundle: Bundle,
	/// What its verification found.
	pub verified: Verified,
}

/// A fixed part of every proof of one chain: the genesis header and the first authority set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GenesisPart {
	header: Vec<u8>,
	nodes: Vec<Vec<u8>>,
}

impl GenesisPart {
	/// Asks a node for it.
	pub async fn fetch(chain: &Chain) -> Result<Self> {
		use codec::Encode;
		let genesis = chain.genesis();
		let header = chain.header(genesis).await?.encode();
		let nodes = chain.read_proof(&[key::GRANDPA_AUTHORITIES.to_vec()], genesis).await?;
		Ok(Self { header, nodes })
	}
}

/// Proves subjects as of the newest justified block, which must not lie below `at_least`.
///
/// Errors: [`Code::NotFinal`] when no such block is justified yet, [`Code::ProofRejected`] when the
/// node's answers do not make a valid proof.
pub async fn prove(
	chain: &Chain,
	genesis: &GenesisPart,
	subjects: &[Subject],
	opening: Option<Opening>,
	at_least: u32,
) -> Result<Proof> {
	let finalized = chain.justified(None).await?.filter(|block| block.number >= at_least);
	// The newest stored justification may lie below a block for which a newer one can be had.
	let finalized = match finalized {
		Some(block) => Some(block),
		None => chain.justified(Some(at_least)).await?,
	};
	let finalized = finalized
		.ok_or_else(|| Error::new(Code::NotFinal).with("block", at_least).with("seconds", 0))?;
	let keys: Vec<Vec<u8>> = subjects.iter().map(Subject::key).collect();
	let nodes = chain.read_proof(&keys, finalized.hash).await?;
	let mut builder = BundleBuilder::new(chain.genesis())
		.genesis_proof(genesis.header.clone(), genesis.nodes.clone())
		.finalized(finalized.header, finalized.justification)
		.state(nodes);
	for handoff in chain.handoffs().await? {
		builder = builder.handoff(handoff.header, handoff.justification);
	}
	for subject in subjects {
		builder = builder.statement(*subject);
	}
	if let Some(opening) = opening {
		builder = builder.opening(opening);
	}
	let rejected =
		|reason: &dyn ToString| Error::new(Code::ProofRejected).with("reason", reason.to_string());
	let bundle = builder.build().map_err(|error| rejected(&error))?;
	let verified = verify_bundle(&bundle, &chain.genesis()).map_err(|error| rejected(&error))?;
	Ok(Proof { bundle, verified })
}

/// What is proven about a right: the right, what stands on it, its registrant, the registrar that
/// knows the registrant, and the registrar's city; with the block from which on all of it can be
/// proven.
pub async fn subjects_of_right(chain: &Chain, right: RightId) -> Result<(Vec<Subject>, u32)> {
	let (_, at) = chain.finalized().await?;
	let missing = |kind: &str, id: String| not_found(kind, id);
	let record: RightRecord = chain
		.record(&key::right(right), at)
		.await?
		.ok_or_else(|| missing("right", right.to_string()))?;
	let holder: HolderRecord = chain
		.record(&key::holder(record.registrant), at)
		.await?
		.ok_or_else(|| missing("holder", record.registrant.to_string()))?;
	let registrar: InstitutionRecord = chain
		.record(&key::institution(holder.registrar), at)
		.await?
		.ok_or_else(|| missing("institution", holder.registrar.to_string()))?;
	let subjects = vec![
		Subject::Right(right),
		Subject::Encumbrances(right),
		Subject::Holder(record.registrant),
		Subject::Institution(holder.registrar),
		Subject::Member(registrar.member),
	];
	Ok((subjects, record.registered_at.block))
}

/// The opening of a commitment.
pub fn opening(salt: [u8; 32], digests: &Digests) -> Opening {
	Opening { salt: Hash(salt), sha256: Hash(digests.sha256.0), sm3: Hash(digests.sm3.0) }
}

/// Writes a proof. A proof of the same subjects on the same chain may be renewed in place; anything
/// else that stands there is kept, unless `existing` says otherwise. Errors: [`Code::FileExists`].
///
/// A proof with an opening is readable by its owner alone: the opening tells what the file is.
pub fn save(path: &Path, bundle: &Bundle, existing: Existing) -> Result<()> {
	let existing = match existing {
		Existing::Replace => Existing::Replace,
		Existing::Keep if is_renewal(path, bundle) => Existing::Replace,
		Existing::Keep => Existing::Keep,
	};
	let access = if bundle.opening.is_some() { Access::Private } else { Access::Shared };
	store::write(path, bundle.to_json().as_bytes(), access, existing)
}

/// Reads a proof file, within bounds. Errors: [`Code::FileNotFound`], [`Code::ProofMalformed`].
pub fn read(path: &Path) -> Result<Vec<u8>> {
	store::read(path, MAX_PROOF_FILE, || {
		Error::new(Code::ProofMalformed).at(path).with("reason", "larger than any proof")
	})
}

/// Reads a proof file as a bundle.
pub fn load(path: &Path) -> Result<Bundle> {
	Bundle::from_json(&read(path)?)
		.map_err(|error| Error::new(Code::ProofMalformed).at(path).with("reason", error))
}

/// Whether the file there proves the same subjects of the same chain and opens at most as much.
fn is_renewal(path: &Path, bundle: &Bundle) -> bool {
	let subjects = |bundle: &Bundle| {
		let mut all: Vec<_> = bundle
			.statements
			.iter()
			.map(|statement| (statement.kind.clone(), statement.id.clone()))
			.collect();
		all.sort_unstable();
		all
	};
	let same = |old: &Bundle| {
		old.genesis == bundle.genesis
			&& subjects(old) == subjects(bundle)
			// The opening is the one part that cannot be asked for again.
			&& (old.opening.is_none() || old.opening == bundle.opening)
	};
	fs::exists(path).unwrap_or(false) && load(path).is_ok_and(|old| same(&old))
}

/// Reads the genesis part from the cache of one chain, or asks and remembers it.
///
/// A damaged cache is replaced: whatever stands in it is verified with the proof anyway.
pub async fn cached_genesis(chain: &Chain, home: &Path) -> Result<GenesisPart> {
	let path = home.join("genesis").join(format!("{}.json", hex::encode(chain.genesis())));
	if let Some(part) = read_cache(&path) {
		return Ok(part);
	}
	let part = GenesisPart::fetch(chain).await?;
	let nodes: Vec<String> = part.nodes.iter().map(|node| prefixed(node)).collect();
	let text = serde_json::json!({ "header": prefixed(&part.header), "nodes": nodes }).to_string();
	// Without the cache everything still works.
	let _ = store::write(&path, text.as_bytes(), Access::Shared, Existing::Replace);
	Ok(part)
}

fn read_cache(path: &Path) -> Option<GenesisPart> {
	let text = store::read(path, 1 << 20, || Error::new(Code::ProofMalformed)).ok()?;
	let cache: serde_json::Value = serde_json::from_slice(&text).ok()?;
	let bytes = |text: &serde_json::Value| hex::decode(text.as_str()?.strip_prefix("0x")?).ok();
	let nodes = cache.get("nodes")?.as_array()?.iter().map(bytes).collect::<Option<_>>()?;
	Some(GenesisPart { header: bytes(cache.get("header")?)?, nodes })
}

#[cfg(test)]
mod tests {
	use super::*;
	use ipcircle_proof::{Bytes, GenesisProof, Justified, Statement};

	fn bundle(id: &str, opening: Option<Opening>) -> Bundle {
		let empty = || Bytes(vec![]);
		Bundle {
			format: ipcircle_proof::FORMAT.to_owned(),
			genesis: Hash([1; 32]),
			genesis_proof: GenesisProof { header: empty(), nodes: vec![] },
			handoffs: vec![],
			finalized: Justified { header: empty(), justification: empty() },
			state: vec![],
			statements: vec![Statement {
				kind: "holder".to_owned(),
				id: id.to_owned(),
				layout: "Holder/1".to_owned(),
				value: None,
			}],
			opening,
			anchors: vec![],
		}
	}

	#[test]
	fn a_proof_of_another_subject_is_never_overwritten() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("x.ipproof.json");
		save(&path, &bundle("1", None), Existing::Keep).unwrap();
		save(&path, &bundle("1", None), Existing::Keep).unwrap();
		let refused = save(&path, &bundle("2", None), Existing::Keep).unwrap_err();
		assert_eq!(refused.code, Code::FileExists);
		save(&path, &bundle("2", None), Existing::Replace).unwrap();
	}

	#[test]
	fn a_renewal_without_the_opening_does_not_replace_a_proof_with_one() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("x.ipproof.json");
		let opening = Opening { salt: Hash([1; 32]), sha256: Hash([2; 32]), sm3: Hash([3; 32]) };
		save(&path, &bundle("1", Some(opening)), Existing::Keep).unwrap();
		let refused = save(&path, &bundle("1", None), Existing::Keep).unwrap_err();
		assert_eq!(refused.code, Code::FileExists);
	}

	#[test]
	fn something_that_is_no_proof_is_never_overwritten() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("novel.txt");
		fs::write(&path, "chapter one").unwrap();
		let refused = save(&path, &bundle("1", None), Existing::Keep).unwrap_err();
		assert_eq!(refused.code, Code::FileExists);
		assert_eq!(fs::read_to_string(&path).unwrap(), "chapter one");
	}
}
