package import Outbox

/// What became of one submitted referral; one line of `submit --json`.
package struct SubmissionLine: Codable, Sendable, Equatable {
    /// Whether the referral is in the queue.
    package enum Result: String, Codable, Sendable {
        /// It and all its deliveries are durable.
        case queued
        /// It was there already; nothing changed.
        case duplicate
        /// It was not taken; nothing of it was stored.
        case refused
    }

    /// One delivery that the referral made.
    package struct DeliveryFacts: Codable, Sendable, Equatable {
        package let id: String
        package let partner: String
        package let contract: String
        package let state: DeliveryState
        /// Why it is parked, as a code.
        package let reason: String?
    }

    /// A partner that was left out, and why.
    package struct LeftOut: Codable, Sendable, Equatable {
        package let partner: String
        package let reason: String
    }

    /// What is wrong, where, and what to do about it.
    package struct Problem: Codable, Sendable, Equatable {
        /// A JSON pointer (RFC 6901) into the submitted referral.
        package let pointer: String
        package let message: String

        /// Pairs a place with a sentence.
        package init(pointer: String, message: String) {
            self.pointer = pointer
            self.message = message
        }
    }

    /// The line of the input where the referral begins, from 1.
    package let line: Int
    package var sourceReference: String?
    package var id: String?
    package var version: Int?
    package let result: Result
    /// Whether no partner covers it, so that a person must choose.
    package var unrouted = false
    package var deliveries: [DeliveryFacts] = []
    package var leftOut: [LeftOut] = []
    package var problems: [Problem] = []
    /// What the submitter should do besides, such as telephone a partner now.
    package var advice: [String] = []

    /// Starts a line.
    package init(line: Int, result: Result) {
        self.line = line
        self.result = result
    }
}
