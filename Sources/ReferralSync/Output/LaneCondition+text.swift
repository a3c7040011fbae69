import Foundation
import Oversight

extension LaneCondition {
    /// What holds the partner up and until when, and what a person can do.
    func text(of partner: String) -> String {
        let since = since.map { " since \(Moments.text($0))" } ?? ""
        let until = until.map { Moments.text($0) } ?? "an unknown time"
        let reason = reason ?? ""
        return switch kind {
        case .notRunning: "Background sync is not running: nothing is sent until it is started."
        case .paused:
            "Paused by \(by ?? "somebody")\(since): \(reason). Nothing is sent until it is resumed: "
                + "referral-sync partners resume \(partner)"
        case .outage:
            "The partner has been down\(since). \(reason) It is asked again with one delivery at "
                + "\(until)."
        case .misconfigured:
            "Held up by our own settings for the partner\(since). \(reason) It is tried again with "
                + "one delivery at \(until); see referral-sync partners check \(partner)"
        case .noPartnerFile:
            "There is no partner file \(partner).yaml any more: nothing is sent. Put it back, then "
                + "send SIGHUP to the service."
        case .maintenance: "Nothing is sent until \(until): the partner's planned maintenance."
        case .askedToWait: "Nothing is sent until \(until): the partner asked for a pause."
        }
    }
}
