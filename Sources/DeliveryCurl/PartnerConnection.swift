package import Foundation

/// How one partner is reached: its address, the credentials, and what it may ask of us.
package struct PartnerConnection: Sendable, Equatable {
    /// The HTTP version to ask for.
    package enum HTTPVersion: String, Sendable, CaseIterable {
        /// HTTP/2 where the partner offers it, else HTTP/1.1.
        case two = "2"
        case oneOne = "1.1"
    }

    package let partner: String
    /// Any address at the partner's own host and port; requests go nowhere else.
    package let address: String
    /// Our certificate and its private key as PEM; nil when the partner asks for none.
    package let identity: Identity?
    /// The authorities that the partner's certificate must lead to, as PEM; nil for the system's.
    package let authorities: Data?
    /// The only public keys to accept (`sha256//…`), the current and the next.
    package let pins: [String]
    /// Whether the partner may be at a private or loopback address.
    package let isInternal: Bool
    package let version: HTTPVersion
    /// The longest time for a connection to be made and secured.
    package let connectLimit: Duration
    /// The longest answer that is read, in bytes.
    package let answerBytesMax: Int
    /// The most connections at once.
    package let connectionsMax: Int

    /// A certificate with its private key.
    package struct Identity: Sendable, Equatable {
        package let certificate: Data
        package let key: Data

        /// Pairs two PEM texts.
        package init(certificate: Data, key: Data) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// Describes a connection.
    package init(
        partner: String,
        address: String,
        identity: Identity?,
        authorities: Data?,
        pins: [String] = [],
        isInternal: Bool = false,
        version: HTTPVersion = .two,
        connectLimit: Duration = .seconds(10),
        answerBytesMax: Int = 256 << 10,
        connectionsMax: Int = 4
    ) {
        self.partner = partner
        self.address = address
        self.identity = identity
        self.authorities = authorities
        self.pins = pins
        self.isInternal = isInternal
        self.version = version
        self.connectLimit = connectLimit
        self.answerBytesMax = answerBytesMax
        self.connectionsMax = connectionsMax
    }
}
