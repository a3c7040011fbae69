import Referrals
import Testing

@testable import ReferralSync

extension PartnerID {
    /// A partner in tests.
    static var sample: PartnerID {
        get throws { try #require(PartnerID("northshire-schools")) }
    }
}
