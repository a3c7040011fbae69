import Foundation

extension PartnerReading {
    mutating func oauth() -> PartnerOAuth? {
        guard let given = content.oauth2 else { return nil }
        guard let address = URL(string: given.tokenAddress), isHTTPS(address) else {
            note(
                "oauth2.tokenAddress",
                "expected https://HOST/…, without a user, a query or a fragment."
            )
            return nil
        }
        let proof: PartnerOAuth.Proof
        switch (place(given.clientSecretFile), place(given.privateKeyFile), given.keyId) {
        case (let file?, nil, nil): proof = .secret(file)
        case (nil, let file?, let id?): proof = .privateKey(file, id: id)
        default:
            note(
                "oauth2",
                "expected either clientSecretFile, or privateKeyFile (P-256, PEM) with keyId."
            )
            return nil
        }
        return PartnerOAuth(
            tokenAddress: address,
            clientID: given.clientId,
            scope: given.scope,
            proof: proof
        )
    }

    mutating func signing() -> [PartnerSigning] {
        guard let given = content.signature else { return [] }
        var keys = [
            key(given.keyId, given.algorithm, given.keyFile, from: .distantPast, in: "signature")
        ]
        if let next = given.next {
            let from = try? Date(next.from, strategy: .iso8601)
            if from == nil {
                note("signature.next.from", "expected a time such as 2026-12-01T00:00:00Z.")
            }
            keys.append(
                key(
                    next.keyId,
                    next.algorithm,
                    next.keyFile,
                    from: from ?? .distantFuture,
                    in: "signature.next"
                )
            )
        }
        return keys.compactMap(\.self)
    }

    private mutating func key(
        _ id: String,
        _ algorithm: String,
        _ file: String,
        from: Date,
        in path: String
    ) -> PartnerSigning? {
        // It stands between quotation marks in a header.
        if id.wholeMatch(of: /[A-Za-z0-9._:\/-]{1,100}/) == nil {
            note("\(path).keyId", "expected letters, digits and . _ : / - only.")
        }
        guard let algorithm: PartnerSigning.Algorithm = word(algorithm, "\(path).algorithm"),
            let file = place(file)
        else { return nil }
        return PartnerSigning(keyID: id, algorithm: algorithm, file: file, from: from)
    }
}
