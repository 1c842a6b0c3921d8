//! A small chain: real headers, a real state trie, real signatures, and no node.

use crate::{builder::BundleBuilder, subject::Subject};
use alloc::{collections::BTreeMap, vec, vec::Vec};
use codec::Encode;
use ed25519_dalek::{Signer, SigningKey};
use ipcircle_primitives::{
	key, Commitment, Digests, Encumbrance, EncumbranceKind, Encumbrances, Guardian, HolderKind,
	HolderRecord, InstitutionKind, InstitutionRecord, MemberRecord, RegisteredAt, RightId,
	RightKind, RightRecord, Sha256Digest, Share, Shares, Sm3Digest, Standing, WHOLE_PPM,
};
use polkadot_sdk::{
	sp_consensus_grandpa::{
		localized_payload, AuthorityId, ConsensusLog, Message, Precommit, ScheduledChange,
		GRANDPA_ENGINE_ID,
	},
	sp_core::{ed25519, storage::StateVersion, Blake2Hasher, H256},
	sp_runtime::{
		generic,
		traits::{BlakeTwo256, Header as _},
		Digest, DigestItem,
	},
	sp_state_machine::{backend::AsTrieBackend, prove_read, InMemoryBackend},
};

pub(super) type Header = generic::Header<u32, BlakeTwo256>;

/// An authority: its key and weight.
#[derive(Clone)]
pub(super) struct Voter {
	pub(super) key: SigningKey,
	pub(super) weight: u64,
}

impl Voter {
	pub(super) fn id(&self) -> [u8; 32] {
		self.key.verifying_key().to_bytes()
	}
}

/// `count` authorities of weight 1 with keys that follow from `label`.
pub(super) fn voters(label: &str, count: usize) -> Vec<Voter> {
	weighted(label, &vec![1; count])
}

/// Authorities of these weights.
pub(super) fn weighted(label: &str, weights: &[u64]) -> Vec<Voter> {
	weights
		.iter()
		.enumerate()
		.map(|(at, weight)| Voter {
			key: SigningKey::from_bytes(&seed(label, at)),
			weight: *weight,
		})
		.collect()
}

/// 32 bytes that follow from a label and a number.
pub(super) fn seed(label: &str, at: usize) -> [u8; 32] {
	crate::blake2_256::blake2_256(&(label, at as u64).encode())
}

pub(super) fn authority_list(voters: &[Voter]) -> Vec<(AuthorityId, u64)> {
	voters
		.iter()
		.map(|voter| {
			let public = ed25519::Public::from_raw(voter.id());
			(public.into(), voter.weight)
		})
		.collect()
}

/// A set of votes, to be encoded as a justification.
#[derive(Clone)]
pub(super) struct Votes {
	pub(super) round: u64,
	pub(super) set_id: u64,
	pub(super) target: (H256, u32),
	pub(super) precommits: Vec<(H256, u32, [u8; 64], [u8; 32])>,
	pub(super) ancestry: Vec<Header>,
}

impl Votes {
	pub(super) fn on(target: &Header, set_id: u64) -> Self {
		let round = 7;
		let target = (target.hash(), target.number);
		Self { round, set_id, target, precommits: Vec::new(), ancestry: Vec::new() }
	}

	/// Adds a vote of `voter` for `target`.
	pub(super) fn vote(self, voter: &Voter, target: &Header) -> Self {
		self.vote_for(voter, target.hash(), target.number)
	}

	/// Adds a vote of `voter` for this hash and number.
	pub(super) fn vote_for(mut self, voter: &Voter, hash: H256, number: u32) -> Self {
		let precommit = Precommit::<Header> { target_hash: hash, target_number: number };
		let message = Message::<Header>::Precommit(precommit);
		let payload = localized_payload(self.round, self.set_id, &message);
		let signature = voter.key.sign(&payload).to_bytes();
		self.precommits.push((hash, number, signature, voter.id()));
		self
	}

	/// Adds votes of all `voters` for `target`.
	pub(super) fn votes(self, voters: &[Voter], target: &Header) -> Self {
		voters.iter().fold(self, |votes, voter| votes.vote(voter, target))
	}

	pub(super) fn ancestry(mut self, headers: &[Header]) -> Self {
		self.ancestry.extend_from_slice(headers);
		self
	}

	pub(super) fn encode(&self) -> Vec<u8> {
		(self.round, self.target, &self.precommits, &self.ancestry).encode()
	}
}

/// The fewest votes of weight 1 that are more than two thirds.
pub(super) const fn enough(count: usize) -> usize {
	count * 2 / 3 + 1
}

