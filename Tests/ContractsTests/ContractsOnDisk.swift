import Contracts
import Foundation
import JSONSchema

/// The contracts of this repository, found from here.
enum ContractsOnDisk {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Contracts")

    static let library = Result { try ContractLibrary.load(from: folder) }

    /// The names of the examples of one kind in a contract's folder.
    static func cases(_ contract: String, _ part: String, ending: String) -> [String] {
        let place = folder.appending(path: "\(contract)/\(part)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        return names.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }
            .sorted()
    }

    static func read(_ contract: String, _ file: String) throws -> Data {
        try Data(contentsOf: folder.appending(path: "\(contract)/\(file)"))
    }

    static func json(_ contract: String, _ file: String) throws -> JSONValue {
        try JSONValue(parsing: try read(contract, file))
    }

    static let partnerContracts = [
        "childrens-social-care/1.0", "education/1.0", "health-fhir/1.0", "national-crime/1.0",
        "specialist-support/1.0",
    ]

    static func contract(_ name: String) throws -> Contract {
        guard let id = ContractID(name), let contract = try library.get()[id] else {
            throw CocoaError(.fileNoSuchFile)
        }
        return contract
    }
}
