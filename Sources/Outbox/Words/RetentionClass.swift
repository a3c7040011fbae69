/// Why a child's data is kept, which says when it is to be reviewed.
///
/// The groups of the Police Information and Records Management Code of Practice 2023, as under MoPI.
package enum RetentionClass: String, Sendable, Codable, CaseIterable {
    /// Group 1, public protection: reviewed every ten years.
    case publicProtection = "public-protection"
    /// Group 2, other sexual, violent or serious offences: after ten years.
    case serious
    /// Group 3, everything else: after six years.
    case other

    /// After how many years the data is reviewed.
    package var years: Int {
        switch self {
        case .publicProtection, .serious: 10
        case .other: 6
        }
    }
}
