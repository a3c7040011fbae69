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
        do throws(WorkingCalendar.Defect) {
            return try WorkingCalendar(json: bytes)
        } catch {
            throw SettingsError("\(calendar.path): \(error.message)")
        }
    }

    /// The clocks that run where a partner's file does not say otherwise.
    func clocks(in calendar: WorkingCalendar) -> PartnerClocks {
        PartnerClocks(calendar: calendar, limits: limits, ladder: ladder)
    }
}
