/// What is wrong with a referral, and where; never quotes the value.
package struct ReferralProblem: Error, Sendable, Equatable {
    /// A JSON pointer (RFC 6901).
    package let pointer: String
    /// What was expected, in a sentence.
    package let message: String

    init(_ error: any Error) {
        guard let error = error as? DecodingError else {
            self.init(path: [], message: "Expected a referral in its canonical form.")
            return
        }
        switch error {
        case .dataCorrupted(let context):
            self.init(path: context.codingPath, message: context.debugDescription)
        case .keyNotFound(let key, let context):
            self.init(path: context.codingPath + [key], message: "Expected a value here.")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            self.init(path: context.codingPath, message: "Expected a value of another type here.")
        @unknown default:
            self.init(path: [], message: "Expected a referral in its canonical form.")
        }
    }

    private init(path: [any CodingKey], message: String) {
        pointer = path.map { key in
            let token = key.intValue.map(String.init) ?? key.stringValue
            return "/" + token.replacing("~", with: "~0").replacing("/", with: "~1")
        }.joined()
        self.message = message
    }
}
