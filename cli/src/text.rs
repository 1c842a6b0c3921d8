//! Every word that people read, in Chinese and in English.
//!
//! One row per message holds both languages, so that neither can lack one. Errors and verdicts are
//! matched without a fallback arm: a new code does not compile before it has its words.

pub(crate) mod errors;
pub(crate) mod help;

use std::fmt::Display;

/// The language of the output.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(crate) enum Lang {
	Zh,
	En,
}

/// The same text in both languages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Pair {
	pub(crate) zh: &'static str,
	pub(crate) en: &'static str,
}

impl Pair {
	pub(crate) const fn new(zh: &'static str, en: &'static str) -> Self {
		Self { zh, en }
	}

	pub(crate) const fn get(self, lang: Lang) -> &'static str {
		match lang {
			Lang::Zh => self.zh,
			Lang::En => self.en,
		}
	}
}

/// Puts values in the places named `{name}`. A place without a value stays empty.
pub(crate) fn fill(template: &str, values: &[(&str, &dyn Display)]) -> String {
	let mut text = String::with_capacity(template.len());
	let mut rest = template;
	while let Some((before, after)) = rest.split_once('{') {
		let Some((name, tail)) = after.split_once('}') else { break };
		text.push_str(before);
		if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
			text.push_str(&value.to_string());
		}
		rest = tail;
	}
	text.push_str(rest);
	text
}

macro_rules! texts {
	($($name:ident: $zh:literal, $en:literal;)+) => {
		/// A message.
		#[derive(Clone, Copy, PartialEq, Eq, Debug)]
		pub(crate) enum Text {
			$($name,)+
		}

		impl Text {
			#[cfg(test)]
			pub(crate) const ALL: &'static [Self] = &[$(Self::$name),+];

			pub(crate) const fn pair(self) -> Pair {
				match self {
					$(Self::$name => Pair::new($zh, $en),)+
				}
			}
		}
	};
}

