//! `ipcircle circle`: cities, institutions, officers, motions, upgrades.

use crate::{
	args::{Action, CircleCommand, InstitutionCommand, MotionCommand, OfficerCommand},
	commands::show::fetch,
	context::Context,
	record::text,
	text::Text,
	time,
};
use ipcircle_client::{
	call::{self, Call},
	chain::{field, json_of, not_found, number, parse_hash, prefixed, rpc_params, Chain},
	signer::{address, parse_account},
	store,
	submit::Context as Signing,
	Code, Error, Exit, Options, Result, Value,
};
use ipcircle_primitives::{record::MAX_NAME, Roles, Standing};
use ipcircle_proof::{Record, Subject};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Larger than any runtime; the chain refuses far smaller ones.
const MAX_CODE: u64 = 16 << 20;

pub(crate) async fn run(context: &Context, command: CircleCommand) -> Result<Exit> {
	let call = match command {
		CircleCommand::Members => {
			members(context).await?;
			return Ok(Exit::Ok);
		},
		CircleCommand::Motion(MotionCommand::Show { motion }) => {
			motions(context, motion).await?;
			return Ok(Exit::Ok);
		},
		CircleCommand::Motion(MotionCommand::Propose(action)) => call::propose(proposal(action)?),
		CircleCommand::Motion(MotionCommand::Vote { motion, aye, nay: _ }) => {
			call::vote(motion, aye)
		},
		CircleCommand::Motion(MotionCommand::Enact { motion }) => call::enact(motion),
		CircleCommand::Motion(MotionCommand::Withdraw { motion }) => call::withdraw(motion),
		CircleCommand::Upgrade { code } => call::apply_authorized_upgrade(&read_code(&code)?),
		CircleCommand::SessionKeys { validator, node } => {
			session_keys(context, &validator, node).await?;
			return Ok(Exit::Ok);
		},
		CircleCommand::Institution(command) => institution(command)?,
		CircleCommand::Officer(command) => officer(command)?,
	};
	let included = context.run(call).await?;
	let id = |pallet, name, field_name| {
		included.event(pallet, name).and_then(|event| number(event.field(field_name)?))
	};
	if let Some(motion) = id("Circle", "MotionProposed", "motion") {
		context.out.say(Text::MotionProposed, &[("motion", &motion)]);
	}
	if let Some(institution) = id("Circle", "InstitutionAdmitted", "institution") {
		context.out.say(Text::InstitutionAdmitted, &[("institution", &institution)]);
	}
	Ok(Exit::Ok)
}

fn proposal(action: Action) -> Result<Call> {
	Ok(match action {
		Action::AdmitMember { code, name, authority, validators } => call::admit_member(
			code,
			bounded(&name)?,
			parse_account(&authority)?,
			&accounts(&validators)?,
		),
		Action::RemoveMember { code } => call::remove_member(code),
		Action::SetValidators { code, validators } => {
			call::set_validators(code, &accounts(&validators)?)
		},
		Action::SeatSupervisor { institution } => call::set_supervisor(institution, true),
		Action::UnseatSupervisor { institution } => call::set_supervisor(institution, false),
		Action::AuthorizeUpgrade { code } => call::authorize_upgrade(code_hash(&code)?),
		Action::Stop { blocks } => call::stop(blocks),
		Action::Resume => call::resume(),
	})
}

fn institution(command: InstitutionCommand) -> Result<Call> {
	Ok(match command {
		InstitutionCommand::Admit { kind, name, administrator } => {
			call::admit_institution(kind, bounded(&name)?, parse_account(&administrator)?)
		},
		InstitutionCommand::Suspend { institution } => {
			call::set_institution_standing(institution, Standing::Suspended)
		},
		InstitutionCommand::Reinstate { institution } => {
			call::set_institution_standing(institution, Standing::Active)
		},
	})
}

fn officer(command: OfficerCommand) -> Result<Call> {
	Ok(match command {
		OfficerCommand::Appoint { account, roles, until } => {
			let roles = roles.into_iter().fold(Roles::default(), Roles::with);
			if !roles.is_lawful() {
				return Err(Error::usage("these roles control each other"));
			}
			call::appoint_officer(parse_account(&account)?, roles, time::end_of(&until)?)
		},
		OfficerCommand::Suspend { account } => {
			call::set_officer_standing(parse_account(&account)?, Standing::Suspended)
		},
		OfficerCommand::Reinstate { account } => {
			call::set_officer_standing(parse_account(&account)?, Standing::Active)
		},
		OfficerCommand::Dismiss { account } => call::dismiss_officer(parse_account(&account)?),
	})
}

