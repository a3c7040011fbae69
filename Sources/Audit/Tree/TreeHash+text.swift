import Foundation

extension TreeHash {
    /// Reads the base64 of a hash; nil unless it is written exactly as `base64` writes it.
    package init?(base64 text: String) {
        guard let bytes = Base64.decode(text) else { return nil }
        self.init(bytes)
    }

    /// The hash as base64, as it stands in checkpoints and proofs.
    package var base64: String {
        bytes.base64EncodedString()
    }
}

extension TreeHash: CustomStringConvertible {
    package var description: String { base64 }
}

extension TreeHash: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let hash = Self(base64: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not the base64 of 32 bytes"
            )
        }
        self = hash
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(base64)
    }
}