texts! {
	Submitted: "已提交：節點已收下，等待入塊。", "Submitted: a node has accepted it; waiting for a block.";
	InBlock: "已入塊 {block}：約 {seconds} 秒後終局。", "In block {block}: final in about {seconds} s.";
	Final: "已終局：區塊 {justified} 的終局證明涵蓋區塊 {block}。", "Final: the justification of block {justified} covers block {block}.";
	Hashing: "計算摘要 {file}", "Hashing {file}";
	Password: "密碼：", "Password: ";
	PasswordNew: "新密碼：", "New password: ";
	PasswordAgain: "再輸入一次：", "Once more: ";
	KeyCreated: "已建立密鑰 {path}\n帳戶 {address}\n      {account}\n請備份此檔案並記住密碼：兩者失其一，密鑰便無法使用。把帳戶告訴登記機構，完成實名核驗後即可登記。",
		"Key created: {path}\nAccount {address}\n        {account}\nBack up the file and keep the password: without both of them the key is of no use. Give the account to a registrar; after the real-name check it can register.";
	KeyShown: "密鑰檔案 {path}（{label}）\n帳戶 {address}\n      {account}", "Key file {path} ({label})\nAccount {address}\n        {account}";
	KeyOpens: "密碼正確，密鑰可以簽名。", "The password opens it; the key signs.";
	KeyRotated: "密鑰已更換並終局。新密鑰在 {path}，舊密鑰保存在 {retired}，不再被鏈接受。\n新帳戶 {address}",
		"Key replaced, and final. The new key is in {path}; the old one is kept in {retired} and no longer accepted by the chain.\nNew account {address}";
	KeyExported: "以下是密鑰的秘密部分。任何人得到它都能以你的名義簽名：請抄在紙上，不要存入網盤或郵件。",
		"These are the key's secrets. Whoever has them signs in your name: write them on paper, keep them out of mail and cloud storage.";
	Registered: "已登記存證：{right}\n  檔案 {file}（{bytes} 字節）\n  權利人 {holder}，區塊 {block}，時間 {time}\n  證明 {proof}（含開啟承諾的鹽與摘要，僅供自己保存；公開時請用 ipcircle prove {right} --public）",
		"Registered: {right}\n  File {file} ({bytes} bytes)\n  Holder {holder}, block {block}, time {time}\n  Proof {proof} (holds salt and digests that open the commitment: keep it private; to publish use ipcircle prove {right} --public)";
	RegisteredMeaning: "這表示：自該時間起，任何人都可離線驗證此檔案未被改動。鏈上只有加鹽承諾，沒有檔案內容。它不證明該時間之前的來源，也不等同法定登記。",
		"It means: from that time on, anybody can check offline that this file was not altered. The chain holds a salted commitment and nothing of the file. It does not show where the file came from before that time, and it is no statutory registration.";
	NextVerify: "離線驗證：ipcircle verify {file} {proof} --genesis {genesis}", "Verify offline: ipcircle verify {file} {proof} --genesis {genesis}";
	ProofWritten: "證明已寫入 {path}，以區塊 {block}（權力集 {set}）為準。", "Proof written to {path}, as of block {block} (authority set {set}).";
	ProofPrivate: "其中含鹽與摘要，能指認檔案，僅供自己保存；公開時加 --public。", "It holds salt and digests that identify the file: keep it private, or make one with --public.";
	VerdictValid: "有效", "valid";
	VerdictMismatch: "不符", "mismatch";
	VerdictAbsent: "已證明不存在", "absent (proven)";
	VerdictCannotCheck: "無法核驗", "cannot check";
	Verdict: "結論：{verdict}（{code}）", "Verdict: {verdict} ({code})";
	Reason: "  {reason}", "  {reason}";
	VerifiedAt: "  依據：創世哈希 {genesis}，區塊 {block}，權力集 {set}；全程未使用網絡。", "  Grounds: genesis {genesis}, block {block}, authority set {set}; no network was used.";
	FindingUnaltered: "  上鏈後未改動：已證明，上鏈時間在 {from} 與 {to} 之間。", "  Unaltered since it went on chain: proven, between {from} and {to}.";
	FindingUnalteredUnproven: "  上鏈後未改動：未證明（未給出檔案）。", "  Unaltered since it went on chain: unproven (no file was given).";
	FindingOrigin: "  上鏈前來源：{grade}，權利人自稱創作於 {claimed}，鏈不證明。", "  Origin before that: {grade}, claimed by the registrant as {claimed}; the chain does not prove it.";
	FindingOriginUnproven: "  上鏈前來源：未證明。", "  Origin before that: unproven.";
	StatementPresent: "  {kind} {id}：在鏈上", "  {kind} {id}: on chain";
	StatementAbsent: "  {kind} {id}：已證明沒有記錄", "  {kind} {id}: proven to have no record";
	RightClear: "  {right}：已證明截至區塊 {block} 沒有權利負擔", "  {right}: proven clear of encumbrances as of block {block}";
	AnchorUnchecked: "  附加時間戳 {kind}：此版本無法核驗，不影響結論", "  Anchor {kind}: this version cannot check it; the verdict does not depend on it";
	ShowNotProof: "以上是節點的回答，不是證明；證明用 ipcircle prove {id}。", "This is a node's answer, not a proof; for a proof: ipcircle prove {id}";
	ShowProof: "本機證明：{proof}（檔案 {file}）", "Proof on this machine: {proof} (file {file})";
	StatusChain: "創世哈希 {genesis}\n節點 {url}，版本 {version}，連接 {peers} 個節點\n最新區塊 {best}，已終局 {finalized}，有終局證明 {justified}，權力集 {set}（{authorities} 個驗證者）",
		"Genesis {genesis}\nNode {url}, version {version}, {peers} peers\nBest block {best}, finalized {finalized}, justified {justified}, authority set {set} ({authorities} validators)";
	StatusLive: "終局正常：落後 {behind} 塊。", "Finality is live: {behind} blocks behind the best block.";
	StatusStalled: "終局已停：{seconds} 秒內沒有任何區塊終局，在線驗證者不足三分之二。已終局的記錄不受影響；新的登記在恢復前都不算終局。",
		"Finality is stalled: nothing has been finalized for {seconds} s: fewer than 2/3 of validators are online. What was final stays final; nothing new becomes final until they return.";
	StatusHalted: "出塊已停：{seconds} 秒沒有新區塊。", "No new block for {seconds} s.";
	StatusStopped: "應急停止生效至區塊 {block}：此前只受理治理交易。", "Emergency stop until block {block}: only governance is accepted before that.";
	Executed: "完成：{call}，區塊 {block}。", "Done: {call}, block {block}.";
	EventLine: "  {name} {fields}", "  {name} {fields}";
	HolderEnrolled: "權利人編號 {holder}，帳戶 {account}。實名承諾的鹽與文件只由登記機構保存：{identity}", "Holder {holder}, account {account}. Salt and document of the real-name commitment stay with the registrar: {identity}";
	InstitutionAdmitted: "機構編號 {institution}。", "Institution {institution}.";
	MotionProposed: "動議編號 {motion}。其他席位用 ipcircle circle motion vote {motion} --aye 表決。", "Motion {motion}. Other seats vote with ipcircle circle motion vote {motion} --aye.";
	MotionLine: "動議 {motion}：{call}\n  提出者 {proposer}，區塊 {at}；通過於 {carried}\n  贊成 {ayes}", "Motion {motion}: {call}\n  proposed by {proposer} in block {at}; carried at {carried}\n  ayes: {ayes}";
	NoMotions: "沒有待決動議。", "There are no motions.";
	NotCarried: "尚未通過", "not carried";
	MemberLine: "{code} {name}\n  主管帳戶 {authority}\n  驗證者 {validators}", "{code} {name}\n  authority {authority}\n  validators {validators}";
	InstitutionLine: "  機構 {id} {name}（{kind}，{standing}{seat}）管理員 {administrator}", "  institution {id} {name} ({kind}, {standing}{seat}) administrator {administrator}";
	SeatMark: "，監督席位", ", supervisor";
	SessionKeysSet: "會話密鑰已登記，下下個會話起生效：{keys}", "Session keys are set; they take effect in the session after next: {keys}";
	CheckOk: "[正常] {message}", "[ ok ] {message}";
	CheckWarn: "[注意] {message}\n       處理：{remedy}", "[warn] {message}\n       Remedy: {remedy}";
	CheckFail: "[故障] {message}\n       處理：{remedy}", "[FAIL] {message}\n       Remedy: {remedy}";
	ClockOk: "時鐘：與鏈相差 {seconds} 秒以內。", "Clock: within {seconds} s of the chain.";
	ClockOff: "時鐘：比鏈{direction} {seconds} 秒。", "Clock: {seconds} s {direction} the chain.";
	ClockAhead: "快", "ahead of";
	ClockBehind: "慢", "behind";
	ClockUnknown: "時鐘：鏈沒有前進，無法比較。", "Clock: the chain does not advance, so nothing can be compared.";
	ClockUnknownRemedy: "先恢復出塊，再檢查一次。", "Get blocks going again, then check once more.";
	ClockRemedy: "開啟時間同步：timedatectl set-ntp true，或安裝 chrony；驗證者時鐘偏差會使其區塊被拒。", "Turn time synchronisation on: timedatectl set-ntp true, or install chrony; a validator with a wrong clock has its blocks refused.";
	DiskOk: "磁盤：{path} 尚有 {free} MiB。", "Disk: {free} MiB free at {path}.";
	DiskLow: "磁盤：{path} 只剩 {free} MiB。", "Disk: only {free} MiB free at {path}.";
	DiskUnknown: "磁盤：無法得知 {path} 的剩餘空間。", "Disk: free space at {path} is unknown.";
	DiskRemedy: "清理或擴充該磁盤，至少留出 {need} MiB。", "Free or add space: at least {need} MiB.";
	PortFree: "端口 {port}：空閒。", "Port {port}: free.";
	PortOurs: "端口 {port}：正在使用，節點在運行。", "Port {port}: in use, and the node is running.";
	PortTaken: "端口 {port}：被其他進程佔用。", "Port {port}: taken by another process.";
	PortRemedy: "找出並停止它（ss -ltnp 'sport = :{port}'），或讓節點改用別的端口。", "Find and stop it (ss -ltnp 'sport = :{port}'), or let the node use another port.";
	KeyOk: "密鑰：{path} 完好，帳戶 {address}。", "Key: {path} is intact, account {address}.";
	KeyNone: "密鑰：{path} 不存在。", "Key: there is no {path}.";
	KeyNoneRemedy: "需要簽名時用 ipcircle key new 建立。", "When you need to sign, make one with ipcircle key new.";
	KeyOpen: "密鑰：{path} 可被其他用戶讀取。", "Key: other users can read {path}.";
	KeyOpenRemedy: "chmod 600 {path}", "chmod 600 {path}";
	NodeOk: "節點：{url}，版本 {version}。", "Node: {url}, version {version}.";
	GenesisOk: "創世哈希：{genesis}，與指定的一致。", "Genesis: {genesis}, as pinned.";
	GenesisUnpinned: "創世哈希：{genesis}，未指定應為何值。", "Genesis: {genesis}, not pinned.";
	GenesisRemedy: "與城市公佈的值核對後，用 --genesis 或 IPCIRCLE_GENESIS 指定。", "Compare it with what the cities publish, then pin it with --genesis or IPCIRCLE_GENESIS.";
	PeersOk: "連接：{peers} 個節點。", "Peers: {peers}.";
	PeersNone: "連接：沒有任何節點。", "Peers: none.";
	PeersRemedy: "檢查防火牆、30333 端口與節點的 --bootnodes。", "Check the firewall, port 30333 and the node's --bootnodes.";
	FinalityRemedy: "查看各城市的驗證者是否在線：須多於三分之二。", "See which cities' validators are online: more than 2/3 are needed.";
	ErrorLine: "錯誤（{code}）：{message}", "Error ({code}): {message}";
	HintLine: "處理：{hint}", "What to do: {hint}";
	ManWritten: "手冊頁已寫入 {path}：{count} 頁。", "Man pages written to {path}: {count}.";
}

