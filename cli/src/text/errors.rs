//! The words of errors and verdicts.

use super::{Lang, Pair};
use ipcircle_client::Code;
use ipcircle_proof::Reason;

/// What happened, and the way out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Words {
	pub(crate) message: Pair,
	pub(crate) hint: Pair,
}

const fn words(
	zh: &'static str,
	en: &'static str,
	zh_hint: &'static str,
	en_hint: &'static str,
) -> Words {
	Words { message: Pair::new(zh, en), hint: Pair::new(zh_hint, en_hint) }
}

/// The words of a code.
pub(crate) const fn of_code(code: Code) -> Words {
	match code {
		Code::Usage => words(
			"參數有誤：{reason}",
			"The arguments do not fit: {reason}",
			"ipcircle --help 列出各命令與參數。",
			"See ipcircle --help.",
		),
		Code::FileNotFound => words("找不到檔案 {path}。", "There is no file {path}.", "檢查路徑。", "Check the path."),
		Code::FileUnreadable => words(
			"無法讀取 {path}：{reason}",
			"{path} cannot be read: {reason}",
			"檢查權限，並確認它是普通檔案。",
			"Check the permissions and that it is an ordinary file.",
		),
		Code::FileChanged => words(
			"讀取期間 {path} 被改動，摘要不屬於任何一個版本。",
			"{path} changed while it was read: the digests would be of no version at all.",
			"關閉正在寫入它的程序後重試。",
			"Close the program that writes it, then try again.",
		),
		Code::FileExists => words(
			"{path} 已存在，且是別的內容，未覆蓋。",
			"{path} is there already and is something else; it was not overwritten.",
			"用 -o 另選檔名，或用 --force 覆蓋。",
			"Choose another name with -o, or overwrite it with --force.",
		),
		Code::FileUnwritable => words(
			"無法寫入 {path}：{reason}",
			"{path} cannot be written: {reason}",
			"檢查目錄是否存在以及權限。",
			"Check that the folder exists and its permissions.",
		),
		Code::DiskFull => words(
			"磁盤已滿，{path} 未寫入；原有檔案未受影響。",
			"The disk is full; {path} was not written and nothing old was harmed.",
			"清出空間後重試；已登記的權利可用 ipcircle prove 重新取得證明。",
			"Free some space and try again; a right that is registered can be proven again with ipcircle prove.",
		),
		Code::IndexDamaged => words(
			"本機索引 {path} 第 {line} 行已損壞。",
			"Line {line} of the local index {path} is damaged.",
			"刪去該行；索引只用於查找檔案，證明不受影響。",
			"Delete that line: the index only helps to find files, no proof depends on it.",
		),
		Code::KeyNotFound => words(
			"找不到密鑰檔案 {path}。",
			"There is no key file {path}.",
			"用 ipcircle key new 建立，或用 --key 指定。",
			"Make one with ipcircle key new, or name yours with --key.",
		),
		Code::KeyExists => words(
			"{path} 已有密鑰，未覆蓋。",
			"{path} already holds a key; it was not overwritten.",
			"用 --out 另選檔名。",
			"Choose another name with --out.",
		),
		Code::KeyMalformed => words(
			"{path} 不是完整的密鑰檔案：{reason}",
			"{path} is no complete key file: {reason}",
			"多半是檔案被截斷：請用備份。",
			"Most likely it was cut off: use your backup.",
		),
		Code::KeyAltered => words(
			"密鑰檔案 {path} 被改動過。",
			"The key file {path} was altered.",
			"請用備份；不要使用此檔案。",
			"Use your backup, not this file.",
		),
		Code::KeyVersion => words(
			"密鑰檔案 {path} 的版本 {found} 不受支持。",
			"The key file {path} has version {found}, which this program does not read.",
			"使用建立它的版本，或更新 ipcircle。",
			"Use the version that made it, or a newer ipcircle.",
		),
		Code::WrongPassword => words(
			"密碼不能打開 {path}。",
			"The password does not open {path}.",
			"檔案完好，請重新輸入密碼。",
			"The file is intact: type the password again.",
		),
		Code::PasswordMissing => words(
			"沒有密碼。",
			"No password was given.",
			"在終端輸入，或用 --password-file，或設 IPCIRCLE_PASSWORD。",
			"Type it at a terminal, or use --password-file or IPCIRCLE_PASSWORD.",
		),
		Code::PasswordMismatch => words(
			"兩次輸入的密碼不同。",
			"The two passwords differ.",
			"重試。",
			"Try again.",
		),
		Code::NoRandomness => words(
			"系統沒有給出隨機數：{reason}",
			"The system gave no random numbers: {reason}",
			"不要在此機器上建立密鑰。",
			"Do not make keys on this machine.",
		),
		Code::RightNumber => words(
			"{text} 不是權利編號：{reason}",
			"{text} is no number of a right: {reason}",
			"編號形如 IPC-210100-2026-000001-X；檢查有無誤寫。",
			"It looks like IPC-210100-2026-000001-X; look for a typing error.",
		),
		Code::Identifier => words(
			"不認識 {text}。",
			"{text} is not understood.",
			"寫權利編號，或 holder:12、institution:7、member:210100。",
			"Write the number of a right, or holder:12, institution:7, member:210100.",
		),
		Code::Account => words(
			"{text} 不是帳戶。",
			"{text} is no account.",
			"寫 SS58 地址，或 0x 加 64 位十六進制。",
			"Write an SS58 address, or 0x and 64 hexadecimal digits.",
		),
		Code::Hash => words(
			"{text} 不是 32 字節哈希。",
			"{text} is no hash of 32 bytes.",
			"寫 0x 加 64 位十六進制。",
			"Write 0x and 64 hexadecimal digits.",
		),
		Code::Date => words(
			"{text} 不是日期。",
			"{text} is no date.",
			"寫年-月-日，如 2026-03-01（北京時間）。",
			"Write year-month-day, for example 2026-03-01 (UTC+8).",
		),
		Code::StatutoryNumber => words(
			"法定登記號 {text} 有誤：{reason}",
			"The statutory number {text} is wrong: {reason}",
			"對照證書核對每一位。",
			"Compare every digit with the certificate.",
		),
		Code::Shares => words(
			"份額有誤：{reason}",
			"The shares are wrong: {reason}",
			"每項寫 權利人=份額，以百萬分之一計，總和為 1000000，且包含登記人自己。",
			"Write HOLDER=PPM for each; together they make 1000000, and the registrant is among them.",
		),
		Code::TooLong => words(
			"{field} 超過 {limit} 的上限。",
			"{field} is over its limit of {limit}.",
			"縮短後重試。",
			"Shorten it and try again.",
		),
		Code::GenesisMissing => words(
			"離線驗證需要創世哈希：它是唯一的信任起點，不能取自證明本身。",
			"Verification needs the genesis hash: it is the only thing trusted and cannot come from the proof itself.",
			"用 --genesis 0x… 指定；各城市網站與存證證書上都有。",
			"Give it with --genesis 0x...; every city's site and every certificate shows it.",
		),
		Code::WrongGenesis => words(
			"節點 {url} 屬於另一條鏈：應為 {expected}，實為 {found}。",
			"The node {url} belongs to another chain: expected {expected}, found {found}.",
			"檢查 --url 與 --genesis；在核實前不要提交任何東西。",
			"Check --url and --genesis; submit nothing before you know which is right.",
		),
		Code::WrongNetwork => words(
			"節點 {url} 不是 IPCircle 節點，或版本不符：缺少 {missing}。",
			"The node {url} is no IPCircle node, or another version: {missing} is missing.",
			"檢查 --url，或更新 ipcircle。",
			"Check --url, or update ipcircle.",
		),
		Code::NotFound => words(
			"鏈上沒有 {kind} {id}。",
			"The chain has no {kind} {id}.",
			"核對編號與網絡；剛提交的要等終局後才查得到。",
			"Check the number and the network; what was just submitted appears once it is final.",
		),
		Code::UnknownSigner => words(
			"帳戶 {account} 在此鏈上沒有任何身份。",
			"The account {account} has no standing on this chain.",
			"權利人請先到登記機構完成實名核驗；同時檢查 --key 與 --url。",
			"A holder is enrolled by a registrar first; also check --key and --url.",
		),
		Code::RetiredKey => words(
			"密鑰 {account} 已被更換或撤銷。",
			"The key {account} was replaced or withdrawn.",
			"使用新密鑰。",
			"Use the new key.",
		),
		Code::Suspended => words(
			"{account} 或其所屬機構已被暫停。",
			"{account}, or the institution it acts for, is suspended.",
			"向機構管理員或城市主管方查詢原因並申請恢復。",
			"Ask the institution's administrator or the city's authority, who can reinstate it.",
		),
		Code::OfficerExpired => words(
			"經辦人 {account} 的任期已滿。",
			"The appointment of officer {account} has ended.",
			"由機構管理員重新委任：ipcircle circle officer appoint。",
			"The administrator appoints again: ipcircle circle officer appoint.",
		),
		Code::CallNotAllowed => words(
			"{account} 的身份不能做此事。",
			"{account} may not do this.",
			"由有此權限的身份簽名；見 docs 中的權限表。",
			"Let the party sign that may; docs has the table.",
		),
		Code::TooDeep => words(
			"交易嵌套過深。",
			"The transaction is nested too deeply.",
			"減少批量或代理的層數。",
			"Use fewer layers of batches or proxies.",
		),
		Code::TooManyCalls => words(
			"一筆交易中的調用過多。",
			"The transaction holds too many calls.",
			"把批量拆成幾筆交易。",
			"Split the batch into several transactions.",
		),
		Code::QuotaExhausted => words(
			"{account} 當前的配額已用完。",
			"{account} has used its quota for now.",
			"配額隨時間恢復，稍後重試；長期不足可由兩院調整。",
			"It refills with time: try again later; the chambers can raise it.",
		),
		Code::ChainQuotaExhausted => words(
			"全鏈當前的配額已用完。",
			"The whole chain has used its quota for now.",
			"稍後重試。",
			"Try again later.",
		),
		Code::Stopped => words(
			"鏈處於應急停止期，只受理治理交易。",
			"The chain is under an emergency stop: only governance is accepted.",
			"停止會自行期滿；ipcircle status 顯示到何時。",
			"The stop ends by itself; ipcircle status shows when.",
		),
		Code::Replayed => words(
			"此交易已被使用過。",
			"This transaction was used before.",
			"它只生效一次；若要再做一次，請重新簽名。",
			"It counts once; to do the thing again, sign again.",
		),
		Code::Banned => words(
			"節點剛剛收錄或拒絕過這同一筆交易，暫不再收。",
			"The node has just included or refused this very transaction and does not take it again for now.",
			"用 ipcircle show 查看結果；若要再做一次，請重新簽名。",
			"See with ipcircle show what became of it; to do the thing again, sign again.",
		),
		Code::NonceGap => words(
			"此帳戶之前的一筆交易缺失。",
			"A transaction of this account before this one is missing.",
			"等待片刻後重試。",
			"Wait a moment and try again.",
		),
		Code::BadSignature => words(
			"節點不認可簽名：多半是另一條鏈或另一版本。",
			"The node does not accept the signature: most likely another chain or version.",
			"檢查 --url 與 --genesis，更新 ipcircle。",
			"Check --url and --genesis, update ipcircle.",
		),
		Code::Expired => words(
			"交易的有效期已過（至區塊 {block}），確定沒有入塊。",
			"The transaction's time is over (block {block}); it certainly was not included.",
			"用 ipcircle status 看鏈是否正常，然後重做一次。",
			"See with ipcircle status whether the chain is well, then do it again.",
		),
		Code::TooLarge => words(
			"交易大於一個區塊所能容納。",
			"The transaction is larger than a block admits.",
			"縮小後重試。",
			"Make it smaller and try again.",
		),
		Code::PoolFull => words(
			"節點暫時沒有空間收下交易。",
			"The node has no room for the transaction now.",
			"稍後重試，或用 --url 換一個節點。",
			"Try again later, or another node with --url.",
		),
		Code::Refused => words(
			"節點拒絕了交易：{reason}",
			"The node refused the transaction: {reason}",
			"用 ipcircle doctor 檢查。",
			"Run ipcircle doctor.",
		),
		Code::Module => words(
			"鏈拒絕了：{pallet}.{error}。{docs}",
			"The chain refused: {pallet}.{error}. {docs}",
			"按所述原因修正後重試。",
			"Correct what it says and try again.",
		),
		Code::Dispatch => words(
			"交易執行失敗：{reason}",
			"The transaction failed: {reason}",
			"檢查簽名者的身份與參數。",
			"Check who signs and the arguments.",
		),
		Code::Unreachable => words(
			"所有節點都連不上（{urls}）：{reason}",
			"No node could be reached ({urls}): {reason}",
			"節點是否在運行？用 --url 指定，或用 ipcircle doctor 檢查。",
			"Is a node running? Name one with --url, or run ipcircle doctor.",
		),
		Code::ConnectionLost => words(
			"與 {url} 的連接中斷：{reason}",
			"The connection to {url} broke: {reason}",
			"重試；多給幾個 --url 便會自動換節點。",
			"Try again; with several --url the next node takes over.",
		),
		Code::Rpc => words(
			"節點拒絕了 {method}：{reason}",
			"The node refused {method}: {reason}",
			"換一個節點，或查看節點日誌。",
			"Use another node, or read the node's log.",
		),
		Code::Unexpected => words(
			"節點的回答無法理解（{what}）：{reason}",
			"The node's answer cannot be understood ({what}): {reason}",
			"節點與 ipcircle 的版本可能不同：更新其一。",
			"Node and ipcircle may be of different versions: update one of them.",
		),
		Code::StateUnavailable => words(
			"節點已不保存區塊 {block} 的狀態。",
			"The node no longer keeps the state of block {block}.",
			"換用保存全部狀態的節點。",
			"Use a node that archives all states.",
		),
		Code::NotFinal => words(
			"已在區塊 {block}，但等待 {seconds} 秒仍未終局。",
			"It is in block {block} but was not final after {seconds} s.",
			"不必重做。ipcircle status 看終局是否停頓；終局後用 ipcircle prove {right} 取得證明。",
			"Do not repeat it. See with ipcircle status whether finality is stalled; once final, get the proof with ipcircle prove {right}.",
		),
		Code::FinalityStalled => words(
			"{seconds} 秒內沒有任何區塊終局：在線驗證者不足三分之二。",
			"Nothing has been finalized for {seconds} s: fewer than 2/3 of validators are online.",
			"查看各城市的驗證者是否在線。",
			"See which cities' validators are online.",
		),
		Code::ProofRejected => words(
			"節點的回答構不成有效證明：{reason}",
			"The node's answers do not make a valid proof: {reason}",
			"不要相信此節點；換一個再試。",
			"Do not trust this node; try another.",
		),
		Code::ProofMalformed => words(
			"{path} 不能作為證明讀取：{reason}",
			"{path} cannot be read as a proof: {reason}",
			"檔案可能被截斷：重新取得一份。",
			"It may be cut off: get it again.",
		),
	}
}

