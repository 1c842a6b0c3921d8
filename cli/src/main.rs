//! `ipcircle`: the one command people type.
//!
//! Exit status: 0 done, 1 proven invalid, 2 input, key or permission, 3 no node reached, 4 not final
//! yet, 5 cannot check.

mod args;
mod commands;
mod context;
mod doctor;
mod output;
mod record;
mod text;
mod time;

use args::{Args, Command};
use clap::{CommandFactory, FromArgMatches};
use context::Context;
use ipcircle_client::{Error, Exit, Result};
use output::Output;
use serde_json::json;
use std::{fs, path::Path, process::ExitCode};
use text::{help::localize, Text};

fn main() -> ExitCode {
	let arguments: Vec<String> =
		std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
	let lang = text::detect(&arguments, |name| std::env::var(name).ok());
	let json = arguments
		.iter()
		.take_while(|argument| *argument != "--")
		.any(|argument| argument == "--json");
	let out = Output { lang, json };
	let matches = match localize(Args::command(), lang).try_get_matches() {
		Ok(matches) => matches,
		Err(error) => return refused(&out, &error),
	};
	let args = match Args::from_arg_matches(&matches) {
		Ok(args) => args,
		Err(error) => return refused(&out, &error),
	};
	let context = Context { global: args.global, out };
	let exit = run(&context, args.command).unwrap_or_else(|error| {
		out.error(&error);
		error.code.exit()
	});
	ExitCode::from(exit as u8)
}

fn run(context: &Context, command: Command) -> Result<Exit> {
	match command {
		// These work without a network, and without a runtime for it.
		Command::Verify(arguments) => commands::verify::run(context, &arguments),
		Command::Completions { shell } => {
			let mut command = localize(Args::command(), context.out.lang);
			clap_complete::generate(shell, &mut command, "ipcircle", &mut std::io::stdout());
			Ok(Exit::Ok)
		},
		Command::Man { folder } => man(context, &folder),
		online => tokio::runtime::Builder::new_multi_thread()
			.worker_threads(2)
			.enable_all()
			.build()
			.map_err(Error::usage)?
			.block_on(dispatch(context, online)),
	}
}

async fn dispatch(context: &Context, command: Command) -> Result<Exit> {
	match command {
		Command::Key(command) => commands::key::run(context, command).await,
		Command::Register(arguments) => commands::register::run(context, arguments).await,
		Command::Prove(arguments) => commands::prove::run(context, arguments).await,
		Command::Show(arguments) => commands::show::run(context, &arguments).await,
		Command::Status => commands::status::run(context).await,
		Command::Doctor(arguments) => doctor::run(context, arguments).await,
		Command::Holder(command) => commands::holder::run(context, command).await,
		Command::Circle(command) => commands::circle::run(context, command).await,
		Command::Verify(_) | Command::Completions { .. } | Command::Man { .. } => Ok(Exit::Ok),
	}
}

/// Help and version are no errors; anything else is wrong usage.
fn refused(out: &Output, error: &clap::Error) -> ExitCode {
	if !error.use_stderr() || !out.json {
		// Nothing is left to say when even this cannot be printed.
		let _ = error.print();
		return ExitCode::from(if error.use_stderr() { Exit::Usage as u8 } else { Exit::Ok as u8 });
	}
	let text = error.to_string();
	let reason = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
	out.error(&Error::usage(reason));
	ExitCode::from(Exit::Usage as u8)
}

/// Writes one page per command.
fn man(context: &Context, folder: &Path) -> Result<Exit> {
	let failed = |error: std::io::Error| Error::writing(folder, &error);
	fs::create_dir_all(folder).map_err(failed)?;
	clap_mangen::generate_to(localize(Args::command(), context.out.lang), folder)
		.map_err(failed)?;
	let count = fs::read_dir(folder).map_err(failed)?.count();
	context.out.say(Text::ManWritten, &[("path", &folder.display()), ("count", &count)]);
	context.out.result(&json!({ "folder": folder, "pages": count }));
	Ok(Exit::Ok)
}
