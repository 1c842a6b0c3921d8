//! The two chambers: motions, votes, enactment, and the emergency stop.

use crate::{
	pallet::*, Motion, Seat, Tally, Vote, WeightInfo, LOG_TARGET, MAX_STOP, MOTION_LIFETIME,
};
use alloc::vec::Vec;
use codec::{DecodeLimit, Encode};
use ipcircle_primitives::MotionId;
use polkadot_sdk::{
	frame_support::{
		dispatch::{
			extract_actual_weight, DispatchResult, DispatchResultWithPostInfo, GetDispatchInfo,
		},
		ensure,
		traits::{Get, IsSubType},
		BoundedVec, MAX_EXTRINSIC_DEPTH,
	},
	frame_system,
	sp_runtime::{
		traits::{Dispatchable, Hash},
		DispatchError,
	},
};

impl<T: Config> Pallet<T> {
	/// Whether an emergency stop is on. It ends by itself.
	pub fn is_stopped() -> bool {
		StoppedUntil::<T>::get().is_some_and(|until| Self::height() < until)
	}

	/// The approval of a motion by the seats of the moment: operators, then supervisors.
	pub fn tally(motion: &Motion) -> (Tally, Tally) {
		let supervisors = Supervisors::<T>::get();
		let mut operators = Tally { ayes: 0, seats: Members::<T>::count() };
		let mut overseers =
			Tally { ayes: 0, seats: u32::try_from(supervisors.len()).unwrap_or(u32::MAX) };
		for vote in motion.votes.iter().filter(|vote| vote.aye && Self::is_current(vote)) {
			let chamber = match vote.seat {
				Seat::Operator(_) => &mut operators,
				Seat::Supervisor(_) => &mut overseers,
			};
			chamber.ayes = chamber.ayes.saturating_add(1);
		}
		(operators, overseers)
	}

	/// Whether both chambers approve a motion now.
	pub fn is_approved(motion: &Motion) -> bool {
		let (operators, supervisors) = Self::tally(motion);
		if motion.urgent {
			operators.exceeds_one_third() && supervisors.exceeds_one_third()
		} else {
			operators.reaches_two_thirds() && supervisors.reaches_two_thirds()
		}
	}

	pub(crate) fn do_propose(seat: Seat, call: &<T as Config>::RuntimeCall) -> DispatchResult {
		let weight = call.get_dispatch_info().call_weight;
		ensure!(weight.all_lte(T::MaxMotionWeight::get()), Error::<T>::MotionTooHeavy);
		let encoded = call.encode();
		let call_hash = T::Hashing::hash(&encoded);
		let encoded = BoundedVec::try_from(encoded).map_err(|_| Error::<T>::MotionTooLong)?;
		let urgent = matches!(call.is_sub_type(), Some(Call::stop { .. }));
		let now = Self::height();

		Self::close_expired_motions_of(seat, now);
		let id = NextMotionId::<T>::get();
		MotionsBySeat::<T>::try_append(seat, id).map_err(|()| Error::<T>::TooManyMotions)?;
		NextMotionId::<T>::put(id.saturating_add(1));
		let motion = Motion {
			proposer: seat,
			call: encoded,
			urgent,
			spec_version: T::Version::get().spec_version,
			proposed_at: now,
			carried_at: None,
			votes: BoundedVec::new(),
		};
		Self::deposit_event(Event::MotionProposed { motion: id, seat, call_hash, urgent });
		Self::record_vote(id, motion, Vote { seat, aye: true, at: now });
		Ok(())
	}

	pub(crate) fn do_vote(seat: Seat, id: MotionId, aye: bool) -> DispatchResult {
		let motion = Self::open_motion(id)?;
		Self::deposit_event(Event::MotionVoted { motion: id, seat, aye });
		Self::record_vote(id, motion, Vote { seat, aye, at: Self::height() });
		Ok(())
	}

	pub(crate) fn do_enact(id: MotionId) -> DispatchResultWithPostInfo {
		let motion = Self::open_motion(id)?;
		ensure!(Self::is_approved(&motion), Error::<T>::NotCarried);
		let carried_at = motion.carried_at.ok_or(Error::<T>::NotCarried)?;
		let enactable_at = Self::enactable_at(&motion, carried_at);
		ensure!(Self::height() >= enactable_at, Error::<T>::TooEarly);
		ensure!(motion.spec_version == T::Version::get().spec_version, Error::<T>::RuntimeChanged);
		let call = <T as Config>::RuntimeCall::decode_all_with_depth_limit(
			MAX_EXTRINSIC_DEPTH,
			&mut motion.call.as_slice(),
		)
		.map_err(|_| Error::<T>::RuntimeChanged)?;

		Self::close_motion(id, motion.proposer);
		let info = call.get_dispatch_info();
		let outcome = call.dispatch(frame_system::RawOrigin::Root.into());
		let weight = T::WeightInfo::enact().saturating_add(extract_actual_weight(&outcome, &info));
		let result = outcome.map(|_| ()).map_err(|failure| failure.error);
		log::info!(target: LOG_TARGET, "motion {id} enacted: {result:?}");
		Self::deposit_event(Event::MotionEnacted { motion: id, result });
		Ok(Some(weight).into())
	}

