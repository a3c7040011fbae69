import Synchronization

/// The faults that are on, with a counter each, so that they are the same in every run.
final class FaultBoard: Sendable {
    struct Entry {
        let fault: Fault
        let since: ContinuousClock.Instant
        var requests = 0
        var hits = 0
    }

    private let entries: Mutex<[Entry]>

    init(_ faults: [Fault]) {
        let now = ContinuousClock.now
        entries = Mutex(faults.map { Entry(fault: $0, since: now) })
    }

    var texts: [String] { entries.withLock { $0.map(\.fault.text) } }

    /// Takes the place of all faults.
    func replace(by faults: [Fault]) {
        let now = ContinuousClock.now
        entries.withLock { $0 = faults.map { Entry(fault: $0, since: now) } }
    }

    /// Counts a request and gives the fault that it meets, if any.
    func next(for agency: String) -> Fault? {
        entries.withLock { entries in
            for index in entries.indices
            where entries[index].fault.agency == agency && entries[index].isOn {
                entries[index].requests += 1
                if entries[index].meets {
                    entries[index].hits += 1
                    return entries[index].fault
                }
            }
            return nil
        }
    }

    /// Whether an agency refuses connections now; asking counts nothing.
    func isRefusing(_ agency: String) -> Bool {
        entries.withLock { entries in
            entries.contains { $0.fault.agency == agency && $0.fault.kind == .refuse && $0.isOn }
        }
    }

    func repeatsAnswers(of agency: String) -> Bool {
        entries.withLock { entries in
            entries.contains {
                $0.fault.agency == agency && $0.fault.kind == .duplicateAnswers && $0.isOn
            }
        }
    }
}

extension FaultBoard.Entry {
    fileprivate var isOn: Bool {
        fault.duration.map { since.duration(to: .now) < $0 } ?? true
    }

    fileprivate var meets: Bool {
        let number = requests - fault.after
        return number > 0 && number.isMultiple(of: fault.every) && hits < fault.first
    }
}
