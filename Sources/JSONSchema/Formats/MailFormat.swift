/// E-mail addresses of RFC 5321.
enum MailFormat {
    static func isAddress(_ text: String) -> Bool {
        guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return false }
        return isLocal(text.utf8[..<at]) && isDomain(String(text[text.utf8.index(after: at)...]))
    }

    private static func isLocal(_ local: Substring.UTF8View) -> Bool {
        guard (1...64).contains(local.count) else { return false }
        if local.count >= 2, local.first == UInt8(ascii: "\""), local.last == UInt8(ascii: "\"") {
            return isQuoted(local.dropFirst().dropLast())
        }
        return local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomByte) }
    }

    private static func isQuoted(_ text: Substring.UTF8View) -> Bool {
        var isEscaped = false
        for byte in text {
            guard (0x20..<0x7F).contains(byte) else { return false }
            if !isEscaped, byte == UInt8(ascii: "\"") { return false }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        }
        return !isEscaped
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }

    private static func isDomain(_ domain: String) -> Bool {
        guard domain.hasPrefix("["), domain.hasSuffix("]") else {
            return HostFormats.isName(domain)
        }
        let literal = String(domain.dropFirst().dropLast())
        let marker = "IPv6:"
        guard literal.hasPrefix(marker) else { return HostFormats.isIPv4(literal) }
        return HostFormats.isIPv6(String(literal.dropFirst(marker.count)))
    }
}
