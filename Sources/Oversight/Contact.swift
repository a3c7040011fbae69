/// Whom to ring about a partner's deliveries.
package struct Contact: Sendable, Equatable {
    /// The partner's identifier.
    package let partner: String
    /// Its telephone number as in its file, if that names one.
    package let telephone: String?

    /// Describes a contact.
    package init(partner: String, telephone: String?) {
        self.partner = partner
        self.telephone = telephone
    }

    /// Advice that says to ring the partner, with the number.
    func completing(_ advice: String) -> String {
        guard let telephone else { return advice }
        return advice.replacing(
            "Telephone the partner",
            with: "Telephone the partner on \(telephone)"
        )
    }
}

extension [Contact] {
    /// Advice about a partner's delivery, with the number to ring.
    func completing(_ advice: String, of partner: String) -> String {
        first { $0.partner == partner }?.completing(advice) ?? advice
    }
}
