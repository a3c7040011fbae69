/// To hold back all deliveries to a partner, or to let them go on.
package struct HoldOrder: Codable, Sendable, Equatable {
    /// Why it is held: about the partner, never about a child.
    package var reason: String?
    /// Who asks.
    package var by: String?

    /// Describes an order.
    package init(reason: String? = nil, by: String? = nil) {
        self.reason = reason
        self.by = by
    }
}
