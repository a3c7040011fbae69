/// Why a jq program gave no output.
enum JqError: Error, Equatable {
    /// It uses a word that would make it depend on more than its input.
    case forbidden(String, line: Int)
    /// jq's own message.
    case doesNotCompile(String)
    /// How many outputs it gave instead of one.
    case outputs(String)
    case inputNotJSON
    /// It did not end in the time that a program may take.
    case endless(Duration)
    /// It took too much memory, or made a value that jq cannot bear, and its process died.
    case crashed
    /// The machine has no room for a process to run it.
    case noProcess
    /// The message of `error(…)`, or jq's own; it may quote the input.
    case failed(String?)

    /// What went wrong, in a sentence; nothing of the input is quoted.
    ///
    /// A contract's author marks messages that are safe to show by beginning them with `contract:`;
    /// only one that stands in the program as it is, with nothing put into it, is shown.
    var message: String {
        switch self {
        case .forbidden(let word, _):
            "it uses `\(word)`: a contract may depend on nothing but the document and $codes"
        case .doesNotCompile(let text): "it does not compile: \(text)"
        case .outputs(let number):
            "it gave \(number == "none" ? "no document" : "several documents") instead of one"
        case .inputNotJSON: "its input is not JSON"
        case .endless(let limit):
            "it did not end within \(Int(limit / .milliseconds(1))) milliseconds"
        case .crashed:
            "it took too much memory, or made a value that nests too deeply or is out of bounds"
        case .noProcess: "the machine has no room for another process; try again later"
        case .failed(let text?) where text.hasPrefix("contract: "): text
        case .failed: "it failed on this document"
        }
    }

    /// The same with jq's own words; only for documents that are invented.
    var detail: String {
        guard case .failed(let text?) = self else { return message }
        return "it failed: \(text)"
    }

    /// The line of the program, where it is known.
    var line: Int? {
        switch self {
        case .forbidden(_, let line): line
        case .doesNotCompile(let text):
            text.firstMatch(of: /line ([0-9]+)/).flatMap { Int($0.1) }
        case .outputs, .inputNotJSON, .endless, .crashed, .noProcess, .failed: nil
        }
    }
}
