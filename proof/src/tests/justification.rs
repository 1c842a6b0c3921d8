//! The decision on justifications, compared with upstream's own.

use super::world::*;
use crate::{
	authorities::Authorities, header::Header as OwnHeader, justification::finalizes,
	scale::read_all,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use core::cell::Cell;
use polkadot_sdk::{
	sc_consensus_grandpa::GrandpaJustification,
	sp_core::H256,
	sp_runtime::{generic, OpaqueExtrinsic},
};
use proptest::{prelude::*, test_runner::TestRunner};

type Block = generic::Block<Header, OpaqueExtrinsic>;

fn ours(encoded: &[u8], block: &Header, set_id: u64, set: &[Voter]) -> bool {
	let header = block.encode();
	let header = OwnHeader::decode(&header).expect("upstream's header is well formed");
	assert_eq!((header.hash, header.number), (block.hash().0, block.number));
	let list = authority_list(set).encode();
	read_all(&list, Authorities::read)
		.is_some_and(|voters| finalizes(encoded, &header, set_id, &voters))
}

fn theirs(encoded: &[u8], block: &Header, set_id: u64, set: &[Voter]) -> bool {
	GrandpaJustification::<Block>::decode(encoded).is_ok_and(|justification| {
		justification.target() == (block.number, block.hash())
			&& justification.verify(set_id, &authority_list(set)).is_ok()
	})
}

/// What a proptest case votes for, relative to the target.
#[derive(Clone, Copy, Debug)]
enum For {
	Target,
	Child,
	Grandchild,
	OtherChild,
	Parent,
	Fork,
}

#[derive(Clone, Copy, Debug)]
enum Spoil {
	Nothing,
	Signature(usize),
	Target,
	Number,
	Voter,
}

fn cases() -> impl Strategy<Value = Vec<(usize, For, Spoil)>> {
	let target = prop_oneof![
		12 => Just(For::Target),
		2 => Just(For::Child),
		2 => Just(For::Grandchild),
		1 => Just(For::OtherChild),
		1 => Just(For::Parent),
		1 => Just(For::Fork),
	];
	let spoil = prop_oneof![
		40 => Just(Spoil::Nothing),
		1 => (0usize..512).prop_map(Spoil::Signature),
		1 => Just(Spoil::Target),
		1 => Just(Spoil::Number),
		1 => Just(Spoil::Voter),
	];
	// Mostly members of small sets, some strangers.
	prop::collection::vec((0usize..6, target, spoil), 0..10)
}

struct Tree {
	parent: Header,
	target: Header,
	child: Header,
	grandchild: Header,
	other: Header,
	fork: Header,
}

fn tree() -> Tree {
	let mut chain = Chain::start("tree", voters("a", 4));
	let parent = chain.next_block(vec![]);
	let target = Chain::child(&parent, 0);
	let child = Chain::child(&target, 1);
	Tree {
		grandchild: Chain::child(&child, 2),
		other: Chain::child(&target, 3),
		fork: Chain::child(&parent, 4),
		parent,
		target,
		child,
	}
}

#[test]
fn what_upstream_accepts_we_accept_and_what_we_accept_upstream_would_finalize() {
	let mut runner = TestRunner::new(ProptestConfig {
		cases: 3_000,
		failure_persistence: None,
		..ProptestConfig::default()
	});
	let input = (
		prop::collection::vec(prop_oneof![1 => Just(0u64), 6 => 1u64..4], 1..6),
		cases(),
		prop::option::weighted(0.3, prop::collection::vec(any::<bool>(), 5)),
		0u64..3,
		prop_oneof![6 => Just(0u64), 1 => Just(1u64)],
	);
	let (both, only_we) = (Cell::new(0), Cell::new(0));
	let compared = runner.run(&input, |(weights, cases, ancestry, set_id, off)| {
		let claimed = set_id + off;
		let set = weighted("set", &weights);
		let strangers = voters("stranger", 8);
		let tree = tree();
		let of = |target| match target {
			For::Target => &tree.target,
			For::Child => &tree.child,
			For::Grandchild => &tree.grandchild,
			For::OtherChild => &tree.other,
			For::Parent => &tree.parent,
			For::Fork => &tree.fork,
		};
		let mut votes = Votes::on(&tree.target, set_id);
		for (voter, target, spoil) in &cases {
			votes = votes.vote(set.get(*voter).unwrap_or(&strangers[*voter]), of(*target));
			let vote = votes.precommits.last_mut().unwrap();
			match spoil {
				Spoil::Nothing => {},
				Spoil::Signature(bit) => vote.2[bit / 8] ^= 1 << (bit % 8),
				Spoil::Target => vote.0 = H256([9; 32]),
				Spoil::Number => vote.1 += 1,
				Spoil::Voter => vote.3 = set[0].id(),
			}
		}
		let headers = [&tree.target, &tree.child, &tree.grandchild, &tree.other, &tree.fork];
		votes.ancestry = match ancestry {
			Some(included) => headers
				.into_iter()
				.zip(included)
				.filter(|(_, included)| *included)
				.map(|(header, _)| header.clone())
				.collect(),
			None => between(&votes, &headers),
		};
		let encoded = votes.encode();
		let we = ours(&encoded, &tree.target, claimed, &set);
		let they = theirs(&encoded, &tree.target, claimed, &set);
		// Upstream counts an equivocator for every block, we count it where it voted: an
		// equivocation may be what their threshold rests on.
		let equivocates = cases
			.iter()
			.enumerate()
			.any(|(at, (voter, ..))| cases[..at].iter().any(|(earlier, ..)| earlier == voter))
			|| cases.iter().any(|(_, _, spoil)| matches!(spoil, Spoil::Voter));
		if they && !equivocates {
			prop_assert!(we, "upstream accepts what we refuse");
		}
		if we {
			prop_assert!(
				upstream_would_finalize(&votes, &tree, claimed, &set),
				"we accept what upstream refuses"
			);
			let counter = if they { &both } else { &only_we };
			counter.set(counter.get() + 1);
		}
		Ok(())
	});
	compared.unwrap();
	std::println!("of 3000: {} accepted by both, {} by us alone", both.get(), only_we.get());
	// The comparison means something only if both ways were often taken.
	assert!(both.get() > 30 && only_we.get() > 30);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn a_damaged_justification_is_accepted_by_neither(at in 0usize..10_000, bit in 0u8..8, size in 1usize..8) {
		let mut chain = Chain::start("damaged", voters("a", size));
		let block = chain.next_block(vec![]);
		let mut encoded = chain.justification(&block).encode();
		prop_assert!(ours(&encoded, &block, 0, &chain.set) && theirs(&encoded, &block, 0, &chain.set));
		let at = at % encoded.len();
		encoded[at] ^= 1 << bit;
		prop_assert!(!ours(&encoded, &block, 0, &chain.set));
		prop_assert!(!theirs(&encoded, &block, 0, &chain.set));
	}
}

/// The headers that an honest node encloses: those between the votes and the lowest of them.
fn between(votes: &Votes, headers: &[&Header]) -> Vec<Header> {
	let lowest = votes.precommits.iter().map(|vote| (vote.1, vote.0)).min();
	headers
		.iter()
		.filter(|header| {
			votes.precommits.iter().any(|vote| {
				let mut at = vote.0;
				while Some(at) != lowest.map(|(_, hash)| hash) {
					let Some(above) = headers.iter().find(|header| header.hash() == at) else {
						break;
					};
					if above.hash() == header.hash() {
						return true;
					}
					at = above.parent_hash;
				}
				false
			})
		})
		.map(|header| (*header).clone())
		.collect()
}

/// Whether upstream accepts the same votes without the bad ones, for the target or for a descendant
/// of it: finality of a block is finality of its ancestors.
fn upstream_would_finalize(votes: &Votes, tree: &Tree, set_id: u64, set: &[Voter]) -> bool {
	let above = [&tree.target, &tree.child, &tree.grandchild, &tree.other];
	let mut kept = votes.clone();
	kept.precommits = Vec::new();
	for vote in &votes.precommits {
		let Some(voter) = set.iter().find(|voter| voter.id() == vote.3 && voter.weight > 0) else {
			continue;
		};
		let Some(target) =
			above.iter().find(|header| (header.hash(), header.number) == (vote.0, vote.1))
		else {
			continue;
		};
		// Signing is deterministic: a good signature is the one the voter would make.
		let mut again = Votes::on(&tree.target, set_id);
		again.round = votes.round;
		if again.vote(voter, target).precommits[0] == *vote
			&& !kept.precommits.iter().any(|other| other.3 == vote.3)
		{
			kept.precommits.push(*vote);
		}
	}
	// Upstream wants a vote, as base of the ancestry, for an ancestor of all others; the target itself
	// is one that all agree on, so its own header is there only when no vote names it.
	let subsets = 0..1u32 << headers_above(tree).len();
	subsets.into_iter().any(|subset| {
		let mut candidate = kept.clone();
		candidate.ancestry = headers_above(tree)
			.into_iter()
			.enumerate()
			.filter(|(at, _)| subset >> at & 1 == 1)
			.map(|(_, header)| header)
			.collect();
		above.iter().any(|target| {
			candidate.target = (target.hash(), target.number);
			theirs(&candidate.encode(), target, set_id, set)
		})
	}) || votes_only_beside_each_other(&kept, tree)
}

fn headers_above(tree: &Tree) -> Vec<Header> {
	vec![tree.child.clone(), tree.grandchild.clone(), tree.other.clone()]
}

/// Upstream cannot express finality of a block that all votes lie above on different forks, since
/// it takes the lowest vote as the base of all.
fn votes_only_beside_each_other(votes: &Votes, tree: &Tree) -> bool {
	let on = |header: &Header| votes.precommits.iter().any(|vote| vote.0 == header.hash());
	!on(&tree.target) && on(&tree.other) && (on(&tree.child) || on(&tree.grandchild))
}
