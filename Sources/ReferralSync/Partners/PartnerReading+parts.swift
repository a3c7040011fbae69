import Delivery
import Foundation
import Portal
import Referrals

extension PartnerReading {
    mutating func coverage() -> Coverage {
        let covers = content.covers
        let lists = [covers.areas, covers.schools, covers.organisations].compactMap(\.self)
        if covers.everything == true {
            if !lists.isEmpty { note("covers", "either everything: true or lists, not both.") }
            return .everything
        }
        if lists.isEmpty {
            note("covers", "expected everything: true, or lists of areas, schools, organisations.")
        }
        return .listed(
            areas: texts(covers.areas, "covers.areas"),
            schools: texts(covers.schools, "covers.schools"),
            organisations: texts(covers.organisations, "covers.organisations")
        )
    }

    mutating func address() -> URL? {
        guard let url = URL(string: content.address), isHTTPS(url) else {
            note("address", "expected https://HOST/…, without a user, a query or a fragment.")
            return nil
        }
        return url
    }

    mutating func statusAddress(beside address: URL?) -> String? {
        guard let template = content.statusAddress else { return nil }
        let example = URL(string: template.replacing("{key}", with: "key"))
        guard template.contains("{key}"), let example, isHTTPS(example) else {
            note("statusAddress", "expected https://HOST/…/{key}.")
            return nil
        }
        if let address, (example.host(), example.port) != (address.host(), address.port) {
            note("statusAddress", "expected the same host and port as the address.")
        }
        return template
    }

    func isHTTPS(_ url: URL) -> Bool {
        url.scheme == "https" && !(url.host() ?? "").isEmpty && url.user() == nil
            && url.query() == nil && url.fragment() == nil
    }

    mutating func plan() -> LanePlan {
        let concurrency = content.concurrency ?? 8
        if !(1...256).contains(concurrency) {
            note("concurrency", "expected a whole number from 1 to 256.")
        }
        if let rate = content.rate, !(0.01...10_000).contains(rate) {
            note("rate", "expected requests a second, from 0.01 to 10000.")
        }
        let windows = (content.maintenance ?? []).compactMap { text -> MaintenanceWindow? in
            let window = MaintenanceWindow(text)
            if window == nil {
                note(
                    "maintenance",
                    "\"\(text)\" is not known. Expected such as sunday 02:00-04:00, in British "
                        + "time."
                )
            }
            return window
        }
        return LanePlan(
            concurrencyMax: concurrency,
            ratePerSecond: content.rate,
            maintenance: windows
        )
    }

    mutating func tls() -> PartnerTLS {
        let given = content.tls
        if (given?.certificate == nil) != (given?.key == nil) {
            note("tls", "expected both certificate and key, or neither.")
        }
        for pin in given?.pins ?? [] where !ClientPin.isOne(pin) {
            note("tls.pins", "expected sha256// and 32 bytes in base64.")
        }
        return PartnerTLS(
            certificateAuthority: place(given?.certificateAuthority),
            certificate: place(given?.certificate),
            key: place(given?.key),
            pins: given?.pins ?? []
        )
    }

    /// Paths are meant from the folder of the partner's file.
    func place(_ path: String?) -> URL? {
        path.map {
            URL(filePath: $0, relativeTo: file.url.deletingLastPathComponent())
                .absoluteURL.standardizedFileURL
        }
    }
}
