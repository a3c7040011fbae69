import Foundation
import JSONSchema

/// The body of a post: one answer, or a list of them in `answers` (`service-api/1.0`).
struct PostedBody {
    /// One answer in the partner's words, and the document that it is about.
    struct Answer {
        let idempotencyKey: String
        /// The digest of the document that is answered (RFC 9530).
        let contentDigest: String
        let answer: JSONValue
        /// Whether the post has no other.
        let isAlone: Bool
    }

    /// The answers, each as it was read, or why it could not be.
    let answers: [Result<Answer, PostRefusal>]

    init(_ bytes: Data, upTo limit: Int) throws(PostRefusal) {
        guard let document = try? JSONValue(parsing: bytes) else {
            throw .badBody("The body is not JSON.")
        }
        guard case .array(let list)? = document["answers"] else {
            answers = [.success(try Self.answer(document, at: "", isAlone: true))]
            return
        }
        guard (1...limit).contains(list.count) else {
            throw .badBody("/answers: expected 1 to \(limit) answers.")
        }
        answers = list.enumerated().map { index, entry in
            Result { () throws(PostRefusal) in
                try Self.answer(entry, at: "/answers/\(index)", isAlone: list.count == 1)
            }
        }
    }

    private static func answer(
        _ entry: JSONValue,
        at pointer: String,
        isAlone: Bool
    ) throws(PostRefusal) -> Answer {
        guard case .string(let key)? = entry["idempotencyKey"], key.utf8.count <= 200 else {
            throw .badBody("\(pointer)/idempotencyKey: expected the key of the document.")
        }
        guard case .string(let digest)? = entry["contentDigest"] else {
            throw .badBody(
                "\(pointer)/contentDigest: expected the digest of the document that is answered."
            )
        }
        guard let answer = entry["answer"] else {
            throw .badBody("\(pointer)/answer: expected an answer in the contract's words.")
        }
        return Answer(
            idempotencyKey: key,
            contentDigest: digest,
            answer: answer,
            isAlone: isAlone
        )
    }
}
