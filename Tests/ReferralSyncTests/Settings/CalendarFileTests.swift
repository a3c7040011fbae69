import Foundation
import Testing

@testable import ReferralSync

struct CalendarFileTests {
    @Test(arguments: [
        ("\"holidays\":", "\"holiday\":", 11, "there is no key holiday. Did you mean holidays?"),
        ("2024-12-26", "2024-13-26", 13, "holidays: \"2024-13-26\" is no day"),
        ("Europe/London", "Europe/Lodon", 4, "timeZone: there is no zone Europe/Lodon."),
        ("\"same-day\"", "\"later\"", 8, "afterClose: expected same-day or next-working-day."),
        ("\"friday\"", "\"fryday\"", 5, "workingDays: \"fryday\" is not known."),
        ("\"17:00\"", "\"08:00\"", 6, "opens: expected opens and closes to be times"),
        ("\"17:00\",", "\"17:00\"", 8, "this is not YAML"),
    ])
    func `what is wrong is named with its file, line and remedy`(
        good: String,
        bad: String,
        line: Int,
        problem: String
    ) throws {
        let folder = try TemporaryFolder()
        let right = try String(
            contentsOf: Repository.file("deploy/calendars/england-and-wales.json"),
            encoding: .utf8
        )
        var settings = Settings(in: .sample(), settingsFile: nil)
        settings.calendar = try folder.write(right.replacing(good, with: bad), to: "days.json")

        let error = #expect(throws: SettingsError.self) { try settings.workingCalendar() }

        #expect(error?.message.hasPrefix("\(settings.calendar.path):\(line): ") == true)
        #expect(error?.message.contains(problem) == true, "\(error?.message ?? "")")
    }
}
