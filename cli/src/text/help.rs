//! The words of `--help`, by the path of a command and the name of an argument.

use super::{Lang, Pair};

/// Path, Chinese, English. Subcommands follow a space, arguments a dot.
const HELP: &[(&str, &str, &str)] = &[
	("ipcircle", "知識產權圈鏈：登記、證明、核驗。", "IPCircle: register, prove, verify."),
	(".url", "節點地址，可給多個，前者不通時用後者", "Node to talk to; several may be given, the next one takes over"),
	(".genesis", "鏈的創世哈希：節點必須與之相符；離線驗證時必須給出", "Genesis hash of the chain: nodes must show it, and verification needs it"),
	(".key", "密鑰檔案（預設 key.json，在 IPCIRCLE_HOME 或用戶資料目錄）", "Key file (default key.json in IPCIRCLE_HOME or the user's data folder)"),
	(".password_file", "密碼檔案，只取第一行；也可用 IPCIRCLE_PASSWORD", "File whose first line is the password; IPCIRCLE_PASSWORD works too"),
	(".json", "以 JSON 輸出", "Print JSON"),
	(".lang", "輸出語言（預設依系統）", "Language of the output (default: the system's)"),
	(".patience", "終局停頓多少秒後不再等待", "Stop waiting after finality stood still for so many seconds"),
	(".help", "顯示說明", "Print help"),
	(".version", "顯示版本", "Print version"),
	("ipcircle key", "建立、查看、更換、備份密鑰", "Make, inspect, replace and back up keys"),
	("ipcircle key new", "建立密鑰檔案，以密碼加密", "Make a key file, sealed under a password"),
	("ipcircle key new.out", "檔案名", "File name"),
	("ipcircle key new.label", "給自己看的名稱", "A name for yourself"),
	("ipcircle key new.well_known", "使用公開的開發密鑰，如 //Shenyang//registrar：只在 dev 與 local 網絡有效，人人都會", "Use a published development key such as //Shenyang//registrar: works only in networks dev and local, where everybody has it"),
	("ipcircle key new.from_backup", "從 key export 的備份恢復", "Restore from a backup made by key export"),
	("ipcircle key new.weak", "降低猜密碼的成本，僅供測試", "Make guessing the password cheap; for tests only"),
	("ipcircle key inspect", "查看密鑰檔案，不需要密碼", "Show a key file; needs no password"),
	("ipcircle key inspect.file", "檔案（預設為 --key）", "File (default: --key)"),
	("ipcircle key inspect.open", "並以密碼試開", "Also try the password"),
	("ipcircle key rotate", "在鏈上換成新密鑰，舊密鑰永久失效", "Replace the key on chain; the old one never works again"),
	("ipcircle key export", "顯示秘密部分，供抄在紙上備份", "Show the secrets, for a backup on paper"),
	("ipcircle key export.reveal", "確認要顯示秘密", "Yes, show the secrets"),
	("ipcircle register", "登記檔案：只上傳加鹽承諾，檔案不離開本機", "Register files: only a salted commitment leaves this machine"),
	("ipcircle register.files", "要登記的檔案", "Files to register"),
	("ipcircle register.kind", "類型：work、software、invention、utility-model、design、trademark、geographical-indication、trade-secret、circuit-layout、plant-variety、data-resource、other", "Kind: work, software, invention, utility-model, design, trademark, geographical-indication, trade-secret, circuit-layout, plant-variety, data-resource, other"),
	("ipcircle register.title", "名稱，只存在本機", "Title; stays on this machine"),
	("ipcircle register.shares", "份額：權利人編號=百萬分之幾；不給則全歸自己", "Share: holder number=parts per million; without it all is yours"),
	("ipcircle register.number", "法定登記號，專利號會核對校驗位", "Statutory number; the check digit of a patent number is verified"),
	("ipcircle register.previous", "前一版本的編號", "Number of the previous version"),
	("ipcircle register.created", "自稱的創作日期，會標明是自稱", "Date of creation as you claim it; always shown as a claim"),
	("ipcircle register.public", "公開摘要，使任何持有此檔案的人可查到登記", "Publish the digests, so that whoever has the file can find the registration"),
	("ipcircle register.output", "證明的檔名（預設 檔案名.ipproof.json）", "Name of the proof (default FILE.ipproof.json)"),
	("ipcircle register.force", "覆蓋已有的證明檔案", "Overwrite a proof file that is there"),
	("ipcircle prove", "取得證明檔案，任何人可離線核驗", "Get a proof file that anybody can verify offline"),
	("ipcircle prove.ids", "權利編號，或 holder:12、institution:7、member:210100、clear:IPC-…（只證明無負擔）", "Number of a right, or holder:12, institution:7, member:210100, clear:IPC-... (encumbrances alone)"),
	("ipcircle prove.file", "原檔案：把開啟承諾的鹽與摘要放入證明（需要密鑰）", "The file itself: puts salt and digests into the proof (needs the key)"),
	("ipcircle prove.public", "不含鹽與摘要，可以公開", "Without salt and digests, fit to be published"),
	("ipcircle prove.output", "證明的檔名", "Name of the proof"),
	("ipcircle prove.force", "覆蓋已有的檔案", "Overwrite a file that is there"),
	("ipcircle verify", "離線核驗證明，不使用網絡", "Verify a proof offline; no network is used"),
	("ipcircle verify.paths", "檔案（可省略）與證明", "The file (may be left out) and its proof"),
	("ipcircle show", "查看鏈上記錄與本機的證明", "Show a record of the chain and the proof on this machine"),
	("ipcircle show.id", "權利編號，或 holder:12、institution:7、member:210100", "Number of a right, or holder:12, institution:7, member:210100"),
	("ipcircle status", "鏈是否正常，終局是否停頓", "Whether the chain is well and finality is live"),
	("ipcircle doctor", "檢查時鐘、磁盤、端口、密鑰、節點", "Check clock, disk, ports, keys and node"),
	("ipcircle doctor.data", "節點的資料目錄", "The node's data folder"),
	("ipcircle doctor.ports", "要檢查的端口", "Ports to check"),
	("ipcircle holder", "權利人的登記、暫停、監護與恢復", "Enrol, suspend and recover holders"),
	("ipcircle holder enrol", "實名核驗後登記權利人（登記機構的經辦人）", "Enrol a holder after the real-name check (a registrar's officer)"),
	("ipcircle holder enrol.account", "權利人的帳戶", "The holder's account"),
	("ipcircle holder enrol.kind", "自然人或單位", "Person or enterprise"),
	("ipcircle holder enrol.identity", "證件檔案：第一行姓名，第二行號碼；只存在本機", "Identity document: first line the name, second the number; stays on this machine"),
	("ipcircle holder suspend", "暫停權利人", "Suspend a holder"),
	("ipcircle holder suspend.holder", "權利人編號", "Number of the holder"),
	("ipcircle holder reinstate", "恢復權利人", "Reinstate a holder"),
	("ipcircle holder reinstate.holder", "權利人編號", "Number of the holder"),
	("ipcircle holder guardians", "指定在密鑰遺失時幫助恢復的監護人", "Name guardians who help when the key is lost"),
	("ipcircle holder guardians.guardians", "監護人", "Guardians"),
	("ipcircle holder guardians.threshold", "需要幾位同意", "How many must agree"),
	("ipcircle holder recover", "由監護人恢復密鑰", "Recover a key through guardians"),
	("ipcircle holder recover propose", "監護人提議新帳戶", "A guardian proposes a new account"),
	("ipcircle holder recover propose.holder", "權利人編號", "Number of the holder"),
	("ipcircle holder recover propose.account", "新帳戶", "The new account"),
	("ipcircle holder recover approve", "另一監護人同意", "Another guardian agrees"),
	("ipcircle holder recover approve.holder", "權利人編號", "Number of the holder"),
	("ipcircle holder recover approve.account", "新帳戶", "The new account"),
	("ipcircle holder recover finish", "延遲期滿後完成恢復", "Finish after the delay"),
	("ipcircle holder recover finish.holder", "權利人編號", "Number of the holder"),
	("ipcircle holder recover cancel", "權利人用原密鑰取消", "The holder stops it with the old key"),
	("ipcircle holder recover cancel.holder", "權利人編號", "Number of the holder"),
	("ipcircle circle", "城市、機構、動議與升級", "Cities, institutions, motions and upgrades"),
	("ipcircle circle members", "列出成員城市與機構", "List cities and institutions"),
	("ipcircle circle motion", "兩院的動議", "Motions of the two chambers"),
	("ipcircle circle motion propose", "提出動議，同時計為贊成", "Propose, which counts as an aye"),
	("ipcircle circle motion propose admit-member", "接納城市", "Admit a city"),
	("ipcircle circle motion propose admit-member.code", "行政區劃代碼", "Its administrative code"),
	("ipcircle circle motion propose admit-member.name", "名稱", "Its name"),
	("ipcircle circle motion propose admit-member.authority", "主管帳戶", "Its authority's account"),
	("ipcircle circle motion propose admit-member.validators", "驗證者帳戶", "Account of a validator"),
	("ipcircle circle motion propose remove-member", "移除城市", "Remove a city"),
	("ipcircle circle motion propose remove-member.code", "行政區劃代碼", "Its administrative code"),
	("ipcircle circle motion propose set-validators", "更換城市的驗證者", "Replace a city's validators"),
	("ipcircle circle motion propose set-validators.code", "行政區劃代碼", "Its administrative code"),
	("ipcircle circle motion propose set-validators.validators", "驗證者帳戶", "Account of a validator"),
	("ipcircle circle motion propose seat-supervisor", "給法院或監管機構監督席位", "Seat a court or regulator among the supervisors"),
	("ipcircle circle motion propose seat-supervisor.institution", "機構編號", "Number of the institution"),
	("ipcircle circle motion propose unseat-supervisor", "撤銷監督席位", "Unseat a supervisor"),
	("ipcircle circle motion propose unseat-supervisor.institution", "機構編號", "Number of the institution"),
	("ipcircle circle motion propose authorize-upgrade", "授權升級到某一代碼", "Authorize an upgrade to certain code"),
	("ipcircle circle motion propose authorize-upgrade.code", "代碼的 blake2-256 哈希，或代碼檔案", "Blake2-256 hash of the code, or the file"),
	("ipcircle circle motion propose stop", "應急停止若干區塊，期滿自行恢復", "Stop the chain for some blocks; it ends by itself"),
	("ipcircle circle motion propose stop.blocks", "區塊數", "How many blocks"),
	("ipcircle circle motion propose resume", "提前結束停止", "End a stop early"),
	("ipcircle circle motion vote", "表決", "Vote"),
	("ipcircle circle motion vote.motion", "動議編號", "Number of the motion"),
	("ipcircle circle motion vote.aye", "贊成", "For it"),
	("ipcircle circle motion vote.nay", "反對", "Against it"),
	("ipcircle circle motion enact", "執行已通過的動議", "Carry out a motion that has passed"),
	("ipcircle circle motion enact.motion", "動議編號", "Number of the motion"),
	("ipcircle circle motion withdraw", "撤回自己的動議", "Take your own motion back"),
	("ipcircle circle motion withdraw.motion", "動議編號", "Number of the motion"),
	("ipcircle circle motion show", "查看動議", "Show motions"),
	("ipcircle circle motion show.motion", "動議編號（預設全部）", "Number of the motion (default: all)"),
	("ipcircle circle upgrade", "提交已授權升級的代碼", "Supply the code of an authorized upgrade"),
	("ipcircle circle upgrade.code", "代碼檔案", "The code"),
	("ipcircle circle session-keys", "讓節點生成會話密鑰並在鏈上登記", "Let a node make session keys, and set them on chain"),
	("ipcircle circle session-keys.validator", "驗證者帳戶的密鑰檔案", "Key file of the validator's account"),
	("ipcircle circle session-keys.node", "驗證者節點（允許其管理介面的地址）", "The validator's node (an address that allows its unsafe methods)"),
	("ipcircle circle institution", "機構的接納與暫停（城市主管帳戶）", "Admit and suspend institutions (a city's authority)"),
	("ipcircle circle institution admit", "接納機構", "Admit an institution"),
	("ipcircle circle institution admit.kind", "類型：registrar、notary、court、bank、valuer、enforcement、insurer、lessor、trustee、agency、regulator", "Kind: registrar, notary, court, bank, valuer, enforcement, insurer, lessor, trustee, agency, regulator"),
	("ipcircle circle institution admit.name", "名稱", "Its name"),
	("ipcircle circle institution admit.administrator", "管理員帳戶", "Its administrator's account"),
	("ipcircle circle institution suspend", "暫停機構", "Suspend an institution"),
	("ipcircle circle institution suspend.institution", "機構編號", "Number of the institution"),
	("ipcircle circle institution reinstate", "恢復機構", "Reinstate an institution"),
	("ipcircle circle institution reinstate.institution", "機構編號", "Number of the institution"),
	("ipcircle circle officer", "經辦人的委任與解任（機構管理員）", "Appoint and dismiss officers (an institution's administrator)"),
	("ipcircle circle officer appoint", "委任經辦人", "Appoint an officer"),
	("ipcircle circle officer appoint.account", "經辦人帳戶", "The officer's account"),
	("ipcircle circle officer appoint.roles", "角色：registrar、maker、checker、witness、valuer、enforcement、auditor", "Role: registrar, maker, checker, witness, valuer, enforcement, auditor"),
	("ipcircle circle officer appoint.until", "任期截止日（含當日）", "Last day of the appointment"),
	("ipcircle circle officer suspend", "暫停經辦人", "Suspend an officer"),
	("ipcircle circle officer suspend.account", "經辦人帳戶", "The officer's account"),
	("ipcircle circle officer reinstate", "恢復經辦人", "Reinstate an officer"),
	("ipcircle circle officer reinstate.account", "經辦人帳戶", "The officer's account"),
	("ipcircle circle officer dismiss", "解任經辦人，其密鑰永久失效", "Dismiss an officer; the key never works again"),
	("ipcircle circle officer dismiss.account", "經辦人帳戶", "The officer's account"),
	("ipcircle completions", "輸出命令補全腳本", "Print a completion script"),
	("ipcircle completions.shell", "命令解釋器", "Shell"),
	("ipcircle man", "寫出手冊頁", "Write man pages"),
	("ipcircle man.folder", "目錄", "Folder"),
];