/// The state of a chain.
#[derive(Clone, Default)]
pub(super) struct State(pub(super) BTreeMap<Vec<u8>, Vec<u8>>);

impl State {
	fn backend(&self) -> InMemoryBackend<Blake2Hasher> {
		(self.0.clone(), StateVersion::V1).into()
	}

	pub(super) fn root(&self) -> H256 {
		*self.backend().as_trie_backend().root()
	}

	/// What `state_getReadProof` answers.
	pub(super) fn prove(&self, keys: &[Vec<u8>]) -> Vec<Vec<u8>> {
		let proof = prove_read(self.backend(), keys).expect("the backend is whole");
		proof.into_iter_nodes().collect()
	}
}

/// A chain that has just finalized its tip.
#[derive(Clone)]
pub(super) struct Chain {
	pub(super) genesis: Header,
	pub(super) genesis_nodes: Vec<Vec<u8>>,
	pub(super) state: State,
	pub(super) set: Vec<Voter>,
	pub(super) set_id: u64,
	pub(super) tip: Header,
	pub(super) handoffs: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Chain {
	/// A chain whose first set is `set`, with some records of other people in its state.
	pub(super) fn start(label: &str, set: Vec<Voter>) -> Self {
		let mut state = State::default();
		state.0.insert(key::GRANDPA_AUTHORITIES.to_vec(), authority_list(&set).encode());
		for at in 0..40u32 {
			let filler = seed(label, at as usize);
			state.0.insert(key::right(right(1000 + at)), filler[..at as usize % 32].to_vec());
			state.0.insert(key::holder(1000 + u64::from(at)), filler.repeat(3));
			state.0.insert(filler[..1 + at as usize % 20].to_vec(), vec![at as u8; 40]);
		}
		let genesis = Header::new(
			0,
			Default::default(),
			state.root(),
			Default::default(),
			Default::default(),
		);
		let genesis_nodes = state.prove(&[key::GRANDPA_AUTHORITIES.to_vec()]);
		let tip = genesis.clone();
		Self { genesis, genesis_nodes, state, set, set_id: 0, tip, handoffs: Vec::new() }
	}

	pub(super) fn insert(&mut self, key: Vec<u8>, value: impl Encode) {
		self.state.0.insert(key, value.encode());
	}

	/// A chain with one record of each kind, and nothing standing on right 2.
	pub(super) fn with_records(label: &str, set: Vec<Voter>) -> Self {
		let mut chain = Self::start(label, set);
		chain.insert(key::member(CITY), member_record());
		chain.insert(key::institution(7), institution_record());
		chain.insert(key::holder(12), holder_record());
		chain.insert(key::right(right(1)), right_record(1));
		chain.insert(key::right(right(2)), right_record(2));
		chain.insert(key::encumbrances(right(1)), encumbrances());
		chain
	}

	/// The next block, whose state is the present one.
	pub(super) fn next_block(&mut self, logs: Vec<DigestItem>) -> Header {
		let mut digest = Digest { logs: vec![DigestItem::PreRuntime(*b"aura", vec![1; 8])] };
		digest.logs.extend(logs);
		digest.logs.push(DigestItem::Seal(*b"aura", vec![9; 64]));
		self.tip = Header::new(
			self.tip.number + 1,
			H256(seed("extrinsics", self.tip.number as usize)),
			self.state.root(),
			self.tip.hash(),
			digest,
		);
		self.tip.clone()
	}

	/// A block that nobody has voted for, on top of `parent`.
	pub(super) fn child(parent: &Header, salt: u8) -> Header {
		Header::new(
			parent.number + 1,
			H256([salt; 32]),
			parent.state_root,
			parent.hash(),
			Default::default(),
		)
	}

	/// Votes by as many of the current set as are needed, all of weight 1.
	pub(super) fn justification(&self, block: &Header) -> Votes {
		Votes::on(block, self.set_id).votes(&self.set[..enough(self.set.len())], block)
	}

	/// Finalizes a block that makes `next` the current set.
	pub(super) fn hand_over(&mut self, next: Vec<Voter>) {
		let log = scheduled(&next, 0);
		self.state.0.insert(key::GRANDPA_AUTHORITIES.to_vec(), authority_list(&next).encode());
		let block = self.next_block(vec![log]);
		self.handoffs.push((block.encode(), self.justification(&block).encode()));
		self.set = next;
		self.set_id += 1;
		self.next_block(Vec::new());
	}

	/// A builder that holds everything but statements, with the tip justified by the current set.
	pub(super) fn builder(&self) -> BundleBuilder {
		let justification = self.justification(&self.tip);
		self.builder_with(&self.tip, justification.encode())
	}

	pub(super) fn builder_with(&self, block: &Header, justification: Vec<u8>) -> BundleBuilder {
		let builder = BundleBuilder::new(self.genesis_hash())
			.genesis_proof(self.genesis.encode(), self.genesis_nodes.clone())
			.finalized(block.encode(), justification);
		self.handoffs.iter().fold(builder, |builder, (header, justification)| {
			builder.handoff(header.clone(), justification.clone())
		})
	}

	/// A builder that states `subjects` about the tip.
	pub(super) fn stating(&self, subjects: &[Subject]) -> BundleBuilder {
		let keys: Vec<_> = subjects.iter().map(Subject::key).collect();
		let builder = self.builder().state(self.state.prove(&keys));
		subjects.iter().fold(builder, |builder, subject| builder.statement(*subject))
	}

	pub(super) fn genesis_hash(&self) -> [u8; 32] {
		self.genesis.hash().0
	}
}

pub(super) fn scheduled(next: &[Voter], delay: u32) -> DigestItem {
	let change = ScheduledChange { next_authorities: authority_list(next), delay };
	DigestItem::Consensus(GRANDPA_ENGINE_ID, ConsensusLog::ScheduledChange(change).encode())
}

pub(super) fn forced(next: &[Voter]) -> DigestItem {
	let change = ScheduledChange { next_authorities: authority_list(next), delay: 0u32 };
	DigestItem::Consensus(GRANDPA_ENGINE_ID, ConsensusLog::ForcedChange(3u32, change).encode())
}

pub(super) const CITY: u32 = 210_100;
pub(super) const SALT: [u8; 32] = [0x5a; 32];
pub(super) const AT: RegisteredAt = RegisteredAt { block: 41, time: 1_790_000_000_000 };

pub(super) fn right(serial: u32) -> RightId {
	RightId { city: CITY, year: 2026, serial }
}

pub(super) fn digests(byte: u8) -> Digests {
	Digests { sha256: Sha256Digest([byte; 32]), sm3: Sm3Digest([byte ^ 0xff; 32]) }
}

pub(super) fn member_record() -> MemberRecord {
	MemberRecord { name: name("瀋陽市"), authority: [3; 32], registered_at: AT }
}

pub(super) fn institution_record() -> InstitutionRecord {
	InstitutionRecord {
		member: CITY,
		kind: InstitutionKind::Registrar,
		name: name("瀋陽知識產權登記中心"),
		administrator: [4; 32],
		standing: Standing::Active,
		registered_at: AT,
	}
}

pub(super) fn holder_record() -> HolderRecord {
	HolderRecord {
		kind: HolderKind::Person,
		real_name: Commitment([5; 32]),
		registrar: 7,
		home: CITY,
		key: [6; 32],
		key_since: AT,
		guardians: vec![Guardian::Holder(13), Guardian::Institution(7)]
			.try_into()
			.expect("two guardians fit"),
		guardian_threshold: 2,
		standing: Standing::Suspended,
		registered_at: AT,
	}
}

/// Right 1 keeps its digests private and claims a date; right 2 publishes them and has an ancestor.
pub(super) fn right_record(serial: u32) -> RightRecord {
	let file = digests(serial as u8);
	let public = serial.is_multiple_of(2);
	RightRecord {
		kind: if public { RightKind::Invention } else { RightKind::Work },
		commitment: ipcircle_primitives::commitment(&SALT, &file),
		digests: public.then_some(file),
		statutory_number: public
			.then(|| b"2018101234567".to_vec().try_into().expect("13 characters fit")),
		shares: Shares::try_from(vec![
			Share { holder: 12, ppm: WHOLE_PPM - 250_000 },
			Share { holder: 13, ppm: 250_000 },
		])
		.expect("two shares fit"),
		claimed_created: (!public).then_some(1_780_000_000_000),
		predecessor: public.then(|| right(1)),
		registrant: 12,
		registered_at: AT,
	}
}

pub(super) fn encumbrances() -> Encumbrances {
	let pledge = Encumbrance {
		kind: EncumbranceKind::Pledge,
		institution: 7,
		document: Commitment([8; 32]),
		registered_at: AT,
		until: None,
	};
	let freeze = Encumbrance { kind: EncumbranceKind::Freeze, until: Some(AT.time + 1), ..pledge };
	vec![pledge, freeze].try_into().expect("two encumbrances fit")
}

fn name(text: &str) -> ipcircle_primitives::record::Name {
	text.as_bytes().to_vec().try_into().expect("the name is short")
}
