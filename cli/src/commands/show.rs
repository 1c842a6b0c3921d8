//! `ipcircle show`: what a node says about a record.

use crate::{
	args::Show,
	context::{subject, Context},
	output::line,
	record::{json_of, lines_of},
	text::Text,
};
use ipcircle_client::{
	chain::{not_found, prefixed, Chain},
	records::Records,
	store, Exit, Result,
};
use ipcircle_proof::{Record, Subject};
use serde_json::json;

pub(crate) async fn run(context: &Context, arguments: &Show) -> Result<Exit> {
	let asked = subject(&arguments.id)?;
	let chain = context.chain().await?;
	let (block, at) = chain.finalized().await?;
	let record = fetch(&chain, asked, at).await?;
	let encumbrances = match asked {
		Subject::Right(right) => fetch(&chain, Subject::Encumbrances(right), at).await?,
		_ => None,
	};
	let out = context.out;
	let id = asked.id();
	match (&record, asked) {
		(None, Subject::Encumbrances(right)) => {
			out.say(Text::RightClear, &[("right", &right), ("block", &block)]);
		},
		(None, _) => return Err(not_found(asked.kind(), id)),
		(Some(record), _) => {
			out.say(Text::StatementPresent, &[("kind", &asked.kind()), ("id", &id)]);
			if !out.json {
				let lines = lines_of(record).into_iter();
				lines.chain(encumbrances.iter().flat_map(lines_of)).for_each(|text| line(&text));
			}
		},
	}
	let local = Records::open(&store::home()).find(&id, &prefixed(&chain.genesis()))?;
	if let Some(entry) = &local {
		let proof = entry.proof.as_deref().unwrap_or(&entry.file);
		out.say(Text::ShowProof, &[("proof", &proof.display()), ("file", &entry.file.display())]);
	}
	out.say(Text::ShowNotProof, &[("id", &arguments.id)]);
	out.result(&json!({
		"kind": asked.kind(),
		"id": id,
		"block": block,
		"record": record.as_ref().map(json_of),
		"encumbrances": encumbrances.as_ref().map(json_of),
		"local": local,
		"proven": false,
	}));
	Ok(Exit::Ok)
}

/// One record at a block.
pub(crate) async fn fetch(chain: &Chain, subject: Subject, at: [u8; 32]) -> Result<Option<Record>> {
	let key = subject.key();
	Ok(match subject {
		Subject::Member(_) => chain.record(&key, at).await?.map(Record::Member),
		Subject::Institution(_) => chain.record(&key, at).await?.map(Record::Institution),
		Subject::Holder(_) => chain.record(&key, at).await?.map(Record::Holder),
		Subject::Right(_) => chain.record(&key, at).await?.map(Record::Right),
		Subject::Encumbrances(_) => chain.record(&key, at).await?.map(Record::Encumbrances),
	})
}
