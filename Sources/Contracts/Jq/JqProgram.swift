import CJq
import Foundation
import Synchronization

/// A compiled jq program with `$codes` bound.
///
/// One `jq_state` runs one text at a time, so each thread that runs the program at the same moment
/// gets a state of its own; idle states are kept for the next run.
final class JqProgram: Sendable {
    /// No document takes a hundredth of this; what takes longer does not end.
    private static let timeLimit: Duration = .seconds(2)

    let text: String
    let codes: String
    private let idle: Mutex<[JqState]>

    /// Compiles a program; throws jq's own message when it does not compile.
    init(_ text: String, codes: String) throws(JqError) {
        if let (word, line) = JqWords.forbidden(in: text) { throw .forbidden(word, line: line) }
        self.text = text
        self.codes = codes
        idle = Mutex([try JqState(text, codes: codes)])
    }

    /// Runs the program on one JSON text and returns its one output as compact JSON.
    func run(_ input: Data) throws(JqError) -> Data {
        let state =
            if let state = idle.withLock({ $0.popLast() }) { state } else {
                try JqState(text, codes: codes)
            }
        do {
            let output = try state.run(input, limit: Self.timeLimit)
            idle.withLock { $0.append(state) }
            return output
        } catch {
            // A state that was stopped in the middle is not used again.
            if case .endless = error { throw error }
            idle.withLock { $0.append(state) }
            throw error
        }
    }

    /// The same program as another process would have it.
    func anew() throws(JqError) -> JqProgram { try JqProgram(text, codes: codes) }
}
