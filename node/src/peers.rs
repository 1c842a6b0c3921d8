//! The file of permitted peers: how an operator cuts off a removed city without a restart.
//!
//! The chain knows no peer identities, so removing a city on chain does not close its node's links.
//! With `--permitted-peers FILE` a node talks to the listed peers only. When a peer disappears from
//! the file it is dropped from block announcement; GRANDPA and transaction gossip follow, because they
//! only ever talk to peers of block announcement. Requests for blocks and state are answered to anyone
//! who is not banned, so a removed peer is banned too, and the ban is renewed while this process lives.
//! Strangers that never stood in the file are kept out of requests by the firewall, not here.

use crate::limits::{BAN_RENEWAL, PEERS_FILE_BYTES, PEERS_POLL};
use polkadot_sdk::sc_network::{
	config::{MultiaddrWithPeerId, NetworkConfiguration, NonReservedPeerMode},
	service::traits::NetworkService,
	Multiaddr, NetworkPeers, NetworkStateInfo, PeerId, ReputationChange,
};
use std::{
	collections::{BTreeMap, BTreeSet, HashSet},
	fs, io,
	path::{Path, PathBuf},
	sync::Arc,
	time::Instant,
};

const LOG_TARGET: &str = "peers";

const REMOVED: ReputationChange = ReputationChange::new_fatal("no longer a permitted peer");
const READMITTED: ReputationChange = ReputationChange::new(i32::MAX, "permitted again");

/// Why a file of permitted peers cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PeersError {
	/// It cannot be read.
	#[error("peers-file-unreadable: {path}: {error}")]
	Unreadable {
		/// Which file.
		path: String,
		/// What the system said.
		error: io::Error,
	},
	/// It is longer than any list of peers.
	#[error("peers-file-too-long: {path} has {bytes} bytes, at most {PEERS_FILE_BYTES}")]
	TooLong {
		/// Which file.
		path: String,
		/// Its length.
		bytes: u64,
	},
	/// A line is neither a peer nor a comment.
	#[error("peers-file-line: {path} line {line}: {text:?} is neither a PeerId nor an address that ends in /p2p/PeerId")]
	Line {
		/// Which file.
		path: String,
		/// Line, from 1.
		line: usize,
		/// What stands there.
		text: String,
	},
}

/// Who may be talked to, and where they were seen.
type Permitted = BTreeMap<PeerId, BTreeSet<String>>;

/// Reads a list of peers; an error is the line, from 1, and what stands there.
fn parse(text: &str) -> Result<Permitted, (usize, String)> {
	let mut permitted = Permitted::new();
	for (at, line) in text.lines().enumerate() {
		let line = line.trim();
		if line.is_empty() || line.starts_with('#') {
			continue;
		}
		if let Ok(peer) = line.parse::<PeerId>() {
			permitted.entry(peer).or_default();
		} else if let Ok(address) = line.parse::<MultiaddrWithPeerId>() {
			let addresses = permitted.entry(address.peer_id).or_default();
			addresses.insert(address.multiaddr.to_string());
		} else {
			return Err((at + 1, line.to_string()));
		}
	}
	Ok(permitted)
}

fn read(path: &Path) -> Result<Permitted, PeersError> {
	let name = || path.display().to_string();
	let unreadable = |error| PeersError::Unreadable { path: name(), error };
	let bytes = fs::metadata(path).map_err(unreadable)?.len();
	if bytes > PEERS_FILE_BYTES {
		return Err(PeersError::TooLong { path: name(), bytes });
	}
	let text = fs::read_to_string(path).map_err(unreadable)?;
	parse(&text).map_err(|(line, text)| PeersError::Line { path: name(), line, text })
}

/// What the gatekeeper does to the network.
trait Gate {
	/// Talks to exactly these peers from now on.
	fn permit(&self, peers: HashSet<PeerId>);
	/// Remembers where a peer can be reached.
	fn locate(&self, peer: PeerId, address: Multiaddr);
	/// Bans a peer or lifts its ban.
	fn report(&self, peer: PeerId, change: ReputationChange);
	/// Whoever this node is.
	fn oneself(&self) -> PeerId;
}

impl Gate for Arc<dyn NetworkService> {
	fn permit(&self, peers: HashSet<PeerId>) {
		self.set_authorized_peers(peers);
		self.set_authorized_only(true);
	}

	fn locate(&self, peer: PeerId, address: Multiaddr) {
		self.add_known_address(peer, address);
	}

	fn report(&self, peer: PeerId, change: ReputationChange) {
		self.report_peer(peer, change);
	}

