/// A value, or the honest reason why there is none; both differ from saying nothing.
package enum Answered<Value: Sendable & Hashable & Codable>: Sendable, Hashable {
    case value(Value)
    case missing(MissingReason)

    /// The value, if there is one.
    package var value: Value? {
        switch self {
        case .value(let value): value
        case .missing: nil
        }
    }
}

/// Why a value is not given.
package enum MissingReason: String, Sendable, Codable, CaseIterable {
    case unknown
    case notAsked
    case refused
    case notApplicable
}

extension Answered: Codable {
    private enum CodingKeys: CodingKey { case missing }

    /// Decodes `{"missing": reason}` or the value itself.
    package init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: CodingKeys.self),
            object.contains(.missing)
        {
            self = .missing(try object.decode(MissingReason.self, forKey: .missing))
        } else {
            self = .value(try Value(from: decoder))
        }
    }

    /// Encodes the value itself, or `{"missing": reason}`.
    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .value(let value): try value.encode(to: encoder)
        case .missing(let reason):
            var object = encoder.container(keyedBy: CodingKeys.self)
            try object.encode(reason, forKey: .missing)
        }
    }
}
