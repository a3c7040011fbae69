import Foundation
import TestPrograms

extension Installation {
    /// The deliveries of a referral, by `status --json`.
    func deliveries(of referral: String) async throws -> [[String: Any]] {
        let status = try await command("status", referral, "--json").objects().first ?? [:]
        return status["deliveries"] as? [[String: Any]] ?? []
    }

    /// One delivery of a referral to a partner.
    func delivery(
        of referral: String,
        to partner: String,
        message: String = "referral",
        version: Int? = nil
    ) async throws -> [String: Any] {
        try await deliveries(of: referral).first { delivery in
            delivery["partner"] as? String == partner
                && delivery["message"] as? String == message
                && (version == nil || delivery["version"] as? Int == version)
        } ?? [:]
    }

    /// The state of one delivery of a referral to a partner.
    func state(
        of referral: String,
        to partner: String,
        message: String = "referral",
        version: Int? = nil
    ) async throws -> String? {
        try await delivery(of: referral, to: partner, message: message, version: version)["state"]
            as? String
    }

    /// Submits one invented referral; returns its source reference and the document.
    func submitOne(
        urgency: String? = nil
    ) async throws -> (reference: String, document: [String: Any]) {
        var object =
            try JSONSerialization.jsonObject(with: try await referrals(1)) as? [String: Any] ?? [:]
        if let urgency { object["urgency"] = urgency }
        try await command("submit", input: try JSONSerialization.data(withJSONObject: object))
        return (object["sourceReference"] as? String ?? "", object)
    }

    /// What the sandbox posted to the service, and the statuses that it got.
    func posts() -> [(status: Int, answer: String)] {
        let text =
            (try? String(contentsOfFile: path("sandbox/posts.ndjson"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let object =
                try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            guard let object, let status = object["status"] as? Int else { return nil }
            return (status, object["answer"] as? String ?? "")
        }
    }
}

/// A script of answers for the sandbox.
func script(
    _ answers: (after: String, answer: [String: Any])...,
    withdrawal: [String: Any]? = nil
) throws -> String {
    var lines: [[String: Any]] = answers.map { ["after": $0.after, "answer": $0.answer] }
    if let withdrawal {
        lines.append(["after": "100ms", "answer": withdrawal, "to": "withdrawal"])
    }
    return String(decoding: try JSONSerialization.data(withJSONObject: lines), as: UTF8.self)
}
