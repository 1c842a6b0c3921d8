use super::world::*;
use crate::{limits, reason::Reason, subject::Subject, verify, Bundle};
use alloc::{
	format,
	string::{String, ToString},
	vec,
	vec::Vec,
};
use ipcircle_primitives::key;
use proptest::prelude::*;

fn sample() -> String {
	let mut chain = Chain::with_records("text", voters("a", 4));
	chain.next_block(vec![]);
	chain.stating(&[Subject::Right(right(1))]).build().unwrap().to_json()
}

fn reason(text: &str) -> Reason {
	Bundle::from_json(text.as_bytes()).unwrap_err().reason
}

#[test]
fn fields_that_are_unknown_repeated_missing_or_null_are_refused() {
	let text = sample();
	for (from, to) in [
		("\"format\":", "\"batch\": {},\n  \"format\":"),
		("\"handoffs\": []", "\"handoffs\": [],\n  \"handoffs\": []"),
		("\"handoffs\": [],", ""),
		("\"handoffs\": []", "\"handoffs\": null"),
		("\"handoffs\": []", "\"handoffs\": [],\n  \"opening\": null"),
		("\"handoffs\": []", "\"handoffs\": [],\n  \"anchors\": null"),
		("\"layout\": \"Right/1\",", "\"layout\": \"Right/1\", \"note\": 1,"),
	] {
		assert!(text.contains(from), "{from}");
		assert_eq!(reason(&text.replacen(from, to, 1)), Reason::Malformed, "{to}");
	}
}

#[test]
fn a_statement_without_its_value_is_not_a_statement_of_absence() {
	let text = sample();
	let start = text.find(",\n      \"value\"").unwrap();
	let end = start + text[start..].find("\n    }").unwrap();
	let without = [&text[..start], &text[end..]].concat();
	assert_eq!(reason(&without), Reason::Malformed);
}

#[test]
fn an_array_does_not_stand_for_an_object() {
	let text = sample();
	let list = text.replacen("\"statements\": [\n    {", "\"statements\": [[", 1);
	assert_eq!(reason(&list), Reason::Malformed);
	assert_eq!(reason("[\"ipcircle-proof/1\"]"), Reason::Malformed);
}

#[test]
fn hex_has_one_spelling() {
	let text = sample();
	let at = text.find("\"header\": \"0x").unwrap() + 11;
	for hex in ["0X00", "00", "0x0", "0xAB", "0x0g", "", "0x 00"] {
		let end = at + text[at..].find('"').unwrap();
		let changed = [&text[..at], hex, &text[end..]].concat();
		assert_eq!(reason(&changed), Reason::Malformed, "{hex}");
	}
}

#[test]
fn ids_have_one_spelling() {
	for (kind, id) in [
		("member", "0210100"),
		("member", "+210100"),
		("member", ""),
		("institution", "4294967296"),
		("holder", "-1"),
		("holder", " 12"),
		("right", "IPC-210100-2026-000001-A"),
		("right", " IPC-210100-2026-000001-4"),
		("right", "1"),
	] {
		assert_eq!(Subject::parse(kind, id), Err(Reason::Malformed), "{kind} {id}");
	}
	assert_eq!(Subject::parse("pledge", "1"), Err(Reason::KindUnknown));
	for subject in [Subject::Member(CITY), Subject::Holder(u64::MAX), Subject::Right(right(1))] {
		assert_eq!(Subject::parse(subject.kind(), &subject.id()), Ok(subject));
	}
}

#[test]
fn another_format_version_or_layout_cannot_be_checked() {
	let text = sample();
	let other = text.replacen("ipcircle-proof/1", "ipcircle-proof/2", 1);
	assert_eq!(reason(&other), Reason::FormatUnknown);
	let extended = other.replacen("\"handoffs\"", "\"hand_offs\"", 1);
	assert_eq!(reason(&extended), Reason::FormatUnknown);
	assert_eq!(reason(&text.replacen("Right/1", "Right/2", 1)), Reason::LayoutUnknown);
	assert_eq!(reason(&text.replacen("Right/1", "Encumbrances/1", 1)), Reason::LayoutUnknown);
	assert_eq!(reason(&text.replacen("\"right\"", "\"pledge\"", 1)), Reason::KindUnknown);
}