fn find(path: &str) -> Option<Pair> {
	HELP.iter().find(|(known, ..)| *known == path).map(|(_, zh, en)| Pair::new(zh, en))
}

/// Arguments of every command are described once, others under their command.
fn of_argument(path: &str, argument: &str) -> Option<Pair> {
	find(&format!("{path}.{argument}")).or_else(|| find(&format!(".{argument}")))
}

/// Gives a command tree its words.
pub(crate) fn localize(mut command: clap::Command, lang: Lang) -> clap::Command {
	// Only a built command has its `--help` and `--version`.
	command.build();
	let path = command.get_name().to_owned();
	walk(command, &path, lang)
}

fn walk(mut command: clap::Command, path: &str, lang: Lang) -> clap::Command {
	if let Some(words) = find(path) {
		command = command.about(words.get(lang));
	}
	let arguments: Vec<String> =
		command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
	for argument in arguments {
		if let Some(words) = of_argument(path, &argument) {
			command = command.mut_arg(argument, |argument| argument.help(words.get(lang)));
		}
	}
	let names: Vec<String> =
		command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
	for name in names {
		let below = format!("{path} {name}");
		command = command.mut_subcommand(name, |sub| walk(sub, &below, lang));
	}
	command
}

#[cfg(test)]
mod tests {
	use super::{super::tests::check, *};
	use crate::args::Args;
	use clap::CommandFactory;
	use std::collections::BTreeSet;

	fn visit(command: &clap::Command, path: &str, used: &mut BTreeSet<String>) {
		assert!(find(path).is_some(), "no words for {path}");
		used.insert(path.to_owned());
		for argument in command.get_arguments() {
			let name = argument.get_id().as_str();
			assert!(of_argument(path, name).is_some(), "no words for {path}.{name}");
			used.insert(format!("{path}.{name}"));
			used.insert(format!(".{name}"));
		}
		for sub in command.get_subcommands() {
			visit(sub, &format!("{path} {}", sub.get_name()), used);
		}
	}

	#[test]
	fn every_command_and_argument_has_words_and_none_is_left_over() {
		let mut used = BTreeSet::from([".help".to_owned(), ".version".to_owned()]);
		visit(&Args::command(), "ipcircle", &mut used);
		for (path, zh, en) in HELP {
			check(Pair::new(zh, en), path);
			assert!(used.contains(*path), "{path} describes nothing");
		}
	}

	#[test]
	fn help_speaks_the_chosen_language() {
		let help = |lang| localize(Args::command(), lang).render_help().to_string();
		assert!(help(Lang::Zh).contains("登記檔案"));
		assert!(help(Lang::En).contains("Register files"));
	}
}
