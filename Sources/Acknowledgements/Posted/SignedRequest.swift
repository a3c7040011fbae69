import Foundation

/// A request that says that it is signed (RFC 9421).
struct SignedRequest {
    /// What a signature must cover, so that nothing of the request can be exchanged.
    private static let needed = ["@method", "content-digest", "content-type"]
    private static let targets = [["@target-uri"], ["@authority", "@path"]]

    private let post: Post
    private let inputs: [SignatureInput]

    init(_ post: Post) throws(PostRefusal) {
        guard let inputs = post.headers["signature-input"].flatMap(SignatureInput.members) else {
            throw .badSignature("Signature-Input is not of the form of RFC 9421.")
        }
        self.post = post
        self.inputs = inputs
    }

    /// The first signature whose key a partner has.
    func signature(knowing partners: [AnsweringPartner]) throws(PostRefusal) -> Signature {
        for input in inputs {
            for partner in partners {
                for key in partner.keys where key.id == input.parameters["keyid"] {
                    return try signature(input, by: key, of: partner)
                }
            }
        }
        throw .unknownKey
    }

    /// A signature with everything that is needed to check it.
    struct Signature {
        let partner: AnsweringPartner
        let key: AnsweringPartner.Key
        let created: Date
        let expires: Date?
        let bytes: Data
        /// What is signed.
        let base: Data

        /// Throws when it is too old or does not fit.
        func check(at now: Date) throws(PostRefusal) {
            guard abs(now.timeIntervalSince(created)) <= ReplayMemory.window,
                expires.map({ now <= $0 }) ?? true
            else { throw .stale(partner.id) }
            guard let check = key.signatureCheck() else { throw .revoked(partner.id) }
            guard check(bytes, base) else { throw .forged(partner.id) }
        }
    }

    private func signature(
        _ input: SignatureInput,
        by key: AnsweringPartner.Key,
        of partner: AnsweringPartner
    ) throws(PostRefusal) -> Signature {
        if let algorithm = input.parameters["alg"], algorithm != key.algorithm.rawValue {
            throw .badSignature("alg is not the agreed \(key.algorithm.rawValue).")
        }
        let covered = Set(input.components)
        guard covered.count == input.components.count, covered.isSuperset(of: Self.needed),
            Self.targets.contains(where: covered.isSuperset)
        else {
            throw .badSignature(
                "it must cover @method, @target-uri (or @authority and @path), content-type and "
                    + "content-digest, each once."
            )
        }
        guard let created = input.parameters["created"].flatMap({ Double($0) }) else {
            throw .badSignature("created is missing.")
        }
        return Signature(
            partner: partner,
            key: key,
            created: Date(timeIntervalSince1970: created),
            expires: input.parameters["expires"].flatMap { Double($0) }
                .map(Date.init(timeIntervalSince1970:)),
            bytes: try bytes(of: input.label),
            base: try base(of: input)
        )
    }

    private func bytes(of label: String) throws(PostRefusal) -> Data {
        let members = (post.headers["signature"] ?? "").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard let member = members.first(where: { $0.hasPrefix("\(label)=:") }),
            member.hasSuffix(":"),
            let bytes = Data(base64Encoded: String(member.dropFirst(label.count + 2).dropLast()))
        else { throw .badSignature("Signature has no \(label).") }
        return bytes
    }

    /// The signature base (RFC 9421, section 2.5).
    private func base(of input: SignatureInput) throws(PostRefusal) -> Data {
        var lines: [String] = []
        for component in input.components {
            guard let value = value(of: component) else {
                throw .badSignature("\(component) is signed but missing.")
            }
            lines.append("\"\(component)\": \(value)")
        }
        lines.append("\"@signature-params\": \(input.text)")
        return Data(lines.joined(separator: "\n").utf8)
    }

    private func value(of component: String) -> String? {
        let address = post.address
        return switch component {
        case "@method": "POST"
        case "@target-uri": address.absoluteString
        case "@authority": post.headers["host"]?.lowercased()
        case "@scheme": address.scheme
        case "@path": address.path(percentEncoded: true)
        case "@request-target": address.path(percentEncoded: true)
        default:
            component.hasPrefix("@")
                ? nil : post.headers[component]?.trimmingCharacters(in: .whitespaces)
        }
    }
}
