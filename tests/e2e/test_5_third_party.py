"""An unmodified third-party client reads and writes the chain from metadata alone."""

import secrets

from substrateinterface import Keypair, KeypairType

from third_party import substrate


def test_metadata_and_storage_are_read(world, registered):
    chain = substrate(world.circle.any_node())
    pallets = {module.name for module in chain.client.get_metadata().pallets}
    assert {"Circle", "Holders", "Registry"} <= pallets
    assert not {"Balances", "Sudo", "TransactionPayment"} & pallets
    member = chain.query("Circle", "Members", [210100])
    assert member.value["name"] == "沈阳市"
    assert chain.query("Holders", "Holders", [1]).value["home"] == 210100


def test_a_register_composed_from_metadata_is_final_and_provable(world):
    circle = world.circle
    chain = substrate(circle.any_node())
    signer = Keypair.create_from_seed(secrets.token_hex(32), ss58_format=42, crypto_type=KeypairType.ED25519)
    holder = world.enrol_account("0x" + signer.public_key.hex(), "third-party")
    shares = [{"holder": holder, "ppm": 1_000_000}]
    registration = {
        "kind": "Work", "commitment": "0x" + secrets.token_hex(32), "digests": None, "statutory_number": None,
        # This client wants a bounded list as the single field of a record.
        "shares": [shares], "claimed_created": None, "predecessor": None,
    }
    receipt = chain.submit(signer, "Registry", "register", {"registration": registration})
    events = [event.value["event"] for event in receipt.triggered_events]
    (event,) = [event for event in events if event["event_id"] == "RightRegistered"]
    right = event["attributes"]["right"]
    record = chain.query("Registry", "Rights", [right]).value
    assert record["commitment"] == registration["commitment"]
    assert record["shares"] == shares
