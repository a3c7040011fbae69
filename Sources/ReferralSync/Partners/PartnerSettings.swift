import Acknowledgements
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
    /// How long the partner remembers a key; for ever when nil.
    let idempotentFor: Duration?
    /// Whether the partner may be at a private address.
    let isInternal: Bool
    /// The version of HTTP that the partner is spoken to with.
    let http: PartnerConnection.HTTPVersion
    let plan: LanePlan
    let timeLimit: Duration
    let clocks: PartnerClocks
    /// Where the partner lists its answers to all deliveries.
    let answersAddress: String?
    /// How it proves that what it posts to us is its own; nil when it posts nothing.
    let answering: AnsweringPartner?
    let poll: Duration
    let pollDecided: Duration
    let tls: PartnerTLS
    let oauth: PartnerOAuth?
    /// The keys that sign requests, the present one first.
    let signing: [PartnerSigning]

    var id: String { partner.id.text }

    /// The files that secure the connections and prove who we are, each with the key that names it.
    var secretFiles: [(key: String, url: URL)] {
        tls.files + [oauth?.file].compactMap(\.self)
            + signing.map { ("signature.keyFile", $0.file) }
            + (answering?.keys ?? []).map { ("callback.keyFile", $0.file) }
    }
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

/// How we are known to a partner's token endpoint.
struct PartnerOAuth: Sendable, Equatable {
    /// The file that proves who we are.
    enum Proof: Sendable, Equatable {
        case secret(URL)
        case privateKey(URL, id: String)
    }

    let tokenAddress: URL
    let clientID: String
    let scope: String?
    let proof: Proof

    /// The file, with the key that names it.
    var file: (key: String, url: URL) {
        switch proof {
        case .secret(let url): ("oauth2.clientSecretFile", url)
        case .privateKey(let url, _): ("oauth2.privateKeyFile", url)
        }
    }
}

/// A key that signs requests.
struct PartnerSigning: Sendable, Equatable {
    /// The two kinds that `partner-api/1.0` allows.
    enum Algorithm: String, Sendable, CaseIterable {
        case ed25519
        case hmac = "hmac-sha256"
    }

    let keyID: String
    let algorithm: Algorithm
    let file: URL
    /// From when on it signs.
    let from: Date
}