/// Lets a validator's node make its session keys, and sets them with the validator's own key.
async fn session_keys(context: &Context, validator: &Path, node: String) -> Result<()> {
	#[derive(serde::Deserialize)]
	struct Generated {
		keys: String,
		#[serde(default)]
		proof: Option<String>,
	}
	let signer = context.open(validator)?.signer();
	let mut options = Options::new(vec![node]);
	options.genesis = context.genesis()?;
	let chain = Chain::connect(options).await?;
	let owner = prefixed(&signer.account());
	let generated: Generated =
		chain.request("author_rotateKeysWithOwner", rpc_params![owner]).await?;
	let bytes = |text: &str| {
		hex::decode(text.trim_start_matches("0x"))
			.map_err(|error| Error::unexpected("session keys", error))
	};
	let proof = generated
		.proof
		.as_deref()
		.map(bytes)
		.transpose()?
		.ok_or_else(|| Error::unexpected("session keys", "no proof of possession"))?;
	let signing = Signing::fetch(&chain).await?;
	let call = call::set_keys(signing.at(), &bytes(&generated.keys)?, &proof)?;
	context.run_as(&chain, &signer, call).await?;
	context.out.say(Text::SessionKeysSet, &[("keys", &generated.keys)]);
	Ok(())
}

async fn members(context: &Context) -> Result<()> {
	let chain = context.chain().await?;
	let (block, at) = chain.finalized().await?;
	let ids = |entries: Vec<(Value, Value)>| {
		let mut ids: Vec<u32> =
			entries.iter().filter_map(|(id, _)| u32::try_from(number(id)?).ok()).collect();
		ids.sort_unstable();
		ids
	};
	let members = ids(chain.entries("Circle", "Members", at).await?);
	let institutions = ids(chain.entries("Circle", "Institutions", at).await?);
	let validators: Vec<([u8; 32], u32)> =
		chain.single("Circle", "Validators", at).await?.unwrap_or_default();
	let supervisors: Vec<u32> =
		chain.single("Circle", "Supervisors", at).await?.unwrap_or_default();
	let mut bodies = Vec::new();
	for id in institutions {
		if let Some(Record::Institution(record)) =
			fetch(&chain, Subject::Institution(id), at).await?
		{
			bodies.push((id, record));
		}
	}
	let out = context.out;
	let mut shown = Vec::new();
	for code in members {
		let Some(Record::Member(member)) = fetch(&chain, Subject::Member(code), at).await? else {
			continue;
		};
		let own: Vec<String> = validators
			.iter()
			.filter(|(_, of)| *of == code)
			.map(|(account, _)| address(account))
			.collect();
		out.say(
			Text::MemberLine,
			&[
				("code", &code),
				("name", &text(&member.name)),
				("authority", &address(&member.authority)),
				("validators", &own.join(", ")),
			],
		);
		let mut institutions = Vec::new();
		for (id, body) in bodies.iter().filter(|(_, body)| body.member == code) {
			let seated = supervisors.contains(id);
			let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
			let seat = if seated { out.text(Text::SeatMark, &[]) } else { String::new() };
			out.say(
				Text::InstitutionLine,
				&[
					("id", id),
					("name", &text(&body.name)),
					("kind", &word(json!(body.kind))),
					("standing", &word(json!(body.standing))),
					("seat", &seat),
					("administrator", &address(&body.administrator)),
				],
			);
			institutions.push(json!({
				"id": id,
				"name": text(&body.name),
				"kind": body.kind,
				"standing": body.standing,
				"supervisor": seated,
				"administrator": prefixed(&body.administrator),
			}));
		}
		shown.push(json!({
			"code": code,
			"name": text(&member.name),
			"authority": prefixed(&member.authority),
			"validators": own,
			"institutions": institutions,
		}));
	}
	out.result(&json!({ "block": block, "members": shown }));
	Ok(())
}

