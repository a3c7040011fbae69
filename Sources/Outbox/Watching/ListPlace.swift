import Foundation

/// A place in a list of deliveries, from which it goes on.
package struct ListPlace: Sendable, Equatable, Codable {
    let queuedAt: Date
    let delivery: String

    /// The place after a line.
    package init(after line: DeliveryLine) {
        queuedAt = line.queuedAt
        delivery = line.id
    }

    /// Reads a place as it was written, or nil when it is none.
    package init?(_ text: String) {
        let parts = text.split(separator: "_", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int64(parts[0]) else { return nil }
        queuedAt = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        delivery = String(parts[1])
    }

    /// As it is written.
    package var text: String {
        "\(Int64((queuedAt.timeIntervalSince1970 * 1000).rounded()))_\(delivery)"
    }
}
