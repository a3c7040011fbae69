import Foundation
import Referrals

extension Settings {
    /// The calendar that deadlines follow; throws what is wrong with its file.
    func workingCalendar() throws(SettingsError) -> WorkingCalendar {
        guard let bytes = try? Data(contentsOf: calendar) else {
            throw SettingsError(
                "There is no calendar at \(calendar.path). Name one in the settings: calendar"
            )
        }
        // JSON is YAML too, and its lines are known when it is read as that.
        let file = try YAMLFile(at: calendar)
        let unknown = file.problems(
            knowing: WorkingCalendar.keys.mapValues { $0 ? YAMLFile.Kind.list : .value }
        )
        guard unknown.isEmpty else { throw SettingsError(unknown) }
        do throws(WorkingCalendar.Defect) {
            return try WorkingCalendar(json: bytes)
        } catch {
            guard let key = error.key else {
                throw SettingsError("\(calendar.path): \(error.message)")
            }
            let place = file.place(of: key, at: error.index)
            throw SettingsError("\(place): \(key): \(error.message)")
        }
    }

    /// The clocks that run where a partner's file does not say otherwise.
    func clocks(in calendar: WorkingCalendar) -> PartnerClocks {
        PartnerClocks(calendar: calendar, limits: limits, ladder: ladder)
    }
}
