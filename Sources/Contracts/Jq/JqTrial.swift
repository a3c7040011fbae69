import CJq
import Foundation

/// Runs a program where it can do no harm, before it runs here.
enum JqTrial {
    /// Why a program may not run here.
    enum Failure {
        /// It took more processor time than all of its runs may take.
        case endless
        /// It took too much memory, or made a value that jq cannot bear.
        case crash
    }

    /// For all inputs together.
    private static let secondsMax: Int32 = 10
    private static let bytesMax: UInt = 2 << 30

    /// Tries a program on texts in a process of its own; nil when it ends well there.
    static func failure(of program: JqProgram, on inputs: [Data]) -> Failure? {
        let texts = unsafe inputs.map { input in
            unsafe strdup(String(decoding: input, as: UTF8.self))
        }
        defer {
            for index in unsafe texts.indices { unsafe free(texts[index]) }
        }
        let pointers = unsafe texts.map { text in unsafe UnsafePointer(text) }
        let signal = unsafe pointers.withUnsafeBufferPointer { buffer in
            unsafe referral_jq_try(
                program.text,
                program.codes,
                buffer.baseAddress,
                Int32(inputs.count),
                secondsMax,
                bytesMax
            )
        }
        switch signal {
        case 0: return nil
        case SIGXCPU, SIGKILL: return .endless
        default: return .crash
        }
    }
}
