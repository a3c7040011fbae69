/// Why a jq program gave no output.
enum JqError: Error, Equatable {
    /// It uses a word that would make it depend on more than its input.
    case forbidden(String)
    /// jq's own message.
    case doesNotCompile(String)
    /// How many outputs it gave instead of one.
    case outputs(String)
    case inputNotJSON
    /// The message of `error(…)`, or jq's own; it may quote the input.
    case failed(String?)

    /// What went wrong, in a sentence; nothing of the input is quoted.
    ///
    /// A contract's author marks messages that are safe to show by beginning them with `contract:`.
    var message: String {
        switch self {
        case .forbidden(let word):
            "it uses `\(word)`: a contract may depend on nothing but the document and $codes"
        case .doesNotCompile(let text): "it does not compile: \(text)"
        case .outputs(let number): "it gave \(number), where exactly one output is expected"
        case .inputNotJSON: "its input is not JSON"
        case .failed(let text?) where text.hasPrefix("contract: "): text
        case .failed: "it failed on this document"
        }
    }
}
