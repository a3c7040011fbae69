/// One thing that `doctor` looked at.
struct Check: Listed {
    /// How it stands.
    enum Verdict: String, Encodable {
        case ok
        case warn
        /// Not looked at, because this user may not.
        case skip
        case fail
    }

    static let columns = ["", "check", "finding"]

    let name: String
    let verdict: Verdict
    let finding: String
    /// The exit status of the command if this is the worst that was found.
    let status: ExitStatus

    private enum CodingKeys: String, CodingKey {
        case name, verdict, finding
    }

    var cells: [String] { [verdict.rawValue, name, finding] }

    static func ok(_ name: String, _ finding: String) -> Check {
        Check(name: name, verdict: .ok, finding: finding, status: .settings)
    }

    static func warn(_ name: String, _ finding: String) -> Check {
        Check(name: name, verdict: .warn, finding: finding, status: .settings)
    }

    static func skip(_ name: String, _ finding: String) -> Check {
        Check(name: name, verdict: .skip, finding: finding, status: .settings)
    }

    static func fail(
        _ name: String,
        _ finding: String,
        _ status: ExitStatus = .settings
    ) -> Check {
        Check(name: name, verdict: .fail, finding: finding, status: status)
    }

    /// Turns an error into a check that failed.
    static func fail(_ name: String, because error: any Error) -> Check {
        let complaint = Complaint(explaining: error)
        return .fail(name, complaint.message, complaint.status)
    }
}
