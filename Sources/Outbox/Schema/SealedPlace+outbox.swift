import Vault

/// Where the outbox keeps sealed bytes; the place is bound into the seal, so rows cannot be swapped.
extension SealedPlace {
    static func referral(_ id: String, version: Int) -> SealedPlace {
        SealedPlace(table: "referral", row: "\(id)/\(version)", column: "sealed")
    }

    static func body(of delivery: String) -> SealedPlace {
        SealedPlace(table: "delivery_body", row: delivery, column: "sealed")
    }

    static func attempt(_ epoch: Int64, of delivery: String) -> SealedPlace {
        SealedPlace(table: "attempt", row: "\(delivery)/\(epoch)", column: "sealed")
    }

    static func answer(_ id: String) -> SealedPlace {
        SealedPlace(table: "answer", row: id, column: "sealed")
    }

    static func evidence(_ id: String) -> SealedPlace {
        SealedPlace(table: "evidence", row: id, column: "sealed")
    }

    static func withdrawal(_ id: String) -> SealedPlace {
        SealedPlace(table: "withdrawal", row: id, column: "sealed")
    }

    static func auditReason(_ entry: String) -> SealedPlace {
        SealedPlace(table: "audit_entry", row: entry, column: "sealed")
    }

    static func resend(_ id: String) -> SealedPlace {
        SealedPlace(table: "resend", row: id, column: "sealed")
    }
}
