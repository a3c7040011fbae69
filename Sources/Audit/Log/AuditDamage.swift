/// Something that is not as the log says, and where.
package struct AuditDamage: Error, Sendable, Equatable, Codable {
    /// The table and the row, or the place in the log.
    package let place: String
    package let what: String

    /// Names a place and what is wrong there.
    package init(_ place: String, _ what: String) {
        self.place = place
        self.what = what
    }
}
