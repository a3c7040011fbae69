/// What the program's exit code says, in the numbers of sysexits.h.
enum ExitStatus: Int32, Sendable {
    /// The command line is not understood.
    case usage = 64
    /// Some of the data was refused, or names nothing that is known.
    case badData = 65
    /// A file is not there, or there is nothing in it.
    case noInput = 66
    /// The store or the service cannot be used.
    case unavailable = 69
    /// A fault of the program.
    case bug = 70
    /// A file or folder cannot be made or written.
    case cannotWrite = 73
    /// The same may work later.
    case tryLater = 75
    /// This user may not do that.
    case notAllowed = 77
    /// The settings are wrong.
    case settings = 78
}
