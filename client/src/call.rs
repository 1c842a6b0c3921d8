//! Calls by name, encoded with the chain's own metadata.

use crate::{
	chain::ChainConfig,
	error::{Code, Error, Result},
};
use codec::Encode;
use ipcircle_primitives::{
	Commitment, Digests, Guardian, HolderId, HolderKind, InstitutionKind, MemberId, Moment,
	RightId, RightKind, Roles, Share, Standing,
};
use subxt::{
	client::OnlineClientAtBlock,
	dynamic::Value,
	ext::scale_value::Composite,
	transactions::{dynamic, DynamicPayload},
};

/// A call: pallet, name and arguments in order.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
	pallet: &'static str,
	name: &'static str,
	arguments: Vec<Value>,
}

impl Call {
	const fn new(pallet: &'static str, name: &'static str, arguments: Vec<Value>) -> Self {
		Self { pallet, name, arguments }
	}

	/// Pallet and name, as `Pallet.name`.
	pub fn title(&self) -> String {
		format!("{}.{}", self.pallet, self.name)
	}

	/// The call as subxt encodes it.
	pub fn payload(&self) -> DynamicPayload<Composite<()>> {
		dynamic(self.pallet, self.name, Composite::unnamed(self.arguments.clone()))
	}

	/// The call as an argument of another call.
	fn into_value(self) -> Value {
		Value::unnamed_variant(self.pallet, [Value::unnamed_variant(self.name, self.arguments)])
	}
}

/// What is registered (`Registry.register`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Registration {
	/// What is protected.
	pub kind: RightKind,
	/// Salted commitment to the file.
	pub commitment: Commitment,
	/// The plain digests, for public duplicate search.
	pub digests: Option<Digests>,
	/// The statutory registry's number, canonical.
	pub statutory_number: Option<Vec<u8>>,
	/// Who owns how much.
	pub shares: Vec<Share>,
	/// When the registrant says it was created, Unix milliseconds.
	pub claimed_created: Option<Moment>,
	/// The version before this one.
	pub predecessor: Option<RightId>,
}

/// Registers a right.
pub fn register(registration: &Registration) -> Call {
	let digests = registration.digests.map(|digests| {
		Value::named_composite([("sha256", bytes(digests.sha256.0)), ("sm3", bytes(digests.sm3.0))])
	});
	let shares = registration.shares.iter().map(|share| {
		Value::named_composite([("holder", number(share.holder)), ("ppm", number(share.ppm))])
	});
	let value = Value::named_composite([
		("kind", variant(registration.kind)),
		("commitment", bytes(registration.commitment.0)),
		("digests", option(digests)),
		("statutory_number", option(registration.statutory_number.as_ref().map(bytes))),
		("shares", Value::unnamed_composite(shares)),
		("claimed_created", option(registration.claimed_created.map(number))),
		("predecessor", option(registration.predecessor.map(right))),
	]);
	Call::new("Registry", "register", vec![value])
}

/// Enrols a holder after the real-name check.
pub fn enrol(account: [u8; 32], kind: HolderKind, real_name: Commitment) -> Call {
	Call::new("Holders", "enrol", vec![bytes(account), variant(kind), bytes(real_name.0)])
}

/// A holder's new key.
pub fn rotate_holder_key(new: [u8; 32]) -> Call {
	Call::new("Holders", "rotate_key", vec![bytes(new)])
}

/// The new key of an authority, an administrator or a validator.
pub fn rotate_office_key(new: [u8; 32]) -> Call {
	Call::new("Circle", "rotate_key", vec![bytes(new)])
}

/// Names a holder's guardians and how many of them a recovery needs.
pub fn set_guardians(guardians: &[Guardian], threshold: u8) -> Call {
	let guardians = guardians.iter().map(|guardian| match guardian {
		Guardian::Holder(id) => Value::unnamed_variant("Holder", [number(*id)]),
		Guardian::Institution(id) => Value::unnamed_variant("Institution", [number(*id)]),
	});
	let guardians = Value::unnamed_composite(guardians);
	Call::new("Holders", "set_guardians", vec![guardians, number(threshold)])
}

/// A guardian proposes a new key for a holder.
pub fn propose_recovery(holder: HolderId, new: [u8; 32]) -> Call {
	Call::new("Holders", "propose_recovery", vec![number(holder), bytes(new)])
}

/// Another guardian approves it.
pub fn approve_recovery(holder: HolderId, new: [u8; 32]) -> Call {
	Call::new("Holders", "approve_recovery", vec![number(holder), bytes(new)])
}

/// Carries out a recovery after its delay.
pub fn finish_recovery(holder: HolderId) -> Call {
	Call::new("Holders", "finish_recovery", vec![number(holder)])
}

/// The holder stops a recovery with the key it still has.
pub fn cancel_recovery(holder: HolderId) -> Call {
	Call::new("Holders", "cancel_recovery", vec![number(holder)])
}

/// Suspends or reinstates a holder.
pub fn set_holder_standing(holder: HolderId, standing: Standing) -> Call {
	Call::new("Holders", "set_standing", vec![number(holder), variant(standing)])
}

/// Admits a city (root).
pub fn admit_member(
	member: MemberId,
	name: &str,
	authority: [u8; 32],
	validators: &[[u8; 32]],
) -> Call {
	let arguments = vec![number(member), bytes(name), bytes(authority), accounts(validators)];
	Call::new("Circle", "admit_member", arguments)
}

