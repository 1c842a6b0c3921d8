use crate::{
	mock::{Holders, *},
	*,
};
use frame_support::{assert_noop, assert_ok};
use ipcircle_primitives::Standing::{Active, Suspended};
use sp_runtime::DispatchError;

#[test]
fn the_enrolling_registrar_suspends_and_reinstates() {
	World::with_holders(1).run(|| {
		assert_ok!(Holders::set_standing(by(REGISTRAR), 1, Suspended));
		assert!(!Holders::is_active(1));
		assert_noop!(Holders::ensure_holder(by(1)), Error::<Test>::HolderSuspended);
		assert_ok!(Holders::set_standing(by(REGISTRAR), 1, Active));
		assert_eq!(Holders::ensure_holder(by(1)), Ok(1));
		let registrar = Some(REGISTRY);
		assert_eq!(
			events(),
			[
				Event::StandingSet { holder: 1, standing: Suspended, registrar },
				Event::StandingSet { holder: 1, standing: Active, registrar },
			]
		);
	});
}

#[test]
fn both_chambers_suspend_when_the_registrar_is_gone() {
	World::with_holders(1).run(|| {
		assert_ok!(Holders::set_standing(RuntimeOrigin::root(), 1, Suspended));
		assert_eq!(
			events(),
			[Event::StandingSet { holder: 1, standing: Suspended, registrar: None }]
		);
	});
}

#[test]
fn nobody_else_suspends() {
	World::with_holders(2).run(|| {
		assert_noop!(
			Holders::set_standing(by(OTHER_REGISTRAR), 1, Suspended),
			Error::<Test>::NotRegistrarOfHolder
		);
		assert_noop!(Holders::set_standing(by(2), 1, Suspended), DispatchError::BadOrigin);
		assert_noop!(
			Holders::set_standing(RuntimeOrigin::none(), 1, Suspended),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn an_unknown_holder_has_no_standing() {
	World::with_holders(1).run(|| {
		assert_noop!(
			Holders::set_standing(by(REGISTRAR), 9, Suspended),
			Error::<Test>::HolderNotFound
		);
		assert_noop!(
			Holders::set_standing(RuntimeOrigin::root(), 9, Suspended),
			Error::<Test>::HolderNotFound
		);
	});
}

#[test]
fn a_standing_that_would_not_change_is_refused() {
	World::with_holders(1).run(|| {
		assert_noop!(
			Holders::set_standing(by(REGISTRAR), 1, Active),
			Error::<Test>::StandingUnchanged
		);
	});
}
