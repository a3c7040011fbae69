import JSONSchema
import Referrals

extension FormatChecks {
    /// The standard formats and the identifiers that check themselves.
    static let ofReferrals = FormatChecks.asserted.adding(IdentifierFormats.all)
}
