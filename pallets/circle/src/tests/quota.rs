use crate::{
	mock::*, pallet::*, quota::Bucket, refusal, Admission, BucketId, Principal, Quota, QuotaSet,
	MIN_QUOTA_BYTES,
};
use codec::Encode;
use polkadot_sdk::frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;

const MUCH: Quota = Quota { transactions: u32::MAX, bytes: u32::MAX };

fn with_holder(world: World, story: impl FnOnce()) {
	world.run(|| {
		assert_ok!(Circle::admit(&key("holder"), Principal::Holder(7)));
		story();
	});
}

#[test]
fn a_party_sends_its_quota_and_then_waits() {
	with_holder(World::with_holder_quota(10), || {
		let send = || admit(&key("holder"), &holder_call());
		for _ in 0..10 {
			assert_ok!(send());
		}
		assert_noop!(validate(&key("holder"), &holder_call()), refused(refusal::QUOTA_EXHAUSTED));
		assert_noop!(send(), refused(refusal::QUOTA_EXHAUSTED));
		// Ten calls in a hundred blocks: one for every ten.
		wait(9);
		assert_noop!(send(), refused(refusal::QUOTA_EXHAUSTED));
		wait(1);
		assert_ok!(send());
		assert_noop!(send(), refused(refusal::QUOTA_EXHAUSTED));
		wait(1_000_000);
		for _ in 0..10 {
			assert_ok!(send());
		}
		assert_noop!(send(), refused(refusal::QUOTA_EXHAUSTED));
	});
}

#[test]
fn the_pool_charges_nothing() {
	with_holder(World::with_holder_quota(1), || {
		for _ in 0..5 {
			assert_ok!(validate(&key("holder"), &holder_call()));
		}
		assert_eq!(Buckets::<Test>::iter().count(), 0);
		assert_ok!(admit(&key("holder"), &holder_call()));
	});
}

#[test]
fn each_call_in_a_batch_is_counted() {
	with_holder(World::with_holder_quota(10), || {
		let of = |calls: usize| batch(vec![holder_call(); calls]);
		assert_noop!(admit(&key("holder"), &of(11)), refused(refusal::QUOTA_EXHAUSTED));
		assert_ok!(admit(&key("holder"), &batch(vec![of(4), of(5)])));
		assert_noop!(admit(&key("holder"), &of(2)), refused(refusal::QUOTA_EXHAUSTED));
		// A batch of nothing is a transaction all the same.
		assert_ok!(admit(&key("holder"), &batch(Vec::new())));
		assert_noop!(admit(&key("holder"), &of(0)), refused(refusal::QUOTA_EXHAUSTED));
	});
}

#[test]
fn bytes_are_counted_with_the_envelope() {
	with_holder(World::default(), || {
		let call = holder_call();
		assert_ok!(admit(&key("holder"), &call));
		let used = Buckets::<Test>::get(BucketId::Holder(7)).bytes;
		assert_eq!(used, (call.encoded_size() + ENVELOPE) as u64 * 1_000_000);
		let per_holder = Quota { transactions: 1_000, bytes: MIN_QUOTA_BYTES };
		assert_ok!(root(Call::set_quotas {
			quotas: QuotaSet { per_holder, ..Default::default() }
		}));
		let long =
			polkadot_sdk::frame_system::Call::remark { remark: vec![0; MIN_QUOTA_BYTES as usize] };
		assert_noop!(admit(&key("holder"), &long.into()), refused(refusal::QUOTA_EXHAUSTED));
	});
}

#[test]
fn the_chains_quota_binds_everybody_but_the_chambers() {
	let chain = Quota { transactions: 3, bytes: u32::MAX };
	with_holder(World::with_holder_quota(2).with_chain_quota(chain), || {
		assert_ok!(Circle::admit(&key("second"), Principal::Holder(8)));
		assert_ok!(admit(&key("holder"), &holder_call()));
		assert_ok!(admit(&key("holder"), &holder_call()));
		assert_ok!(admit(&key("second"), &holder_call()));
		assert_noop!(
			admit(&key("second"), &holder_call()),
			refused(refusal::CHAIN_QUOTA_EXHAUSTED)
		);
		assert_noop!(admit(&key("holder"), &holder_call()), refused(refusal::QUOTA_EXHAUSTED));
		let vote: RuntimeCall = Call::vote { motion: 0, aye: true }.into();
		assert_ok!(admit(&authority(BENXI), &vote));
		assert_noop!(
			admit(&authority(BENXI), &Call::rotate_key { new: key("x") }.into()),
			refused(refusal::CHAIN_QUOTA_EXHAUSTED)
		);
	});
}

