import Contracts
import Foundation

extension ContractLibrary {
    /// Loads the contracts of the settings.
    static func load(_ settings: Settings) throws -> ContractLibrary {
        guard FileManager.default.fileExists(atPath: settings.contracts.path) else {
            throw SettingsError(
                "There is no folder of contracts at \(settings.contracts.path). Install the "
                    + "contracts there, or name their folder in the settings: contracts"
            )
        }
        return try load(from: settings.contracts)
    }
}