/// The user's language, before arguments are parsed: `--lang`, then `IPCIRCLE_LANG`, then the
/// system's locale; English for every locale that is not Chinese.
pub(crate) fn detect(arguments: &[String], variable: impl Fn(&str) -> Option<String>) -> Lang {
	let mut given = arguments.iter().zip(arguments.iter().skip(1)).filter_map(|(name, value)| {
		if name == "--lang" {
			Some(value.as_str())
		} else {
			None
		}
	});
	let joined = arguments.iter().find_map(|argument| argument.strip_prefix("--lang="));
	let chosen = given.next().or(joined).map(str::to_owned);
	let set = |name: &str| variable(name).filter(|value| !value.is_empty());
	let locale = chosen
		.or_else(|| set("IPCIRCLE_LANG"))
		.or_else(|| set("LC_ALL"))
		.or_else(|| set("LC_MESSAGES"))
		.or_else(|| set("LANG"));
	match locale {
		Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Lang::Zh,
		_ => Lang::En,
	}
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;

	/// Names of the places in a template.
	pub(crate) fn places(template: &str) -> Vec<&str> {
		let mut names: Vec<_> = template
			.split('{')
			.skip(1)
			.filter_map(|part| part.split_once('}').map(|(name, _)| name))
			.collect();
		names.sort_unstable();
		names.dedup();
		names
	}

	/// Both languages say something, name the same values, and the Chinese one is Chinese.
	pub(crate) fn check(pair: Pair, context: &str) {
		assert!(!pair.zh.trim().is_empty() && !pair.en.trim().is_empty(), "{context}");
		assert_eq!(places(pair.zh), places(pair.en), "{context}");
		let has_letters = places(pair.en).is_empty() || pair.en.contains(char::is_alphabetic);
		assert!(has_letters, "{context}");
		assert!(pair.en.is_ascii(), "{context}: {}", pair.en);
	}

	#[test]
	fn every_message_stands_in_both_languages_with_the_same_values() {
		for text in Text::ALL {
			check(text.pair(), &format!("{text:?}"));
		}
	}

	#[test]
	fn values_are_put_in_their_places_and_braces_in_values_stay() {
		assert_eq!(fill("a {x} b {y}.", &[("x", &1), ("y", &"{x}")]), "a 1 b {x}.");
		assert_eq!(fill("none {missing}", &[]), "none ");
		assert_eq!(fill("open {", &[]), "open {");
	}

	#[test]
	fn the_language_is_the_argument_then_the_variable_then_the_locale() {
		let none = |_: &str| None;
		let locale = |name: &str| (name == "LANG").then(|| "zh_CN.UTF-8".to_owned());
		let args = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
		assert_eq!(detect(&args(&["ipcircle"]), none), Lang::En);
		assert_eq!(detect(&args(&["ipcircle"]), locale), Lang::Zh);
		assert_eq!(detect(&args(&["ipcircle", "--lang", "en"]), locale), Lang::En);
		assert_eq!(detect(&args(&["ipcircle", "--lang=zh"]), none), Lang::Zh);
	}
}
