use super::*;

/// 22 November 2026, 00:00 UTC.
const NOW: Moment = 1_795_305_600_000;

/// A lawful network of two cities; the tests spoil one line of it.
const GOOD: &str = r#"name = "沈阳都市圈"
id = "shenyang-circle"
session_length = 300
enactment_delay = 86400
boot_nodes = ["/dns/node.example.org/tcp/30333/p2p/12D3KooWEBo1HUPQJwiBmM5kSeg4XgiVxEArArQdDarYEsGxMfbS"]

[[member]]
code = 210100
name = "沈阳市"
authority = "0x0101010101010101010101010101010101010101010101010101010101010101"
[[member.validator]]
account = "0x0202020202020202020202020202020202020202020202020202020202020202"
aura = "0x0303030303030303030303030303030303030303030303030303030303030303"
grandpa = "0x0404040404040404040404040404040404040404040404040404040404040404"

[[member]]
code = 210300
name = "鞍山市"
authority = "0x0505050505050505050505050505050505050505050505050505050505050505"

[[institution]]
member = 210100
kind = "registrar"
name = "沈阳登记"
administrator = "0x0606060606060606060606060606060606060606060606060606060606060606"
[[institution.officer]]
account = "0x0707070707070707070707070707070707070707070707070707070707070707"
roles = ["registrar"]
expires_at = 2027-12-31

[[institution]]
member = 210300
kind = "court"
name = "鞍山法院"
administrator = "0x0808080808080808080808080808080808080808080808080808080808080808"
supervisor = true
"#;

fn good() -> Network {
	Network::parse(GOOD, NOW).expect("lawful")
}

/// Replaces one piece of [`GOOD`] and returns the code and line of the error.
fn spoil(piece: &str, with: &str) -> (&'static str, usize) {
	assert_eq!(GOOD.matches(piece).count(), 1, "{piece:?} must stand once");
	let text = GOOD.replacen(piece, with, 1);
	let error = Network::parse(&text, NOW).expect_err("spoilt");
	assert!(!error.message.is_empty() && !error.way_out.is_empty());
	(error.code, error.line)
}

#[test]
fn a_lawful_file_becomes_a_description_of_the_same_people() {
	let network = good();
	assert_eq!(network.identity().id, "shenyang-circle");
	let description = network.description();
	let circle = &description["circle"];
	assert_eq!(circle["members"][1]["code"], 210_300);
	assert_eq!(circle["members"][0]["validators"][0], keys::address([2; 32]));
	assert_eq!(circle["institutions"][0]["officers"][0]["roles"], Roles::REGISTRAR.0);
	assert_eq!(circle["institutions"][1]["supervisor"], true);
	assert_eq!(description["session"]["keys"][0][2]["grandpa"], keys::address([4; 32]));
}

#[test]
fn a_lawful_file_is_a_genesis_that_the_runtime_accepts() {
	crate::genesis::storage(good().description(), vec![0]).expect("builds");
}

#[test]
fn a_single_validator_is_allowed_and_noted() {
	assert!(good().notes().iter().any(|note| note.contains("1 validators")));
}

#[test]
fn broken_syntax_is_reported_with_its_line() {
	assert_eq!(spoil("session_length = 300", "session_length 300"), ("config-syntax", 3));
	assert_eq!(spoil("session_length = 300", "session_length = \"300\""), ("config-syntax", 3));
}

#[test]
fn unknown_and_missing_fields_are_not_guessed() {
	assert_eq!(spoil("supervisor = true", "supervisor = true\ncolour = 1"), ("config-syntax", 37));
	assert_eq!(spoil("id = \"shenyang-circle\"\n", "").0, "config-syntax");
}

#[test]
fn ids_that_cannot_name_a_folder_or_are_taken_are_refused() {
	assert_eq!(spoil("shenyang-circle", "Shenyang/.."), ("id-form", 2));
	assert_eq!(spoil("shenyang-circle", ""), ("id-form", 2));
	assert_eq!(spoil("shenyang-circle", "local"), ("id-taken", 2));
	assert_eq!(spoil("shenyang-circle", "ipcircle-circle"), ("id-taken", 2));
}

#[test]
fn empty_and_oversized_names_are_refused() {
	assert_eq!(spoil("\"沈阳市\"", "\"  \""), ("name-length", 9));
	assert_eq!(spoil("\"沈阳市\"", &format!("{:?}", "沈".repeat(43))), ("name-length", 9));
}

#[test]
fn sessions_and_delays_out_of_range_are_refused() {
	assert_eq!(spoil("= 300", "= 9"), ("session-length-range", 3));
	assert_eq!(spoil("= 300", "= 43201"), ("session-length-range", 3));
	assert_eq!(spoil("= 86400", "= -1"), ("enactment-delay-range", 4));
	assert_eq!(spoil("= 86400", "= 151201"), ("enactment-delay-range", 4));
}

#[test]
fn the_bounds_here_are_within_those_of_the_runtime() {
	let delay = format!("= {MAX_ENACTMENT_DELAY}");
	for (piece, with) in [("= 86400", delay.as_str()), ("= 300", "= 10"), ("= 300", "= 43200")] {
		let network = Network::parse(&GOOD.replacen(piece, with, 1), NOW).expect("lawful");
		crate::genesis::storage(network.description(), vec![0]).expect("builds");
	}
}

