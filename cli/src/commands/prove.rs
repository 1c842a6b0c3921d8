//! `ipcircle prove`: a proof of what the chain holds, or does not hold.

use crate::{
	args::Prove,
	commands::register::digests,
	context::{subject, Context},
	text::Text,
};
use ipcircle_client::{
	chain::prefixed,
	prove,
	records::Records,
	store::{self, Existing},
	Code, Error, Exit, Result,
};
use ipcircle_primitives::{commitment, Commitment, RightId, RightRecord};
use ipcircle_proof::{Opening, Subject};
use serde_json::json;
use std::path::PathBuf;

pub(crate) async fn run(context: &Context, arguments: Prove) -> Result<Exit> {
	let asked = arguments.ids.iter().map(|id| subject(id)).collect::<Result<Vec<_>>>()?;
	let rights: Vec<RightId> = asked
		.iter()
		.filter_map(|subject| match subject {
			Subject::Right(right) => Some(*right),
			_ => None,
		})
		.collect();
	let only = match rights.as_slice() {
		[right] => Some(*right),
		_ => None,
	};
	if arguments.file.is_some() && only.is_none() {
		return Err(Error::usage("--file needs exactly one right"));
	}
	let opening = match (&arguments.file, only) {
		(Some(file), _) => {
			let found = digests(context, file)?.digests;
			Some(prove::opening(context.key()?.file_salt(&found), &found))
		},
		(None, _) => None,
	};
	let chain = context.chain().await?;
	let genesis_text = prefixed(&chain.genesis());
	let remembered = match only {
		Some(right) => Records::open(&store::home()).find(&right.to_string(), &genesis_text)?,
		None => None,
	};
	let opening = match (opening, &remembered) {
		(Some(opening), _) => Some(opening),
		// The earlier proof holds what opens the commitment.
		(None, Some(entry)) if !arguments.public => entry
			.proof
			.as_deref()
			.and_then(|path| prove::load(path).ok())
			.and_then(|bundle| bundle.opening),
		(None, _) => None,
	};
	if let (Some(opening), Some(right)) = (&opening, only) {
		refuse_other_file(&chain, right, opening).await?;
	}
	let mut subjects = Vec::new();
	let mut at_least = 0;
	for subject in asked {
		match subject {
			Subject::Right(right) => {
				let (all, block) = prove::subjects_of_right(&chain, right).await?;
				subjects.extend(all);
				at_least = at_least.max(block);
			},
			other => subjects.push(other),
		}
	}
	let mut seen = Vec::new();
	subjects.retain(|subject| {
		let name = (subject.kind(), subject.id());
		let new = !seen.contains(&name);
		seen.push(name);
		new
	});
	let genesis = prove::cached_genesis(&chain, &store::home()).await?;
	let proof = prove::prove(&chain, &genesis, &subjects, opening, at_least).await?;
	let path = arguments.output.unwrap_or_else(|| default_path(&arguments.ids));
	let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
	prove::save(&path, &proof.bundle, existing)?;
	let private = proof.bundle.opening.is_some();
	context.out.say(
		Text::ProofWritten,
		&[
			("path", &path.display()),
			("block", &proof.verified.block),
			("set", &proof.verified.set_id),
		],
	);
	if private {
		context.out.say(Text::ProofPrivate, &[]);
	}
	let statements: Vec<_> = proof
		.verified
		.statements
		.iter()
		.map(|proven| {
			json!({
				"kind": proven.subject.kind(),
				"id": proven.subject.id(),
				"verdict": proven.verdict().as_str(),
			})
		})
		.collect();
	context.out.result(&json!({
		"proof": path,
		"genesis": genesis_text,
		"block": proof.verified.block,
		"set_id": proof.verified.set_id,
		"private": private,
		"statements": statements,
	}));
	Ok(Exit::Ok)
}

/// An opening that does not fit would make a proof that fails at the first look.
async fn refuse_other_file(
	chain: &ipcircle_client::Chain,
	right: RightId,
	opening: &Opening,
) -> Result<()> {
	let (_, at) = chain.finalized().await?;
	let record: Option<RightRecord> =
		chain.record(&ipcircle_primitives::key::right(right), at).await?;
	let Some(record) = record else { return Ok(()) };
	if commits(opening) == record.commitment {
		return Ok(());
	}
	Err(Error::new(Code::Usage)
		.with("reason", format!("the file (or the key) is not that of {right}")))
}

fn commits(opening: &Opening) -> Commitment {
	let digests = ipcircle_primitives::Digests {
		sha256: ipcircle_primitives::Sha256Digest(opening.sha256.0),
		sm3: ipcircle_primitives::Sm3Digest(opening.sm3.0),
	};
	commitment(&opening.salt.0, &digests)
}

fn default_path(ids: &[String]) -> PathBuf {
	let name = ids.first().map(|id| id.replace([':', '/'], "-")).unwrap_or_default();
	PathBuf::from(format!("{name}.ipproof.json"))
}
