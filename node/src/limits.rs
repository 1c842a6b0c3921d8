//! Every tuned number of the node, with its reason.

use std::time::Duration;

/// Blocks between two justifications that are kept for good.
///
/// The justification of the newest finalized block is always at hand, because GRANDPA overwrites one
/// record with it at every finalization; so a receipt can be proven as soon as it is final, and this
/// period does not delay it. The period only bounds how far above an old block the nearest kept
/// justification lies: 16 blocks are 32 seconds, and cost a validator about 60 bytes a block (1 KB
/// each) instead of 1 KB. A set change keeps its justification in any case.
pub(crate) const GRANDPA_JUSTIFICATION_PERIOD: u32 = 16;

/// How long a vote needs to reach everybody.
///
/// A GRANDPA round waits up to twice this for prevotes and up to four times for precommits when
/// votes are missing. Within one metropolitan circle a message crosses in tens of milliseconds; 200
/// leave room for three hops and a busy machine, and are a tenth of a slot.
pub(crate) const GOSSIP_DURATION: Duration = Duration::from_millis(200);

/// Bytes that an author puts into a block: as many as the runtime accepts.
///
/// A runtime upgrade (under 2 MiB) fits beside ordinary work, and the block stays well under the 16
/// MiB that a response between nodes may carry. Named here because Aura passes no limit of its own.
pub(crate) const BLOCK_SIZE_LIMIT: usize = 4 * 1024 * 1024;

/// Part of a slot that an author may spend on building a block.
///
/// The runtime's weight limit (half a slot) normally ends the block first; this is the backstop for a
/// slow machine, and leaves the others a third of the slot to receive the block.
pub(crate) const PROPOSAL_PORTION: f32 = 2.0 / 3.0;

/// Transactions that wait in the pool, at most.
///
/// A saturated chain takes about 500 a second, and an ordinary transaction lapses after 64 blocks (128
/// seconds): more than 64,000 could never be included.
pub(crate) const POOL_TRANSACTIONS: &str = "65536";

/// Kilobytes of transactions that wait in the pool, at most: one for each of [`POOL_TRANSACTIONS`],
/// which is twice the length of a registration with several co-owners.
pub(crate) const POOL_KILOBYTES: &str = "65536";

/// Peers needed before warp sync begins.
///
/// The proof is checked against the genesis set, so one peer suffices; with the usual three a fifth
/// city could wait for peers that do not exist.
pub(crate) const WARP_SYNC_PEERS: usize = 1;

/// Unfinalized blocks after which authors slow down: one minute of a healthy chain.
pub(crate) const BACKOFF_SLACK: u32 = 30;

/// Unfinalized blocks beyond [`BACKOFF_SLACK`] that cost an author one slot.
pub(crate) const BACKOFF_BIAS: u32 = 2;

/// Most slots between two blocks while finality stands still: 30 seconds, so that the chain visibly
/// lives and recovers within a minute of a partition's end.
pub(crate) const BACKOFF_MOST_SLOTS: u32 = 15;

/// How often the file of permitted peers is read again.
pub(crate) const PEERS_POLL: Duration = Duration::from_secs(2);

/// How often the ban of a removed peer is renewed: a full ban wears off in 69 seconds.
pub(crate) const BAN_RENEWAL: Duration = Duration::from_secs(30);

/// Largest file of permitted peers, in bytes: ten thousand peers.
pub(crate) const PEERS_FILE_BYTES: u64 = 1024 * 1024;

/// Blocks above the one asked for that are searched for a kept justification.
///
/// Finality moves in leaps only after a stall; 1,024 blocks are half an hour of it and about 20
/// milliseconds of reading. Beyond, the newest justification is returned, which proves the block too.
pub(crate) const JUSTIFICATION_SEARCH: u32 = 1_024;

/// Handoffs in one answer, at most: 256 of about 1.4 KB are 360 KB, far below the answer limit.
pub(crate) const HANDOFFS_PAGE: usize = 256;