	fn oneself(&self) -> PeerId {
		self.local_peer_id()
	}
}

/// Keeps the network to the peers that the file lists.
pub(crate) struct Gatekeeper {
	path: PathBuf,
	permitted: Permitted,
	/// Peers that the file listed earlier in this process.
	removed: BTreeSet<PeerId>,
	/// The last complaint about the file, so that it is logged once.
	complaint: Option<String>,
	banned_at: Instant,
}

impl Gatekeeper {
	/// Reads the file; a node does not start with a list that it cannot read.
	pub(crate) fn open(path: PathBuf) -> Result<Self, PeersError> {
		let permitted = read(&path)?;
		Ok(Self {
			path,
			permitted,
			removed: BTreeSet::new(),
			complaint: None,
			banned_at: Instant::now(),
		})
	}

	/// Closes the network to all others before it starts.
	pub(crate) fn configure(&self, network: &mut NetworkConfiguration) {
		network.default_peers_set.non_reserved_mode = NonReservedPeerMode::Deny;
	}

	/// Applies the list and every later change of it, for as long as the node runs.
	pub(crate) async fn run(mut self, network: Arc<dyn NetworkService>) {
		log::info!(target: LOG_TARGET, "Talking to {} permitted peers only", self.permitted.len());
		self.apply(&network);
		let mut hangup = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup())
			.map_err(|error| log::warn!(target: LOG_TARGET, "SIGHUP is not watched: {error}"))
			.ok();
		loop {
			let told = async {
				match &mut hangup {
					Some(hangup) => hangup.recv().await,
					None => std::future::pending().await,
				}
			};
			tokio::select! {
				_ = tokio::time::sleep(PEERS_POLL) => {},
				_ = told => {},
			}
			self.look(&network);
			if self.banned_at.elapsed() >= BAN_RENEWAL {
				self.ban(&network);
			}
		}
	}

	/// Reads the file again. One that cannot be read changes nothing: neither does an editor's slip
	/// disconnect the circle, nor does it admit anybody.
	fn look(&mut self, gate: &impl Gate) {
		match read(&self.path) {
			Ok(permitted) => {
				self.complaint = None;
				if permitted != self.permitted {
					self.change(permitted, gate);
				}
			},
			Err(error) => {
				let complaint = error.to_string();
				if self.complaint.as_ref() != Some(&complaint) {
					log::error!(target: LOG_TARGET, "{complaint}; the last good list stays in force");
					self.complaint = Some(complaint);
				}
			},
		}
	}

	fn change(&mut self, permitted: Permitted, gate: &impl Gate) {
		let before = std::mem::replace(&mut self.permitted, permitted);
		for peer in before.keys().filter(|peer| !self.permitted.contains_key(peer)) {
			log::warn!(target: LOG_TARGET, "{peer} is no longer permitted: cutting it off");
			self.removed.insert(*peer);
		}
		for peer in self.permitted.keys().filter(|peer| !before.contains_key(peer)) {
			log::info!(target: LOG_TARGET, "{peer} is permitted");
			if self.removed.remove(peer) {
				gate.report(*peer, READMITTED);
			}
		}
		self.apply(gate);
		self.ban(gate);
	}

	fn apply(&self, gate: &impl Gate) {
		let oneself = gate.oneself();
		let others = self.permitted.iter().filter(|(peer, _)| **peer != oneself);
		for (peer, addresses) in others.clone() {
			for address in addresses.iter().filter_map(|address| address.parse().ok()) {
				gate.locate(*peer, address);
			}
		}
		gate.permit(others.map(|(peer, _)| *peer).collect());
	}

	fn ban(&mut self, gate: &impl Gate) {
		self.banned_at = Instant::now();
		for peer in &self.removed {
			gate.report(*peer, REMOVED);
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::cell::RefCell;

	const A: &str = "12D3KooWEBo1HUPQJwiBmM5kSeg4XgiVxEArArQdDarYEsGxMfbS";
	const B: &str = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";

	fn peer(text: &str) -> PeerId {
		text.parse().expect("valid")
	}

	/// Remembers what it was told.
	#[derive(Default)]
	struct Recorder {
		permitted: RefCell<HashSet<PeerId>>,
		located: RefCell<Vec<(PeerId, String)>>,
		reported: RefCell<Vec<(PeerId, i32)>>,
		oneself: Option<PeerId>,
	}

	impl Gate for Recorder {
		fn permit(&self, peers: HashSet<PeerId>) {
			self.permitted.replace(peers);
		}

		fn locate(&self, peer: PeerId, address: Multiaddr) {
			self.located.borrow_mut().push((peer, address.to_string()));
		}

		fn report(&self, peer: PeerId, change: ReputationChange) {
			self.reported.borrow_mut().push((peer, change.value));
		}

		fn oneself(&self) -> PeerId {
			self.oneself.unwrap_or_else(PeerId::random)
		}
	}

	struct List(PathBuf);

	impl List {
		fn new(name: &str, text: &str) -> Self {
			let file = format!("ipcircle-peers-{}-{name}", std::process::id());
			let list = Self(std::env::temp_dir().join(file));
			list.write(text);
			list
		}

		fn write(&self, text: &str) {
			fs::write(&self.0, text).expect("a temporary file");
		}
	}

	impl Drop for List {
		fn drop(&mut self) {
			let _ = fs::remove_file(&self.0);
		}
	}

	#[test]
	fn ids_addresses_comments_and_blanks_are_read() {
		let text = format!("# four cities\n\n  {A}\n/ip4/10.0.0.2/tcp/30333/p2p/{B}\n{B}\n");
		let permitted = parse(&text).expect("valid");
		assert_eq!(permitted.len(), 2);
		assert_eq!(permitted[&peer(A)], BTreeSet::new());
		assert_eq!(permitted[&peer(B)], BTreeSet::from(["/ip4/10.0.0.2/tcp/30333".to_string()]));
	}

	#[test]
	fn a_bad_line_is_named() {
		assert_eq!(parse(&format!("{A}\n\nnobody")), Err((3, "nobody".to_string())));
		assert_eq!(parse("/ip4/10.0.0.2/tcp/30333").map_err(|(line, _)| line), Err(1));
		assert_eq!(parse(&A[..40]).map_err(|(line, _)| line), Err(1));
	}

	#[test]
	fn a_node_does_not_start_with_a_list_it_cannot_read() {
		let missing = Gatekeeper::open("/nonexistent/peers".into());
		assert!(matches!(missing, Err(PeersError::Unreadable { .. })));
		let bad = List::new("bad", "nobody");
		assert!(matches!(Gatekeeper::open(bad.0.clone()), Err(PeersError::Line { line: 1, .. })));
		let long = List::new("long", &"#\n".repeat(600_000));
		assert!(matches!(Gatekeeper::open(long.0.clone()), Err(PeersError::TooLong { .. })));
	}

	#[test]
	fn a_removed_peer_is_cut_off_and_banned_and_can_come_back() {
		let list = List::new("removed", &format!("{A}\n{B}\n"));
		let mut keeper = Gatekeeper::open(list.0.clone()).expect("valid");
		let gate = Recorder::default();
		keeper.apply(&gate);
		assert_eq!(*gate.permitted.borrow(), HashSet::from([peer(A), peer(B)]));

		list.write(&format!("{A}\n"));
		keeper.look(&gate);
		assert_eq!(*gate.permitted.borrow(), HashSet::from([peer(A)]));
		assert_eq!(gate.reported.take(), vec![(peer(B), i32::MIN)]);

		keeper.ban(&gate);
		assert_eq!(gate.reported.take(), vec![(peer(B), i32::MIN)], "the ban is renewed");

		list.write(&format!("{A}\n{B}\n"));
		keeper.look(&gate);
		assert_eq!(*gate.permitted.borrow(), HashSet::from([peer(A), peer(B)]));
		assert_eq!(gate.reported.take(), vec![(peer(B), i32::MAX)]);
	}

	#[test]
	fn a_list_that_becomes_unreadable_changes_nothing() {
		let list = List::new("unreadable", &format!("{A}\n"));
		let mut keeper = Gatekeeper::open(list.0.clone()).expect("valid");
		let gate = Recorder::default();
		keeper.apply(&gate);
		list.write(&format!("{A}\n{B} and friends\n"));
		keeper.look(&gate);
		assert_eq!(*gate.permitted.borrow(), HashSet::from([peer(A)]));
		assert!(gate.reported.borrow().is_empty());
		assert!(keeper.complaint.is_some());
	}

	#[test]
	fn one_list_serves_all_nodes_because_a_node_skips_itself() {
		let list = List::new("oneself", &format!("{A}\n/ip4/10.0.0.2/tcp/1/p2p/{B}\n"));
		let keeper = Gatekeeper::open(list.0.clone()).expect("valid");
		let gate = Recorder { oneself: Some(peer(A)), ..Recorder::default() };
		keeper.apply(&gate);
		assert_eq!(*gate.permitted.borrow(), HashSet::from([peer(B)]));
		assert_eq!(gate.located.take(), vec![(peer(B), "/ip4/10.0.0.2/tcp/1".to_string())]);
	}
}
