"""The chain as an ordinary third-party client sees it: substrate-interface from PyPI, knowing nothing but the metadata."""

from substrateinterface import Keypair, KeypairType, SubstrateInterface
from substrateinterface.exceptions import SubstrateRequestException


def keypair(circle, name):
    """The key of somebody in this circle, for a client that is not ours."""
    secrets = circle.json("key", "export", "--reveal", key=name)
    return Keypair.create_from_seed(secrets["seed"], ss58_format=42, crypto_type=KeypairType.ED25519)


class Chain:
    """A thin layer: signs, waits for finality, fails loudly."""

    def __init__(self, node):
        self.client = SubstrateInterface(url=node.url, ss58_format=42)

    def query(self, pallet, item, arguments=()):
        return self.client.query(pallet, item, list(arguments))

    def nonce(self, signer):
        """Transactions of this account in blocks so far."""
        return self.query("System", "Account", [signer.ss58_address]).value["nonce"]

    def pretend_genesis(self, genesis):
        """What a client on another network would sign."""
        real = self.client.get_block_hash
        self.client.get_block_hash = lambda number=None: genesis if number == 0 else real(number)

    def call(self, pallet, function, arguments):
        return self.client.compose_call(pallet, function, arguments)

    def signed(self, signer, call, nonce=None):
        return self.client.create_signed_extrinsic(call=call, keypair=signer, nonce=nonce)

    def try_submit(self, extrinsic):
        """Sends and does not wait; gives the error's code and words, or None."""
        try:
            self.client.rpc_request("author_submitExtrinsic", [str(extrinsic.data)])
        except SubstrateRequestException as refusal:
            error = refusal.args[0]
            return error["code"], f"{error.get('message')} {error.get('data')}"
        return None, ""

    def include(self, extrinsic):
        receipt = self.client.submit_extrinsic(extrinsic, wait_for_finalization=True)
        assert receipt.is_success, receipt.error_message
        return receipt

    def submit(self, signer, pallet, function, arguments):
        return self.include(self.signed(signer, self.call(pallet, function, arguments)))

    def time_of(self, number):
        """The time in a block, Unix seconds."""
        block = self.client.get_block_hash(number)
        return self.client.query("Timestamp", "Now", block_hash=block).value / 1000


def substrate(node):
    return Chain(node)


def raw_resubmit(node, extrinsic):
    """Sends the very bytes again, which must be refused."""
    code, text = Chain(node).try_submit(extrinsic)
    assert code, "accepted"
    return code, text