/// The words of the errors of modules that holders and officers meet. Others show the chain's own
/// documentation.
pub(crate) fn of_module(name: &str) -> Option<Words> {
	Some(match name {
		"Registry.AlreadyRegistered" => words(
			"你已登記過這個檔案。{right}",
			"You have registered this file before. {right}",
			"無需再登記；用 ipcircle prove 取得證明，新版本請用 --previous。",
			"There is no need to; get a proof with ipcircle prove, register a new version with --previous.",
		),
		"Registry.SharesDoNotSum" | "Registry.SharesEmpty" | "Registry.HolderRepeated" => words(
			"份額之和不是整體，或有人重複、為零。",
			"The shares do not make a whole, or a holder is named twice or with nothing.",
			"每項寫 權利人=份額，總和為 1000000。",
			"Write HOLDER=PPM for each; together they make 1000000.",
		),
		"Registry.RegistrantWithoutShare" => words(
			"登記人自己不在份額之中。",
			"The registrant is not among the shares.",
			"加上自己的 --share。",
			"Add a --share of your own.",
		),
		"Registry.HolderNotFound" | "Holders.HolderNotFound" => words(
			"所列的權利人不存在。",
			"A holder that was named does not exist.",
			"核對權利人編號。",
			"Check the numbers of the holders.",
		),
		"Registry.HolderNotActive" | "Holders.HolderSuspended" => words(
			"所列的權利人已被暫停。",
			"A holder that was named is suspended.",
			"向登記機構查詢。",
			"Ask the registrar.",
		),
		"Registry.PredecessorNotFound" => words(
			"前一版本的編號不存在。",
			"The previous version does not exist.",
			"核對 --previous。",
			"Check --previous.",
		),
		"Registry.PredecessorNotShared" => words(
			"前一版本不屬於你。",
			"The previous version is not yours.",
			"只有其共有人可以登記後續版本。",
			"Only its co-owners may register a version after it.",
		),
		"Registry.ClaimedInFuture" => words(
			"所稱的創作日期在將來。",
			"The claimed date of creation lies in the future.",
			"檢查 --created 與本機時鐘。",
			"Check --created and this machine's clock.",
		),
		"Holders.RealNameTaken" => words(
			"此人已由本登記機構登記過。",
			"This registrar has enrolled this person before.",
			"若密鑰遺失，請走恢復程序，不要另行登記。",
			"If the key is lost, recover it instead of enrolling again.",
		),
		"Circle.AccountTaken" => words(
			"此帳戶已有身份。",
			"This account has a standing already.",
			"每個身份用一把自己的密鑰。",
			"Use a key of its own for each standing.",
		),
		"Circle.KeyRetired" => words(
			"此密鑰曾被更換或撤銷，不能再用。",
			"This key was replaced or withdrawn and is never accepted again.",
			"建立一把新密鑰。",
			"Make a new key.",
		),
		_ => return None,
	})
}

