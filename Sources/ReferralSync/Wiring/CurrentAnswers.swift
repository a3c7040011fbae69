import Acknowledgements
import Logging
import Synchronization

/// What takes posted answers, made anew when contracts and partners are read anew.
final class CurrentAnswers: Sendable {
    private struct Made {
        let reading: Int
        let answers: PostedAnswers
    }

    private let current: CurrentInstallation
    private let store: OpenStore
    private let logger: Logger
    private let made: Mutex<Made?> = Mutex(nil)

    init(current: CurrentInstallation, store: OpenStore, logger: Logger) {
        self.current = current
        self.store = store
        self.logger = logger
    }

    var value: PostedAnswers {
        let (installation, reading) = current.read
        return made.withLock { made in
            if let made, made.reading == reading { return made.answers }
            let answers = installation.postedAnswers(on: store, logger: logger)
            made = Made(reading: reading, answers: answers)
            return answers
        }
    }
}
