use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use ipcircle_primitives::RightKind::{self, *};

fn register(kind: RightKind, number: &[u8]) -> sp_runtime::DispatchResult {
	let statutory_number = Some(number.to_vec().try_into().unwrap());
	Registry::register(by(ALICE), Registration { kind, statutory_number, ..work(ALICE, 1) })
}

fn accepts(kind: RightKind, number: &[u8]) {
	World::default().run(|| {
		assert_ok!(register(kind, number));
	});
}

#[test]
fn a_granted_patent_number_is_accepted_as_the_chain_keeps_it() {
	accepts(Invention, b"2003101023445");
	accepts(Invention, b"851000010");
	accepts(Invention, b"2014800057012");
	accepts(Invention, b"201410144513X");
}

#[test]
fn a_patent_number_in_another_spelling_is_refused() {
	World::default().run(|| {
		let spellings: [&[u8]; 4] =
			[b"ZL2003101023445", b"200310102344.5", b"2003 1 0102344 5", b"201410144513x"];
		for spelling in spellings {
			assert_noop!(register(Invention, spelling), Error::<Test>::StatutoryNumberNotCanonical);
		}
	});
}

#[test]
fn a_patent_number_with_a_typing_error_is_refused() {
	World::default().run(|| {
		assert_noop!(
			register(Invention, b"2003101023446"),
			Error::<Test>::StatutoryNumberCheckDigit
		);
		assert_noop!(
			register(Invention, b"2003101023345"),
			Error::<Test>::StatutoryNumberCheckDigit
		);
	});
}

#[test]
fn a_text_that_is_no_patent_number_is_refused() {
	World::default().run(|| {
		let texts: [&[u8]; 4] = [b"", b"2003", b"2003A01023445", b"2003701023445"];
		for text in texts {
			assert_noop!(register(Invention, text), Error::<Test>::StatutoryNumberInvalid);
		}
	});
}

#[test]
fn the_number_of_an_invention_does_not_serve_another_kind_of_patent() {
	World::default().run(|| {
		for kind in [UtilityModel, Design] {
			assert_noop!(register(kind, b"2003101023445"), Error::<Test>::StatutoryNumberOtherKind);
		}
	});
}

#[test]
fn other_kinds_carry_capitals_digits_and_hyphens() {
	accepts(Software, b"2020SR0123456");
	accepts(Work, b"2020-F-00012345");
	accepts(Trademark, b"12345678");
	World::default().run(|| {
		let texts: [&[u8]; 4] = [b"", b"2020sr0123456", b"2020 SR", "國作登字".as_bytes()];
		for text in texts {
			assert_noop!(register(Software, text), Error::<Test>::StatutoryNumberInvalid);
		}
	});
}
