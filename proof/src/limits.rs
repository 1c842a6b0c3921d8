//! What a bundle may hold at most. A bundle beyond a limit is refused with `limits`, never cut.

/// Bytes of the whole JSON text: room for [`MAX_HANDOFFS`] of a usual size and their hex.
pub const MAX_BUNDLE_BYTES: usize = 16 * 1024 * 1024;

/// Bytes of one header, justification, trie node, value or anchor token. A justification by
/// [`MAX_AUTHORITIES`] voters takes 67,584.
pub const MAX_BLOB_BYTES: usize = 256 * 1024;

/// Bytes of a format, kind, id or layout text.
pub const MAX_TEXT_BYTES: usize = 64;

/// Authority-set changes: one a day for eleven years.
pub const MAX_HANDOFFS: usize = 4_096;

/// Trie nodes in one list.
pub const MAX_NODES: usize = 16_384;

/// Statements in one bundle.
pub const MAX_STATEMENTS: usize = 1_024;

/// Anchors in one bundle.
pub const MAX_ANCHORS: usize = 16;

/// Authorities in one set: eight times the validators that the chain allows.
pub const MAX_AUTHORITIES: usize = 512;

/// Votes in one justification: every authority may equivocate once.
pub const MAX_VOTES: usize = 2 * MAX_AUTHORITIES;

/// Headers in the ancestry part of one justification.
pub const MAX_ANCESTRY: usize = 1_024;

/// Items in the digest of one header.
pub const MAX_DIGEST_ITEMS: usize = 64;
