//! `ipcircle register`: from a file to a proof.

use crate::{
	args::Register,
	context::{right, right_of, Context, Journal, Principal},
	text::Text,
	time,
};
use ipcircle_client::{
	call::{self, Registration},
	chain::{prefixed, Chain},
	error::Code,
	hash::{self, FileDigests},
	prove::{self, GenesisPart},
	records::{Entry, Records},
	store::{self, Existing},
	submit::{self, Context as Signing, Finality, Included, Signed, State},
	Error, Exit, Key, Result, Value,
};
use ipcircle_primitives::{commitment, patent, share, RightId, RightKind, Share, WHOLE_PPM};
use serde_json::{json, Value as Json};
use std::path::{Path, PathBuf};

/// A file on its way.
struct Item {
	file: PathBuf,
	proof: PathBuf,
	found: FileDigests,
	registration: Registration,
	salt: [u8; 32],
}

pub(crate) async fn run(context: &Context, arguments: Register) -> Result<Exit> {
	if arguments.output.is_some() && arguments.files.len() > 1 {
		return Err(Error::usage("--output names one proof, but several files are given"));
	}
	let shares = parse_shares(&arguments.shares)?;
	let number =
		arguments.number.as_deref().map(|text| statutory(arguments.kind, text)).transpose()?;
	let previous = arguments.previous.as_deref().map(right).transpose()?;
	let created = arguments.created.as_deref().map(time::start_of).transpose()?;
	// Everything that can fail without the chain fails before it.
	let proofs = proof_paths(&arguments)?;
	let mut hashed = Vec::with_capacity(arguments.files.len());
	for file in &arguments.files {
		hashed.push(digests(context, file)?);
	}
	let key = context.key()?;
	let chain = context.chain().await?;
	let signer = key.signer();
	let holder = match context.principal(&chain, &signer.account()).await? {
		Some(Principal::Holder(holder)) => holder,
		other => return Err(refused(other, &signer.address())),
	};
	let shares = match shares {
		shares if shares.is_empty() => vec![Share { holder, ppm: WHOLE_PPM }],
		shares => shares,
	};
	let items: Vec<Item> = arguments
		.files
		.iter()
		.zip(proofs)
		.zip(hashed)
		.map(|((file, proof), found)| {
			let salt = key.file_salt(&found.digests);
			let registration = Registration {
				kind: arguments.kind,
				commitment: commitment(&salt, &found.digests),
				digests: arguments.public.then_some(found.digests),
				statutory_number: number.clone(),
				shares: shares.clone(),
				claimed_created: created,
				predecessor: previous,
			};
			Item { file: file.clone(), proof, found, registration, salt }
		})
		.collect();
	for item in &items {
		refuse_repetition(&chain, holder, item).await?;
	}
	let genesis = prove::cached_genesis(&chain, &store::home()).await?;
	let sent = send(context, &chain, &key, &items).await?;
	let mut results = Vec::with_capacity(items.len());
	let mut failure = None;
	for (item, (signed, journal)) in items.iter().zip(sent) {
		let run = Run { context, chain: &chain, genesis: &genesis, arguments: &arguments, holder };
		match run.finish(item, &signed, journal).await {
			Ok(result) => results.push(result),
			Err(error) if items.len() == 1 => return Err(error),
			Err(error) => {
				if !context.out.json {
					eprintln!("{}:", item.file.display());
					context.out.error(&error);
				}
				let mut result = context.out.error_json(&error);
				result["file"] = json!(item.file);
				results.push(result);
				failure.get_or_insert_with(|| error.code.exit());
			},
		}
	}
	context.out.say(Text::RegisteredMeaning, &[]);
	if let [item] = items.as_slice() {
		let genesis = prefixed(&chain.genesis());
		context.out.say(
			Text::NextVerify,
			&[
				("file", &item.file.display()),
				("proof", &item.proof.display()),
				("genesis", &genesis),
			],
		);
	}
	context.out.result(&json!({ "registrations": results }));
	Ok(failure.unwrap_or(Exit::Ok))
}

/// Signs all registrations in a row and hands them over, so that they share blocks.
async fn send(
	context: &Context,
	chain: &Chain,
	key: &Key,
	items: &[Item],
) -> Result<Vec<(Signed, Journal)>> {
	let signer = key.signer();
	let signing = Signing::fetch(chain).await?;
	let first = chain.next_nonce(&signer.account()).await?;
	let mut sent = Vec::with_capacity(items.len());
	for (item, nonce) in items.iter().zip(first..) {
		let signed = signing.sign(&signer, &call::register(&item.registration), nonce)?;
		let mut journal = Journal::begin();
		submit::send(chain, &signed).await?;
		journal.tell(&context.out, State::Submitted);
		sent.push((signed, journal));
	}
	Ok(sent)
}

