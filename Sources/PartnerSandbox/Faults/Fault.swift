/// Something that an agency does wrong on demand.
struct Fault: Sendable {
    /// What goes wrong.
    enum Kind: Sendable, Equatable {
        case status(Int, retryAfter: String?)
        /// With a listener of its own the port is closed, else the connection at the request's head.
        case refuse
        case closeBeforeBody
        case closeDuringBody
        case closeAfterBody
        /// The document is kept, but nobody is told.
        case closeAfterProcessing
        case slow(Duration)
        case oversized(bytes: Int)
        case wrongReceipt
        case malformedReceipt
        case duplicateAnswers
        case reject(Int)
    }

    let agency: String
    let kind: Kind
    /// The text that it was made from.
    let text: String
    /// Only every so many requests.
    var every = 1
    /// Not the first so many requests.
    var after = 0
    /// Only so many requests.
    var first = Int.max
    /// Only for so long after it was set.
    var duration: Duration?
}
