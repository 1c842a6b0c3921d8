//! What is printed: results on standard output, progress and errors for people on standard error.
//! With `--json`, exactly one JSON value on standard output and nothing else.

use crate::text::{
	errors::{of_code, of_module},
	fill, Lang, Text,
};
use indicatif::{ProgressBar, ProgressStyle};
use ipcircle_client::Error;
use serde_json::{json, Value};
use std::{fmt::Display, io::Write, path::Path};

/// How this run prints.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
	pub(crate) lang: Lang,
	pub(crate) json: bool,
}

impl Output {
	/// A message in the chosen language.
	pub(crate) fn text(&self, text: Text, values: &[(&str, &dyn Display)]) -> String {
		fill(text.pair().get(self.lang), values)
	}

	/// A line of the result, for people.
	pub(crate) fn say(&self, text: Text, values: &[(&str, &dyn Display)]) {
		if !self.json {
			line(&self.text(text, values));
		}
	}

	/// A line of progress, for people.
	pub(crate) fn note(&self, text: Text, values: &[(&str, &dyn Display)]) {
		if !self.json {
			eprintln!("{}", self.text(text, values));
		}
	}

	/// The result, for programs.
	pub(crate) fn result(&self, value: &Value) {
		if self.json {
			line(&format!("{value:#}"));
		}
	}

	/// An error, for whoever listens.
	pub(crate) fn error(&self, error: &Error) {
		if self.json {
			line(&format!("{:#}", self.error_json(error)));
			return;
		}
		let (message, hint) = self.words(error);
		let code = error.name();
		eprintln!("{}", self.text(Text::ErrorLine, &[("code", &code), ("message", &message)]));
		eprintln!("{}", self.text(Text::HintLine, &[("hint", &hint)]));
	}

	/// An error as JSON: `{"error": {"code", "message", "hint", "details"}}`.
	pub(crate) fn error_json(&self, error: &Error) -> Value {
		let (message, hint) = self.words(error);
		let details: serde_json::Map<_, _> = error
			.details()
			.iter()
			.map(|(name, value)| ((*name).to_owned(), json!(value)))
			.collect();
		json!({ "error": { "code": error.name(), "message": message, "hint": hint, "details": details } })
	}

	/// Message and hint of an error.
	pub(crate) fn words(&self, error: &Error) -> (String, String) {
		let words = of_module(&error.name()).unwrap_or_else(|| of_code(error.code));
		let values: Vec<(&str, &dyn Display)> =
			error.details().iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
		(fill(words.message.get(self.lang), &values), fill(words.hint.get(self.lang), &values))
	}

	/// A progress bar for bytes; hidden from programs and when nobody looks.
	pub(crate) fn bar(&self, file: &Path, bytes: u64) -> ProgressBar {
		if self.json {
			return ProgressBar::hidden();
		}
		let style = ProgressStyle::with_template(
			"{msg} {bar:24} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
		)
		.unwrap_or_else(|_| ProgressStyle::default_bar());
		let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
		ProgressBar::new(bytes)
			.with_style(style)
			.with_message(self.text(Text::Hashing, &[("file", &name)]))
	}
}

/// Prints a line. A reader that went away, such as `head`, has seen what it wanted.
pub(crate) fn line(text: &str) {
	let _ = writeln!(std::io::stdout(), "{text}");
}

#[cfg(test)]
mod tests {
	use super::*;
	use ipcircle_client::Code;

	const EN: Output = Output { lang: Lang::En, json: true };
	const ZH: Output = Output { lang: Lang::Zh, json: true };

	#[test]
	fn an_error_in_json_keeps_its_shape() {
		let error = Error::new(Code::WrongPassword).with("path", "key.json");
		assert_eq!(
			serde_json::to_string_pretty(&EN.error_json(&error)).unwrap(),
			r#"{
  "error": {
    "code": "wrong-password",
    "details": {
      "path": "key.json"
    },
    "hint": "The file is intact: type the password again.",
    "message": "The password does not open key.json."
  }
}"#
		);
		assert_eq!(
			serde_json::to_string_pretty(&ZH.error_json(&error)).unwrap(),
			r#"{
  "error": {
    "code": "wrong-password",
    "details": {
      "path": "key.json"
    },
    "hint": "檔案完好，請重新輸入密碼。",
    "message": "密碼不能打開 key.json。"
  }
}"#
		);
	}

	#[test]
	fn an_error_of_an_unknown_module_shows_the_chains_own_documentation() {
		let error = Error::new(Code::Module)
			.with("pallet", "Utility")
			.with("error", "TooManyCalls")
			.with("docs", "Too many calls batched.");
		let found = EN.error_json(&error);
		assert_eq!(found["error"]["code"], "Utility.TooManyCalls");
		assert_eq!(
			found["error"]["message"],
			"The chain refused: Utility.TooManyCalls. Too many calls batched."
		);
	}

	#[test]
	fn every_code_makes_a_message_without_open_places_in_both_languages() {
		for code in Code::ALL {
			for output in [EN, ZH] {
				let (message, hint) = output.words(&Error::new(*code));
				assert!(!message.contains(['{', '}']) && !hint.contains(['{', '}']), "{message}");
			}
		}
	}
}
