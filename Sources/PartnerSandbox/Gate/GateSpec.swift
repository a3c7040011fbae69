import ArgumentParser

/// A key by which an agency checks signatures, or makes its own, as people type it: `AGENCY:KEYID:ALGORITHM:FILE`.
struct SignatureSpec: ExpressibleByArgument, Sendable {
    let agency: String
    let keyID: String
    let algorithm: String
    let file: String

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 3).map(String.init)
        guard parts.count == 4, ["ed25519", "hmac-sha256"].contains(parts[2]) else { return nil }
        (agency, keyID, algorithm, file) = (parts[0], parts[1], parts[2], parts[3])
    }
}

/// A client to which an agency gives tokens, as people type it: `AGENCY:CLIENT:FILE`; the file has
/// the client's secret, or its public key in PEM.
struct ClientSpec: ExpressibleByArgument, Sendable {
    let agency: String
    let client: String
    let file: String

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 2).map(String.init)
        guard parts.count == 3 else { return nil }
        (agency, client, file) = (parts[0], parts[1], parts[2])
    }
}
