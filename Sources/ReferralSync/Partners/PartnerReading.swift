import Delivery
import DeliveryCurl
import Foundation
import Referrals
import Yams

/// Checks the words of a partner's file, and collects what is wrong with them.
struct PartnerReading {
    let file: YAMLFile
    let content: PartnerFileContent
    private(set) var problems: [String] = []

    /// Reads one partner, or throws everything that is wrong in its file.
    static func read(
        _ file: YAMLFile,
        as id: PartnerID,
        settings: Settings,
        calendar: WorkingCalendar
    ) throws(SettingsError) -> PartnerSettings {
        let unknown = file.problems(knowing: PartnerFileContent.known)
        guard unknown.isEmpty else { throw SettingsError(unknown) }
        var reading = PartnerReading(file: file, content: try content(of: file))
        let partner = reading.partner(id, settings, calendar)
        guard let partner, reading.problems.isEmpty else { throw SettingsError(reading.problems) }
        return partner
    }

    private init(file: YAMLFile, content: PartnerFileContent) {
        self.file = file
        self.content = content
    }

    private static func content(of file: YAMLFile) throws(SettingsError) -> PartnerFileContent {
        guard let root = file.root, file.hasKeys else {
            throw SettingsError("\(file.url.path): the file is empty. Expected a partner.")
        }
        do {
            return try YAMLDecoder().decode(PartnerFileContent.self, from: root)
        } catch let error as DecodingError {
            throw SettingsError(error.inWords(for: file))
        } catch {
            throw SettingsError("\(file.url.path): the file cannot be read as a partner.")
        }
    }

    private mutating func partner(
        _ id: PartnerID,
        _ settings: Settings,
        _ calendar: WorkingCalendar
    ) -> PartnerSettings? {
        let kind: Partner.Kind? = word(content.kind, "kind")
        let contract = content.contract
        let covers = coverage()
        let cohorts: Set<Cohort> = words(content.cohorts, "cohorts")
        let urgencies: Set<Urgency> = words(content.urgencies, "urgencies")
        let telephone: Telephone? = text(content.telephone, "telephone")
        let address = self.address()
        let statusAddress = self.statusAddress(beside: address)
        let http: PartnerConnection.HTTPVersion? = content.http.map { word($0, "http") } ?? .two
        let plan = self.plan()
        let timeLimit = duration(content.timeLimit, "timeLimit") ?? .seconds(30)
        if timeLimit >= settings.delivery.lease {
            note(
                "timeLimit",
                "expected less than delivery.lease, \(settings.delivery.lease.text), "
                    + "so that a request ends before its claim."
            )
        }
        let clocks = self.clocks(settings, calendar)
        let answersAddress = self.answersAddress(beside: address)
        let answering = self.answering(id)
        let idempotentFor = duration(content.idempotentFor, "idempotentFor")
        if idempotentFor != nil, content.idempotent != true {
            note("idempotentFor", "expected only beside idempotent: true.")
        }
        let poll = duration(content.poll?.every, "poll.every") ?? settings.poll
        let pollDecided =
            duration(content.poll?.afterDecision, "poll.afterDecision") ?? settings.pollDecided
        let tls = self.tls()
        let oauth = self.oauth()
        let signing = self.signing()
        guard let kind, let address, let http else { return nil }
        return PartnerSettings(
            file: file.url,
            partner: Partner(
                id: id,
                title: content.title,
                kind: kind,
                contract: contract,
                covers: covers,
                cohorts: cohorts,
                urgencies: urgencies,
                needsAgreement: content.needsAgreement ?? false,
                telephone: telephone
            ),
            address: address,
            statusAddress: statusAddress,
            isIdempotent: content.idempotent ?? false,
            idempotentFor: idempotentFor,
            isInternal: content.internal ?? false,
            http: http,
            plan: plan,
            timeLimit: timeLimit,
            clocks: clocks,
            answersAddress: answersAddress,
            answering: answering,
            poll: poll,
            pollDecided: pollDecided,
            tls: tls,
            oauth: oauth,
            signing: signing
        )
    }

    mutating func note(_ path: String, _ problem: String) {
        problems.append("\(file.place(of: path)): \(path): \(problem)")
    }
}