	pub(crate) fn do_withdraw(seat: Seat, id: MotionId) -> DispatchResult {
		let motion = Motions::<T>::get(id).ok_or(Error::<T>::MotionNotFound)?;
		ensure!(motion.proposer == seat, Error::<T>::NotProposer);
		Self::close_motion(id, seat);
		Ok(())
	}

	/// Begins a stop and returns the first block after it.
	pub(crate) fn do_stop(blocks: u32) -> Result<u32, DispatchError> {
		ensure!((1..=MAX_STOP).contains(&blocks), Error::<T>::StopLengthInvalid);
		ensure!(!Self::is_stopped(), Error::<T>::AlreadyStopped);
		// The block of the call itself counts for nothing: its transactions are in already.
		let until = Self::height().saturating_add(1).saturating_add(blocks);
		StoppedUntil::<T>::put(until);
		Ok(until)
	}

	/// Drops every motion of a seat that is gone.
	pub(crate) fn close_motions_of(seat: Seat) {
		for id in MotionsBySeat::<T>::take(seat) {
			Motions::<T>::remove(id);
		}
	}

	fn open_motion(id: MotionId) -> Result<Motion, Error<T>> {
		let motion = Motions::<T>::get(id).ok_or(Error::<T>::MotionNotFound)?;
		ensure!(!motion.is_expired(Self::height()), Error::<T>::MotionExpired);
		Ok(motion)
	}

	/// Stores a motion with one more vote, and notes whether that vote carries it.
	fn record_vote(id: MotionId, mut motion: Motion, vote: Vote) {
		// Approval that a removed seat took away in between must begin its delay anew.
		let before = motion.carried_at.filter(|_| Self::is_approved(&motion));
		motion.votes.retain(|other| other.seat != vote.seat && Self::is_current(other));
		// Only current seats remain, so there is room for this one.
		let recorded = motion.votes.try_push(vote).is_ok();
		debug_assert!(recorded, "more votes than seats");
		motion.carried_at =
			if Self::is_approved(&motion) { before.or(Some(vote.at)) } else { None };
		match (before, motion.carried_at) {
			(None, Some(at)) => {
				let enactable_at = Self::enactable_at(&motion, at);
				Self::deposit_event(Event::MotionCarried { motion: id, enactable_at });
			},
			(Some(_), None) => Self::deposit_event(Event::MotionLapsed { motion: id }),
			_ => {},
		}
		Motions::<T>::insert(id, motion);
	}

	fn enactable_at(motion: &Motion, carried_at: u32) -> u32 {
		let delay = if motion.urgent { 0 } else { EnactmentDelay::<T>::get() };
		carried_at.saturating_add(delay)
	}

	/// Whether a vote's seat still exists and existed when it voted.
	fn is_current(vote: &Vote) -> bool {
		match vote.seat {
			Seat::Operator(member) => Members::<T>::get(member)
				.is_some_and(|record| record.registered_at.block <= vote.at),
			Seat::Supervisor(institution) => Supervisors::<T>::get().contains(&institution),
		}
	}

	fn close_expired_motions_of(seat: Seat, now: u32) {
		let (expired, open) =
			MotionsBySeat::<T>::get(seat).into_iter().partition::<Vec<_>, _>(|id| {
				Motions::<T>::get(id).is_none_or(|motion| motion.is_expired(now))
			});
		if !expired.is_empty() {
			MotionsBySeat::<T>::insert(seat, crate::MotionList::truncate_from(open));
			expired.iter().for_each(Motions::<T>::remove);
		}
	}

	fn close_motion(id: MotionId, proposer: Seat) {
		Motions::<T>::remove(id);
		MotionsBySeat::<T>::mutate_exists(proposer, |motions| {
			if let Some(list) = motions {
				list.retain(|other| *other != id);
				if list.is_empty() {
					*motions = None;
				}
			}
		});
	}
}

// A carried motion can always be enacted before it expires.
const _: () = assert!(crate::MAX_ENACTMENT_DELAY < MOTION_LIFETIME);
