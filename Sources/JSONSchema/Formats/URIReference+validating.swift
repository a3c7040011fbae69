extension URIReference {
    /// Takes an address apart, or nil when it has characters that RFC 3986 does not allow there.
    init?(validating text: String) {
        self.init(text)
        let parts = [path, query ?? "", fragment ?? ""]
        guard parts.allSatisfy({ Self.isText($0, allowing: ":@/?") }),
            !path.utf8.contains(UInt8(ascii: "?")), authority.map(Self.isAuthority) ?? true,
            hasUnambiguousPath
        else { return nil }
    }

    /// Without a scheme the first segment must not look as if it had one.
    private var hasUnambiguousPath: Bool {
        guard scheme == nil, authority == nil else { return true }
        return !path.prefix { $0 != "/" }.utf8.contains(UInt8(ascii: ":"))
    }

    private static func isAuthority(_ authority: String) -> Bool {
        var rest = authority[...]
        if let at = rest.lastIndex(of: "@") {
            guard isText(String(rest[..<at]), allowing: ":") else { return false }
            rest = rest[rest.index(after: at)...]
        }
        if rest.hasPrefix("[") { return isLiteral(rest) }
        let host = rest.prefix { $0 != ":" }
        return isText(String(host), allowing: "") && isPort(rest[host.endIndex...])
    }

    private static func isLiteral(_ text: Substring) -> Bool {
        guard let end = text.firstIndex(of: "]") else { return false }
        let address = String(text[..<end].dropFirst())
        return (HostFormats.isIPv6(address) || isFutureAddress(address))
            && isPort(text[text.index(after: end)...])
    }

    private static func isFutureAddress(_ text: String) -> Bool {
        guard text.hasPrefix("v"), let dot = text.firstIndex(of: ".") else { return false }
        let version = text[..<dot].dropFirst()
        let rest = String(text[text.index(after: dot)...])
        return !version.isEmpty && version.utf8.allSatisfy(UUIDFormat.isHexDigit) && !rest.isEmpty
            && !rest.contains("%") && isText(rest, allowing: ":")
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty
            || (text.first == ":"
                && text.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) })
    }

    /// Unreserved characters, percent escapes, sub-delimiters and some more.
    private static func isText(_ text: String, allowing more: String) -> Bool {
        var scanner = TextScanner(text)
        while let byte = scanner.peek {
            if scanner.take("%") {
                var digits = 0
                while digits < 2, let digit = scanner.peek, UUIDFormat.isHexDigit(digit) {
                    _ = scanner.takeAny(of: Unicode.Scalar(digit))
                    digits += 1
                }
                guard digits == 2 else { return false }
                continue
            }
            guard
                isLetter(byte) || (0x30...0x39).contains(byte)
                    || "-._~!$&'()*+,;=".utf8.contains(byte) || more.utf8.contains(byte)
            else { return false }
            _ = scanner.takeAny(of: Unicode.Scalar(byte))
        }
        return true
    }
}
