import Foundation

/// What can be switched off to show that the searches for personal text find it, and what protection
/// costs.
///
/// Only a build with `TRIALS` has the switch: a debug build, or one that is made for a measurement.
package enum Trial {
    /// Whether nothing is sealed and nothing is wiped.
    package static let isUnprotected: Bool = {
        #if TRIALS
        ProcessInfo.processInfo.environment["UNPROTECTED_TRIAL"] != nil
        #else
        false
        #endif
    }()
}