struct Run<'a> {
	context: &'a Context,
	chain: &'a Chain,
	genesis: &'a GenesisPart,
	arguments: &'a Register,
	holder: u64,
}

impl Run<'_> {
	/// From a sent transaction to a proof on disk.
	async fn finish(&self, item: &Item, signed: &Signed, mut journal: Journal) -> Result<Json> {
		let (context, chain) = (self.context, self.chain);
		let (included, right) = self.until_final(signed, &mut journal).await?;
		// From here on the right exists: every error says its number.
		let named = |error: Error| error.with("right", right);
		let (subjects, _) = prove::subjects_of_right(chain, right).await.map_err(named)?;
		let opening = Some(prove::opening(item.salt, &item.found.digests));
		let proof = prove::prove(chain, self.genesis, &subjects, opening, included.block)
			.await
			.map_err(named)?;
		let existing = if self.arguments.force { Existing::Replace } else { Existing::Keep };
		prove::save(&item.proof, &proof.bundle, existing).map_err(named)?;
		let genesis = prefixed(&chain.genesis());
		let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
		let entry = Entry {
			right: right.to_string(),
			genesis: genesis.clone(),
			file: absolute(&item.file),
			proof: Some(absolute(&item.proof)),
			title: self.arguments.title.clone(),
			commitment: prefixed(&item.registration.commitment.0),
			block: included.block,
		};
		Records::open(&store::home()).add(&entry).map_err(named)?;
		let at = chain.time_of(included.hash).await.map_err(named)?.unwrap_or_default();
		context.out.say(
			Text::Registered,
			&[
				("right", &right),
				("file", &item.file.display()),
				("bytes", &item.found.bytes),
				("holder", &self.holder),
				("block", &included.block),
				("time", &time::show(at)),
				("proof", &item.proof.display()),
			],
		);
		Ok(json!({
			"right": right.to_string(),
			"file": item.file,
			"bytes": item.found.bytes,
			"sha256": prefixed(&item.found.digests.sha256.0),
			"sm3": prefixed(&item.found.digests.sm3.0),
			"commitment": entry.commitment,
			"holder": self.holder,
			"genesis": genesis,
			"block": included.block,
			"block_hash": prefixed(&included.hash),
			"time": at,
			"proof": item.proof,
			"proven_at": proof.verified.block,
			"states": journal.json(),
		}))
	}

	/// Follows a transaction until it is final, also when its block is replaced on the way.
	async fn until_final(
		&self,
		signed: &Signed,
		journal: &mut Journal,
	) -> Result<(Included, RightId)> {
		let chain = self.chain;
		loop {
			let included = submit::include(chain, signed).await?;
			let right = included
				.event("Registry", "RightRegistered")
				.and_then(|event| right_of(event.field("right")?))
				.ok_or_else(|| Error::unexpected("events", "no RightRegistered"))?;
			let estimate_ms = submit::estimate_ms(chain).await?;
			journal.tell(&self.context.out, State::InBlock { block: included.block, estimate_ms });
			let patience = self.context.patience();
			let finality = submit::finalize(chain, included.block, included.hash, patience)
				.await
				.map_err(|error| error.with("right", right))?;
			if let Finality::Final { justified } = finality {
				journal.tell(&self.context.out, State::Final { block: included.block, justified });
				return Ok((included, right));
			}
		}
	}
}

/// Both digests of a file, with a progress bar.
pub(crate) fn digests(context: &Context, file: &Path) -> Result<FileDigests> {
	let bytes = std::fs::metadata(file).map(|data| data.len()).unwrap_or_default();
	let bar = context.out.bar(file, bytes);
	let found = hash::digests(file, &mut |done, _| bar.set_position(done));
	bar.finish_and_clear();
	found
}

/// Where the proofs go. One that is there already can only be another right's.
fn proof_paths(arguments: &Register) -> Result<Vec<PathBuf>> {
	let paths: Vec<PathBuf> = match &arguments.output {
		Some(output) => vec![output.clone()],
		None => arguments.files.iter().map(|file| proof_path(file)).collect(),
	};
	match paths.iter().find(|path| path.exists() && !arguments.force) {
		Some(path) => Err(Error::new(Code::FileExists).at(path)),
		None => Ok(paths),
	}
}

/// `FILE.ipproof.json`.
fn proof_path(file: &Path) -> PathBuf {
	let mut name = file.as_os_str().to_owned();
	name.push(".ipproof.json");
	name.into()
}

