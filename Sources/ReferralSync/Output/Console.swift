import Foundation

/// The terminal or pipes that a command writes to: results to standard output, all else to
/// standard error.
struct Console: Sendable {
    /// Whether people read the results on a terminal, so that colour and redrawing are welcome.
    let isTerminal: Bool
    /// Whether people see the messages on a terminal.
    let hasMessageTerminal: Bool
    let hasColour: Bool
    let hasMessageColour: Bool

    /// The console of this process; `NO_COLOR` (no-color.org) and dumb terminals get no colour.
    static func process(_ environment: [String: String]) -> Console {
        let wanted = environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let hasMessageTerminal = isatty(STDERR_FILENO) == 1
        return Console(
            isTerminal: isTerminal,
            hasMessageTerminal: hasMessageTerminal,
            hasColour: wanted && isTerminal,
            hasMessageColour: wanted && hasMessageTerminal
        )
    }

    /// Writes a line of results.
    func print(_ line: String) throws(Complaint) {
        try write(Data((line.withoutControlCharacters + "\n").utf8))
    }

    /// Writes bytes of results.
    func write(_ bytes: Data) throws(Complaint) {
        do {
            try FileHandle.standardOutput.write(contentsOf: bytes)
        } catch {
            throw Complaint(
                .cannotWrite,
                "The results cannot be written. Is the disk full, or the pipe closed?"
            )
        }
    }

    /// Whether nobody reads the results any more: the pipe's other end was closed.
    var isAbandoned: Bool {
        var results = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        return unsafe poll(&results, 1, 0) > 0 && results.revents & Int16(POLLERR) != 0
    }

    /// Writes a message; that nobody reads it is no reason to fail.
    func say(_ message: String) {
        let line = message.withoutControlCharacters + "\n"
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }

    /// Writes part of a line of messages, such as a progress bar.
    func draw(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// The text in a colour, where colour is seen; the text alone must say everything.
    func coloured(_ text: String, _ colour: Colour) -> String {
        hasColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The same for a message.
    func colouredMessage(_ text: String, _ colour: Colour) -> String {
        hasMessageColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The colours, as terminals number them.
    enum Colour: Int, Sendable {
        case bold = 1
        case red = 31
        case green = 32
        case yellow = 33
    }
}

extension String {
    /// The text as a terminal may have it: a name or an answer must not move the cursor or ring.
    ///
    /// Only line breaks, tabs and our own colours stay.
    var withoutControlCharacters: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        let otherThanColour = /\u{1B}(?!\[[0-9]{1,2}m)/
        let others = /[\u{0}-\u{8}\u{B}-\u{1A}\u{1C}-\u{1F}\u{7F}-\u{9F}]/
        return replacing(otherThanColour) { _ in "\u{FFFD}" }.replacing(others) { _ in "\u{FFFD}" }
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
