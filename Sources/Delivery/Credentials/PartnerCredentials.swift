import Foundation

/// What proves to a partner that a request is ours, besides the certificate.
package struct PartnerCredentials: Sendable {
    /// How we get access tokens; nil when the partner asks for none.
    package let oauth: OAuthClient?
    /// The keys that sign requests; empty when the partner asks for no signature.
    package let signing: [SigningKey]

    /// Describes credentials.
    package init(oauth: OAuthClient? = nil, signing: [SigningKey] = []) {
        self.oauth = oauth
        self.signing = signing
    }

    /// The newest key whose time has come.
    func key(at now: Date) -> SigningKey? {
        signing.filter { $0.from <= now }.max { $0.from < $1.from }
    }
}
