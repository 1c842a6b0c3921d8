use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use ipcircle_primitives::{
	record::MAX_ENCUMBRANCES,
	Commitment, Encumbrance,
	EncumbranceKind::{Dispute, Freeze, Pledge},
	RightId,
};

fn place(encumbrance: Encumbrance) -> sp_runtime::DispatchResult {
	<Registry as EncumbranceLedger>::place(FIRST, encumbrance)
}

fn lift(kind: ipcircle_primitives::EncumbranceKind, document: u8) -> sp_runtime::DispatchResult {
	<Registry as EncumbranceLedger>::lift(FIRST, kind, Commitment([document; 32]))
}

fn standing(right: RightId) -> Vec<Encumbrance> {
	<Registry as EncumbranceLedger>::of(right).into_inner()
}

#[test]
fn a_new_right_is_clear_by_the_absence_of_its_entry() {
	World::default().with_work(ALICE, 1).run(|| {
		assert!(!Encumbrances::<Test>::contains_key(FIRST));
		assert!(standing(FIRST).is_empty());
	});
}

#[test]
fn what_is_placed_stands_until_it_is_lifted_and_the_last_leaves_no_entry() {
	World::default().with_work(ALICE, 1).run(|| {
		let (pledge, freeze) = (encumbrance(Pledge, 1), encumbrance(Freeze, 2));
		assert_ok!(place(pledge));
		assert_ok!(place(freeze));
		assert_eq!(standing(FIRST), [pledge, freeze]);
		assert_ok!(lift(Pledge, 1));
		assert_eq!(standing(FIRST), [freeze]);
		assert_ok!(lift(Freeze, 2));
		assert!(!Encumbrances::<Test>::contains_key(FIRST));
		let (right, one, two) = (FIRST, Commitment([1; 32]), Commitment([2; 32]));
		assert_eq!(
			events(),
			[
				Event::EncumbrancePlaced { right, kind: Pledge, document: one },
				Event::EncumbrancePlaced { right, kind: Freeze, document: two },
				Event::EncumbranceLifted { right, kind: Pledge, document: one },
				Event::EncumbranceLifted { right, kind: Freeze, document: two },
			]
		);
	});
}

#[test]
fn nothing_stands_on_a_right_that_does_not_exist() {
	World::default().run(|| {
		assert_noop!(place(encumbrance(Pledge, 1)), Error::<Test>::RightNotFound);
	});
}

#[test]
fn the_same_document_does_not_encumber_twice() {
	World::default().with_work(ALICE, 1).run(|| {
		assert_ok!(place(encumbrance(Freeze, 1)));
		let again = Encumbrance { institution: 8, ..encumbrance(Freeze, 1) };
		assert_noop!(place(again), Error::<Test>::EncumbranceRepeated);
		assert_ok!(place(encumbrance(Dispute, 1)));
		assert_ok!(place(encumbrance(Freeze, 2)));
	});
}

#[test]
fn an_encumbrance_that_is_over_is_not_placed() {
	World::default().with_work(ALICE, 1).run(|| {
		let until = |moment| Encumbrance { until: Some(moment), ..encumbrance(Freeze, 1) };
		assert_noop!(place(until(START)), Error::<Test>::EncumbranceAlreadyOver);
		assert_ok!(place(until(START + 1)));
	});
}

#[test]
fn a_full_list_refuses_the_next() {
	World::default().with_work(ALICE, 1).run(|| {
		for document in (0..=u8::MAX).take(MAX_ENCUMBRANCES as usize) {
			assert_ok!(place(encumbrance(Pledge, document)));
		}
		assert_noop!(place(encumbrance(Freeze, 1)), Error::<Test>::MaxEncumbrancesExceeded);
	});
}

#[test]
fn what_does_not_stand_is_not_lifted() {
	World::default().with_work(ALICE, 1).run(|| {
		assert_noop!(lift(Pledge, 1), Error::<Test>::EncumbranceNotFound);
		assert_ok!(place(encumbrance(Pledge, 1)));
		assert_noop!(lift(Pledge, 2), Error::<Test>::EncumbranceNotFound);
		assert_noop!(lift(Freeze, 1), Error::<Test>::EncumbranceNotFound);
	});
}
