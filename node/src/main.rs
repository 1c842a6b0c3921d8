//! The IPCircle node: one validator or reader of the circle's chain.

// Upstream's error types are large, and every command returns them.
#![allow(clippy::result_large_err)]

mod cli;
mod command;
mod development;
mod limits;
mod peers;
mod ports;
mod rpc;
mod service;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		},
	}
}
