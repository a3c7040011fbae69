import Foundation
package import Referrals

extension PartnerClocks {
    /// The clocks of a partner about whom nothing else is agreed.
    package static let sample = PartnerClocks(
        calendar: .englandAndWales,
        limits: .standard,
        ladder: Ladder(
            stages: [Ladder.Stage(after: .duration(.zero), tells: [])],
            quiet: QuietHours("19:00-07:00")
        )
    )
}

extension WorkingCalendar {
    /// The calendar that is delivered with the program.
    package static let englandAndWales: WorkingCalendar = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../deploy/calendars/england-and-wales.json").standardizedFileURL
        do {
            return try WorkingCalendar(json: try Data(contentsOf: file))
        } catch {
            preconditionFailure("\(file.path): \(error)")
        }
    }()
}
