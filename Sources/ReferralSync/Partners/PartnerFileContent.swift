/// A partner's file as it is written, before its words are checked.
struct PartnerFileContent: Decodable {
    struct Covers: Decodable {
        var everything: Bool?
        var areas: [String]?
        var schools: [String]?
        var organisations: [String]?
    }

    struct Poll: Decodable {
        var every: String?
        var afterDecision: String?
    }

    struct TLS: Decodable {
        var certificateAuthority: String?
        var certificate: String?
        var key: String?
        var pins: [String]?
    }

    struct OAuth2: Decodable {
        let tokenAddress: String
        let clientId: String
        var scope: String?
        var clientSecretFile: String?
        var privateKeyFile: String?
        var keyId: String?
    }

    struct Signature: Decodable {
        struct Next: Decodable {
            let keyId: String
            let algorithm: String
            let keyFile: String
            let from: String
        }

        let keyId: String
        let algorithm: String
        let keyFile: String
        var next: Next?
    }

    struct Clocks: Decodable {
        var receipt: String?
        var acknowledgement: String?
        var decision: String?
        var outcome: String?
        var action: String?
    }

    struct Escalation: Decodable {
        var steps: String?
        var quiet: String?
    }

    struct Callback: Decodable {
        struct Next: Decodable {
            let keyId: String
            let algorithm: String
            let keyFile: String
        }

        var clientPins: [String]?
        var keyId: String?
        var algorithm: String?
        var keyFile: String?
        var next: Next?
    }

    let title: String
    let kind: String
    let contract: String
    var telephone: String?
    let covers: Covers
    var cohorts: [String]?
    var urgencies: [String]?
    var needsAgreement: Bool?
    let address: String
    var statusAddress: String?
    var idempotent: Bool?
    var idempotentFor: String?
    var `internal`: Bool?
    var http: String?
    var concurrency: Int?
    var rate: Double?
    var maintenance: [String]?
    var timeLimit: String?
    var answersAddress: String?
    var poll: Poll?
    var callback: Callback?
    var clocks: Clocks?
    var escalation: Escalation?
    var tls: TLS?
    var oauth2: OAuth2?
    var signature: Signature?

    /// Every key of a partner's file.
    static let known: [String: YAMLFile.Kind] = [
        "title": .value, "kind": .value, "contract": .value, "telephone": .value,
        "covers.everything": .value, "covers.areas": .list, "covers.schools": .list,
        "covers.organisations": .list, "cohorts": .list, "urgencies": .list,
        "needsAgreement": .value, "address": .value, "statusAddress": .value,
        "idempotent": .value, "idempotentFor": .value, "internal": .value, "http": .value,
        "concurrency": .value,
        "rate": .value, "maintenance": .list,
        "timeLimit": .value, "answersAddress": .value, "poll.every": .value,
        "poll.afterDecision": .value, "tls.certificateAuthority": .value,
        "tls.certificate": .value, "tls.key": .value, "tls.pins": .list,
        "oauth2.tokenAddress": .value, "oauth2.clientId": .value, "oauth2.scope": .value,
        "oauth2.clientSecretFile": .value, "oauth2.privateKeyFile": .value,
        "oauth2.keyId": .value, "signature.keyId": .value, "signature.algorithm": .value,
        "signature.keyFile": .value, "signature.next.keyId": .value,
        "signature.next.algorithm": .value, "signature.next.keyFile": .value,
        "signature.next.from": .value, "callback.clientPins": .list, "callback.keyId": .value,
        "callback.algorithm": .value, "callback.keyFile": .value,
        "callback.next.keyId": .value, "callback.next.algorithm": .value,
        "callback.next.keyFile": .value, "clocks.receipt": .value,
        "clocks.acknowledgement": .value, "clocks.decision": .value, "clocks.outcome": .value,
        "clocks.action": .value, "escalation.steps": .value, "escalation.quiet": .value,
    ]
}
