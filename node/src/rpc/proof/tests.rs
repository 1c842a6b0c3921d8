use super::*;
use codec::Decode;
use sp_consensus_grandpa::{AuthorityId, ConsensusLog, ScheduledChange};
use sp_core::crypto::UncheckedFrom;
use sp_runtime::{traits::Header as _, Digest, DigestItem};
use std::collections::BTreeMap;

/// A chain as a table: which blocks keep a justification, and where sets end.
#[derive(Default)]
struct Table {
	newest: Option<BlockNumber>,
	kept: BTreeMap<BlockNumber, Vec<u8>>,
	/// Past sets; `None` for a node without the beginning.
	ends: Option<Vec<(SetId, BlockNumber)>>,
	/// Blocks that end a set without a scheduled change.
	forced: Vec<BlockNumber>,
	/// Headers that warp sync left out.
	absent: Vec<BlockNumber>,
}

impl Table {
	fn keeping(newest: BlockNumber, kept: &[BlockNumber]) -> Proofs<Self> {
		let kept = kept.iter().map(|number| (*number, vec![1])).collect();
		Proofs::new(Self { newest: Some(newest), kept, ends: Some(Vec::new()), ..Self::default() })
	}

	fn with_sets(lasts: &[BlockNumber]) -> Self {
		Self {
			newest: Some(lasts.last().copied().unwrap_or_default() + 1),
			kept: lasts.iter().map(|last| (*last, vec![2])).collect(),
			ends: Some((0..).zip(lasts.iter().copied()).collect()),
			..Self::default()
		}
	}

	fn block(&self, number: BlockNumber) -> Header {
		let ends_set = self.ends.iter().flatten().any(|(_, last)| *last == number);
		let logs = if ends_set && !self.forced.contains(&number) {
			let next = vec![(AuthorityId::unchecked_from([7; 32]), 1)];
			let change = ScheduledChange { next_authorities: next, delay: 0u32 };
			let log = ConsensusLog::ScheduledChange(change).encode();
			vec![DigestItem::Consensus(GRANDPA_ENGINE_ID, log)]
		} else {
			Vec::new()
		};
		let hash = Hash::default();
		Header::new(number, hash, hash, hash, Digest { logs })
	}
}

impl Source for Table {
	fn header(&self, number: BlockNumber) -> Result<Option<Header>, ProofError> {
		Ok((!self.absent.contains(&number)).then(|| self.block(number)))
	}

	fn kept_justification(&self, number: BlockNumber) -> Result<Option<Vec<u8>>, ProofError> {
		Ok(self.kept.get(&number).cloned())
	}

	fn newest(&self) -> Result<Option<(Header, Vec<u8>)>, ProofError> {
		Ok(self.newest.map(|number| (self.block(number), vec![9])))
	}

	fn set_changes(&self) -> Option<Vec<(SetId, BlockNumber)>> {
		self.ends.clone()
	}

	fn current_set_id(&self) -> SetId {
		self.ends.iter().flatten().count().try_into().expect("few sets")
	}

	fn status(&self) -> Result<Status, ProofError> {
		Err(ProofError::Database("a table has no status".into()))
	}
}

fn number(justified: Option<Justified>) -> Option<BlockNumber> {
	justified.map(|found| Header::decode(&mut &found.header[..]).expect("a header").number)
}

#[test]
fn a_receipt_is_provable_as_soon_as_its_block_is_final() {
	let proofs = Table::keeping(33, &[16, 32]);
	let found = proofs.nearest(Some(33)).expect("reads").expect("provable");
	assert_eq!(found.justification.0, vec![9], "by the newest justification");
	assert_eq!(number(Some(found)), Some(33));
}

#[test]
fn an_old_block_is_proven_by_the_nearest_kept_justification() {
	let proofs = Table::keeping(100, &[16, 32, 48]);
	assert_eq!(number(proofs.nearest(Some(17)).expect("reads")), Some(32));
	assert_eq!(number(proofs.nearest(Some(32)).expect("reads")), Some(32));
	assert_eq!(number(proofs.nearest(Some(49)).expect("reads")), Some(100));
}

