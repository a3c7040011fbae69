package import Foundation

/// A lane as people see it: in `partners list`, the metrics and the log.
package struct LaneView: Sendable, Equatable {
    /// The requests that it may have on the wire now.
    package let slots: Int
    /// The most that was agreed.
    package let slotsMax: Int
    /// The requests that are on the wire.
    package let inFlight: Int
    /// The outage, while the partner counts as down.
    package let outage: Outage?
    /// Whether a person holds it back.
    package let isHeld: Bool
    /// Until when the partner asked for a pause.
    package let pausedUntil: Date?
    /// When the partner's system is planned to be down.
    package let maintenance: [MaintenanceWindow]

    /// Describes a lane.
    package init(
        slots: Int,
        slotsMax: Int,
        inFlight: Int,
        outage: Outage?,
        isHeld: Bool,
        pausedUntil: Date?,
        maintenance: [MaintenanceWindow]
    ) {
        self.slots = slots
        self.slotsMax = slotsMax
        self.inFlight = inFlight
        self.outage = outage
        self.isHeld = isHeld
        self.pausedUntil = pausedUntil
        self.maintenance = maintenance
    }

    /// Whether the partner counts as down.
    package var isOutage: Bool { outage != nil }
}
