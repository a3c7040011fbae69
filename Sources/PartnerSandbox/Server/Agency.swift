import Contracts
import Foundation

/// A pretend agency: what it took on, and what it answers.
actor Agency {
    /// A document that was taken on.
    struct Taken: Sendable {
        let digest: String
        let receiptID: String
        let at: Date
        /// Whether it recalls a referral.
        var isWithdrawal = false
    }

    /// What became of a document.
    enum Reception: Sendable {
        case new(Taken)
        case again(Taken)
        /// The key belongs to other bytes.
        case otherBytes
        /// The same key is being worked on at this moment.
        case inProgress
    }

    nonisolated let id: String
    nonisolated let contract: Contract
    nonisolated let journal: Journal
    nonisolated let way: AnswerWay.Way
    private let answers: AnswerBook
    /// The answers in the order in which they were first listed.
    private var listed: [(key: String, answer: String)] = []
    private var counts: [String: Int] = [:]
    private var taken: [String: Taken]
    private var working: Set<String> = []

    init(
        id: String,
        contract: Contract,
        journal: Journal,
        known: [JournalEntry],
        way: AnswerWay.Way,
        answers: AnswerBook
    ) {
        self.way = way
        self.id = id
        self.contract = contract
        self.journal = journal
        self.answers = answers
        taken = [:]
        for entry in known where entry.effective {
            guard let key = entry.key, let receiptID = entry.receiptID else { continue }
            taken[key] = Taken(digest: entry.digest, receiptID: receiptID, at: entry.at)
        }
    }

    /// Begins work on a document under a key.
    func begin(
        _ key: String,
        digest: String,
        isWithdrawal: Bool,
        at now: Date
    ) -> Reception {
        if let before = taken[key] {
            return before.digest == digest ? .again(before) : .otherBytes
        }
        guard working.insert(key).inserted else { return .inProgress }
        return .new(
            Taken(
                digest: digest,
                receiptID: "R-" + String(digest.hashID),
                at: now,
                isWithdrawal: isWithdrawal
            )
        )
    }

    /// Ends work on a document; it was taken on, or not.
    func end(_ key: String, _ document: Taken?) {
        working.remove(key)
        if let document { taken[key] = document }
    }

    func document(_ key: String) -> Taken? { taken[key] }

    /// The answers that a document has by now, in the agency's own words.
    func answers(to key: String, at now: Date) -> [String] {
        guard let document = taken[key] else { return [] }
        return answers.given(
            to: key,
            taken: document.at,
            isWithdrawal: document.isWithdrawal,
            by: now
        )
    }

    /// Every document with its digest and answers so far.
    func allAnswers(at now: Date) -> [(key: String, digest: String, answers: [String])] {
        taken.map { ($0.key, $0.value.digest, answers(to: $0.key, at: now)) }
    }

    /// All answers as one list that only grows at its end.
    func listedAnswers(at now: Date) -> [(key: String, answer: String)] {
        for key in taken.keys.sorted() {
            let answers = answers(to: key, at: now)
            for answer in answers.dropFirst(counts[key, default: 0]) {
                listed.append((key, answer))
            }
            counts[key] = answers.count
        }
        return listed
    }
}

extension String {
    /// A short identifier that depends on the text only (FNV-1a), the same in every process.
    var hashID: UInt64 {
        utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