/// Reads `HOLDER=PPM` and checks that the whole is one.
fn parse_shares(texts: &[String]) -> Result<Vec<Share>> {
	let refused =
		|reason: &dyn ToString| Error::new(Code::Shares).with("reason", reason.to_string());
	let shares = texts
		.iter()
		.map(|text| {
			let (holder, ppm) = text.split_once('=').ok_or_else(|| refused(text))?;
			Ok(Share {
				holder: holder.trim().parse().map_err(|_| refused(text))?,
				ppm: ppm.trim().parse().map_err(|_| refused(text))?,
			})
		})
		.collect::<Result<Vec<_>>>()?;
	if shares.len() > share::MAX_SHARES as usize {
		return Err(Error::new(Code::TooLong)
			.with("field", "--share")
			.with("limit", share::MAX_SHARES));
	}
	if shares.is_empty() {
		return Ok(shares);
	}
	share::check(&shares).map_err(|error| match error {
		share::ShareError::Empty => refused(&"0 ppm"),
		share::ShareError::Repeated => refused(&texts.join(" ")),
		share::ShareError::Sum { ppm } => refused(&format!("{ppm} != {WHOLE_PPM}")),
	})?;
	Ok(shares)
}

/// Reads a statutory number: a patent's with its check digit, another's as capitals and digits.
fn statutory(kind: RightKind, text: &str) -> Result<Vec<u8>> {
	let refused = |reason: &dyn ToString| {
		Error::new(Code::StatutoryNumber).with("text", text).with("reason", reason.to_string())
	};
	let expected = match kind {
		RightKind::Invention => Some(patent::PatentKind::Invention),
		RightKind::UtilityModel => Some(patent::PatentKind::UtilityModel),
		RightKind::Design => Some(patent::PatentKind::Design),
		_ => None,
	};
	if let Some(expected) = expected {
		let (found, number) = patent::parse(text.as_bytes()).map_err(|error| refused(&error))?;
		if found != expected {
			return Err(refused(&format!("{found:?} != {expected:?}")));
		}
		return Ok(number.into_inner());
	}
	let number: Vec<u8> =
		text.bytes().filter(|byte| *byte != b' ').map(|byte| byte.to_ascii_uppercase()).collect();
	let plain = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'-';
	if number.is_empty() || number.len() > patent::MAX_STATUTORY_NUMBER as usize {
		return Err(Error::new(Code::TooLong)
			.with("field", "--number")
			.with("limit", patent::MAX_STATUTORY_NUMBER));
	}
	if !number.iter().all(plain) {
		return Err(refused(&"A-Z 0-9 -"));
	}
	Ok(number)
}

/// Says which right it is when the holder registered this file before.
async fn refuse_repetition(chain: &Chain, holder: u64, item: &Item) -> Result<()> {
	let (_, at) = chain.finalized().await?;
	let key = Value::unnamed_composite([
		Value::u128(holder.into()),
		Value::from_bytes(item.registration.commitment.0),
	]);
	let found = chain.lookup("Registry", "RightsByCommitment", vec![key], at).await?;
	let Some(right) = found.as_ref().and_then(right_of) else { return Ok(()) };
	Err(Error::new(Code::Module)
		.with("pallet", "Registry")
		.with("error", "AlreadyRegistered")
		.with("right", right)
		.with("path", item.file.display()))
}

fn refused(principal: Option<Principal>, address: &str) -> Error {
	let code = match principal {
		None => Code::UnknownSigner,
		Some(Principal::Retired) => Code::RetiredKey,
		Some(_) => Code::CallNotAllowed,
	};
	Error::new(code).with("account", address)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn shares(texts: &[&str]) -> Result<Vec<Share>> {
		parse_shares(&texts.iter().map(ToString::to_string).collect::<Vec<_>>())
	}

	#[test]
	fn shares_that_do_not_sum_are_refused_before_anything_is_sent() {
		assert_eq!(shares(&[]).unwrap().len(), 0);
		assert_eq!(shares(&["1=400000", "2=600000"]).unwrap().len(), 2);
		let refused: [&[&str]; 5] = [
			&["1=400000"],
			&["1=500000", "1=500000"],
			&["1"],
			&["x=1000000"],
			&["1=0", "2=1000000"],
		];
		for texts in refused {
			assert_eq!(shares(texts).unwrap_err().code, Code::Shares, "{texts:?}");
		}
	}

	#[test]
	fn a_patent_number_is_made_canonical_and_a_typing_error_is_named() {
		let canonical = statutory(RightKind::Invention, "ZL200310102344.5").unwrap();
		assert_eq!(canonical, b"2003101023445");
		let error = statutory(RightKind::Invention, "ZL200310102344.7").unwrap_err();
		assert_eq!(error.code, Code::StatutoryNumber);
		assert!(statutory(RightKind::Design, "ZL200310102344.5").is_err());
		assert_eq!(statutory(RightKind::Trademark, "g123 45").unwrap(), b"G12345");
		assert!(statutory(RightKind::Trademark, "商標").is_err());
		assert_eq!(statutory(RightKind::Work, &"1".repeat(33)).unwrap_err().code, Code::TooLong);
	}

	#[test]
	fn a_proof_stands_beside_its_file() {
		assert_eq!(proof_path(Path::new("a/b.pdf")), Path::new("a/b.pdf.ipproof.json"));
	}
}
