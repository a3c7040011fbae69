/// The header fields of the request that carries a document (`partner-api/1.0`).
package enum DeliveryHeaders {
    /// The fields in the order in which they are sent; each attempt has identifiers of its own.
    ///
    /// The checkpoint of our audit log lets the partner witness that we do not rewrite it.
    /// A field of the contract, such as `Accept`, takes the place of ours.
    package static func fields(
        of kind: DocumentKind,
        digest: String,
        idempotencyKey: String,
        referral: String,
        checkpoint: String? = nil,
        makeID: () -> String
    ) -> [(name: String, value: String)] {
        let given = Set(kind.headers.keys.map { $0.lowercased() })
        let ours =
            [
                ("Content-Type", kind.mediaType),
                ("Accept", "application/json, application/problem+json"),
                ("Idempotency-Key", "\"\(idempotencyKey)\""),
                ("Content-Digest", digest),
            ] + (checkpoint.map { [("Audit-Checkpoint", $0)] } ?? [])
            + tracing(idempotencyKey: idempotencyKey, referral: referral, makeID: makeID)
        return ours.filter { !given.contains($0.0.lowercased()) }
            + kind.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Each attempt is a request of its own within the referral's one correlation.
    static func tracing(
        idempotencyKey: String,
        referral: String,
        makeID: () -> String
    ) -> [(name: String, value: String)] {
        let (trace, span) = (digits(of: idempotencyKey), digits(of: makeID()).suffix(16))
        return [
            ("X-Request-Id", makeID()), ("X-Correlation-Id", referral),
            ("traceparent", "00-\(trace)-\(span)-01"),
        ]
    }

    /// The digits of a UUID, in lower case and without its hyphens.
    private static func digits(of id: String) -> String {
        String(decoding: id.utf8.filter { $0 != UInt8(ascii: "-") }, as: UTF8.self).lowercased()
    }
}
