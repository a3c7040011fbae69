/// Why the team found the child; not the same as the child's part in the investigation.
package enum Cohort: String, Sendable, Codable, CaseIterable {
    case groomed
    case pictured
    case sharingSelfGenerated = "sharing-self-generated"
    case requestingMaterial = "requesting-material"
}

/// The child's part in the investigation (Data Protection Act 2018, section 38(3)); several at once.
package enum DataSubjectCategory: String, Sendable, Codable, CaseIterable {
    case victim
    case suspect
    case witness
    case childInNeed = "child-in-need"
    case other
}
