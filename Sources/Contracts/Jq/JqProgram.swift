import Foundation

/// A compiled jq program with `$codes` bound, run by the workers.
final class JqProgram: Sendable {
    let text: String
    let codes: String
    /// Its name with the workers.
    let number: UInt32
    private let workers: JqWorkers

    /// Compiles a program; throws jq's own message when it does not compile.
    init(_ text: String, codes: String, by workers: JqWorkers) throws(JqError) {
        if let (word, line) = JqWords.forbidden(in: text) { throw .forbidden(word, line: line) }
        self.text = text
        self.codes = codes
        self.workers = workers
        number = workers.nextNumber()
        try workers.lend { try $0.compile(self) }
    }

    /// Runs the program on one JSON text and returns its one output as compact JSON.
    func run(_ input: Data) throws(JqError) -> Data {
        try workers.lend { try $0.run(self, on: input) }
    }

    /// An error without what the program may have put into its message.
    func unquoted(_ error: JqError) -> JqError {
        guard case .failed(let message?) = error, !text.contains("\"\(message)\"") else {
            return error
        }
        return .failed(nil)
    }

    /// The same program in a process of its own.
    func anew() throws(JqError) -> JqProgram { try JqProgram(text, codes: codes, by: JqWorkers()) }
}
