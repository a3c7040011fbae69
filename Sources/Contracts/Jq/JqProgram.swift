import CJq
import Foundation
import Synchronization

/// A compiled jq program with `$codes` bound.
///
/// One `jq_state` runs one text at a time, so each thread that runs the program at the same moment
/// gets a state of its own; idle states are kept for the next run.
final class JqProgram: Sendable {
    private let text: String
    private let codes: String
    private let idle: Mutex<[JqState]>

    /// Compiles a program; throws jq's own message when it does not compile.
    init(_ text: String, codes: String) throws(JqError) {
        if let word = JqWords.forbidden(in: text) { throw .forbidden(word) }
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
        let output = try state.run(input)
        // A state that failed in the middle is not used again.
        idle.withLock { $0.append(state) }
        return output
    }
}
