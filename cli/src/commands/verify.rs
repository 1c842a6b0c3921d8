//! `ipcircle verify`: offline, from a genesis hash and two files.

use crate::{
	args::Verify,
	commands::register::digests,
	context::Context,
	output::line,
	record::{json_of, lines_of},
	text::{errors::of_reason, Text},
	time,
};
use ipcircle_client::{prove, Code, Error, Exit, Result};
use ipcircle_primitives::Digests;
use ipcircle_proof::{
	open_file, verify_bundle, Bundle, FileFinding, Hash, Interval, Origin, Reason, Subject,
	Verdict, Verified, VerifyError,
};
use serde_json::{json, Value};

pub(crate) fn run(context: &Context, arguments: &Verify) -> Result<Exit> {
	let genesis = context.genesis()?.ok_or_else(|| Error::new(Code::GenesisMissing))?;
	let (file, bundle) = match arguments.paths.as_slice() {
		[bundle] => (None, bundle),
		[file, bundle] => (Some(file), bundle),
		_ => return Err(Error::new(Code::GenesisMissing)),
	};
	let text = prove::read(bundle)?;
	let file = file.map(|file| digests(context, file)).transpose()?;
	let report = examine(&text, &genesis, file.map(|found| found.digests));
	report.print(context, &genesis);
	Ok(match report.reason.verdict() {
		// A proven absence is an answer, not a failure.
		Verdict::Valid | Verdict::Absent => Exit::Ok,
		Verdict::Mismatch => Exit::Invalid,
		Verdict::CannotCheck => Exit::CannotCheck,
	})
}

/// Everything that can be said about a proof, and about a file if there is one.
struct Report {
	reason: Reason,
	at: Option<usize>,
	verified: Option<Verified>,
	file: Option<FileFinding>,
}

fn examine(text: &[u8], genesis: &[u8; 32], file: Option<Digests>) -> Report {
	let failed = |error: VerifyError| Report {
		reason: error.reason,
		at: error.at,
		verified: None,
		file: None,
	};
	let bundle = match Bundle::from_json(text) {
		Ok(bundle) => bundle,
		Err(error) => return failed(error),
	};
	let verified = match verify_bundle(&bundle, genesis) {
		Ok(verified) => verified,
		Err(error) => return failed(error),
	};
	let opening = bundle.opening.as_ref();
	// Without a file, an opening must at least fit the record beside it.
	let compared = file.or_else(|| opening.map(|opening| opening.digests()));
	let finding = compared.map(|digests| open_file(&verified, opening, &digests));
	let reason = match &finding {
		Some(finding) if finding.verdict() != Verdict::Valid => finding.reason,
		_ => verified.reason(),
	};
	Report { reason, at: None, verified: Some(verified), file: finding.filter(|_| file.is_some()) }
}

impl Report {
	fn print(&self, context: &Context, genesis: &[u8; 32]) {
		let out = context.out;
		let verdict = self.reason.verdict();
		let name = match verdict {
			Verdict::Valid => Text::VerdictValid,
			Verdict::Mismatch => Text::VerdictMismatch,
			Verdict::Absent => Text::VerdictAbsent,
			Verdict::CannotCheck => Text::VerdictCannotCheck,
		};
		out.say(
			Text::Verdict,
			&[("verdict", &out.text(name, &[])), ("code", &self.reason.as_str())],
		);
		let reason = of_reason(self.reason, out.lang);
		out.say(Text::Reason, &[("reason", &reason)]);
		if let Some(verified) = &self.verified {
			self.print_grounds(context, verified);
		}
		let unaltered = self.unaltered();
		let origin = self.origin();
		out.result(&json!({
			"verdict": verdict.as_str(),
			"reason": self.reason.as_str(),
			"message": reason,
			"at": self.at,
			"genesis": Hash(*genesis).to_string(),
			"block": self.verified.as_ref().map(|verified| verified.block),
			"block_hash": self.verified.as_ref().map(|verified| verified.hash.to_string()),
			"set_id": self.verified.as_ref().map(|verified| verified.set_id),
			"right": self.file.and_then(|file| file.right).map(|right| right.to_string()),
			"unaltered": unaltered.map(|Interval { not_before, not_after }| {
				json!({ "not_before": not_before, "not_after": not_after })
			}),
			"origin": {
				"grade": origin.grade(),
				"claimed": match origin {
					Origin::SelfDeclared { claimed } => json!(claimed),
					Origin::Unproven => Value::Null,
				},
			},
			"statements": self.statements(),
			"anchors": self.anchors(),
		}));
	}

	fn print_grounds(&self, context: &Context, verified: &Verified) {
		let out = context.out;
		out.say(
			Text::VerifiedAt,
			&[
				("genesis", &verified.genesis),
				("block", &verified.block),
				("set", &verified.set_id),
			],
		);
		for proven in &verified.statements {
			let (kind, id) = (proven.subject.kind(), proven.subject.id());
			match (&proven.subject, &proven.record) {
				(Subject::Encumbrances(right), None) => {
					out.say(Text::RightClear, &[("right", right), ("block", &verified.block)]);
				},
				(_, None) => out.say(Text::StatementAbsent, &[("kind", &kind), ("id", &id)]),
				(_, Some(record)) => {
					out.say(Text::StatementPresent, &[("kind", &kind), ("id", &id)]);
					if !out.json {
						lines_of(record).iter().for_each(|text| line(text));
					}
				},
			}
		}
		match self.unaltered() {
			Some(Interval { not_before, not_after }) => out.say(
				Text::FindingUnaltered,
				&[("from", &time::show(not_before)), ("to", &time::show(not_after))],
			),
			None => out.say(Text::FindingUnalteredUnproven, &[]),
		}
		match self.origin() {
			Origin::SelfDeclared { claimed } => out.say(
				Text::FindingOrigin,
				&[("grade", &self.origin().grade()), ("claimed", &time::show(claimed))],
			),
			Origin::Unproven => out.say(Text::FindingOriginUnproven, &[]),
		}
		for anchor in &verified.anchors {
			out.say(Text::AnchorUnchecked, &[("kind", &anchor.kind)]);
		}
	}

	/// Only a file that was compared can be called unaltered.
	fn unaltered(&self) -> Option<Interval> {
		self.file.as_ref().and_then(|file| file.unaltered)
	}

	fn origin(&self) -> Origin {
		self.file.as_ref().map_or(Origin::Unproven, |file| file.origin)
	}

	fn statements(&self) -> Vec<Value> {
		let proven = self.verified.iter().flat_map(|verified| &verified.statements);
		proven
			.map(|proven| {
				json!({
					"kind": proven.subject.kind(),
					"id": proven.subject.id(),
					"layout": proven.subject.layout(),
					"verdict": proven.verdict().as_str(),
					"record": proven.record.as_ref().map(json_of),
				})
			})
			.collect()
	}

	fn anchors(&self) -> Vec<Value> {
		let anchors = self.verified.iter().flat_map(|verified| &verified.anchors);
		anchors
			.map(|anchor| json!({ "kind": anchor.kind, "verdict": anchor.verdict.as_str() }))
			.collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_no_proof_cannot_be_checked_and_is_not_called_invalid() {
		for text in ["", "{}", "[]", "{\"format\":\"ipcircle-proof/9\"}"] {
			let report = examine(text.as_bytes(), &[0; 32], None);
			assert_eq!(report.reason.verdict(), Verdict::CannotCheck, "{text}");
			assert!(report.statements().is_empty());
		}
	}
}
