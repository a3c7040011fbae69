import Acknowledgements
import Audit
import DeliveryCurl
import Foundation
import Outbox
import Oversight
import Portal
import Referrals
import ServiceLifecycle

extension BackgroundSync {
    /// What sees to it that people act: the clocks, and the messages when one runs out.
    func peopleDuties(
        on store: OpenStore,
        _ current: CurrentInstallation,
        _ signer: NoteSigner,
        _ keeper: DutyKeeper
    ) -> [any Service] {
        let settings = loaded.settings
        let mail = try? settings.mail.settings()
        return [
            KeptDuty(
                "audit",
                AuditDuty(
                    outbox: store.outbox,
                    signer: signer,
                    time: store.time,
                    logger: logger
                ),
                by: keeper
            ),
            KeptDuty(
                "clocks",
                ClockDuty(
                    outbox: store.outbox,
                    clocks: { current.value.clocks($0) },
                    contacts: { current.value.contacts },
                    time: store.time,
                    logger: logger
                ),
                by: keeper
            ),
            KeptDuty(
                "messages",
                NoticeDuty(
                    outbox: store.outbox,
                    carrier: CurlNotices(
                        mail: mail ?? nil,
                        webhook: settings.webhook,
                        time: store.time,
                        makeID: Identifiers.make
                    ),
                    contacts: { current.value.contacts },
                    zone: current.value.calendar.zone,
                    time: store.time,
                    logger: logger
                ),
                by: keeper
            ),
        ]
    }

    /// Where partners post their answers, if the settings say so.
    func listener(
        on store: OpenStore,
        _ current: CurrentInstallation,
        _ desk: any ReferralDesk,
        _ health: @escaping @Sendable () -> Health
    ) -> [any Service] {
        guard let settings = (try? loaded.settings.listener.settings()) ?? nil else { return [] }
        let posted = CurrentAnswers(current: current, store: store, logger: logger)
        return [
            AnswerListener(
                settings: settings,
                answers: { posted.value },
                desk: desk,
                health: health,
                rules: { [access = loaded.settings.access] in access },
                bearer: { try await store.outbox.caller(bearing: $0, at: store.time.now()) },
                noteRefusal: { try await store.outbox.note($0, at: store.time.now()) },
                logger: logger
            )
        ]
    }
}
