import Foundation
import JSONSchema

/// The check of one contract: its parts one after the other, each as far as it can be read.
struct ContractCheck {
    /// For all runs of the programs, of the processor; a sound contract takes a few seconds.
    ///
    /// It is not the clock's time, for a machine that is busy makes no program slow.
    static let usualLimit: Duration = .seconds(120)

    let source: ContractSource
    let canonical: CanonicalForms
    let previous: ContractID?
    let limit: Duration
    /// Whether the programs are not run any more.
    var isOver = false
    private(set) var report: ContractReport
    let workers = JqWorkers()

    init(
        source: ContractSource,
        canonical: CanonicalForms,
        previous: ContractID?,
        limit: Duration
    ) {
        self.source = source
        self.canonical = canonical
        self.previous = previous
        self.limit = limit
        report = ContractReport(contract: source.id.description)
    }

    mutating func run() {
        guard checkName(), let about = checkDescription() else { return }
        let schema = read { source throws(ContractError) in
            try ContractFiles.schema(in: source.folder)
        }
        if let schema { checkSchema(schema) }
        if !source.id.isCanonical {
            checkFiles(endings: [
                "": [
                    "contract.json", "schema.json", "projection.jq", "acknowledgement.jq", "codes",
                    "examples", "refused",
                ],
                "codes": [".json"],
                "examples": [
                    ".referral.json", ".payload.json", ".answer.json", ".acknowledgement.json",
                ],
                "refused": [".json"],
            ])
            checkPartnerContract(about, schema)
        } else if let schema {
            checkCanonicalExamples(schema)
        }
        if let schema { checkRefused(schema) }
    }

    private mutating func checkPartnerContract(
        _ about: ContractDescription,
        _ schema: CompiledSchema?
    ) {
        checkCrosswalks()
        let codes = read { source throws(ContractError) in
            try ContractFiles.codes(in: source.folder)
        }
        guard let codes else { return }
        let projection = program("projection.jq", codes)
        let acknowledgement = program("acknowledgement.jq", codes)
        guard let schema, let projection, let acknowledgement else { return }
        let contract = Contract(
            id: source.id,
            about: about,
            folder: source.folder,
            schema: schema,
            projection: projection,
            acknowledgement: acknowledgement,
            canonicalAnswer: canonical.acknowledgement
        )
        guard checkTotal(contract) else { return }
        checkExamples(contract)
        checkDeterminism(contract)
        checkAnswers(contract)
        checkNeverSent(contract)
        checkPersonal(contract)
        checkVersion(contract)
    }

    private mutating func program(_ file: String, _ codes: String) -> JqProgram? {
        let workers = workers
        return read { source throws(ContractError) in
            try ContractFiles.program(file, in: source.folder, codes: codes, by: workers)
        }
    }

    /// A name and version that can be a folder's, an address's and a message's.
    private mutating func checkName() -> Bool {
        if source.id.isWellFormed { return true }
        note(
            .file,
            source.name(of: "contract.json"),
            line: 1,
            "The folder cannot be a contract's. Expected a name of small letters, digits and "
                + "hyphens, and in it a version of two numbers, such as `youth-service/1.0`."
        )
        return false
    }

    private mutating func checkDescription() -> ContractDescription? {
        let about = read { source throws(ContractError) in
            try ContractFiles.about(in: source.folder)
        }
        guard let about else { return nil }
        if about.name != source.id.name || about.version != source.id.version {
            note(
                .file,
                "contract.json",
                at: JSONPointer(tokens: ["name"]),
                "It says \(about.name)/\(about.version). Expected the name and version of its "
                    + "folder, \(source.id)."
            )
        }
        checkDetails(of: about)
        return about
    }

    /// What the form of the file cannot say.
    private mutating func checkDetails(of about: ContractDescription) {
        func note(_ key: String, _ message: String) {
            self.note(
                .file,
                "contract.json",
                at: JSONPointer(tokens: [key]),
                "`/\(key)`: \(message)"
            )
        }
        let names = (about.headers ?? [:]).keys.map { $0.lowercased() }
        if Set(names).count < names.count {
            note("headers", "A header field is given twice; its name ignores case. Keep one.")
        }
        if let day = about.agreedOn, day > Date().formatted(.iso8601.year().month().day()) {
            note("agreedOn", "\(day) is still to come. Expected the day on which it was agreed.")
        }
        guard !source.id.isCanonical else { return }
        if about.recipient == "referral-sync" {
            note("recipient", "That is us. Expected the kind of agency, or no `recipient` at all.")
        }
        if about.neverSent?.isEmpty ?? true {
            self.note(
                .neverSent,
                "contract.json",
                at: .root,
                "`neverSent` names nothing. Name what this agency must never get, so that it can be "
                    + "proved; `/recipients` at least."
            )
        }
    }

    /// Reads a part; what is wrong with it becomes a finding.
    private mutating func read<Part>(
        _ work: (ContractSource) throws(ContractError) -> Part
    ) -> Part? {
        do {
            return try work(source)
        } catch {
            note(error)
            return nil
        }
    }

    /// Reads a JSON file; what is wrong with it becomes a finding.
    mutating func json(_ file: String) -> JSONValue? {
        read { source throws(ContractError) in try source.json(file) }
    }

    private mutating func note(_ error: ContractError) {
        switch error {
        case .fileWrong(let path, let line, let because):
            let isProgram = path.hasSuffix(".jq") && because.contains("it uses")
            note(isProgram ? .program : .file, relative(path), line: line ?? 1, because.sentence)
        case .fileMissing(let path), .folderMissing(let path):
            note(
                .file,
                relative(path),
                line: 1,
                "The file is missing or cannot be read. Every contract needs it."
            )
        case .projectionFailed, .projectionRefused, .contentRefused, .answerNotUnderstood,
            .alreadyThere, .cannotWrite:
            note(.file, source.name(of: ""), line: 1, error.message)
        }
    }

    private func relative(_ path: String) -> String {
        let root = source.root.path(percentEncoded: false)
        let folder = root.hasSuffix("/") ? root : root + "/"
        return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
    }

    /// Notes a finding at a place of one of the JSON files.
    mutating func note(
        _ rule: ContractFinding.Rule,
        _ file: String,
        at pointer: JSONPointer,
        _ message: String
    ) {
        note(
            rule,
            source.name(of: file),
            line: source.line(of: pointer, in: file),
            message
        )
    }

    /// Notes a finding in a line of any file.
    mutating func note(
        _ rule: ContractFinding.Rule,
        _ file: String,
        line: Int,
        _ message: String
    ) {
        let finding = ContractFinding(
            rule: rule,
            file: file,
            line: line,
            message: message
        )
        // One fault shows in many examples and fields; once is enough.
        let isKnown = report.findings.contains {
            $0.rule == rule && $0.file == file && $0.line == line
        }
        if !isKnown { report.findings.append(finding) }
    }

    /// Notes a finding in the line of a program that makes a field, or else in its first.
    mutating func note(
        _ rule: ContractFinding.Rule,
        _ program: JqProgram,
        making pointer: JSONPointer,
        _ message: String
    ) {
        note(
            rule,
            source.name(of: "projection.jq"),
            line: program.line(making: pointer),
            message
        )
    }

    /// Counts what was seen.
    mutating func count(_ change: (inout ContractReport) -> Void) { change(&report) }
}

extension String {
    /// The text as a sentence of its own.
    fileprivate var sentence: String { prefix(1).uppercased() + dropFirst() }
}
