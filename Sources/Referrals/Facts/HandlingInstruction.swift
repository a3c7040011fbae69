package import Foundation

/// What the receiver must not do, and until when ("do not contact the family before …").
package struct HandlingInstruction: Sendable, Codable, Hashable {
    /// What is asked of the receiver.
    package enum Instruction: String, Sendable, Codable, CaseIterable {
        case doNotContactFamily = "do-not-contact-family"
        case doNotContactChild = "do-not-contact-child"
        case doNotContactSuspect = "do-not-contact-suspect"
        case doNotShareOnward = "do-not-share-onward"
        case contactReferrerFirst = "contact-referrer-first"
    }

    package let instruction: Instruction
    /// When the instruction ends.
    package let until: Date
    package let reason: String?
}
