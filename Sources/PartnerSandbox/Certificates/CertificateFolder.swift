import Crypto
import Foundation
import SwiftASN1
import X509

/// A folder with an authority, a server and clients, each as NAME.pem and NAME.key.
struct CertificateFolder {
    private let folder: URL

    init(_ folder: URL) { self.folder = folder }

    func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "\(name).pem").path)
    }

    /// The authority of the folder; made if there is none.
    func authority(days: Int) throws -> DemoAuthority {
        if has("ca") {
            return try DemoAuthority(
                certificate: try Certificate(pemEncoded: try read("ca.pem")),
                key: try P256.Signing.PrivateKey(pemRepresentation: try read("ca.key"))
            )
        }
        let authority = try DemoAuthority(days: days)
        try write(authority.certificate, authority.key, as: "ca")
        return authority
    }

    func addServer(hosts: [String], under authority: DemoAuthority, days: Int) throws {
        let names: [GeneralName] =
            (["localhost"] + hosts).map { .dnsName($0) } + [
                .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                .ipAddress(ASN1OctetString(contentBytes: [UInt8](repeating: 0, count: 15) + [1])),
            ]
        let (certificate, key) = try authority.issue(
            "Demo agencies",
            names: names,
            for: .serverAuth,
            days: days,
            isExpired: false
        )
        try write(certificate, key, as: "server")
    }

    func addClient(
        _ name: String,
        under authority: DemoAuthority,
        days: Int,
        isExpired: Bool
    ) throws {
        let (certificate, key) = try authority.issue(
            name,
            names: [],
            for: .clientAuth,
            days: days,
            isExpired: isExpired
        )
        try write(certificate, key, as: name)
    }

    private func read(_ file: String) throws -> String {
        do {
            return try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        } catch {
            throw Complaint("cannot read \(file) in \(folder.path)", code: Complaint.noInput)
        }
    }

    private func write(
        _ certificate: Certificate,
        _ key: P256.Signing.PrivateKey,
        as name: String
    ) throws {
        let files = FileManager.default
        let pem = try certificate.serializeAsPEM().pemString + "\n"
        let keyFile = folder.appending(path: "\(name).key").path
        do {
            try files.createDirectory(at: folder, withIntermediateDirectories: true)
            // The key is private from its first byte on.
            guard
                files.createFile(
                    atPath: keyFile,
                    contents: Data((key.pemRepresentation + "\n").utf8),
                    attributes: [.posixPermissions: 0o600]
                )
            else { throw CocoaError(.fileWriteUnknown) }
            try Data(pem.utf8).write(to: folder.appending(path: "\(name).pem"))
        } catch {
            throw Complaint(
                "cannot write to \(folder.path): \(error.localizedDescription)",
                code: Complaint.cannotWrite
            )
        }
    }
}
