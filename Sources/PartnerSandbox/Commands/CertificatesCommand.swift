import ArgumentParser
import Foundation

/// Makes a demo certificate authority with a server and client certificates.
struct CertificatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificates",
        abstract: "Make a demo certificate authority, a server and client certificates.",
        discussion: "Run it again with another --client to add one under the same authority."
    )

    @Argument(help: "The folder to write to; it is made if it is not there.") var folder: String
    @Option(help: "A client to make a certificate for; repeatable.") var client: [String] = [
        "referral-sync"
    ]
    @Option(help: "A further host name of the server; repeatable.") var host: [String] = []
    @Option(help: "How many days the certificates are valid.") var days = 365
    @Flag(help: "Make client certificates that have expired already.") var expired = false

    func validate() throws {
        for name in client where name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) == nil {
            throw ValidationError("A client's name is of letters, digits and . _ - only.")
        }
        if days < 1 { throw ValidationError("Expected at least one day for --days.") }
    }

    func run() async throws {
        try await Complaint.told {
            let files = CertificateFolder(URL(filePath: folder))
            let authority = try files.authority(days: days)
            if !files.has("server") {
                try files.addServer(hosts: host, under: authority, days: days)
            }
            for name in client where !files.has(name) {
                try files.addClient(name, under: authority, days: days, isExpired: expired)
            }
            try files.addKeys()
            print("certificates are in \(folder)")
        }
    }
}
