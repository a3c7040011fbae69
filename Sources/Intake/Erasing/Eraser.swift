package import Contracts
import Foundation
import JSONSchema
package import Outbox
package import Referrals

/// Erases the data of children whose time is over, and tells the partners that hold it.
package struct Eraser: Sendable {
    private let library: ContractLibrary
    private let planner: DeliveryPlanner
    private let outbox: OutboxStore
    private let time: TimeSource

    /// Wires the use case; the horizons say how long retries go on, by urgency.
    package init(
        library: ContractLibrary,
        partners: [Partner],
        outbox: OutboxStore,
        horizons: [Urgency: Duration],
        clocks: @escaping @Sendable (_ partner: String) -> PartnerClocks,
        time: TimeSource
    ) {
        self.library = library
        planner = DeliveryPlanner(
            library: library,
            partners: partners,
            horizons: horizons,
            clocks: clocks
        )
        self.outbox = outbox
        self.time = time
    }

    /// Destroys the keys of the child whom a referral is about; a certificate for each key.
    ///
    /// Refused while the law holds the data, or a delivery is not at its end.
    package func erase(_ reference: String, because reason: String) async throws
        -> [ErasureCertificate]
    {
        let reason = try GivenReason.checked(reason, for: "the audit log commits to it")
        var certificates: [ErasureCertificate] = []
        do {
            for erasable in try await outbox.erasable(reference) {
                let now = time.now()
                let (library, planner) = (library, planner)
                let messages = await SlowLane.run {
                    Self.messages(about: erasable, library, planner, at: now)
                }
                certificates.append(
                    try await outbox.erase(
                        erasable,
                        because: reason,
                        messages: { referral, partner in messages["\(referral) \(partner)"] },
                        at: now
                    )
                )
            }
        } catch let refusal as ErasureRefusal {
            throw EraseError.refused(refusal, reference)
        }
        return certificates
    }

    /// What an erasure would do, without doing it.
    ///
    /// Refused as the erasure itself would be.
    package func plan(_ reference: String) async throws -> [ErasurePlan] {
        do {
            return try await outbox.erasable(reference).map { erasable in
                let holders = erasable.referrals.flatMap(\.holders)
                let told = holders.filter { Self.hasPurge($0.contract, library) }
                return ErasurePlan(
                    referrals: erasable.referrals.map(\.sourceReference),
                    told: Set(told.map(\.partner)).sorted(),
                    notTold: Set(holders.map(\.partner)).subtracting(told.map(\.partner)).sorted(),
                    owing: Set(erasable.referrals.flatMap(\.owing)).sorted()
                )
            }
        } catch let refusal as ErasureRefusal {
            throw EraseError.refused(refusal, reference)
        }
    }

    /// The message for each partner that holds the child's data and whose contract has one.
    private static func messages(
        about erasable: Erasable,
        _ library: ContractLibrary,
        _ planner: DeliveryPlanner,
        at now: Date
    ) -> [String: NewDelivery] {
        var messages: [String: NewDelivery] = [:]
        for referral in erasable.referrals {
            let document = canonical(referral.canonical, at: now)
            for holder in referral.holders {
                // Any other contract would make the whole referral of it again.
                guard hasPurge(holder.contract, library) else { continue }
                var message = planner.message(
                    document,
                    to: holder.partner,
                    by: holder.contract,
                    .standard,
                    at: now
                )
                message.message = .purge
                messages["\(referral.id) \(holder.partner)"] = message
            }
        }
        return messages
    }

    private static func hasPurge(_ contract: String, _ library: ContractLibrary) -> Bool {
        ContractID(contract).flatMap { library[$0] }?.about.purge == true
    }

    /// The canonical form: the referral, with when it was erased.
    ///
    /// The reason that a person gave may name
    /// somebody, so the partners are told the general one.
    private static func canonical(_ referral: Data, at now: Date) -> Data {
        guard case .object(var document)? = try? JSONValue(parsing: referral) else {
            return referral
        }
        document["purge"] = .object([
            "at": .string(now.formatted(.iso8601)),
            "reason": .string("The time for which this information may be kept is over."),
        ])
        return JSONValue.object(document).serialized()
    }
}

/// Why nothing was erased.
package enum EraseError: Error, Equatable {
    case refused(ErasureRefusal, _ reference: String)

    /// What to do.
    package var message: String {
        switch self {
        case .refused(.held(let since, let by), let reference):
            "The law holds this child's data since \(since.formatted(.iso8601)) (\(by)). It can be erased "
                + "after: referral-sync release \(reference) --reason …"
        case .refused(.undelivered(let count), let reference):
            "\(count) of the child's deliveries are still to be sent or wait for a person; nothing "
                + "undelivered is touched. See them with: referral-sync status \(reference)"
        case .refused(.erasedBefore(let at), let reference):
            "This child's data was erased on \(at.formatted(.iso8601)). The certificate: referral-sync "
                + "retention certificate \(reference)"
        }
    }
}
