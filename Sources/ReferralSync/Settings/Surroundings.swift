import Foundation

/// What the program finds around it: the environment, its folders and itself.
struct Surroundings: Sendable {
    var environment: [String: String]
    var home: URL
    var currentFolder: URL
    var executable: URL?
    /// Whether a file or folder is there.
    var exists: @Sendable (URL) -> Bool

    /// The surroundings of this process.
    static var process: Surroundings {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
        return Surroundings(
            environment: environment,
            home: home.map { URL(filePath: $0, directoryHint: .isDirectory) }
                ?? FileManager.default.homeDirectoryForCurrentUser,
            currentFolder: URL(
                filePath: FileManager.default.currentDirectoryPath,
                directoryHint: .isDirectory
            ),
            executable: Bundle.main.executableURL?.resolvingSymlinksInPath(),
            exists: { FileManager.default.fileExists(atPath: $0.path) }
        )
    }

    /// The folder for the store, the key and the socket: that of systemd, or the user's own.
    var stateFolder: URL {
        if let folders = value("STATE_DIRECTORY") {
            // systemd lists several folders with a colon between them.
            return folder(String(folders.prefix { $0 != ":" }))
        }
        if let state = value("XDG_STATE_HOME") {
            return folder(state).appending(path: "referral-sync", directoryHint: .isDirectory)
        }
        return home.appending(path: ".local/state/referral-sync", directoryHint: .isDirectory)
    }

    /// Where systemd puts the credentials of the service.
    var credentialsFolder: URL? { value("CREDENTIALS_DIRECTORY").map(folder) }

    /// The settings file when no option names one.
    var settingsFile: URL? {
        if let named = value("REFERRAL_SYNC_SETTINGS") {
            return URL(filePath: named, relativeTo: currentFolder).absoluteURL
        }
        let installed = URL(filePath: "/etc/referral-sync/settings.yaml")
        return exists(installed) ? installed : nil
    }

    /// The contracts of the checkout that the program was built in, or the installed ones.
    var contractsFolder: URL {
        let installed = folder("/usr/share/referral-sync/contracts")
        let local = currentFolder.appending(path: "Contracts", directoryHint: .isDirectory)
        let places = [
            checkout?.appending(path: "Contracts", directoryHint: .isDirectory), installed, local,
        ]
        return places.compactMap(\.self).first(where: exists) ?? installed
    }

    /// The calendar of the checkout that the program was built in, or the installed one.
    var calendarFile: URL {
        let name = "calendars/england-and-wales.json"
        let installed = folder("/usr/share/referral-sync").appending(path: name)
        let places = [
            checkout?.appending(path: "deploy").appending(path: name), installed,
            currentFolder.appending(path: "deploy").appending(path: name),
        ]
        return places.compactMap(\.self).first(where: exists) ?? installed
    }

    /// The package that the program was built in, if it still lies there.
    private var checkout: URL? {
        var place = executable?.deletingLastPathComponent()
        while let here = place, here.path != "/" {
            if exists(here.appending(path: "Package.swift")) { return here }
            place = here.deletingLastPathComponent()
        }
        return nil
    }

    private func folder(_ path: String) -> URL {
        URL(filePath: path, directoryHint: .isDirectory, relativeTo: currentFolder).absoluteURL
    }

    /// A variable that is set to something.
    private func value(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
