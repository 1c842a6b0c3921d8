//! Records of the chain as JSON and as lines for people.

use crate::time;
use ipcircle_client::{chain::prefixed, signer::address};
use ipcircle_primitives::{Guardian, RegisteredAt};
use ipcircle_proof::Record;
use serde_json::{json, Value};

/// A record as JSON. Names are text, digests and keys hexadecimal, times Unix milliseconds.
pub(crate) fn json_of(record: &Record) -> Value {
	match record {
		Record::Member(member) => json!({
			"name": text(&member.name),
			"authority": prefixed(&member.authority),
			"registered_at": at(member.registered_at),
		}),
		Record::Institution(institution) => json!({
			"member": institution.member,
			"kind": institution.kind,
			"name": text(&institution.name),
			"administrator": prefixed(&institution.administrator),
			"standing": institution.standing,
			"registered_at": at(institution.registered_at),
		}),
		Record::Holder(holder) => {
			let guardians: Vec<Value> = holder
				.guardians
				.iter()
				.map(|guardian| match guardian {
					Guardian::Holder(id) => json!(format!("holder:{id}")),
					Guardian::Institution(id) => json!(format!("institution:{id}")),
				})
				.collect();
			json!({
				"kind": holder.kind,
				"real_name": prefixed(&holder.real_name.0),
				"registrar": holder.registrar,
				"home": holder.home,
				"key": prefixed(&holder.key),
				"key_since": at(holder.key_since),
				"guardians": guardians,
				"guardian_threshold": holder.guardian_threshold,
				"standing": holder.standing,
				"registered_at": at(holder.registered_at),
			})
		},
		Record::Right(right) => {
			let digests = right.digests.map(
				|digests| json!({ "sha256": prefixed(&digests.sha256.0), "sm3": prefixed(&digests.sm3.0) }),
			);
			let shares: Vec<Value> = right
				.shares
				.iter()
				.map(|share| json!({ "holder": share.holder, "ppm": share.ppm }))
				.collect();
			json!({
				"kind": right.kind,
				"commitment": prefixed(&right.commitment.0),
				"digests": digests,
				"statutory_number": right.statutory_number.as_ref().map(|number| text(number)),
				"shares": shares,
				"claimed_created": right.claimed_created,
				"predecessor": right.predecessor.map(|right| right.to_string()),
				"registrant": right.registrant,
				"registered_at": at(right.registered_at),
			})
		},
		Record::Encumbrances(all) => all
			.iter()
			.map(|one| {
				json!({
					"kind": one.kind,
					"institution": one.institution,
					"document": prefixed(&one.document.0),
					"registered_at": at(one.registered_at),
					"until": one.until,
				})
			})
			.collect(),
	}
}

/// A record as indented lines: the same fields, with dates and addresses that people read.
pub(crate) fn lines_of(record: &Record) -> Vec<String> {
	let Value::Object(fields) = json_of(record) else {
		return vec![format!("    {}", json_of(record))];
	};
	fields
		.iter()
		.filter(|(_, value)| !value.is_null())
		.map(|(name, value)| {
			let shown = match (name.as_str(), value) {
				("registered_at" | "key_since", value) => {
					let block = &value["block"];
					match value["time"].as_u64() {
						// The genesis block has no time.
						None | Some(0) => format!("block {block}"),
						Some(moment) => format!("{} (block {block})", time::show(moment)),
					}
				},
				("claimed_created", Value::Number(moment)) => {
					time::show(moment.as_u64().unwrap_or_default())
				},
				("key" | "authority" | "administrator", Value::String(key)) => {
					ipcircle_client::chain::parse_hash(key)
						.map_or_else(|_| key.clone(), |key| address(&key))
				},
				(_, Value::String(text)) => text.clone(),
				(_, value) => value.to_string(),
			};
			format!("    {name}: {shown}")
		})
		.collect()
}

/// A public name. The chain checks only its length, so anything that could move a terminal's cursor
/// or reorder the line is shown as what it is.
pub(crate) fn text(bytes: &[u8]) -> String {
	let hidden = |c: char| {
		c.is_control()
			|| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
	};
	String::from_utf8_lossy(bytes)
		.chars()
		.map(|c| if hidden(c) { char::REPLACEMENT_CHARACTER } else { c })
		.collect()
}

fn at(moment: RegisteredAt) -> Value {
	json!({ "block": moment.block, "time": moment.time })
}

#[cfg(test)]
mod tests {
	use super::*;
	use ipcircle_primitives::{Commitment, RightKind, RightRecord, Share};

	fn right() -> Record {
		Record::Right(RightRecord {
			kind: RightKind::UtilityModel,
			commitment: Commitment([1; 32]),
			digests: None,
			statutory_number: Some(b"2003202023448".to_vec().try_into().unwrap()),
			shares: vec![Share { holder: 7, ppm: 1_000_000 }].try_into().unwrap(),
			claimed_created: Some(0),
			predecessor: None,
			registrant: 7,
			registered_at: RegisteredAt { block: 9, time: 1_772_323_200_000 },
		})
	}

	#[test]
	fn the_json_of_a_right_keeps_its_shape() {
		assert_eq!(
			json_of(&right()),
			json!({
				"kind": "utility-model",
				"commitment": format!("0x{}", "01".repeat(32)),
				"digests": null,
				"statutory_number": "2003202023448",
				"shares": [{ "holder": 7, "ppm": 1_000_000 }],
				"claimed_created": 0,
				"predecessor": null,
				"registrant": 7,
				"registered_at": { "block": 9, "time": 1_772_323_200_000u64 },
			})
		);
	}

	#[test]
	fn people_see_dates_and_nothing_that_is_empty() {
		let lines = lines_of(&right()).join("\n");
		assert!(lines.contains("registered_at: 2026-03-01 08:00:00 +08:00 (block 9)"), "{lines}");
		assert!(!lines.contains("null"), "{lines}");
	}

	#[test]
	fn a_name_cannot_move_the_cursor_or_turn_the_line_around() {
		assert_eq!(text("沈阳\u{1b}[2J\u{202e}x".as_bytes()), "沈阳\u{fffd}[2J\u{fffd}x");
	}
}
