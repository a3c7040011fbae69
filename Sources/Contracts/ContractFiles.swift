import Foundation
import JSONSchema
import Referrals

/// Reads the files of a contract's folder, each error naming the file.
enum ContractFiles {
    static func read(_ file: URL) throws(ContractError) -> Data {
        do {
            return try Data(contentsOf: file)
        } catch {
            throw .fileMissing(file.path)
        }
    }

    static func json(_ file: URL) throws(ContractError) -> JSONValue {
        do {
            return try JSONValue(parsing: try read(file))
        } catch let error as JSONParseError {
            throw .fileWrong(file.path, line: error.line, error.message)
        } catch let error as ContractError {
            throw error
        } catch {
            throw .fileMissing(file.path)
        }
    }

    static func schema(in folder: URL) throws(ContractError) -> CompiledSchema {
        let file = folder.appending(path: "schema.json")
        do {
            return try CompiledSchema(try json(file), formats: .ofReferrals)
        } catch let error as SchemaError {
            let line = JSONLines.line(of: error.pointer, in: try read(file))
            throw .fileWrong(file.path, line: line, error.message)
        } catch let error as ContractError {
            throw error
        } catch {
            throw .fileMissing(file.path)
        }
    }

    static func program(
        _ name: String,
        in folder: URL,
        codes: String,
        by workers: JqWorkers
    ) throws(ContractError) -> JqProgram {
        let file = folder.appending(path: name)
        // Some editors add a mark at the beginning and other ends of lines; jq takes neither.
        var text = String(decoding: try read(file), as: UTF8.self).replacing("\r\n", with: "\n")
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        do {
            return try JqProgram(text, codes: codes, by: workers)
        } catch {
            throw .fileWrong(file.path, line: error.line, error.message)
        }
    }

    static func about(in folder: URL) throws(ContractError) -> ContractDescription {
        let file = folder.appending(path: "contract.json")
        if let violation = FileForm.description.validate(try json(file)).first {
            throw .fileWrong(
                file.path,
                line: JSONLines.line(of: violation.instancePointer, in: try read(file)),
                violation.placedMessage
            )
        }
        do {
            return try JSONDecoder().decode(ContractDescription.self, from: try read(file))
        } catch let error as ContractError {
            throw error
        } catch {
            throw .fileWrong(file.path, line: nil, "it cannot be decoded")
        }
    }

    /// All crosswalks as one object, each under its file's name without the extension.
    static func codes(in folder: URL) throws(ContractError) -> String {
        let codes = folder.appending(path: "codes")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: codes.path)) ?? []
        var object: [String: JSONValue] = [:]
        for name in names.sorted() where name.hasSuffix(".json") {
            object[String(name.dropLast(5))] = try json(codes.appending(path: name))
        }
        return String(decoding: JSONValue.object(object).serialized(), as: UTF8.self)
    }
}

extension SchemaViolation {
    /// The message behind the place that it is about.
    var placedMessage: String { "\(instancePointer.shown): \(message)" }
}

extension JSONPointer {
    /// The pointer for a message; the empty one would not be seen.
    var shown: String { self == .root ? "the top" : "`\(self)`" }
}