async fn motions(context: &Context, wanted: Option<u32>) -> Result<()> {
	let chain = context.chain().await?;
	let (block, at) = chain.finalized().await?;
	let client = chain.at(at).await?;
	let mut all: Vec<(u64, Value)> = chain
		.entries("Circle", "Motions", at)
		.await?
		.into_iter()
		.filter_map(|(id, motion)| Some((number(&id)?, motion)))
		.filter(|(id, _)| wanted.is_none_or(|wanted| *id == u64::from(wanted)))
		.collect();
	all.sort_unstable_by_key(|(id, _)| *id);
	if let (Some(wanted), true) = (wanted, all.is_empty()) {
		return Err(not_found("motion", wanted));
	}
	let out = context.out;
	if all.is_empty() {
		out.say(Text::NoMotions, &[]);
	}
	let mut shown = Vec::new();
	for (id, motion) in &all {
		let part = |name| field(motion, name).map_or(serde_json::Value::Null, json_of);
		let encoded = bytes_of(part("call"));
		let (name, arguments) = match client.transactions().from_call_data_bytes(&encoded) {
			Ok(payload) => {
				let name = format!("{}.{}", payload.pallet_name(), payload.call_name());
				(name, json_of(&Value::without_context(payload.call_data().clone().into())))
			},
			Err(_) => (prefixed(&encoded), serde_json::Value::Null),
		};
		let votes = listed(part("votes"));
		let ayes = votes.iter().filter(|vote| vote["aye"] == true).map(|vote| &vote["seat"]);
		let carried = match part("carried_at") {
			serde_json::Value::Null => out.text(Text::NotCarried, &[]),
			block => block.to_string(),
		};
		let described = format!("{name} {arguments}");
		let ayes = ayes.map(ToString::to_string).collect::<Vec<_>>().join(", ");
		out.say(
			Text::MotionLine,
			&[
				("motion", id),
				("call", &described),
				("proposer", &part("proposer")),
				("at", &part("proposed_at")),
				("carried", &carried),
				("ayes", &ayes),
			],
		);
		shown.push(json!({
			"motion": id,
			"call": name,
			"arguments": arguments,
			"proposer": part("proposer"),
			"urgent": part("urgent"),
			"proposed_at": part("proposed_at"),
			"carried_at": part("carried_at"),
			"votes": votes,
		}));
	}
	out.result(&json!({ "block": block, "motions": shown }));
	Ok(())
}

/// A list as JSON: the general rendering shows a list of one as its only item.
fn listed(value: serde_json::Value) -> Vec<serde_json::Value> {
	match value {
		serde_json::Value::Array(items) => items,
		serde_json::Value::Null => Vec::new(),
		item => vec![item],
	}
}

/// Bytes as JSON: hexadecimal, or a list of numbers when they are few.
fn bytes_of(value: serde_json::Value) -> Vec<u8> {
	if let Some(digits) = value.as_str().and_then(|text| text.strip_prefix("0x")) {
		return hex::decode(digits).unwrap_or_default();
	}
	listed(value).iter().filter_map(|byte| u8::try_from(byte.as_u64()?).ok()).collect()
}

fn accounts(texts: &[String]) -> Result<Vec<[u8; 32]>> {
	texts.iter().map(|text| parse_account(text)).collect()
}

fn bounded(name: &str) -> Result<&str> {
	if name.len() > MAX_NAME as usize {
		return Err(Error::new(Code::TooLong).with("field", "--name").with("limit", MAX_NAME));
	}
	Ok(name)
}

fn read_code(path: &Path) -> Result<Vec<u8>> {
	store::read(path, MAX_CODE, || {
		Error::new(Code::TooLong).with("field", path.display()).with("limit", MAX_CODE)
	})
}

/// A hash as it is written, or the blake2-256 hash of a file.
fn code_hash(text: &str) -> Result<[u8; 32]> {
	if text.starts_with("0x") {
		return parse_hash(text);
	}
	Ok(ipcircle_client::chain::blake2_256(&read_code(&PathBuf::from(text))?))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn roles_that_control_each_other_are_refused_before_anything_is_sent() {
		let appoint = |roles: Vec<Roles>| {
			officer(OfficerCommand::Appoint {
				account: prefixed(&[1; 32]),
				roles,
				until: "2027-01-01".to_owned(),
			})
		};
		assert!(appoint(vec![Roles::REGISTRAR, Roles::WITNESS]).is_ok());
		assert_eq!(appoint(vec![Roles::MAKER, Roles::CHECKER]).unwrap_err().code, Code::Usage);
	}

	#[test]
	fn a_list_of_one_and_short_bytes_are_read_like_longer_ones() {
		assert_eq!(listed(json!({ "aye": true })).len(), 1);
		assert_eq!(listed(json!([1, 2])).len(), 2);
		assert_eq!(bytes_of(json!("0x0102")), [1, 2]);
		assert_eq!(bytes_of(json!([1, 2])), [1, 2]);
		assert_eq!(bytes_of(json!(7)), [7]);
	}

	#[test]
	fn a_name_longer_than_a_record_holds_is_refused() {
		assert!(bounded(&"市".repeat(42)).is_ok());
		assert_eq!(bounded(&"市".repeat(43)).unwrap_err().code, Code::TooLong);
	}

	#[test]
	fn a_motion_wraps_the_call_it_is_about() {
		let call = proposal(Action::Stop { blocks: 10 }).unwrap();
		assert_eq!(call.title(), "Circle.stop");
		assert_eq!(call::propose(call).title(), "Circle.propose");
	}
}
