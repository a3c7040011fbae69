import Foundation
import Outbox
import Oversight
import Portal

/// Shows the queue again and again.
struct QueueWatch {
    /// Goes to the top left corner and clears the screen from there.
    private static let clearScreen = "\u{1B}[H\u{1B}[J"

    let door: DeskDoor
    let partner: String?
    let asJSON: Bool
    let console: Console
    let time: TimeSource

    /// Runs until it is interrupted, until nobody reads on, or until nothing is on its way any more.
    func run(untilDecided: Bool) async throws {
        var shown: QueueView?
        while true {
            let report = try await door.once { desk in try await desk.queue() }
            let view = try QueueView(report, of: partner)
            if console.isTerminal || view != shown { try show(view) }
            shown = view
            if untilDecided, view.undecided == 0 { return try end(view) }
            try await time.sleep(.seconds(1))
            // Without a change nothing is written, so a closed pipe would never be noticed.
            if console.isAbandoned { return }
        }
    }

    private func show(_ view: QueueView) throws {
        if asJSON {
            try console.write(WireFormat.encodeLines([view]))
        } else {
            let head = console.isTerminal ? Self.clearScreen : ""
            try console.print(head + Moments.text(time.now()) + "\n" + view.text(console))
        }
    }

    /// Everything is decided only if nothing waits for a person.
    private func end(_ view: QueueView) throws {
        let waiting = view.totals.parked + view.unrouted
        guard waiting == 0 else {
            throw Complaint(
                .badData,
                "Nothing is on its way any more, but \(waiting) wait for a person. See above."
            )
        }
    }
}
