package import Foundation

/// One HTTPS request to one partner.
package struct TransportRequest: Sendable {
    /// The methods that partners are asked with.
    package enum Method: String, Sendable {
        case post = "POST"
        case get = "GET"
    }

    /// The partner whose connection and credentials carry the request.
    package let partner: String
    package let method: Method

    /// The absolute address; it must be at the partner's own host and port.
    package let address: String

    /// Header fields in order; a value with control characters is refused before sending.
    package let headers: [(name: String, value: String)]

    /// The exact bytes to send; empty for `GET`.
    package let body: Data

    /// The longest time that the whole exchange may take.
    package let timeLimit: Duration

    /// Describes a request.
    package init(
        partner: String,
        method: Method,
        address: String,
        headers: [(name: String, value: String)],
        body: Data = Data(),
        timeLimit: Duration
    ) {
        self.partner = partner
        self.method = method
        self.address = address
        self.headers = headers
        self.body = body
        self.timeLimit = timeLimit
    }
}
