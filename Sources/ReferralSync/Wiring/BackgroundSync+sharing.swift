import Delivery
import Foundation
import Outbox
import ServiceLifecycle

extension BackgroundSync {
    /// Who shares the duties out, when other processes may work on the store too.
    func roster(
        on store: OpenStore,
        _ worker: String,
        _ board: LaneBoard
    ) -> DutyRoster? {
        guard store.outbox.isShared else { return nil }
        return DutyRoster(
            worker: worker,
            outbox: store.outbox,
            note: { duty in
                let view = Lane.partner(ofDuty: duty).flatMap { board.lanes[$0] }
                return LaneNote.text(view?.condition(at: store.time.now()))
            },
            onLeave: { duty in Lane.partner(ofDuty: duty).map(board.hide) },
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
