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

    /// Adds the keys of another kind: an Ed25519 pair for signatures, a P-256 pair for assertions, and
    /// a shared secret; each private half is made once.
    func addKeys() throws {
        guard !FileManager.default.fileExists(atPath: folder.appending(path: "signing.key").path)
        else { return }
        let signing = Curve25519.Signing.PrivateKey()
        let assertion = P256.Signing.PrivateKey()
        let secret = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
        // RFC 8410, section 7 and 4: what stands before the bytes of a key.
        let secretHead: [UInt8] = [
            0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22,
            0x04, 0x20,
        ]
        let publicHead: [UInt8] = [
            0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
        ]
        try writeSecret(
            PEMDocument(
                type: "PRIVATE KEY",
                derBytes: secretHead + signing.rawRepresentation
            ).pemString,
            as: "signing.key"
        )
        try writeSecret(
            PEMDocument(
                type: "PUBLIC KEY",
                derBytes: publicHead + signing.publicKey.rawRepresentation
            ).pemString,
            as: "signing.pub"
        )
        try writeSecret(assertion.pemRepresentation, as: "assertion.key")
        try writeSecret(assertion.publicKey.pemRepresentation, as: "assertion.pub")
        try writeSecret(secret.base64EncodedString(), as: "shared.secret")
    }

    private func writeSecret(_ text: String, as name: String) throws {
        let isWritten = FileManager.default.createFile(
            atPath: folder.appending(path: name).path,
            contents: Data((text + "\n").utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten else {
            throw Complaint("cannot write to \(folder.path)", code: Complaint.cannotWrite)
        }
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
