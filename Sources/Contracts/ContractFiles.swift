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
        codes: String
    ) throws(ContractError) -> JqProgram {
        let file = folder.appending(path: name)
        let text = String(decoding: try read(file), as: UTF8.self)
        do {
            return try JqProgram(text, codes: codes)
        } catch {
            throw .fileWrong(file.path, line: error.line, error.message)
        }
    }

    static func about(in folder: URL) throws(ContractError) -> ContractDescription {
        let file = folder.appending(path: "contract.json")
        do {
            return try JSONDecoder().decode(ContractDescription.self, from: try read(file))
        } catch let error as DecodingError {
            throw .fileWrong(
                file.path,
                line: nil,
                "a key is missing or has the wrong type (\(error.place))"
            )
        } catch let error as ContractError {
            throw error
        } catch {
            throw .fileMissing(file.path)
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

extension DecodingError {
    fileprivate var place: String {
        switch self {
        case .keyNotFound(let key, _): key.stringValue
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath.map(\.stringValue).joined(separator: ".")
        @unknown default: "unknown place"
        }
    }
}
