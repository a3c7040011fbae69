import Foundation
import Intake
import Outbox
import Portal

/// One run of `submit`: hands referrals over in parts and reports what became of each.
struct Submission {
    private static let documentsMax = 100
    private static let bytesMax = 4 << 20

    private let door: DeskDoor
    private let console: Console
    private let asJSON: Bool
    private let time: TimeSource
    /// Whether new versions are made of what is there already.
    private let isCorrection: Bool
    private var counts: [SubmissionLine.Result: Int] = [:]
    private var unrouted = 0
    /// Submitted before with other content, which stays.
    private var conflicts = 0
    /// Whether no service runs that would send what was taken.
    private var isAlone = false

    init(
        door: DeskDoor,
        console: Console,
        asJSON: Bool,
        time: TimeSource,
        isCorrection: Bool = false
    ) {
        self.isCorrection = isCorrection
        self.door = door
        self.console = console
        self.asJSON = asJSON
        self.time = time
    }

    /// Submits the referrals of one file, named if there are several.
    mutating func submit(_ documents: [InputDocument], from file: String?) async throws {
        if let file { console.say("\(file):") }
        let bar = ProgressBar(total: documents.count, startedAt: time.now())
        var done = 0
        for part in Self.parts(of: documents) {
            try take(try await hand(over: part))
            done += part.count
            draw(bar, done: done, isLast: done == documents.count)
        }
        isAlone = await door.worksAlone
        await door.close()
    }

    /// Sums up, and complains if any was refused.
    func finish() throws {
        let refused = counts[.refused, default: 0]
        var parts = ["\(counts[.queued, default: 0]) queued"]
        if let duplicates = counts[.duplicate] { parts.append("\(duplicates) submitted before") }
        if conflicts > 0 { parts.append("\(conflicts) of them with other content, not taken") }
        if refused > 0 { parts.append("\(refused) refused") }
        if unrouted > 0 { parts.append("\(unrouted) unrouted: a person must choose recipients") }
        console.say(parts.joined(separator: ", ") + ".")
        if isAlone, counts[.queued] != nil {
            console.say("Background sync is not running: nothing is sent until it is started.")
        }
        guard refused + conflicts == 0 else {
            throw Complaint(
                .badData,
                "Correct what was not taken and submit it again; the others are recognised."
            )
        }
    }

    /// Splits documents into parts that are small enough to show progress.
    static func parts(of documents: [InputDocument]) -> [[InputDocument]] {
        var parts: [[InputDocument]] = []
        var bytes = 0
        for document in documents {
            let fits = bytes + document.bytes.count <= bytesMax
            if let last = parts.indices.last, fits, parts[last].count < documentsMax {
                parts[last].append(document)
                bytes += document.bytes.count
            } else {
                parts.append([document])
                bytes = document.bytes.count
            }
        }
        return parts
    }

    private func hand(over part: [InputDocument]) async throws -> [SubmissionLine] {
        do {
            return try await door.use { [isCorrection] desk in
                isCorrection ? try await desk.correct(part) : try await desk.submit(part)
            }
        } catch {
            let done = counts.values.reduce(0, +)
            if done > 0 {
                console.say("Stopped after \(done). Repeat the command: they are recognised.")
            }
            throw error
        }
    }

    private mutating func take(_ lines: [SubmissionLine]) throws {
        if console.hasMessageTerminal { console.draw("\r\u{1B}[K") }
        for line in lines {
            counts[line.result, default: 0] += 1
            if line.unrouted, line.result == .queued { unrouted += 1 }
            if line.result == .duplicate, !line.problems.isEmpty { conflicts += 1 }
            if !asJSON { try console.print(line.text(console)) }
            for advice in line.advice {
                console.say(console.colouredMessage("!! \(advice)", .red))
            }
        }
        if asJSON { try console.write(WireFormat.encodeLines(lines)) }
    }

    private func draw(_ bar: ProgressBar, done: Int, isLast: Bool) {
        guard console.hasMessageTerminal else { return }
        let line = bar.line(
            done: done,
            refused: counts[.refused, default: 0],
            at: time.now()
        )
        console.draw(isLast ? line + "\n" : line)
    }
}
