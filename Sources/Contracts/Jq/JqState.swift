import CJq
import Foundation

/// Owns one `jq_state`.
///
/// `@unchecked Sendable` because a state belongs to no thread; `JqProgram` lends it to one caller at
/// a time, and stopping it is allowed from anywhere while it runs.
@safe final class JqState: @unchecked Sendable {
    private let state: OpaquePointer

    init(_ program: String, codes: String) throws(JqError) {
        var message: UnsafeMutablePointer<CChar>?
        let state = unsafe referral_jq_compile(program, codes, &message)
        defer { unsafe free(message) }
        guard let state = unsafe state else {
            throw .doesNotCompile(unsafe message.map { unsafe String(cString: $0) } ?? "")
        }
        unsafe self.state = state
    }

    deinit { unsafe referral_jq_free(state) }

    /// Makes a run that is going on in another thread end.
    func stop() {
        unsafe referral_jq_stop(state)
    }

    /// Runs the program once; a run that takes longer than the limit is stopped.
    func run(_ input: Data, limit: Duration) throws(JqError) -> Data {
        JqWatch.shared.begin(self, limit: limit)
        var output: UnsafeMutablePointer<CChar>?
        let result = unsafe input.withUnsafeBytes { bytes in
            unsafe referral_jq_run(
                state,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                CInt(bytes.count),
                &output
            )
        }
        JqWatch.shared.end(self)
        defer { unsafe free(output) }
        let text = unsafe output.map { unsafe Data(String(cString: $0).utf8) }
        switch result {
        case REFERRAL_JQ_ONE_OUTPUT: return text ?? Data()
        case REFERRAL_JQ_NO_OUTPUT: throw .outputs("none")
        case REFERRAL_JQ_SEVERAL_OUTPUTS: throw .outputs("several")
        case REFERRAL_JQ_INPUT_NOT_JSON: throw .inputNotJSON
        case REFERRAL_JQ_STOPPED: throw .endless(limit)
        default: throw .failed(text.map { String(decoding: $0, as: UTF8.self) })
        }
    }
}