#[test]
fn a_holder_cannot_use_the_chambers_purse_by_naming_a_seat() {
	let chain = Quota { transactions: 1, bytes: u32::MAX };
	with_holder(World::with_holder_quota(5).with_chain_quota(chain), || {
		let vote: RuntimeCall = Call::vote { motion: 0, aye: true }.into();
		let call = as_agent_of(&authority(BENXI), vote);
		assert_ok!(admit(&key("holder"), &call));
		assert_noop!(admit(&key("holder"), &call), refused(refusal::CHAIN_QUOTA_EXHAUSTED));
	});
}

#[test]
fn unusable_quotas_are_refused() {
	World::default().run(|| {
		let lawful = QuotaSet::default();
		for quotas in [
			QuotaSet { window: 0, ..lawful },
			QuotaSet { per_member: Quota { transactions: 0, ..MUCH }, ..lawful },
			QuotaSet { per_institution: Quota { bytes: MIN_QUOTA_BYTES - 1, ..MUCH }, ..lawful },
			QuotaSet { per_holder: Quota { bytes: 0, ..MUCH }, ..lawful },
			QuotaSet { chain_wide: Quota { transactions: 0, ..MUCH }, ..lawful },
		] {
			assert_noop!(root(Call::set_quotas { quotas }), Error::<Test>::QuotasInvalid);
		}
		let quotas = QuotaSet { window: 1, ..lawful };
		assert_ok!(root(Call::set_quotas { quotas }));
		System::assert_last_event(Event::QuotasSet { quotas }.into());
		assert_eq!(Quotas::<Test>::get(), quotas);
	});
}

#[test]
fn what_is_used_stays_used_when_quotas_change() {
	with_holder(World::with_holder_quota(10), || {
		for _ in 0..6 {
			assert_ok!(admit(&key("holder"), &holder_call()));
		}
		let per_holder = Quota { transactions: 7, ..MUCH };
		assert_ok!(root(Call::set_quotas {
			quotas: QuotaSet { per_holder, ..Default::default() }
		}));
		assert_ok!(admit(&key("holder"), &holder_call()));
		assert_noop!(admit(&key("holder"), &holder_call()), refused(refusal::QUOTA_EXHAUSTED));
	});
}

#[test]
fn extreme_numbers_saturate() {
	let full = Bucket { transactions: u64::MAX, bytes: u64::MAX, at: 0 };
	assert_eq!(full.charged(&MUCH, u32::MAX, u32::MAX), None);
	assert_eq!(full.drained(&MUCH, 1, u32::MAX), Bucket { at: u32::MAX, ..Bucket::default() });
	assert_eq!(full.drained(&MUCH, 0, 1), Bucket { at: 1, ..Bucket::default() });
	let later = Bucket { at: 10, ..Bucket::default() };
	assert_eq!(later.drained(&MUCH, 1, 5).at, 5);
}

proptest! {
	/// Whatever is sent and whenever: no stretch of blocks holds more than the quota and its refill.
	#[test]
	fn quota_is_conserved(
		transactions in 1u32..40,
		bytes in 8_192u32..40_000,
		window in 1u32..200,
		attempts in prop::collection::vec((0u32..30, 1u32..6, 0u32..9_000), 1..80),
	) {
		let quota = Quota { transactions, bytes };
		let mut bucket = Bucket::default();
		let mut now = 0;
		let mut accepted = Vec::new();
		for (gap, calls, length) in attempts {
			now += gap;
			let fresh = bucket.drained(&quota, window, now);
			prop_assert!(fresh.transactions <= bucket.transactions && fresh.bytes <= bucket.bytes);
			if let Some(charged) = fresh.charged(&quota, calls, length) {
				bucket = charged;
				accepted.push((now, u64::from(calls), u64::from(length)));
			}
		}
		for first in 0..accepted.len() {
			let (mut calls, mut length) = (0, 0);
			for (at, more_calls, more_length) in &accepted[first..] {
				calls += more_calls;
				length += more_length;
				let span = u64::from(window) + u64::from(at - accepted[first].0);
				prop_assert!(calls * u64::from(window) <= u64::from(transactions) * span);
				prop_assert!(length * u64::from(window) <= u64::from(bytes) * span);
			}
		}
		let rested = bucket.drained(&quota, window, now + window);
		prop_assert_eq!((rested.transactions, rested.bytes), (0, 0));
	}

	/// Asking often costs nothing: no refill is lost to rounding, but for a millionth a block.
	#[test]
	fn a_steady_sender_gets_its_whole_quota(transactions in 1u32..50, window in 1u32..300) {
		let quota = Quota { transactions, ..MUCH };
		let mut bucket = Bucket::default();
		let mut sent = 0u32;
		let rounds = 20;
		for now in 0..=window * rounds {
			bucket = bucket.drained(&quota, window, now);
			while let Some(charged) = bucket.charged(&quota, 1, 0) {
				bucket = charged;
				sent += 1;
			}
		}
		prop_assert!(sent >= transactions * (rounds + 1) - 1, "{}", sent);
	}
}
