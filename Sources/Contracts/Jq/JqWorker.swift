import CJq
import Foundation

/// A process that runs jq programs, and may die of one.
///
/// `@unchecked Sendable` because `JqWorkers` lends it to one caller at a time.
@safe final class JqWorker: @unchecked Sendable {
    /// How a worker died.
    enum Death: Error {
        case endless
        /// It took too much memory, or made a value that jq cannot bear.
        case crash
    }

    /// No document takes a hundredth of this time of the processor; what takes longer does not end.
    static let limit: Duration = .milliseconds(500)
    private static let bounds = referral_jq_bounds(
        milliseconds: 500,
        output: 4 << 20,
        memory: 256 << 20
    )

    private let process: pid_t
    private let socket: CInt
    /// The programs that it has compiled, by their number, which is also its place there.
    private var compiled: Set<UInt32> = []
    private var death: Death?
    /// The time of the processor that its programs took.
    private(set) var spent: Duration = .zero

    init() throws(JqError) {
        var socket: CInt = -1
        process = unsafe referral_jq_start(Self.bounds, &socket)
        self.socket = socket
        guard process > 0 else { throw .noProcess }
    }

    deinit {
        if death == nil, process > 0 { _ = referral_jq_end(process, socket) }
    }

    /// Compiles a program, if it has not yet.
    func compile(_ program: JqProgram) throws {
        guard !compiled.contains(program.number) else { return }
        let (result, text) = try ask(program, Data(program.text.utf8), codes: program.codes)
        guard result == REFERRAL_JQ_COMPILED else {
            throw JqError.doesNotCompile(String(decoding: text, as: UTF8.self))
        }
        compiled.insert(program.number)
    }

    /// Runs a program once.
    func run(_ program: JqProgram, on input: Data) throws -> Data {
        try compile(program)
        let (result, text) = try ask(program, input, codes: nil)
        switch result {
        case REFERRAL_JQ_ONE_OUTPUT: return text
        case REFERRAL_JQ_NO_OUTPUT: throw JqError.outputs("none")
        case REFERRAL_JQ_SEVERAL_OUTPUTS: throw JqError.outputs("several")
        case REFERRAL_JQ_INPUT_NOT_JSON: throw JqError.inputNotJSON
        default:
            throw JqError.failed(text.isEmpty ? nil : String(decoding: text, as: UTF8.self))
        }
    }

    private func ask(
        _ program: JqProgram,
        _ text: Data,
        codes: String?
    ) throws(Death) -> (referral_jq_result, Data) {
        var reply = referral_jq_reply()
        var output: UnsafeMutablePointer<CChar>?
        let request = referral_jq_request(
            program: program.number,
            compiles: codes == nil ? 0 : 1,
            length: UInt32(text.count),
            codes: UInt32(codes?.utf8.count ?? 0)
        )
        let asked = unsafe text.withUnsafeBytes { bytes in
            unsafe referral_jq_ask(
                socket,
                request,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                codes ?? "",
                &reply,
                &output
            )
        }
        defer { unsafe free(output) }
        guard asked == 0, let output = unsafe output else { throw died() }
        spent += .microseconds(reply.microseconds)
        return (
            referral_jq_result(reply.result),
            unsafe Data(bytes: output, count: Int(reply.length))
        )
    }

    private func died() -> Death {
        let signal = referral_jq_end(process, socket)
        let death: Death = signal == SIGPROF || signal == SIGALRM ? .endless : .crash
        self.death = death
        return death
    }
}