/// Removes a city (root).
pub fn remove_member(member: MemberId) -> Call {
	Call::new("Circle", "remove_member", vec![number(member)])
}

/// Replaces a city's validators (root).
pub fn set_validators(member: MemberId, validators: &[[u8; 32]]) -> Call {
	Call::new("Circle", "set_validators", vec![number(member), accounts(validators)])
}

/// A city's authority admits an institution.
pub fn admit_institution(kind: InstitutionKind, name: &str, administrator: [u8; 32]) -> Call {
	let arguments = vec![variant(kind), bytes(name), bytes(administrator)];
	Call::new("Circle", "admit_institution", arguments)
}

/// A city's authority suspends or reinstates an institution.
pub fn set_institution_standing(institution: u32, standing: Standing) -> Call {
	let arguments = vec![number(institution), variant(standing)];
	Call::new("Circle", "set_institution_standing", arguments)
}

/// An administrator appoints an officer until `expires_at` (Unix milliseconds).
pub fn appoint_officer(account: [u8; 32], roles: Roles, expires_at: Moment) -> Call {
	let arguments = vec![bytes(account), number(roles.0), number(expires_at)];
	Call::new("Circle", "appoint_officer", arguments)
}

/// An administrator suspends or reinstates an officer.
pub fn set_officer_standing(account: [u8; 32], standing: Standing) -> Call {
	Call::new("Circle", "set_officer_standing", vec![bytes(account), variant(standing)])
}

/// An administrator dismisses an officer, whose key is never accepted again.
pub fn dismiss_officer(account: [u8; 32]) -> Call {
	Call::new("Circle", "dismiss_officer", vec![bytes(account)])
}

/// Gives a court or regulator a seat among the supervisors, or takes it (root).
pub fn set_supervisor(institution: u32, seated: bool) -> Call {
	Call::new("Circle", "set_supervisor", vec![number(institution), Value::bool(seated)])
}

/// Stops the chain for a number of blocks.
pub fn stop(blocks: u32) -> Call {
	Call::new("Circle", "stop", vec![number(blocks)])
}

/// Ends a stop early (root).
pub fn resume() -> Call {
	Call::new("Circle", "resume", vec![])
}

/// Authorizes an upgrade by the blake2-256 hash of its code (root).
pub fn authorize_upgrade(hash: [u8; 32]) -> Call {
	Call::new("System", "authorize_upgrade", vec![bytes(hash)])
}

/// Supplies the code of an authorized upgrade.
pub fn apply_authorized_upgrade(code: &[u8]) -> Call {
	Call::new("System", "apply_authorized_upgrade", vec![bytes(code)])
}

/// Puts a call before the two chambers.
pub fn propose(call: Call) -> Call {
	Call::new("Circle", "propose", vec![call.into_value()])
}

/// Votes on a motion.
pub fn vote(motion: u32, aye: bool) -> Call {
	Call::new("Circle", "vote", vec![number(motion), Value::bool(aye)])
}

/// Carries out a motion that has passed.
pub fn enact(motion: u32) -> Call {
	Call::new("Circle", "enact", vec![number(motion)])
}

/// The proposer takes a motion back.
pub fn withdraw(motion: u32) -> Call {
	Call::new("Circle", "withdraw", vec![number(motion)])
}

/// Plain bytes without meaning, to measure against.
pub fn remark(text: &[u8]) -> Call {
	Call::new("System", "remark", vec![bytes(text)])
}

/// Names a validator's session keys. The keys' own type is known only to the metadata, so they are
/// decoded with it from the bytes that the node gave.
pub fn set_keys(at: &OnlineClientAtBlock<ChainConfig>, keys: &[u8], proof: &[u8]) -> Result<Call> {
	let metadata = at.metadata_ref();
	let missing = || Error::new(Code::WrongNetwork).with("missing", "Session.set_keys");
	let pallet = metadata.pallet_by_name("Session").ok_or_else(missing)?;
	let call = pallet.call_variant_by_name("set_keys").ok_or_else(missing)?;
	let encoded = [&[pallet.call_index(), call.index], keys, &proof.encode()[..]].concat();
	let payload = at
		.transactions()
		.from_call_data_bytes(&encoded)
		.map_err(|error| Error::unexpected("session keys", error))?;
	Ok(Call::new("Session", "set_keys", payload.call_data().clone().into_values().collect()))
}

fn number(value: impl Into<u128>) -> Value {
	Value::u128(value.into())
}

fn bytes(value: impl AsRef<[u8]>) -> Value {
	Value::from_bytes(value)
}

fn accounts(accounts: &[[u8; 32]]) -> Value {
	Value::unnamed_composite(accounts.iter().map(bytes))
}

fn option(value: Option<Value>) -> Value {
	match value {
		Some(value) => Value::unnamed_variant("Some", [value]),
		None => Value::unnamed_variant("None", []),
	}
}

/// An enum without fields, by the name its `Debug` shows, which is the name in the metadata.
fn variant(value: impl core::fmt::Debug) -> Value {
	Value::unnamed_variant(format!("{value:?}"), [])
}

fn right(id: RightId) -> Value {
	Value::named_composite([
		("city", number(id.city)),
		("year", number(id.year)),
		("serial", number(id.serial)),
	])
}
