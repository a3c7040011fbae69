package import Foundation

/// How many deliveries of one partner stand where.
package struct QueueCounts: Sendable, Equatable {
    package let partner: String
    package var byState: [DeliveryState: Int]
    /// Deliveries whose receipt, acknowledgement or decision is owed for longer than agreed.
    package var overdue: Int
    /// When the longest waiting delivery was due, if one is due now.
    package var oldestDue: Date?
    /// Why deliveries are parked, with how many for each reason.
    package var parked: [ParkReason: Int]
}
