//! Whatever happens in whatever order, exactly one key acts for a holder and none comes back.

use crate::{
	mock::{Holders, *},
	*,
};
use ipcircle_primitives::Standing;
use proptest::prelude::*;
use std::collections::BTreeSet;

const HOLDERS: u8 = 4;
const KEYS: u8 = 16;

#[derive(Clone, Debug)]
enum Act {
	Rotate { from: u8, to: u8 },
	Propose { by: u8, holder: u64, to: u8 },
	Approve { by: u8, holder: u64, to: u8 },
	Finish { holder: u64 },
	Cancel { by: u8, holder: u64 },
	Suspend { holder: u64 },
	Reinstate { holder: u64 },
	Pass { blocks: u32 },
}

fn acts() -> impl Strategy<Value = Act> {
	let seed = || 1..=KEYS;
	let holder = || 1..=u64::from(HOLDERS);
	prop_oneof![
		(seed(), seed()).prop_map(|(from, to)| Act::Rotate { from, to }),
		(seed(), holder(), seed()).prop_map(|(by, holder, to)| Act::Propose { by, holder, to }),
		(seed(), holder(), seed()).prop_map(|(by, holder, to)| Act::Approve { by, holder, to }),
		holder().prop_map(|holder| Act::Finish { holder }),
		(seed(), holder()).prop_map(|(by, holder)| Act::Cancel { by, holder }),
		holder().prop_map(|holder| Act::Suspend { holder }),
		holder().prop_map(|holder| Act::Reinstate { holder }),
		(1..=DELAY).prop_map(|blocks| Act::Pass { blocks }),
	]
}

fn perform(act: Act) {
	// A refusal is as good as a success here: only what follows from either is checked.
	let _ = match act {
		Act::Rotate { from, to } => Holders::rotate_key(by(from), key(to)),
		Act::Propose { by: seed, holder, to } => {
			Holders::propose_recovery(by(seed), holder, key(to))
		},
		Act::Approve { by: seed, holder, to } => {
			Holders::approve_recovery(by(seed), holder, key(to))
		},
		Act::Finish { holder } => Holders::finish_recovery(by(1), holder),
		Act::Cancel { by: seed, holder } => Holders::cancel_recovery(by(seed), holder),
		Act::Suspend { holder } => {
			Holders::set_standing(by(REGISTRAR), holder, Standing::Suspended)
		},
		Act::Reinstate { holder } => Holders::set_standing(by(REGISTRAR), holder, Standing::Active),
		Act::Pass { blocks } => {
			pass(blocks);
			Ok(())
		},
	};
}

/// The keys that act now.
fn living() -> BTreeSet<u8> {
	pallet::Holders::<Test>::iter_values().map(|record| record.key[0]).collect()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn a_dead_key_stays_dead_in_every_history(history in prop::collection::vec(acts(), 0..80)) {
		World::with_holders(HOLDERS)
			.guarded(1, &[2, 3], 1)
			.guarded(2, &[1, 3, 4], 2)
			.guarded(3, &[1, 2, 4], 3)
			.run(|| {
				let mut dead = BTreeSet::new();
				for act in history {
					let before = living();
					perform(act);
					let after = living();
					dead.extend(before.difference(&after).copied());
					assert!(dead.is_disjoint(&after), "a replaced key came back");
					assert_eq!(after.len(), usize::from(HOLDERS), "two holders share a key");
					for seed in 1..=KEYS {
						if let Ok(holder) = Holders::ensure_holder(by(seed)) {
							assert!(after.contains(&seed), "a key acts that is in no record");
							assert!(Holders::is_active(holder), "a suspended holder acts");
						}
					}
				}
			});
	}
}
