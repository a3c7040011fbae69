import Acknowledgements
import Foundation
import Referrals

/// The folder with a file for each partner.
enum PartnerFolder {
    /// Reads every partner, by name; throws everything that is wrong in any file.
    static func load(_ loaded: LoadedSettings) throws(SettingsError) -> [PartnerSettings] {
        let (partners, problems) = try read(loaded)
        guard problems.isEmpty else { throw SettingsError(problems) }
        return partners
    }

    /// Reads the partners whose files are right, by name, and says what is wrong in the others.
    ///
    /// Without the folder there are no partners, unless the settings name it.
    static func read(
        _ loaded: LoadedSettings
    ) throws(SettingsError) -> (partners: [PartnerSettings], problems: [String]) {
        let folder = loaded.settings.partners
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            if FileManager.default.fileExists(atPath: folder.path) {
                throw SettingsError(
                    "The folder of partners \(folder.path) cannot be read. Let this user read it, "
                        + "or run this program as its owner."
                )
            }
            guard let origin = loaded.origins[.partners] else { return ([], []) }
            throw SettingsError(
                "There is no folder of partners at \(folder.path) (\(origin.text)). Create it, "
                    + "or correct the setting: partners"
            )
        }
        let calendar = try loaded.settings.workingCalendar()
        var partners: [PartnerSettings] = []
        var problems: [String] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            do throws(SettingsError) {
                let file = folder.appending(path: name)
                if let partner = try read(file, loaded.settings, calendar) {
                    partners.append(partner)
                }
            } catch {
                problems += error.problems
            }
        }
        return (partners, problems + sharedKeys(of: partners))
    }

    /// A key or certificate that two partners had would let one speak for the other.
    private static func sharedKeys(of partners: [PartnerSettings]) -> [String] {
        var owners: [String: String] = [:]
        var problems: [String] = []
        for partner in partners {
            let names =
                (partner.answering?.keys.map(\.id) ?? [])
                + (partner.answering.map { Array($0.clientPins) } ?? [])
            for name in Set(names).sorted() {
                if let owner = owners.updateValue(partner.id, forKey: name) {
                    problems.append(
                        "\(partner.file.path): callback: \(name) is that of \(owner) too. Expected keys "
                            + "and certificates that no other partner has."
                    )
                }
            }
        }
        return problems
    }

    /// Reads one file; nil when it is no YAML file, such as a certificate that lies beside.
    private static func read(
        _ file: URL,
        _ settings: Settings,
        _ calendar: WorkingCalendar
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
        return try PartnerReading.read(
            YAMLFile(at: file),
            as: id,
            settings: settings,
            calendar: calendar
        )
    }
}
