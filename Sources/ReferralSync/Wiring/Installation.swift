import Acknowledgements
import Contracts
import Database
import Delivery
import Foundation
import Intake
import Logging
import Outbox
import Oversight
import Portal
import Referrals

/// What the settings lead to: contracts and partners that fit together.
struct Installation: Sendable {
    let settings: Settings
    let library: ContractLibrary
    let partners: [PartnerSettings]
    let calendar: WorkingCalendar

    /// The clocks that run on deliveries to a partner; those of the settings when it has no file.
    var clocks: @Sendable (_ partner: String) -> PartnerClocks {
        let known = Dictionary(partners.map { ($0.id, $0.clocks) }, uniquingKeysWith: { $1 })
        let standard = settings.clocks(in: calendar)
        return { known[$0] ?? standard }
    }

    /// Whom to ring about each partner's deliveries.
    var contacts: [Contact] {
        partners.map { Contact(partner: $0.id, telephone: $0.partner.telephone?.text) }
    }

    /// What takes the answers that partners post.
    func postedAnswers(on store: OpenStore, logger: Logger) -> PostedAnswers {
        PostedAnswers(
            partners: partners.compactMap(\.answering),
            library: library,
            outbox: store.outbox,
            time: store.time,
            logger: logger
        )
    }

    /// Loads the contracts and the partners; throws everything that is wrong.
    ///
    /// One partner file that is wrong stops the whole: without that partner a referral would be routed
    /// past an agency that should have it, and nobody would send it there afterwards.
    static func load(_ loaded: LoadedSettings) throws -> Installation {
        let (installation, problems) = try read(loaded)
        guard problems.isEmpty else { throw SettingsError(problems) }
        return installation
    }

    /// Loads what is right, and says what is wrong with the rest.
    static func read(
        _ loaded: LoadedSettings
    ) throws -> (installation: Installation, problems: [String]) {
        let library = try ContractLibrary.load(loaded.settings)
        var (partners, problems) = try PartnerFolder.read(loaded)
        partners.removeAll { partner in
            guard let problem = contractProblem(of: partner, in: library) else { return false }
            problems.append(problem)
            return true
        }
        let installation = Installation(
            settings: loaded.settings,
            library: library,
            partners: partners,
            calendar: try loaded.settings.workingCalendar()
        )
        return (installation, problems)
    }

    /// The desk on an open store, which rings and watches the lanes of a running service, if it is one.
    func desk(
        on store: OpenStore,
        ringing bell: Doorbell?,
        board: LaneBoard?,
        of worker: String? = nil,
        logger: Logger
    ) -> LocalDesk {
        let ids = partners.map(\.id)
        return LocalDesk(
            submitter: Submitter(
                library: library,
                partners: partners.map(\.partner),
                outbox: store.outbox,
                horizons: settings.horizons,
                clocks: clocks,
                time: store.time,
                makeID: Identifiers.make
            ),
            withdrawer: Withdrawer(
                library: library,
                partners: partners.map(\.partner),
                outbox: store.outbox,
                horizons: settings.horizons,
                clocks: clocks,
                time: store.time
            ),
            spoken: SpokenAnswers(outbox: store.outbox, time: store.time),
            overseer: Overseer(
                outbox: store.outbox,
                contacts: contacts,
                horizons: settings.horizons,
                calendar: calendar,
                time: store.time,
                laneConditions: {
                    let notes =
                        store.outbox.isShared ? try await LaneNote.all(in: store.outbox) : [:]
                    let now = store.time.now()
                    return { partner in
                        // Whoever drives the lane knows best.
                        if let note = notes[partner], note.isLive(at: now), note.worker != worker {
                            return note.condition
                        }
                        guard let board else { return LaneCondition(.notRunning) }
                        guard ids.contains(partner) else { return LaneCondition(.noPartnerFile) }
                        return board.lanes[partner]?.condition(at: now)
                    }
                }
            ),
            eraser: Eraser(
                library: library,
                partners: partners.map(\.partner),
                outbox: store.outbox,
                horizons: settings.horizons,
                clocks: clocks,
                time: store.time
            ),
            outbox: store.outbox,
            program: ProgramVersion.text,
            time: store.time,
            partners: ids,
            onDue: { partners in
                bell?.ring(partners)
                store.database.tellOthers()
            },
            onHold: { partner, isHeld in
                bell?.hold(partner, isHeld)
                store.database.tellOthers()
            },
            logger: logger
        )
    }

    /// How the documents of each contract are sent.
    var documentKinds: [String: DocumentKind] {
        Dictionary(
            uniqueKeysWithValues: library.contracts.map {
                ($0.id.description, DocumentKind($0))
            }
        )
    }

    private static func contractProblem(
        of partner: PartnerSettings,
        in library: ContractLibrary
    ) -> String? {
        let name = partner.partner.contract
        let place = (try? YAMLFile(at: partner.file))?.place(of: "contract") ?? partner.file.path
        guard let id = ContractID(name), let contract = library[id] else {
            let known = library.contracts.map(\.id.description)
            let meant = NearestWord.nearest(to: name, among: known)
            return "\(place): there is no contract \(name). "
                + (meant.map { "Did you mean \($0)?" }
                    ?? "Known contracts: \(known.joined(separator: ", ")).")
        }
        let kind = partner.partner.kind
        if let recipient = contract.about.recipient, kind != .other, kind.rawValue != recipient {
            return "\(place): the contract \(name) is for \(recipient), and the partner's kind is "
                + "\(kind.rawValue). Correct one of the two; each kind of agency may have only "
                + "what its contract says."
        }
        guard contract.about.status != .retired else {
            return "\(place): the contract \(name) is retired. Choose a newer version."
        }
        return nil
    }
}
