import Delivery
import DeliveryCurl
import Foundation
import Referrals

/// One partner as its file describes it.
struct PartnerSettings: Sendable, Equatable {
    /// The file that the partner is described in.
    let file: URL
    /// What routing needs to know.
    let partner: Partner
    /// Where documents are posted.
    let address: URL
    /// Where to ask about a document, with `{key}` for its idempotency key.
    let statusAddress: String?
    let isIdempotent: Bool
    /// Whether the partner may be at a private address.
    let isInternal: Bool
    /// The version of HTTP that the partner is spoken to with.
    let http: PartnerConnection.HTTPVersion
    let plan: LanePlan
    let timeLimit: Duration
    let acknowledgeWithin: Duration
    let poll: Duration
    let pollDecided: Duration
    let tls: PartnerTLS

    var id: String { partner.id.text }
}

/// The files that secure the connections to a partner.
struct PartnerTLS: Sendable, Equatable {
    /// The authorities that may sign the partner's certificate; the system's own when nil.
    var certificateAuthority: URL?
    /// Our certificate, with which the partner knows us.
    var certificate: URL?
    /// The key of our certificate.
    var key: URL?
    /// The partner's public keys, `sha256//…`; any when empty.
    var pins: [String] = []

    /// The files, each with the key that names it.
    var files: [(key: String, url: URL)] {
        [
            ("tls.certificateAuthority", certificateAuthority), ("tls.certificate", certificate),
            ("tls.key", key),
        ].compactMap { name, url in url.map { (name, $0) } }
    }
}
