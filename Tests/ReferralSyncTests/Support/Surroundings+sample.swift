import Foundation

@testable import ReferralSync

extension Surroundings {
    /// A machine where nothing is installed and nothing is set, unless a test says so.
    static func sample(
        environment: [String: String] = [:],
        home: String = "/home/officer",
        currentFolder: String = "/srv",
        executable: String? = nil,
        existing: [String] = []
    ) -> Surroundings {
        Surroundings(
            environment: environment,
            home: URL(filePath: home, directoryHint: .isDirectory),
            currentFolder: URL(filePath: currentFolder, directoryHint: .isDirectory),
            executable: executable.map { URL(filePath: $0) },
            exists: { existing.contains($0.path) }
        )
    }
}