#[test]
fn every_limit_is_kept() {
	let text = sample();
	let padded = text.clone() + &" ".repeat(limits::MAX_BUNDLE_BYTES);
	assert_eq!(reason(&padded), Reason::Limits);
	let nodes = format!("\"nodes\": [{}", "\"0x\",".repeat(limits::MAX_NODES + 1));
	assert_eq!(reason(&text.replacen("\"nodes\": [", &nodes, 1)), Reason::Limits);
	let anchor = "{\"kind\":\"a\",\"token\":\"0x\"}";
	let anchors = format!(
		"\"handoffs\": [], \"anchors\": [{}{anchor}]",
		format!("{anchor},").repeat(limits::MAX_ANCHORS)
	);
	assert_eq!(reason(&text.replacen("\"handoffs\": []", &anchors, 1)), Reason::Limits);
	let blob = format!("\"header\": \"0x{}", "00".repeat(limits::MAX_BLOB_BYTES));
	assert_eq!(reason(&text.replacen("\"header\": \"0x", &blob, 1)), Reason::Limits);
	let kind = format!("\"kind\": \"{}", "a".repeat(limits::MAX_TEXT_BYTES));
	assert_eq!(reason(&text.replacen("\"kind\": \"", &kind, 1)), Reason::Limits);
}

#[test]
fn a_list_out_of_order_or_with_repetitions_is_refused() {
	let bundle = Bundle::from_json(sample().as_bytes()).unwrap();
	let mut reversed = bundle.clone();
	reversed.state.reverse();
	assert_eq!(reason(&reversed.to_json()), Reason::Malformed);
	let mut doubled = bundle.clone();
	doubled.state.insert(0, bundle.state[0].clone());
	assert_eq!(reason(&doubled.to_json()), Reason::Malformed);
	let mut twice = bundle.clone();
	twice.statements.push(bundle.statements[0].clone());
	assert_eq!(reason(&twice.to_json()), Reason::Malformed);
	let mut nothing = bundle;
	nothing.statements.clear();
	assert_eq!(reason(&nothing.to_json()), Reason::Malformed);
}

#[test]
fn deep_nesting_is_refused_without_exhausting_the_stack() {
	for open in ["[", "{\"format\":", "{\"a\":["] {
		assert_eq!(reason(&open.repeat(200_000)), Reason::Malformed);
	}
}

#[test]
fn every_cut_of_a_bundle_is_malformed() {
	let text = sample();
	for end in 0..text.trim_end().len() {
		assert_eq!(reason(&text[..end]), Reason::Malformed);
	}
}

#[test]
fn codes_are_unique_and_an_error_shows_its_code() {
	let mut codes: Vec<_> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
	codes.sort_unstable();
	codes.dedup();
	assert_eq!(codes.len(), Reason::ALL.len());
	let error = verify(b"", &[0; 32]).unwrap_err();
	assert!(error.to_string().ends_with("[malformed]"), "{error}");
}

#[test]
fn the_document_names_every_reason_limit_and_key() {
	let document = include_str!("../../../docs/proof-format.md");
	for reason in Reason::ALL {
		let row = format!("| `{}` | {} | {reason} |", reason.as_str(), reason.verdict());
		assert!(document.contains(&row), "{row}");
	}
	for subject in [
		Subject::Member(0),
		Subject::Institution(0),
		Subject::Holder(0),
		Subject::Right(right(0)),
		Subject::Encumbrances(right(0)),
	] {
		let row = format!("| `{}` | `{}` |", subject.layout(), hex::encode(&subject.key()[..32]));
		assert!(document.contains(&row), "{row}");
	}
	assert!(document.contains(&hex::encode(key::GRANDPA_AUTHORITIES)));
	let (_, limits_section) = document.split_once("## 3. Limits").unwrap();
	for (limit, row) in [
		(limits::MAX_BUNDLE_BYTES, "the whole text"),
		(limits::MAX_BLOB_BYTES, "one header, justification, node, value or token"),
		(limits::MAX_TEXT_BYTES, "`format`, `kind`, `id`, `layout`"),
		(limits::MAX_HANDOFFS, "`handoffs`"),
		(limits::MAX_NODES, "nodes in one list"),
		(limits::MAX_STATEMENTS, "`statements`"),
		(limits::MAX_ANCHORS, "`anchors`"),
		(limits::MAX_AUTHORITIES, "authorities in one set"),
		(limits::MAX_VOTES, "votes in one justification"),
		(limits::MAX_ANCESTRY, "headers in one justification"),
		(limits::MAX_DIGEST_ITEMS, "items in one header's digest"),
	] {
		let line =
			limits_section.lines().find(|line| line.starts_with(&format!("| {row} |"))).unwrap();
		let number: String =
			line.chars().skip(row.len() + 3).filter(char::is_ascii_digit).collect();
		assert_eq!(number, limit.to_string(), "{row}");
	}
}

proptest! {
	#[test]
	fn any_text_is_read_without_panic(text in "\\PC{0,200}") {
		let _ = Bundle::from_json(text.as_bytes());
	}
}
