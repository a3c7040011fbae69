import Acknowledgements
import Foundation
import Portal
import Referrals

extension PartnerReading {
    mutating func answersAddress(beside address: URL?) -> String? {
        guard let text = content.answersAddress else { return nil }
        guard let url = URL(string: text), isHTTPS(url) else {
            note(
                "answersAddress",
                "expected https://HOST/…, without a user, a query or a fragment."
            )
            return nil
        }
        if let address, (url.host(), url.port) != (address.host(), address.port) {
            note("answersAddress", "expected the same host and port as the address.")
        }
        return text
    }

    mutating func answering(_ id: PartnerID) -> AnsweringPartner? {
        guard let given = content.callback else { return nil }
        let pins = given.clientPins ?? []
        for pin in pins where !ClientPin.isOne(pin) {
            note("callback.clientPins", "expected sha256// and 32 bytes in base64.")
        }
        var keys: [AnsweringPartner.Key?] = []
        switch (given.keyId, given.algorithm, given.keyFile) {
        case (let keyID?, let algorithm?, let file?):
            keys.append(key(keyID, algorithm, file, in: "callback"))
        case (nil, nil, nil):
            if given.next != nil { note("callback.next", "expected only beside keyId.") }
        default: note("callback", "expected all of keyId, algorithm and keyFile, or none.")
        }
        if let next = given.next {
            keys.append(key(next.keyId, next.algorithm, next.keyFile, in: "callback.next"))
        }
        if pins.isEmpty, keys.isEmpty {
            note("callback", "expected clientPins, or a key: how else is the partner known?")
        }
        return AnsweringPartner(
            id: id.text,
            clientPins: Set(pins),
            keys: keys.compactMap(\.self)
        )
    }

    private mutating func key(
        _ id: String,
        _ algorithm: String,
        _ file: String,
        in path: String
    ) -> AnsweringPartner.Key? {
        guard let algorithm: AnsweringPartner.Algorithm = word(algorithm, "\(path).algorithm"),
            let file = place(file)
        else { return nil }
        return AnsweringPartner.Key(id: id, algorithm: algorithm, file: file)
    }
}
