/// What a report means: the phase decides first, the status second, the library's code last.
///
/// The rows follow RFC 9110 section 9.2.2 (do not repeat what may have been processed unless it is
/// known to be safe), the phases of libcurl's result codes, and the statuses and problem types of
/// draft-ietf-httpapi-idempotency-key-header. The first row that fits counts.
package enum OutcomeTable {
    /// What a row concludes.
    package enum Verdict: Sendable, Equatable {
        /// Delivered, if the answer holds a receipt for exactly our bytes.
        case receiptExpected
        case refused
        /// The partner knows the key with another document.
        case keyReused
        case unreachable
        case misconfigured
        case busy
        case uncertain
        /// Uncertain, but the partner is well and says that it is at work.
        case pending
    }

    /// One row; nil fits everything.
    package struct Row: Sendable {
        package let phases: Set<TransportReport.Phase>
        package let statuses: ClosedRange<Int>?
        package let codes: Set<Int32>?
        /// The end of the problem's type (RFC 9457).
        package let problem: String?
        /// Whether the answer says how long to wait (`Retry-After`).
        package let asksToWait: Bool
        /// Whether it is about a certificate of ours that the partner did not accept.
        package let certificateWasRefused: Bool
        package let verdict: Verdict
        /// A sentence for the person who reads `status`.
        package let summary: String
    }

    /// The row that fits a report.
    package static func row(for report: TransportReport) -> Row {
        for row in rows where row.fits(report) { return row }
        return fallback
    }

    /// Every row, in order.
    package static let rows: [Row] = notSent + lost + statuses

    /// Anything that no row names: the partner may have it.
    private static let fallback = Row(
        [.sending, .waiting, .answering, .answered],
        verdict: .uncertain,
        "The partner gave an answer that we do not understand; it may have the document."
    )

    /// libcurl's codes for certificates, keys, pins and trust (58, 60, 90 and their kin).
    private static let trustCodes: Set<Int32> = [
        51, 53, 54, 58, 59, 60, 66, 77, 82, 83, 90, 91, 98,
    ]

    private static let notSent: [Row] = [
        Row(
            [.preparing],
            verdict: .misconfigured,
            "Nothing was sent: the address, a header or a credential on our side is not usable."
        ),
        Row([.nameLookup], verdict: .unreachable, "The partner's name could not be looked up."),
        Row([.connecting], verdict: .unreachable, "No connection to the partner could be made."),
        Row(
            [.securing],
            certificateWasRefused: true,
            verdict: .misconfigured,
            "Nothing was sent: the partner did not accept our certificate. Check tls.certificate "
                + "and tls.key, or ask the partner to trust it."
        ),
        Row(
            [.securing],
            codes: trustCodes,
            verdict: .misconfigured,
            "Nothing was sent: a certificate, key or pin was not accepted."
        ),
        Row(
            [.securing],
            verdict: .unreachable,
            "Nothing was sent: the secure connection could not be set up."
        ),
    ]

    private static let lost: [Row] = [
        Row(
            [.sending],
            verdict: .uncertain,
            "The connection ended while the document was being sent; the partner may have it."
        ),
        Row(
            [.waiting],
            verdict: .uncertain,
            "The document was sent, but no answer came; the partner may have it."
        ),
        Row(
            [.answering],
            statuses: 200...299,
            verdict: .uncertain,
            "The answer was cut off or too long; the partner probably has the document."
        ),
    ]

    private static let nothingThere =
        "The partner takes no documents at this address. Check address in its file, or ask the partner."

    private static let statuses: [Row] = [
        answered(200...299, .receiptExpected, "The partner accepted the document."),
        answered(300...399, .refused, "The partner sent us elsewhere; redirects are not followed."),
        Row(
            [.answering, .answered],
            statuses: 400...499,
            problem: "idempotency-key-reused",
            verdict: .keyReused,
            "The partner's system took our key for another document's."
        ),
        answered(401...401, .misconfigured, "The partner did not accept our credentials."),
        answered(403...403, .misconfigured, "The partner does not allow us to send this."),
        answered(404...405, .misconfigured, Self.nothingThere),
        answered(410...410, .misconfigured, Self.nothingThere),
        answered(407...407, .misconfigured, "A proxy asked for credentials."),
        answered(408...408, .uncertain, "The partner timed out; it may have the document."),
        answered(409...409, .pending, "The partner is still working on this document."),
        answered(425...425, .busy, "The partner asked us to send again later."),
        answered(429...429, .busy, "The partner asked us to send more slowly."),
        answered(400...499, .refused, "The partner's system refused the document."),
        answered(501...501, .refused, "The partner's system does not offer this."),
        Row(
            [.answering, .answered],
            statuses: 503...503,
            asksToWait: true,
            verdict: .busy,
            "The partner's system is not available now."
        ),
        // A gateway says so too when the system behind it took the request and then fell silent.
        answered(
            503...503,
            .uncertain,
            "The partner's system is not available; it may have the document."
        ),
        answered(505...505, .refused, "The partner's system does not speak our HTTP version."),
        answered(
            500...599,
            .uncertain,
            "The partner's system failed; it may have the document."
        ),
    ]

    private static func answered(
        _ statuses: ClosedRange<Int>,
        _ verdict: Verdict,
        _ summary: String
    ) -> Row {
        Row([.answering, .answered], statuses: statuses, verdict: verdict, summary)
    }
}

extension OutcomeTable.Row {
    fileprivate init(
        _ phases: Set<TransportReport.Phase>,
        statuses: ClosedRange<Int>? = nil,
        codes: Set<Int32>? = nil,
        problem: String? = nil,
        asksToWait: Bool = false,
        certificateWasRefused: Bool = false,
        verdict: OutcomeTable.Verdict,
        _ summary: String
    ) {
        self.init(
            phases: phases,
            statuses: statuses,
            codes: codes,
            problem: problem,
            asksToWait: asksToWait,
            certificateWasRefused: certificateWasRefused,
            verdict: verdict,
            summary: summary
        )
    }

    fileprivate func fits(_ report: TransportReport) -> Bool {
        guard phases.contains(report.phase) else { return false }
        if let codes, !codes.contains(report.code) { return false }
        if certificateWasRefused, !report.certificateWasRefused { return false }
        if asksToWait, report.headers["retry-after"] == nil { return false }
        if let problem, ProblemDocument(report.body)?.type?.hasSuffix(problem) != true {
            return false
        }
        guard let statuses else { return true }
        return report.status.map { statuses.contains($0) } ?? false
    }
}
