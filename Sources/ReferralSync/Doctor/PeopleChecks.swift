import Acknowledgements
import DeliveryCurl
import Foundation
import Portal
import Referrals
import X509

/// Looks at what people are told by: the calendar, the mail, and the listener for partners' answers.
struct PeopleChecks {
    /// So long before its end a calendar or a certificate is warned of.
    private static let calendarSoon: TimeInterval = 180 * 86_400
    private static let certificateSoon: TimeInterval = 30 * 86_400

    let settings: Settings
    /// The partners, as far as their files can be read.
    let partners: [PartnerSettings]
    let user: ServiceUser
    let now: Date

    func all() -> [Check] { [calendar, messages] + roles + listener + callbacks }

    /// Whoever is misspelt may do nothing.
    private var roles: [Check] {
        settings.access.unknown.map { grantee in
            .warn(
                "roles",
                "this machine has no \(grantee.text), so nobody has that role by it. Correct it in the "
                    + "settings: roles"
            )
        }
    }

    private var calendar: Check {
        do throws(SettingsError) {
            let calendar = try settings.workingCalendar()
            let text =
                "\(calendar.title), holidays known until \(Moments.text(calendar.lastMoment))"
            guard calendar.isCovered(now) else {
                return .fail(
                    "calendar",
                    "\(text): deadlines are wrong at holidays. Put a newer one at "
                        + "\(settings.calendar.path)"
                )
            }
            return calendar.isCovered(now.addingTimeInterval(Self.calendarSoon))
                ? .ok("calendar", text)
                : .warn("calendar", "\(text). Put a newer one at \(settings.calendar.path)")
        } catch {
            return .fail("calendar", because: error)
        }
    }

    /// Whom the ladder of the settings tells, besides the log.
    private var messages: Check {
        let ladders = [settings.ladder] + partners.map(\.clocks.ladder)
        let told = Set(ladders.flatMap { $0.told(upTo: $0.stages.count) })
        guard !told.isEmpty else {
            return .warn(
                "messages",
                "when a partner is silent, only the log and the metrics say so. Name mailboxes or "
                    + "webhooks in the settings: escalation.steps"
            )
        }
        if told.contains(where: { $0.contains("@") }), settings.mail.server == nil {
            return .fail(
                "messages",
                "escalation.steps, here or of a partner, names mailboxes, and there is no mail server. Name it: mail.server"
            )
        }
        let files = [
            settings.mail.passwordFile, settings.mail.authorities, settings.webhook.keyFile,
            settings.webhook.authorities,
        ].compactMap(\.self)
        if let skipped = user.skipped("messages", files) { return skipped }
        if let missing = files.first(where: { !FileManager.default.isReadableFile(atPath: $0.path) }
        ) {
            return .fail("messages", "the file \(missing.path) is not there or cannot be read.")
        }
        return .ok("messages", "\(told.count) are told step by step")
    }

    /// Whether what partners post could be taken.
    private var callbacks: [Check] {
        let answering = partners.compactMap(\.answering)
        guard !answering.isEmpty else { return [] }
        let wrong = answering.flatMap { partner in
            partner.keys.filter { $0.signatureCheck() == nil }.map { key in
                user.skipped("callback", [key.file])
                    ?? .fail(
                        "callback",
                        "partner \(partner.id): \(key.file.path) is not there, cannot be read, or holds no "
                            + (key.algorithm == .hmac
                                ? "secret of 32 bytes or more in base64."
                                : "public key (Ed25519, in PEM).")
                    )
            }
        }
        let isListening = ((try? settings.listener.settings()) ?? nil) != nil
        return wrong
            + (isListening
                ? []
                : [
                    .warn(
                        "callback",
                        "partners are to post their answers, and nothing listens. Settings: listener"
                    )
                ])
    }

    private var listener: [Check] {
        guard let listener = (try? settings.listener.settings()) ?? nil else { return [] }
        let file = URL(filePath: listener.certificate)
        let files = [file, URL(filePath: listener.key)]
        if let skipped = user.skipped("listener", files) { return [skipped] }
        guard let certificate = PEMFile.certificate(at: file) else {
            return [
                .fail("listener", "\(file.path) holds no certificate in PEM, or cannot be read.")
            ]
        }
        guard FileManager.default.isReadableFile(atPath: listener.key) else {
            return [
                .fail("listener", "\(listener.key) is not there, or this user may not read it.")
            ]
        }
        guard let key = PEMFile.privateKey(at: URL(filePath: listener.key)),
            key.publicKey == certificate.publicKey
        else { return [.fail("listener", "\(listener.key) is not the key of \(file.path).")] }
        let end = certificate.notValidAfter
        let text = "\(listener.host):\(listener.port), certificate until \(Moments.text(end))"
        if end <= now { return [.fail("listener", "\(text). Renew it; the service notices.")] }
        return end.timeIntervalSince(now) > Self.certificateSoon
            ? [.ok("listener", text)]
            : [.warn("listener", "\(text). Renew it; the service notices.")]
    }
}
