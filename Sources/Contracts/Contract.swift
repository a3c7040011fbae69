package import Foundation
package import JSONSchema
package import Referrals

/// One agreed contract: what a partner receives, and how its answers are read.
package final class Contract: Sendable {
    package let id: ContractID
    package let about: ContractDescription
    let folder: URL
    private let schema: CompiledSchema
    let projection: JqProgram
    let acknowledgement: JqProgram
    private let canonicalAnswer: CompiledSchema

    init(
        id: ContractID,
        about: ContractDescription,
        folder: URL,
        schema: CompiledSchema,
        projection: JqProgram,
        acknowledgement: JqProgram,
        canonicalAnswer: CompiledSchema
    ) {
        self.id = id
        self.about = about
        self.folder = folder
        self.schema = schema
        self.projection = projection
        self.acknowledgement = acknowledgement
        self.canonicalAnswer = canonicalAnswer
    }

    /// Everything that is wrong with a document of this contract; empty when it is valid.
    package func check(_ document: JSONValue) -> [SchemaViolation] {
        schema.validate(document)
    }

    /// The places of a document that the schema marks as personal.
    func personalPlaces(in document: JSONValue) -> Set<JSONPointer> {
        schema.personalPlaces(in: document)
    }

    /// Every place of the partner's document.
    var fields: [SchemaField] { schema.fields }

    /// Makes documents to find out what an older schema would refuse.
    func mutations(beside older: CompiledSchema, examples: [JSONValue]) -> DocumentMutations {
        DocumentMutations(of: schema, beside: older, examples: examples)
    }

    /// What is different from an older schema.
    func schemaChanges(from older: CompiledSchema) -> [SchemaChange] { schema.changes(from: older) }

    /// The values of a canonical referral that have no influence on the partner's document.
    package func withheld(from canonicalReferral: JSONValue) -> [JSONPointer] {
        Influence(of: canonicalReferral, on: projection).withheld()
    }

    /// Makes the partner's document from a canonical referral, and checks it.
    package func project(_ canonicalReferral: Data) throws(ContractError) -> Data {
        let document: Data
        do {
            document = try projection.run(canonicalReferral)
        } catch {
            throw .projectionFailed(id, projection.unquoted(error).message)
        }
        guard let value = try? JSONValue(parsing: document) else {
            throw .projectionFailed(id, "its output is not JSON")
        }
        let violations = check(value)
        guard violations.isEmpty else { throw .projectionRefused(id, violations.map(\.nameless)) }
        if let finding = ContentGuard.findings(in: value).first {
            throw .contentRefused(id, finding)
        }
        return document
    }

    /// Turns one answer of the partner into a canonical acknowledgement, and checks it.
    package func readAnswer(_ answer: JSONValue) throws(ContractError) -> Acknowledgement {
        let canonical: Data
        do {
            canonical = try acknowledgement.run(answer.serialized())
        } catch {
            throw .answerNotUnderstood(id, acknowledgement.unquoted(error).message)
        }
        guard let value = try? JSONValue(parsing: canonical) else {
            throw .answerNotUnderstood(id, "the canonical form is not JSON")
        }
        if let violation = canonicalAnswer.validate(value).first {
            throw .answerNotUnderstood(
                id,
                "the canonical form is wrong at \(violation.instancePointer)"
            )
        }
        if let finding = ContentGuard.findings(in: value).first {
            throw .contentRefused(id, finding)
        }
        do {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            return try decoder.decode(Acknowledgement.self, from: canonical)
        } catch {
            throw .answerNotUnderstood(id, "the canonical form cannot be decoded")
        }
    }

    /// The examples of answers with what they mean, for those who play the partner.
    package func answerExamples() throws(ContractError) -> [(answer: Data, acknowledgement: Data)] {
        let examples = folder.appending(path: "examples")
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: examples.path).sorted()
        } catch {
            throw .fileMissing(examples.path)
        }
        var pairs: [(answer: Data, acknowledgement: Data)] = []
        for name in names where name.hasSuffix(".answer.json") {
            let stem = name.dropLast(".answer.json".count)
            pairs.append(
                (
                    try ContractFiles.read(examples.appending(path: name)),
                    try ContractFiles.read(
                        examples.appending(path: "\(stem).acknowledgement.json")
                    )
                )
            )
        }
        return pairs
    }
}

extension SchemaViolation {
    /// The same at the place that holds it, when the place's own name is not the schema's: a program
    /// may have made a name of what a person wrote.
    fileprivate var nameless: SchemaViolation {
        guard ["additionalProperties", "unevaluatedProperties", "propertyNames"].contains(keyword)
        else { return self }
        return SchemaViolation(
            instancePointer: JSONPointer(tokens: instancePointer.tokens.dropLast()),
            schemaPointer: schemaPointer,
            keyword: keyword,
            message: message
        )
    }
}
