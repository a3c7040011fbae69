import Foundation
import Referrals

/// The folder with a file for each partner.
enum PartnerFolder {
    /// Reads every partner, by name; throws everything that is wrong in any file.
    ///
    /// Without the folder there are no partners, unless the settings name it.
    static func load(_ loaded: LoadedSettings) throws(SettingsError) -> [PartnerSettings] {
        let folder = loaded.settings.partners
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            if FileManager.default.fileExists(atPath: folder.path) {
                throw SettingsError(
                    "The folder of partners \(folder.path) cannot be read. Let this user read it, "
                        + "or run this program as its owner."
                )
            }
            guard let origin = loaded.origins[.partners] else { return [] }
            throw SettingsError(
                "There is no folder of partners at \(folder.path) (\(origin.text)). Create it, "
                    + "or correct the setting: partners"
            )
        }
        var partners: [PartnerSettings] = []
        var problems: [String] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            do throws(SettingsError) {
                if let partner = try read(folder.appending(path: name), loaded.settings) {
                    partners.append(partner)
                }
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw SettingsError(problems) }
        return partners
    }

    /// Reads one file; nil when it is no YAML file, such as a certificate that lies beside.
    private static func read(
        _ file: URL,
        _ settings: Settings
    ) throws(SettingsError) -> PartnerSettings? {
        switch file.pathExtension {
        case "yaml": break
        case "yml":
            throw SettingsError("\(file.path): rename the file so that it ends in .yaml.")
        default: return nil
        }
        let name = file.deletingPathExtension().lastPathComponent
        guard let id = PartnerID(name) else {
            throw SettingsError(
                "\(file.path): the file's name is the partner's id. Expected "
                    + "\(PartnerID.expectation), then .yaml."
            )
        }
        return try PartnerReading.read(YAMLFile(at: file), as: id, settings: settings)
    }
}
