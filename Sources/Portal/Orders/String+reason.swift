import Referrals

extension String {
    /// The reason that the audit log commits to, checked.
    func required() throws(ReasonProblem) -> String {
        try GivenReason.checked(self, for: "the audit log commits to it")
    }
}
