import Foundation
import Referrals
import TestStores
import Testing

@Suite struct WorkingCalendarTests {
    let calendar = WorkingCalendar.englandAndWales

    @Test(arguments: [
        // Friday, a minute before and after the close of business.
        ("2026-11-20T16:59:00Z", 1, "2026-11-23T17:00:00Z"),
        ("2026-11-20T17:01:00Z", 1, "2026-11-23T17:00:00Z"),
        ("2026-11-21T12:00:00Z", 1, "2026-11-23T17:00:00Z"),
        ("2026-11-23T00:30:00Z", 1, "2026-11-24T17:00:00Z"),
        // Christmas Eve: Friday is Christmas, Monday stands for Boxing Day.
        ("2026-12-24T16:00:00Z", 1, "2026-12-29T17:00:00Z"),
        // Maundy Thursday.
        ("2027-03-25T10:00:00Z", 1, "2027-03-30T16:00:00Z"),
        // Clocks go forward and back between receipt and deadline.
        ("2026-03-27T12:00:00Z", 1, "2026-03-30T16:00:00Z"),
        ("2026-10-23T12:00:00Z", 1, "2026-10-26T17:00:00Z"),
        // In the hour that comes twice, on a Sunday.
        ("2026-10-25T00:30:00Z", 1, "2026-10-26T17:00:00Z"),
        ("2026-10-25T01:30:00Z", 1, "2026-10-26T17:00:00Z"),
        // The leap day is a working day.
        ("2028-02-28T09:00:00Z", 1, "2028-02-29T17:00:00Z"),
        ("2028-02-28T09:00:00Z", 2, "2028-03-01T17:00:00Z"),
        // Local midnight of summer is another day in UTC.
        ("2026-07-02T23:30:00Z", 1, "2026-07-06T16:00:00Z"),
        ("2026-11-20T10:00:00Z", 45, "2027-01-27T17:00:00Z"),
    ])
    func `the next working day ends when business closes`(
        start: String,
        count: Int,
        end: String
    ) throws {
        let close = calendar.close(ofWorkingDay: count, after: try moment(start))

        #expect(close == (try moment(end)))
    }

    @Test(arguments: [
        ("2026-11-20T16:59:00Z", "2026-11-23T17:00:00Z"),
        ("2026-11-20T17:01:00Z", "2026-11-24T17:00:00Z"),
        ("2026-11-21T12:00:00Z", "2026-11-24T17:00:00Z"),
    ])
    func `a calendar may count what comes after the close as of the next day`(
        start: String,
        end: String
    ) throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
            .replacing("same-day", with: "next-working-day")
        let deferring = try WorkingCalendar(json: Data(text.utf8))

        let close = deferring.close(ofWorkingDay: 1, after: try moment(start))

        #expect(close == (try moment(end)))
    }

    @Test func `two years of deadlines are those of an independent computation`() throws {
        var moments: [(start: Date, count: Int)] = []
        var start = try moment("2026-11-01T00:07:00Z")
        let end = try moment("2028-11-01T00:00:00Z")
        var index = 0
        while start < end {
            moments.append((start, [1, 1, 2, 45][index % 4]))
            // Five hours and a bit, so that every hour of the day and every kind of day comes.
            start = start.addingTimeInterval(5 * 3600 + 1013)
            index += 1
        }

        let expected = try Self.independent(moments)

        #expect(expected.count == moments.count && moments.count > 3000)
        for ((start, count), expected) in zip(moments, expected) {
            let close = calendar.close(ofWorkingDay: count, after: start)
            let work = calendar.workingTime(from: start, to: close).components.seconds
            #expect(Int(close.timeIntervalSince1970) == expected.close, "\(start), \(count)")
            #expect(Int(work) == expected.seconds, "\(start), \(count)")
        }
    }

    @Test func `holidays are known for two years to come`() throws {
        #expect(calendar.isCovered(try moment("2028-11-26T12:00:00Z")))
        #expect(!calendar.isCovered(try moment("2029-01-01T12:00:00Z")))
    }

    @Test(arguments: [
        ("\"2026-12-25\"", "\"2026-12-32\"", "2026-12-32"), ("\"monday\"", "\"mondy\"", "mondy"),
        ("\"17:00\"", "\"08:00\"", "opens and closes"), ("Europe/London", "Europe/Lodon", "Lodon"),
        ("\"title\"", "\"name\"", "title is missing"), ("{", "", "not JSON"),
    ])
    func `a calendar with a mistake says what is wrong`(
        good: String,
        bad: String,
        words: String
    ) throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8).replacing(good, with: bad)

        let defect = #expect(throws: WorkingCalendar.Defect.self) {
            try WorkingCalendar(json: Data(text.utf8))
        }

        #expect(defect?.message.contains(words) == true)
    }

    private static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../deploy/calendars/england-and-wales.json").standardizedFileURL

    private static func independent(
        _ moments: [(start: Date, count: Int)]
    ) throws -> [(close: Int, seconds: Int)] {
        let lines = moments.map { "\(Int($0.start.timeIntervalSince1970)) \($0.count)\n" }
        let folder = FileManager.default.temporaryDirectory
        let questions = folder.appending(path: "moments-\(UUID().uuidString)")
        try Data(lines.joined().utf8).write(to: questions)
        defer { try? FileManager.default.removeItem(at: questions) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "deadlines.py")
        process.arguments = ["python3", script.path, file.path]
        process.standardInput = try FileHandle(forReadingFrom: questions)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            return (numbers[0], numbers[1])
        }
    }

    private func moment(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }
}
