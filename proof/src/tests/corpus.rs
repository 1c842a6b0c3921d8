//! The corpus: bundles with the verdict that every release, and every other verifier, must give.
//!
//! The files follow from the seeds here. `cargo test -p ipcircle-proof -- --ignored the_corpus_is_written`
//! writes them; the test beside it compares.

use super::world::*;
use crate::{
	bundle::{Anchor, Bundle, Hash, Opening},
	reason::{Reason, Verdict},
	subject::Subject,
	verify,
};
use alloc::{
	collections::BTreeMap,
	format,
	string::{String, ToString},
	vec,
	vec::Vec,
};
use codec::Encode;
use ipcircle_primitives::key;
use serde::{Deserialize, Serialize};
use std::{fs, path::PathBuf};

const SUFFIX: &str = ".ipproof.json";

/// One file of the corpus and what is to be said of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Entry {
	file: String,
	/// The genesis hash that the reader trusts.
	genesis: Hash,
	verdict: String,
	reason: String,
	/// Verdict on each statement, when the bundle is accepted.
	statements: Vec<String>,
	about: String,
}

struct Corpus {
	files: BTreeMap<String, String>,
	manifest: Vec<Entry>,
}

impl Corpus {
	fn add(&mut self, name: &str, text: String, genesis: [u8; 32], reason: Reason, about: &str) {
		let file = format!("{name}{SUFFIX}");
		let statements = match verify(text.as_bytes(), &genesis) {
			Ok(verified) => {
				assert_eq!(verified.reason(), reason, "{name}");
				verified.statements.iter().map(|proven| proven.verdict().to_string()).collect()
			},
			Err(error) => {
				assert_eq!(error.reason, reason, "{name}");
				Vec::new()
			},
		};
		self.manifest.push(Entry {
			file: file.clone(),
			genesis: Hash(genesis),
			verdict: reason.verdict().to_string(),
			reason: reason.as_str().to_string(),
			statements,
			about: about.to_string(),
		});
		assert!(self.files.insert(file, text).is_none(), "{name} is there twice");
	}

	fn bundle(&mut self, name: &str, chain: &Chain, bundle: &Bundle, reason: Reason, about: &str) {
		self.add(name, bundle.to_json(), chain.genesis_hash(), reason, about);
	}

	fn manifest(&self) -> String {
		let mut text = serde_json::to_string_pretty(&self.manifest).unwrap();
		text.push('\n');
		text
	}
}

