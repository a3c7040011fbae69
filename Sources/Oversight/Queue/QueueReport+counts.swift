package import Outbox

extension QueueReport.Counts {
    /// How many deliveries are in a state.
    package subscript(state: DeliveryState) -> Int {
        switch state {
        case .queued: queued
        case .sending: sending
        case .uncertain: uncertain
        case .delivered: delivered
        case .acknowledged: acknowledged
        case .decided: decided
        case .parked: parked
        case .withdrawn: withdrawn
        case .superseded: superseded
        }
    }
}
