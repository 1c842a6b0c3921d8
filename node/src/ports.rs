//! Says which port is taken before the node starts.
//!
//! Upstream moves the RPC server to a random port and lets the peer-to-peer port fail with a warning:
//! either way the node runs and nobody reaches it.

use polkadot_sdk::{
	sc_network::{multiaddr::Protocol, Multiaddr},
	sc_service::Configuration,
};
use std::{
	io,
	net::{IpAddr, SocketAddr, TcpListener},
};

/// A port that another process holds.
#[derive(Debug, thiserror::Error)]
#[error(
	"port-occupied: {address} for {purpose} is taken by another process; stop it or pass {option}"
)]
pub(crate) struct Occupied {
	address: SocketAddr,
	purpose: &'static str,
	option: &'static str,
}

/// Checks every port that this configuration listens on, and keeps the RPC server from moving.
pub(crate) fn claim(config: &mut Configuration) -> Result<(), Occupied> {
	for address in config.network.listen_addresses.iter().filter_map(tcp_address) {
		check(address, "peers", "--port")?;
	}
	for endpoint in config.rpc.addr.iter_mut().flatten() {
		check(endpoint.listen_addr, "RPC", "--rpc-port")?;
		endpoint.retry_random_port = false;
	}
	match &config.prometheus_config {
		Some(prometheus) => check(prometheus.port, "Prometheus", "--prometheus-port"),
		None => Ok(()),
	}
}

/// The address and TCP port of a listening address, if it has both.
fn tcp_address(address: &Multiaddr) -> Option<SocketAddr> {
	let mut parts = address.iter();
	let ip = match parts.next()? {
		Protocol::Ip4(ip) => IpAddr::from(ip),
		Protocol::Ip6(ip) => IpAddr::from(ip),
		_ => return None,
	};
	match parts.next()? {
		Protocol::Tcp(port) => Some(SocketAddr::new(ip, port)),
		_ => None,
	}
}

fn check(address: SocketAddr, purpose: &'static str, option: &'static str) -> Result<(), Occupied> {
	match TcpListener::bind(address) {
		Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
			Err(Occupied { address, purpose, option })
		},
		// Other refusals (no IPv6 here, a port below 1024) are reported by the service itself.
		_ => Ok(()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_taken_port_is_named_with_the_option_that_changes_it() {
		let holder = TcpListener::bind("127.0.0.1:0").expect("a free port");
		let address = holder.local_addr().expect("bound");
		let error = check(address, "peers", "--port").expect_err("taken").to_string();
		assert!(error.contains(&address.port().to_string()) && error.contains("--port"), "{error}");
		drop(holder);
		check(address, "peers", "--port").expect("free again");
	}

	#[test]
	fn listening_addresses_of_any_form_give_their_tcp_port() {
		let tcp = |text: &str| tcp_address(&text.parse().expect("valid"));
		assert_eq!(tcp("/ip4/0.0.0.0/tcp/30333"), "0.0.0.0:30333".parse().ok());
		assert_eq!(tcp("/ip6/::/tcp/30333/ws"), "[::]:30333".parse().ok());
		assert_eq!(tcp("/memory/7"), None);
	}
}