fn folder() -> PathBuf {
	PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn everything() -> Vec<Subject> {
	vec![
		Subject::Member(CITY),
		Subject::Institution(7),
		Subject::Holder(12),
		Subject::Right(right(1)),
		Subject::Right(right(2)),
		Subject::Encumbrances(right(1)),
		Subject::Encumbrances(right(2)),
	]
}

fn corpus() -> Corpus {
	let mut corpus = Corpus { files: BTreeMap::new(), manifest: Vec::new() };
	valid(&mut corpus);
	forged_blocks(&mut corpus);
	forged_votes(&mut corpus);
	forged_state(&mut corpus);
	forged_text(&mut corpus);
	corpus
}

/// The chain of most entries: two changes of the set, and the records of [`everything`].
fn base() -> (Chain, Bundle) {
	let mut chain = Chain::with_records("corpus", voters("corpus 0", 4));
	chain.hand_over(voters("corpus 1", 5));
	chain.hand_over(voters("corpus 2", 4));
	let bundle = chain
		.stating(&[Subject::Right(right(1)), Subject::Encumbrances(right(2))])
		.build()
		.unwrap();
	(chain, bundle)
}

fn valid(corpus: &mut Corpus) {
	let mut chain = Chain::with_records("corpus", voters("corpus 0", 4));
	chain.next_block(vec![]);
	let one = chain.stating(&[Subject::Right(right(1))]).build().unwrap();
	corpus.bundle("valid-one-right", &chain, &one, Reason::Valid, "one right, no handoff");
	let many = chain.stating(&everything()).build().unwrap();
	corpus.bundle(
		"valid-every-kind",
		&chain,
		&many,
		Reason::Valid,
		"a record of every kind, and a right that is clear",
	);
	let absent =
		chain.stating(&[Subject::Encumbrances(right(2)), Subject::Holder(99)]).build().unwrap();
	corpus.bundle("absent", &chain, &absent, Reason::Absent, "nothing but absence");
	let mut minified = serde_json::to_string(&one).unwrap();
	minified = minified.replace("ipcircle-proof/1", "ipcircle-proof\\/1");
	corpus.add(
		"valid-other-json",
		minified,
		chain.genesis_hash(),
		Reason::Valid,
		"the same content in another JSON spelling",
	);
	let file = digests(1);
	let opened = chain
		.stating(&[Subject::Right(right(1))])
		.opening(Opening { salt: Hash(SALT), sha256: Hash(file.sha256.0), sm3: Hash(file.sm3.0) })
		.anchor(Anchor { kind: "rfc3161".into(), token: vec![0x30, 0x00].into() })
		.build()
		.unwrap();
	corpus.bundle(
		"valid-opening-and-anchor",
		&chain,
		&opened,
		Reason::Valid,
		"with an opening and an anchor, which change no verdict",
	);

	let (chain, bundle) = base();
	corpus.bundle("valid-handoffs", &chain, &bundle, Reason::Valid, "two handoffs");
	let mut long = Chain::with_records("corpus", voters("corpus 0", 7));
	for at in 1..=10 {
		long.hand_over(voters(&format!("corpus {at}"), 7));
	}
	let bundle = long.stating(&[Subject::Right(right(2))]).build().unwrap();
	corpus.bundle("valid-ten-handoffs", &long, &bundle, Reason::Valid, "ten handoffs of seven");

	let mut deep = Chain::start("corpus", voters("corpus 0", 4));
	let subject = Subject::Right(right(1));
	let full = subject.key();
	for at in 0..full.len() {
		for last in [full[at] ^ 0x01, full[at] ^ 0x10] {
			deep.insert([&full[..at], &[last]].concat(), at as u8);
		}
		deep.insert(full[..at].to_vec(), [at as u8; 40]);
	}
	deep.insert(full, right_record(1));
	deep.next_block(vec![]);
	let bundle = deep.stating(&[subject]).build().unwrap();
	corpus.bundle(
		"valid-deep-trie",
		&deep,
		&bundle,
		Reason::Valid,
		"a node at every nibble of the key",
	);

	let mut chain = Chain::with_records("corpus", voters("corpus 0", 4));
	let block = chain.next_block(vec![]);
	let child = Chain::child(&block, 1);
	let grandchild = Chain::child(&child, 2);
	let state = |votes: Votes| {
		chain
			.builder_with(&block, votes.encode())
			.state(chain.state.prove(&[Subject::Member(CITY).key()]))
			.statement(Subject::Member(CITY))
			.build()
			.unwrap()
	};
	let votes = Votes::on(&block, 0)
		.vote(&chain.set[0], &block)
		.vote(&chain.set[1], &child)
		.vote(&chain.set[2], &grandchild)
		.ancestry(&[grandchild.clone(), child.clone()]);
	corpus.bundle(
		"valid-votes-above",
		&chain,
		&state(votes.clone()),
		Reason::Valid,
		"votes for descendants, with the headers between",
	);
	let mut unlinked = votes.clone();
	unlinked.ancestry.pop();
	corpus.bundle(
		"forged-votes-unlinked",
		&chain,
		&state(unlinked),
		Reason::FinalizedJustification,
		"votes for descendants, one header between is missing",
	);
	let fork = Chain::child(&chain.genesis, 9);
	let mut noisy = Votes::on(&block, 0)
		.votes(&voters("stranger", 3), &block)
		.vote(&chain.set[0], &fork)
		.votes(&chain.set, &block)
		.votes(&chain.set, &block);
	noisy.precommits[4].2[0] ^= 1;
	noisy.precommits[8].2[40] ^= 1;
	corpus.bundle(
		"valid-bad-votes-skipped",
		&chain,
		&state(noisy),
		Reason::Valid,
		"strangers, an equivocation, repetitions and bad signatures among enough good votes",
	);
	let mut weighty = Chain::with_records("corpus", weighted("corpus", &[0, 5, 2, 1]));
	let block = weighty.next_block(vec![]);
	let votes = Votes::on(&block, 0).vote(&weighty.set[1], &block).vote(&weighty.set[3], &block);
	let bundle = weighty
		.builder_with(&block, votes.encode())
		.state(weighty.state.prove(&[Subject::Member(CITY).key()]))
		.statement(Subject::Member(CITY))
		.build()
		.unwrap();
	corpus.bundle("valid-weights", &weighty, &bundle, Reason::Valid, "unequal weights, 6 of 8");
}

fn forged_blocks(corpus: &mut Corpus) {
	let (chain, good) = base();
	let genesis = chain.genesis_hash();
	corpus.add(
		"forged-other-genesis",
		good.to_json(),
		[0x11; 32],
		Reason::GenesisMismatch,
		"a good bundle of another chain",
	);
	let mut bundle = good.clone();
	bundle.genesis = Hash([0x11; 32]);
	corpus.add(
		"forged-genesis-name",
		bundle.to_json(),
		[0x11; 32],
		Reason::GenesisHeader,
		"another chain that claims the trusted genesis hash",
	);
	let mut bundle = good.clone();
	bundle.genesis_proof.nodes.pop();
	corpus.bundle(
		"forged-genesis-node-dropped",
		&chain,
		&bundle,
		Reason::GenesisState,
		"a node of the genesis proof is missing",
	);
	let mut empty = Chain::start("corpus", voters("corpus 0", 4));
	empty.insert(key::GRANDPA_AUTHORITIES.to_vec(), Vec::<u8>::new());
	empty.genesis.state_root = empty.state.root();
	empty.genesis_nodes = empty.state.prove(&[key::GRANDPA_AUTHORITIES.to_vec()]);
	empty.tip = empty.genesis.clone();
	empty.next_block(vec![]);
	let bundle = empty.stating(&[Subject::Holder(99)]).build().unwrap();
	corpus.bundle(
		"forged-no-authorities",
		&empty,
		&bundle,
		Reason::GenesisAuthorities,
		"an empty first set",
	);

	for at in 0..2 {
		let mut bundle = good.clone();
		bundle.handoffs.remove(at);
		let reason =
			if at == 0 { Reason::HandoffJustification } else { Reason::FinalizedJustification };
		corpus.bundle(
			&format!("forged-handoff-{at}-removed"),
			&chain,
			&bundle,
			reason,
			"a handoff is missing",
		);
	}
	let mut bundle = good.clone();
	bundle.handoffs.swap(0, 1);
	corpus.bundle(
		"forged-handoffs-reordered",
		&chain,
		&bundle,
		Reason::HandoffJustification,
		"handoffs in another order",
	);
	let mut bundle = good.clone();
	bundle.handoffs.insert(0, good.handoffs[0].clone());
	corpus.bundle(
		"forged-handoff-repeated",
		&chain,
		&bundle,
		Reason::HandoffOrder,
		"a handoff twice",
	);
	let mut bundle = good.clone();
	bundle.handoffs[0].header.0.truncate(40);
	corpus.bundle(
		"forged-handoff-header-cut",
		&chain,
		&bundle,
		Reason::HandoffHeader,
		"a cut header",
	);
	let mut bundle = good.clone();
	bundle.finalized = good.handoffs[1].clone();
	corpus.bundle(
		"forged-finalized-order",
		&chain,
		&bundle,
		Reason::FinalizedOrder,
		"the finalized block is the last handoff",
	);
	let mut bundle = good.clone();
	bundle.finalized.header.0.push(0);
	corpus.bundle(
		"forged-finalized-header",
		&chain,
		&bundle,
		Reason::FinalizedHeader,
		"a byte after the header",
	);
	let mut stranger = Chain::with_records("corpus", voters("stranger", 4));
	stranger.next_block(vec![]);
	let mut bundle = stranger.stating(&[Subject::Right(right(1))]).build().unwrap();
	bundle.genesis = Hash(genesis);
	bundle.genesis_proof = good.genesis_proof.clone();
	corpus.bundle(
		"forged-replayed-from-another-chain",
		&chain,
		&bundle,
		Reason::FinalizedJustification,
		"a block of another chain behind the trusted genesis",
	);

	let next = voters("corpus 1", 4);
	for (name, logs, reason, about) in [
		("delayed-change", vec![scheduled(&next, 3)], Reason::DelayedChange, "a change with delay"),
		("forced-change", vec![forced(&next)], Reason::ForcedChange, "a forced change"),
		(
			"forced-change-beside-scheduled",
			vec![scheduled(&next, 0), forced(&next)],
			Reason::ForcedChange,
			"a forced change beside a scheduled one",
		),
		("forged-no-change", vec![], Reason::HandoffChange, "a handoff that changes nothing"),
		(
			"forged-two-changes",
			vec![scheduled(&next, 0), scheduled(&next, 0)],
			Reason::HandoffChange,
			"two changes in one block",
		),
		(
			"forged-empty-change",
			vec![scheduled(&[], 0)],
			Reason::HandoffChange,
			"an empty next set",
		),
	] {
		let mut chain = Chain::with_records("corpus", voters("corpus 0", 4));
		let block = chain.next_block(logs);
		chain.handoffs.push((block.encode(), chain.justification(&block).encode()));
		chain.set = next.clone();
		chain.set_id = 1;
		chain.next_block(vec![]);
		let bundle = chain.stating(&[Subject::Right(right(1))]).build().unwrap();
		corpus.bundle(name, &chain, &bundle, reason, about);
	}
}

fn forged_votes(corpus: &mut Corpus) {
	let (chain, good) = base();
	let mut with = |name: &str, votes: Vec<u8>, about: &str| {
		let mut bundle = good.clone();
		bundle.finalized.justification = votes.into();
		corpus.bundle(name, &chain, &bundle, Reason::FinalizedJustification, about);
	};
	let block = &chain.tip;
	let votes = || Votes::on(block, chain.set_id);
	let full = votes().votes(&chain.set[..3], block);
	with("forged-votes-two-of-four", votes().votes(&chain.set[..2], block).encode(), "half");
	with("forged-votes-none", votes().encode(), "no vote at all");
	let doubled = votes().votes(&chain.set[..2], block).votes(&chain.set[..2], block);
	with("forged-votes-doubled", doubled.encode(), "two voters, each twice");
	let fork = Chain::child(&chain.genesis, 1);
	let equivocation = votes().votes(&chain.set[..2], block).votes(&chain.set[..3], &fork);
	with("forged-votes-equivocation", equivocation.encode(), "two equivocate, one is elsewhere");
	let strangers = votes().votes(&voters("stranger", 9), block);
	with("forged-votes-strangers", strangers.encode(), "nine strangers");
	let retired = voters("corpus 1", 5);
	let old = Votes::on(block, 1).votes(&retired, block);
	with("forged-votes-retired-set", old.encode(), "the set before, under its own number");
	let misnumbered = Votes::on(block, 1).votes(&chain.set, block);
	with("forged-votes-set-number", misnumbered.encode(), "the right set under another number");
	let mut signature = full.clone();
	signature.precommits[1].2[17] ^= 0x40;
	with("forged-votes-signature", signature.encode(), "one bit of a needed signature");
	let mut scalar = full.clone();
	add_order(&mut scalar.precommits[0].2);
	with("forged-votes-malleable", scalar.encode(), "a signature whose s is not reduced");
	let mut round = full.clone();
	round.round ^= 1;
	with("forged-votes-round", round.encode(), "another round than was signed");
	let mut number = full.clone();
	number.target.1 += 1;
	with("forged-votes-number", number.encode(), "another number than the block has");
	with("forged-votes-cut", full.encode()[..200].to_vec(), "cut");
	with("forged-votes-longer", [full.encode(), vec![0]].concat(), "a byte too many");
	let many = full.votes(&vec![chain.set[0].clone(); 1_022], block);
	with("forged-votes-too-many", many.encode(), "1,025 votes");

	let mut thirds = Chain::with_records("corpus", voters("corpus 0", 3));
	let block = thirds.next_block(vec![]);
	let votes = Votes::on(&block, 0).votes(&thirds.set[..2], &block);
	let bundle = thirds
		.builder_with(&block, votes.encode())
		.state(thirds.state.prove(&[Subject::Member(CITY).key()]))
		.statement(Subject::Member(CITY))
		.build()
		.unwrap();
	corpus.bundle(
		"forged-votes-exactly-two-thirds",
		&thirds,
		&bundle,
		Reason::FinalizedJustification,
		"two of three",
	);

	let mut neutral = [0u8; 32];
	neutral[0] = 1;
	let mut weak = Chain::with_records("corpus", voters("corpus 0", 1));
	weak.insert(key::GRANDPA_AUTHORITIES.to_vec(), vec![(neutral, 1u64)]);
	weak.genesis.state_root = weak.state.root();
	weak.genesis_nodes = weak.state.prove(&[key::GRANDPA_AUTHORITIES.to_vec()]);
	weak.tip = weak.genesis.clone();
	let block = weak.next_block(vec![]);
	let mut votes = Votes::on(&block, 0);
	let mut signature = [0u8; 64];
	signature[0] = 1;
	votes.precommits.push((votes.target.0, votes.target.1, signature, neutral));
	let bundle = weak
		.builder_with(&block, votes.encode())
		.state(weak.state.prove(&[Subject::Member(CITY).key()]))
		.statement(Subject::Member(CITY))
		.build()
		.unwrap();
	corpus.bundle(
		"forged-votes-small-order",
		&weak,
		&bundle,
		Reason::FinalizedJustification,
		"a key for which one signature fits every message",
	);
}

/// Adds the order of the group to the scalar of a signature.
fn add_order(signature: &mut [u8; 64]) {
	const ORDER: [u8; 32] = [
		0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
		0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
	];
	let mut carry = 0u16;
	for (byte, order) in signature[32..].iter_mut().zip(ORDER) {
		carry += u16::from(*byte) + u16::from(order);
		*byte = carry as u8;
		carry >>= 8;
	}
}

fn forged_state(corpus: &mut Corpus) {
	let (chain, good) = base();
	for at in [0, good.state.len() / 2, good.state.len() - 1] {
		let mut bundle = good.clone();
		bundle.state.remove(at);
		corpus.bundle(
			&format!("forged-state-node-{at}-dropped"),
			&chain,
			&bundle,
			Reason::State,
			"a node is missing",
		);
	}
	let mut bundle = good.clone();
	let last = bundle.state.len() - 1;
	bundle.state[last].0[7] ^= 1;
	corpus.bundle("forged-state-node-changed", &chain, &bundle, Reason::State, "one bit of a node");
	let mut bundle = good.clone();
	bundle.state.push(vec![0xff, 0xff].into());
	bundle.state.sort();
	corpus.bundle(
		"forged-state-surplus",
		&chain,
		&bundle,
		Reason::StateSurplus,
		"a node that nothing needs",
	);
	let mut bundle = good.clone();
	bundle.statements[0].value.as_mut().unwrap().0[3] ^= 1;
	corpus.bundle(
		"forged-record-changed",
		&chain,
		&bundle,
		Reason::StatementValue,
		"one bit of a record",
	);
	let mut bundle = good.clone();
	bundle.statements[0].value = None;
	corpus.bundle(
		"forged-absence",
		&chain,
		&bundle,
		Reason::StatementValue,
		"a record that is there, stated absent",
	);
	let mut bundle = good.clone();
	bundle.statements[1].value = Some(encumbrances().encode().into());
	corpus.bundle(
		"forged-presence",
		&chain,
		&bundle,
		Reason::StatementValue,
		"a record that is not there, stated present",
	);
	let mut bundle = good.clone();
	bundle.statements[1].id = right(1).to_string();
	corpus.bundle(
		"forged-absence-of-another",
		&chain,
		&bundle,
		Reason::State,
		"the proof that one right is clear, shown for another that is not",
	);

	let records: [(&str, Subject, Vec<u8>); 10] = [
		("right-longer", Subject::Right(right(1)), [right_record(1).encode(), vec![0]].concat()),
		("right-cut", Subject::Right(right(2)), right_record(2).encode()[..90].to_vec()),
		("right-kind", Subject::Right(right(1)), tweak(right_record(1).encode(), 0, 12)),
		("right-option", Subject::Right(right(1)), tweak(right_record(1).encode(), 33, 2)),
		("member-cut", Subject::Member(CITY), member_record().encode()[..20].to_vec()),
		("member-name", Subject::Member(CITY), [vec![0x05, 0x02], vec![b'x'; 200]].concat()),
		("institution-standing", Subject::Institution(7), {
			let record = institution_record().encode();
			let at = record.len() - 13;
			tweak(record, at, 2)
		}),
		("holder-guardian", Subject::Holder(12), tweak(holder_record().encode(), 86, 2)),
		(
			"encumbrances-compact",
			Subject::Encumbrances(right(1)),
			// The length 2 in two bytes, where one is the only spelling.
			[vec![0b1001, 0], encumbrances().encode()[1..].to_vec()].concat(),
		),
		("encumbrances-many", Subject::Encumbrances(right(1)), {
			let one = encumbrances().encode()[1..51].to_vec();
			[vec![0x05, 0x01], one.repeat(65)].concat()
		}),
	];
	for (name, subject, value) in records {
		let mut chain = Chain::start("corpus", voters("corpus 0", 4));
		chain.state.0.insert(subject.key(), value);
		chain.next_block(vec![]);
		let bundle = chain.stating(&[subject]).build().unwrap();
		corpus.bundle(
			&format!("forged-layout-{name}"),
			&chain,
			&bundle,
			Reason::StatementRecord,
			"a value in the state that does not fit its layout",
		);
	}
}

fn tweak(mut bytes: Vec<u8>, at: usize, to: u8) -> Vec<u8> {
	bytes[at] = to;
	bytes
}

fn forged_text(corpus: &mut Corpus) {
	let mut chain = Chain::with_records("corpus", voters("corpus 0", 4));
	chain.next_block(vec![]);
	let good = chain.stating(&[Subject::Right(right(1))]).build().unwrap().to_json();
	let genesis = chain.genesis_hash();
	let empty = "\"handoffs\": []";
	let anchor = "{\"kind\":\"a\",\"token\":\"0x\"}";
	let anchors = format!("{empty},\n  \"anchors\": [{}{anchor}]", format!("{anchor},").repeat(16));
	let long = format!("\"id\": \"{}", "0".repeat(64));
	for (name, from, to, reason, about) in [
		(
			"unknown-field",
			empty,
			"\"handoffs\": [],\n  \"batch\": {}",
			Reason::Malformed,
			"an unknown field",
		),
		(
			"repeated-field",
			empty,
			"\"handoffs\": [],\n  \"handoffs\": []",
			Reason::Malformed,
			"a field twice",
		),
		("missing-field", "\"handoffs\": [],", "", Reason::Malformed, "a field is missing"),
		(
			"null-opening",
			empty,
			"\"handoffs\": [],\n  \"opening\": null",
			Reason::Malformed,
			"null for an optional field",
		),
		(
			"upper-case",
			"\"genesis\": \"0x",
			"\"genesis\": \"0X",
			Reason::Malformed,
			"hex in another spelling",
		),
		(
			"odd-hex",
			"\"header\": \"0x",
			"\"header\": \"0x0",
			Reason::Malformed,
			"an odd number of hex digits",
		),
		("no-prefix", "\"header\": \"0x", "\"header\": \"", Reason::Malformed, "hex without 0x"),
		(
			"array-for-object",
			"\"statements\": [\n    {",
			"\"statements\": [\n    [",
			Reason::Malformed,
			"an array for an object",
		),
		("id-spelling", "\"IPC-", "\" IPC-", Reason::Malformed, "a right number with a blank"),
		(
			"id-check",
			"-000001-",
			"-000002-",
			Reason::Malformed,
			"a right number whose check character does not fit",
		),
		("trailing-text", "\n}\n", "\n}\n{}", Reason::Malformed, "text after the bundle"),
		("anchors-too-many", empty, anchors.as_str(), Reason::Limits, "17 anchors"),
		(
			"text-too-long",
			"\"id\": \"",
			long.as_str(),
			Reason::Limits,
			"an id of more than 64 bytes",
		),
		(
			"next-version",
			"ipcircle-proof/1",
			"ipcircle-proof/2",
			Reason::FormatUnknown,
			"a later version",
		),
		("unknown-kind", "\"right\"", "\"pledge\"", Reason::KindUnknown, "an unknown kind"),
		("unknown-layout", "Right/1", "Right/2", Reason::LayoutUnknown, "a later layout"),
	] {
		let changed = good.replacen(from, to, 1);
		assert_ne!(changed, good, "{name}");
		corpus.add(&format!("text-{name}"), changed, genesis, reason, about);
	}
	for (name, text, about) in [
		("truncated", good[..good.len() / 2].to_string(), "the first half"),
		("empty", String::new(), "nothing"),
		("not-json", "IPCircle".to_string(), "no JSON"),
		("nested", "[".repeat(10_000), "ten thousand arrays in each other"),
		("null", "null".to_string(), "null"),
		("byte-order-mark", format!("\u{feff}{good}"), "a byte order mark before the bundle"),
	] {
		corpus.add(&format!("text-{name}"), text, genesis, Reason::Malformed, about);
	}
	let mut order = Bundle::from_json(good.as_bytes()).unwrap();
	order.state.reverse();
	corpus.bundle("text-nodes-unsorted", &chain, &order, Reason::Malformed, "nodes out of order");
	let mut twice = Bundle::from_json(good.as_bytes()).unwrap();
	twice.state.push(twice.state[0].clone());
	twice.state.sort();
	corpus.bundle("text-node-twice", &chain, &twice, Reason::Malformed, "a node twice");
	let mut none = Bundle::from_json(good.as_bytes()).unwrap();
	none.statements.clear();
	corpus.bundle("text-no-statement", &chain, &none, Reason::Malformed, "nothing is stated");
	let mut again = Bundle::from_json(good.as_bytes()).unwrap();
	again.statements.push(again.statements[0].clone());
	corpus.bundle("text-statement-twice", &chain, &again, Reason::Malformed, "a statement twice");
}

#[test]
fn every_bundle_of_the_corpus_has_the_verdict_it_always_had() {
	let manifest = fs::read_to_string(folder().join("manifest.json")).unwrap();
	let entries: Vec<Entry> = serde_json::from_str(&manifest).unwrap();
	assert!(!entries.is_empty());
	for entry in &entries {
		let text = fs::read(folder().join(&entry.file)).unwrap();
		let (reason, statements) = match verify(&text, &entry.genesis.0) {
			Ok(verified) => {
				let each = verified.statements.iter().map(|proven| proven.verdict().to_string());
				(verified.reason(), each.collect())
			},
			Err(error) => (error.reason, Vec::new()),
		};
		assert_eq!(reason.as_str(), entry.reason, "{}", entry.file);
		assert_eq!(reason.verdict().as_str(), entry.verdict, "{}", entry.file);
		assert_eq!(statements, entry.statements, "{}", entry.file);
	}
}

#[test]
fn the_corpus_follows_from_its_seeds() {
	let corpus = corpus();
	let found = fs::read_to_string(folder().join("manifest.json")).unwrap();
	assert!(found == corpus.manifest(), "manifest.json differs");
	let mut files = 0;
	for entry in fs::read_dir(folder()).unwrap() {
		let name = entry.unwrap().file_name().into_string().unwrap();
		if name.ends_with(SUFFIX) {
			let found = fs::read_to_string(folder().join(&name)).unwrap();
			assert!(corpus.files.get(&name) == Some(&found), "{name} differs");
			files += 1;
		}
	}
	assert_eq!(files, corpus.files.len());
}

#[test]
fn the_corpus_shows_every_reason_that_a_bundle_alone_can_give() {
	let corpus = corpus();
	for reason in Reason::ALL {
		let by_file_only = matches!(
			reason,
			Reason::OpeningMissing
				| Reason::NoRight
				| Reason::Opening
				| Reason::File
				| Reason::PublicDigests
		);
		let shown = corpus.manifest.iter().any(|entry| entry.reason == reason.as_str());
		assert_eq!(shown, !by_file_only, "{}", reason.as_str());
	}
	let verdicts = [Verdict::Valid, Verdict::Mismatch, Verdict::Absent, Verdict::CannotCheck];
	assert!(verdicts
		.iter()
		.all(|verdict| corpus.manifest.iter().any(|entry| entry.verdict == verdict.as_str())));
}

#[test]
#[ignore = "writes proof/corpus"]
fn the_corpus_is_written() {
	let corpus = corpus();
	fs::create_dir_all(folder()).unwrap();
	for (name, text) in &corpus.files {
		fs::write(folder().join(name), text).unwrap();
	}
	fs::write(folder().join("manifest.json"), corpus.manifest()).unwrap();
}