#[test]
fn a_boot_node_without_its_identity_is_refused() {
	let id = "/p2p/12D3KooWEBo1HUPQJwiBmM5kSeg4XgiVxEArArQdDarYEsGxMfbS";
	assert_eq!(spoil(id, ""), ("boot-node-form", 5));
}

#[test]
fn city_codes_are_six_digits_and_stand_once() {
	assert_eq!(spoil("code = 210300", "code = 2103"), ("member-code", 17));
	assert_eq!(spoil("code = 210300", "code = 210100"), ("member-repeated", 17));
	assert_eq!(spoil("member = 210300", "member = 210400"), ("member-unknown", 32));
}

#[test]
fn a_circle_without_a_validator_is_refused() {
	let from = GOOD.find("[[member.validator]]").expect("stands");
	let to = from + GOOD[from..].find("\n\n").expect("stands");
	let text = [&GOOD[..from], &GOOD[to..]].concat();
	let error = Network::parse(&text, NOW).expect_err("nobody authors");
	assert_eq!(error.code, "validators-missing");
}

#[test]
fn a_fifth_validator_of_one_city_is_refused() {
	let one = |n: u8| {
		format!(
			"[[member.validator]]\naccount = \"0x{:0>64x}\"\naura = \"0x{:0>64x}\"\ngrandpa = \"0x{:0>64x}\"\n",
			u32::from(n) * 3 + 1, u32::from(n) * 3 + 2, u32::from(n) * 3 + 3,
		)
	};
	let four: String = (0..4).map(one).collect();
	let text = GOOD.replacen("[[member.validator]]", &format!("{four}[[member.validator]]"), 1);
	let error = Network::parse(&text, NOW).expect_err("five");
	assert_eq!((error.code, error.line), ("validators-too-many", 8));
}

#[test]
fn kinds_roles_and_seats_follow_the_law() {
	assert_eq!(spoil("kind = \"court\"", "kind = \"tribunal\""), ("kind-unknown", 33));
	assert_eq!(spoil("kind = \"court\"", "kind = \"bank\""), ("supervisor-kind", 33));
	assert_eq!(spoil("supervisor = true", "supervisor = false").0, "supervisors-missing");
	assert_eq!(spoil("[\"registrar\"]", "[\"king\"]"), ("role-unknown", 28));
	assert_eq!(spoil("[\"registrar\"]", "[]"), ("roles-conflict", 28));
	assert_eq!(spoil("[\"registrar\"]", "[\"maker\", \"checker\"]"), ("roles-conflict", 28));
	assert_eq!(spoil("kind = \"registrar\"", "kind = \"notary\""), ("role-kind", 28));
}

#[test]
fn malformed_keys_are_refused() {
	let key = format!("0x{}", "08".repeat(32));
	for bad in ["0x08", "nonsense", &format!("0x{}", "00".repeat(32))] {
		assert_eq!(spoil(&key, bad), ("key-form", 35), "{bad}");
	}
}

#[test]
fn one_key_has_one_purpose() {
	let (aura, grandpa) = (format!("0x{}", "03".repeat(32)), format!("0x{}", "04".repeat(32)));
	assert_eq!(spoil(&grandpa, &aura), ("key-repeated", 14));
}

#[test]
fn published_keys_and_preset_keys_cannot_guard_a_real_network() {
	let key = format!("0x{}", "08".repeat(32));
	let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	assert_eq!(spoil(&key, alice), ("key-unfit", 35));
	for preset in Preset::ALL {
		let authority = preset.description()["circle"]["members"][0]["authority"].clone();
		let authority = authority.as_str().expect("an address");
		assert_eq!(spoil(&key, authority), ("key-unfit", 35), "{}", preset.name());
	}
}

#[test]
fn appointments_must_end_and_must_not_be_over() {
	assert_eq!(spoil("2027-12-31", "\"2027-12-31\""), ("expiry-form", 29));
	assert_eq!(spoil("2027-12-31", "08:00:00"), ("expiry-form", 29));
	assert_eq!(spoil("2027-12-31", "2026-11-21"), ("expiry-range", 29));
	assert_eq!(spoil("2027-12-31", "2029-12-31"), ("expiry-range", 29));
	assert_eq!(spoil("2027-12-31", "-1"), ("expiry-form", 29));
}

#[test]
fn an_appointment_may_be_given_in_milliseconds() {
	let text = GOOD.replacen("2027-12-31", "1830182400000", 1);
	let network = Network::parse(&text, NOW).expect("lawful");
	let officer = &network.description()["circle"]["institutions"][0]["officers"][0];
	assert_eq!(officer["expiresAt"], 1_830_182_400_000u64);
	assert_eq!(officer, &good().description()["circle"]["institutions"][0]["officers"][0]);
}

#[test]
fn the_example_becomes_a_network_once_its_keys_are_filled_in() {
	let example = include_str!("../../network.example.toml");
	assert_eq!(Network::parse(example, NOW).expect_err("no keys yet").code, "key-form");
	let mut pieces = example.split("\"<");
	let mut text = pieces.next().expect("the head").to_string();
	for (n, piece) in (1u32..).zip(pieces) {
		let (_, rest) = piece.split_once(">\"").expect("a closed placeholder");
		text.push_str(&format!("\"0x{n:064x}\"{rest}"));
	}
	let network = Network::parse(&text, NOW).expect("lawful");
	crate::genesis::storage(network.description(), vec![0]).expect("builds");
}
