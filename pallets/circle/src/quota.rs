//! Quotas: what stands where other chains have fees.
//!
//! A bucket remembers what a party has used. Use drains away evenly, a whole quota in each window, so a
//! party may send its quota at once and then wait, or send steadily. In any `n` blocks it sends at most
//! its quota times `1 + n / window`.

use crate::{pallet::*, refusal::Refusal, BucketId, Quota, QuotaSet};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Parts of one call or byte in which buckets count, so that small quotas drain without loss.
const PARTS: u64 = 1_000_000;

/// What a party has used of its quota.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Bucket {
	/// Calls used as of `at`, in millionths of a call.
	pub transactions: u64,
	/// Bytes used as of `at`, in millionths of a byte.
	pub bytes: u64,
	/// The block of the last use.
	pub at: u32,
}

impl Bucket {
	/// The bucket at block `now`, after what drained away since the last use.
	pub fn drained(self, quota: &Quota, window: u32, now: u32) -> Self {
		let elapsed = now.saturating_sub(self.at);
		let left = |used: u64, quota: u32| used.saturating_sub(drain(quota, window, elapsed));
		Self {
			transactions: left(self.transactions, quota.transactions),
			bytes: left(self.bytes, quota.bytes),
			at: now,
		}
	}

	/// The bucket with one more use, if the quota covers it.
	pub fn charged(self, quota: &Quota, transactions: u32, bytes: u32) -> Option<Self> {
		let used = |used: u64, more: u32, quota: u32| {
			let total = used.saturating_add(u64::from(more).saturating_mul(PARTS));
			(total <= u64::from(quota).saturating_mul(PARTS)).then_some(total)
		};
		Some(Self {
			transactions: used(self.transactions, transactions, quota.transactions)?,
			bytes: used(self.bytes, bytes, quota.bytes)?,
			at: self.at,
		})
	}
}

/// Millionths that drain away in `elapsed` blocks, rounded down.
fn drain(quota: u32, window: u32, elapsed: u32) -> u64 {
	let parts = u128::from(quota)
		.saturating_mul(u128::from(PARTS))
		.saturating_mul(u128::from(elapsed))
		.checked_div(u128::from(window))
		.unwrap_or(u128::MAX);
	u64::try_from(parts).unwrap_or(u64::MAX)
}

/// What a transaction uses, and of whose quota.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Charge {
	/// Whose quota.
	pub bucket: BucketId,
	/// Calls.
	pub transactions: u32,
	/// Bytes of the whole transaction.
	pub bytes: u32,
}

impl Charge {
	/// Governance never waits for the chain's quota: a flood must not keep the chambers from ending it.
	const fn counts_chain_wide(&self) -> bool {
		!matches!(self.bucket, BucketId::Seat(_))
	}

	const fn quota(&self, quotas: &QuotaSet) -> Quota {
		match self.bucket {
			BucketId::Institution(_) => quotas.per_institution,
			BucketId::Holder(_) => quotas.per_holder,
			BucketId::Member(_) | BucketId::Seat(_) => quotas.per_member,
		}
	}
}

/// What the buckets hold once a charge is paid.
struct Settled {
	own: Bucket,
	chain: Option<Bucket>,
}

impl<T: Config> Pallet<T> {
	/// Whether a charge can be paid now.
	///
	/// # Errors
	///
	/// [`Refusal::QuotaExhausted`], [`Refusal::ChainQuotaExhausted`].
	pub(crate) fn ensure_quota(charge: &Charge) -> Result<(), Refusal> {
		Self::settle(charge).map(|_| ())
	}

	/// Pays a charge.
	///
	/// # Errors
	///
	/// As for [`Self::ensure_quota`]; nothing is paid then.
	pub(crate) fn charge(charge: &Charge) -> Result<(), Refusal> {
		let settled = Self::settle(charge)?;
		Buckets::<T>::insert(charge.bucket, settled.own);
		if let Some(chain) = settled.chain {
			ChainBucket::<T>::put(chain);
		}
		Ok(())
	}

	fn settle(charge: &Charge) -> Result<Settled, Refusal> {
		let quotas = Quotas::<T>::get();
		let now = Self::height();
		let pay = |bucket: Bucket, quota: &Quota| {
			bucket.drained(quota, quotas.window, now).charged(
				quota,
				charge.transactions,
				charge.bytes,
			)
		};
		let own = pay(Buckets::<T>::get(charge.bucket), &charge.quota(&quotas))
			.ok_or(Refusal::QuotaExhausted)?;
		if !charge.counts_chain_wide() {
			return Ok(Settled { own, chain: None });
		}
		let chain =
			pay(ChainBucket::<T>::get(), &quotas.chain_wide).ok_or(Refusal::ChainQuotaExhausted)?;
		Ok(Settled { own, chain: Some(chain) })
	}
}