#[test]
fn what_is_not_final_is_not_proven() {
	let proofs = Table::keeping(33, &[16, 32]);
	assert_eq!(proofs.nearest(Some(34)), Ok(None));
	assert_eq!(proofs.nearest(Some(BlockNumber::MAX)), Ok(None));
	let empty = Proofs::new(Table::default());
	assert_eq!(empty.nearest(None), Ok(None));
	assert_eq!(empty.nearest(Some(0)), Ok(None));
}

#[test]
fn the_newest_justified_block_is_the_answer_when_none_is_asked_for() {
	assert_eq!(number(Table::keeping(33, &[16]).nearest(None).expect("reads")), Some(33));
}

#[test]
fn a_search_is_bounded_and_then_falls_back_to_the_newest() {
	let far = 1 + JUSTIFICATION_SEARCH;
	let proofs = Table::keeping(10 * far, &[far]);
	assert_eq!(number(proofs.nearest(Some(2)).expect("reads")), Some(far));
	assert_eq!(number(proofs.nearest(Some(1)).expect("reads")), Some(10 * far));
}

#[test]
fn handoffs_come_in_order_from_the_set_asked_for() {
	let proofs = Proofs::new(Table::with_sets(&[30, 60, 90]));
	let all = proofs.handoffs_from(0).expect("complete");
	assert_eq!(all.current_set_id, 3);
	let numbers: Vec<_> = all.handoffs.into_iter().map(|handoff| number(Some(handoff))).collect();
	assert_eq!(numbers, vec![Some(30), Some(60), Some(90)]);
	assert_eq!(proofs.handoffs_from(2).expect("complete").handoffs.len(), 1);
	assert_eq!(proofs.handoffs_from(3).expect("complete").handoffs, Vec::new());
}

#[test]
fn a_long_history_comes_in_pages() {
	let lasts: Vec<BlockNumber> = (1..=300).collect();
	let proofs = Proofs::new(Table::with_sets(&lasts));
	let first = proofs.handoffs_from(0).expect("complete");
	assert_eq!((first.current_set_id, first.handoffs.len()), (300, HANDOFFS_PAGE));
	let rest = proofs.handoffs_from(HANDOFFS_PAGE as SetId).expect("complete");
	assert_eq!(rest.handoffs.len(), 300 - HANDOFFS_PAGE);
}

#[test]
fn a_node_without_history_says_so() {
	let without = |spoil: fn(&mut Table)| {
		let mut table = Table::with_sets(&[30, 60]);
		spoil(&mut table);
		Proofs::new(table).handoffs_from(1)
	};
	let missing = Err(ProofError::HistoryMissing(1));
	assert_eq!(without(|table| table.ends = None), missing);
	assert_eq!(without(|table| table.absent.push(60)), missing);
	assert_eq!(without(|table| drop(table.kept.remove(&60))), missing);
}

#[test]
fn a_forced_change_is_reported_not_bridged() {
	let mut table = Table::with_sets(&[30, 60]);
	table.forced.push(60);
	assert_eq!(Proofs::new(table).handoffs_from(0), Err(ProofError::ForcedChange(1)));
}

#[tokio::test]
async fn the_methods_answer_under_their_public_names() {
	let module = Table::keeping(33, &[16, 32]).into_rpc();
	let call = async |method: &str, params: &str| {
		let request =
			format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#);
		let (answer, _) = module.raw_json_request(&request, 1).await.expect("well-formed");
		serde_json::from_str::<serde_json::Value>(&answer).expect("JSON")
	};
	for params in ["[]", "[null]", "[20]"] {
		let answer = call("ipcircle_proveFinality", params).await;
		let header = answer["result"]["header"].as_str().expect("a header");
		assert!(header.starts_with("0x"), "{answer}");
	}
	assert!(call("ipcircle_proveFinality", "[34]").await["result"].is_null());
	assert_eq!(call("ipcircle_handoffs", "[0]").await["result"]["current_set_id"], 0);
	assert_eq!(call("ipcircle_status", "[]").await["error"]["code"], 7_001);
}
