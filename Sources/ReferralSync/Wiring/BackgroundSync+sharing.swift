import Delivery
import Foundation
import Outbox
import ServiceLifecycle

extension BackgroundSync {
    /// Who shares the duties out, when other processes may work on the store too.
    func roster(
        on store: OpenStore,
        _ worker: String,
        _ board: LaneBoard,
        _ installation: Installation
    ) -> DutyRoster? {
        guard store.outbox.isShared else { return nil }
        let plans = Dictionary(
            installation.partners.map { (Lane.duty(of: $0.id), ($0.id, $0.plan)) },
            uniquingKeysWith: { $1 }
        )
        return DutyRoster(
            worker: worker,
            outbox: store.outbox,
            note: { duty in
                guard let (partner, plan) = plans[duty] else { return nil }
                return LaneNote.text(
                    board.lanes[partner]?.condition(plan, at: store.time.now())
                )
            },
            onLeave: { duty in plans[duty].map { board.hide($0.0) } },
            random: Identifiers.random,
            time: store.time,
            logger: logger
        )
    }

    /// What a shared store needs beside the rest.
    func sharedDuties(
        on store: OpenStore,
        _ roster: DutyRoster?,
        _ bell: Doorbell,
        _ board: LaneBoard,
        _ hints: HintState
    ) -> [any Service] {
        guard let roster else { return [] }
        return [
            SharedStoreWatch(
                store: store,
                bell: bell,
                hints: hints,
                // A lane that sends finds the rest by itself.
                partners: { bell.partners.filter { board.lanes[$0]?.inFlight ?? 0 == 0 } },
                random: Identifiers.random,
                logger: logger
            ),
            KeptDuty("upkeep", UpkeepDuty(store: store, logger: logger), by: roster.keeper),
        ]
    }
}