/// The reason of a verdict. The English text is the verifier's own.
pub(crate) fn of_reason(reason: Reason, lang: Lang) -> String {
	match (lang, in_chinese(reason.as_str())) {
		(Lang::Zh, Some(text)) => text.to_owned(),
		_ => reason.to_string(),
	}
}

fn in_chinese(code: &str) -> Option<&'static str> {
	Some(match code {
		"valid" => "全部陳述均已證明",
		"absent" => "已證明鏈上沒有此記錄",
		"malformed" => "檔案不能作為證明讀取",
		"limits" => "超出證明允許的大小",
		"format-unknown" => "未知的證明格式或版本",
		"kind-unknown" => "未知的陳述種類",
		"layout-unknown" => "未知的記錄版本：請更新驗證程序",
		"delayed-change" => "含延期的權力集變更，此版本不能核驗",
		"forced-change" => "含強制的權力集變更，此版本不能核驗",
		"opening-missing" => "證明不含開啟承諾的鹽，無法核對檔案",
		"no-right" => "證明中沒有可與檔案核對的權利",
		"genesis-mismatch" => "證明屬於另一條鏈",
		"genesis-header" => "創世區塊頭與創世哈希不符",
		"genesis-state" => "創世狀態證明不成立",
		"genesis-authorities" => "創世權力集不能讀取",
		"handoff-header" => "權力交接的區塊頭有誤",
		"handoff-order" => "權力交接的次序有誤",
		"handoff-justification" => "權力交接未得到足夠的有效簽名：簽名被改動或缺少交接",
		"handoff-change" => "交接區塊沒有變更權力集",
		"finalized-header" => "終局區塊頭有誤",
		"finalized-order" => "終局區塊早於最後一次交接",
		"finalized-justification" => "終局區塊未得到足夠的有效簽名：簽名被改動或缺少交接",
		"state" => "狀態證明不成立",
		"state-surplus" => "狀態證明含多餘內容",
		"statement-value" => "陳述與鏈上記錄不符",
		"statement-record" => "鏈上記錄不能按所述版本讀取",
		"opening" => "鹽與摘要打不開鏈上的承諾",
		"file" => "檔案與登記時不同",
		"public-digests" => "檔案與公開的摘要不符",
		_ => return None,
	})
}

#[cfg(test)]
mod tests {
	use super::{super::tests::check, *};

	#[test]
	fn every_error_has_words_and_a_way_out_in_both_languages() {
		for code in Code::ALL {
			let words = of_code(*code);
			check(words.message, code.as_str());
			check(words.hint, code.as_str());
		}
	}

	#[test]
	fn every_verdict_has_a_reason_in_both_languages() {
		for reason in Reason::ALL {
			assert!(in_chinese(reason.as_str()).is_some(), "{}", reason.as_str());
			assert!(!reason.to_string().is_empty());
		}
	}

	#[test]
	fn errors_of_modules_have_both_languages_too() {
		for name in ["Registry.AlreadyRegistered", "Holders.RealNameTaken", "Circle.KeyRetired"] {
			let words = of_module(name).unwrap();
			check(words.message, name);
			check(words.hint, name);
		}
		assert_eq!(of_module("Utility.TooManyCalls"), None);
	}
}
