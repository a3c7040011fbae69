/// How sure the NHS number is (NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE).
///
/// A right check digit does not make it the right child's number, so the status travels with it.
package enum NHSNumberStatus: String, Sendable, Codable, CaseIterable {
    case verified = "01"
    case notTraced = "02"
    case traceRequired = "03"
    case noMatch = "04"
    case conflict = "05"
    case traceInProgress = "06"
    case notPresent = "07"
    case postponed = "08"
}
