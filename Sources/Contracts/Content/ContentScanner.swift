/// Reads one text for what is no text: signatures of files in base64 or hexadecimal, runs that no
/// language has, control characters.
@safe struct ContentScanner {
    /// So many characters without a space are no word and no address.
    static let runMax = 200
    /// A file's signature with so little behind it is no file.
    private static let encodedMin = 20
    /// Lines of base64 are 60 to 76 characters long; two such lines are no words.
    private static let lineMin = 56
    /// A single run of letters and digits of this length is no word.
    private static let blobMin = 120

    private let bytes: UnsafeBufferPointer<UInt8>
    /// Where the present run of each kind began.
    private var base64Start = 0
    private var hexStart = 0
    private var wordStart = 0
    private var base64Lines = 0

    /// What a text looks like, or nil when it is ordinary.
    static func objection(to text: String) -> ContentGuard.Objection? {
        var text = text
        return text.withUTF8 { bytes in
            var scanner = unsafe ContentScanner(bytes: bytes)
            return scanner.objection()
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        unsafe self.bytes = bytes
    }

    /// One pass: each byte ends the runs that it does not belong to, and a run is judged at its end.
    private mutating func objection() -> ContentGuard.Objection? {
        for place in unsafe bytes.indices {
            let byte = unsafe bytes[place]
            if byte.isControl || (byte < 0xA0 && byte >= 0x80 && isBehind(0xC2, place)) {
                return .controlCharacters
            }
            if let kind = plainFile(at: place, byte) { return .file(kind) }
            if !byte.isBase64 {
                if let objection = encoded(base64Start..<place) { return objection }
                base64Start = place + 1
            }
            if !byte.isHexOrBetween {
                if let objection = hexadecimal(hexStart..<place) { return objection }
                hexStart = place + 1
            }
            if byte.isSpace {
                if isLong(wordStart..<place) { return .longRun }
                wordStart = place + 1
            }
        }
        let end = unsafe bytes.count
        return encoded(base64Start..<end) ?? hexadecimal(hexStart..<end)
            ?? (isLong(wordStart..<end) ? .longRun : nil)
    }

    private func isBehind(_ byte: UInt8, _ place: Int) -> Bool {
        unsafe place > 0 && bytes[place - 1] == byte
    }

    /// A data URI (RFC 2397), or a file that is text itself.
    private func plainFile(at place: Int, _ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: ":"): isDataURI(at: place) ? "a file as a data URI" : nil
        case UInt8(ascii: "<"): has("<svg", at: place) ? "an image" : nil
        case UInt8(ascii: "%"): has("%pdf-", at: place) ? "an office file" : nil
        case UInt8(ascii: "{"): has("{\\rtf", at: place) ? "an office file" : nil
        default: nil
        }
    }

    /// `data:`, then a media type or what may stand in its place.
    private func isDataURI(at colon: Int) -> Bool {
        guard colon >= 4, has("data:", at: colon - 4) else { return false }
        var next = colon + 1
        while unsafe next < bytes.count, unsafe bytes[next].isLetter { next += 1 }
        return unsafe next < bytes.count && "/;,".utf8.contains(bytes[next])
    }

    /// Whether a word, given in small letters, stands at a place, whatever its case.
    private func has(_ word: String, at place: Int) -> Bool {
        var place = place
        for letter in word.utf8 {
            guard unsafe place < bytes.count, unsafe bytes[place].small == letter else {
                return false
            }
            place += 1
        }
        return true
    }

    /// A run of base64 (RFC 4648, both alphabets): by its signature, or by its length alone.
    private mutating func encoded(_ run: Range<Int>) -> ContentGuard.Objection? {
        guard run.count >= Self.encodedMin else {
            if !run.isEmpty { base64Lines = 0 }
            return nil
        }
        let letters = unsafe Array(bytes[run])
        if let kind = Self.decodedKind(letters) { return .file(kind) }
        let isMixed = letters.isMixed
        base64Lines = run.count >= Self.lineMin && isMixed ? base64Lines + 1 : 0
        let isBlob = base64Lines == 2 || (run.count >= Self.blobMin && isMixed)
        return isBlob ? .encodedData : nil
    }

    /// What a run decodes to; letters put before it, to shift it, are passed over.
    private static func decodedKind(_ run: [UInt8]) -> String? {
        let values = run.prefix(FileSignature.bytesMax / 3 * 4 + 3).map(\.base64Value)
        var bytes: [UInt8] = []
        for shift in 0..<4 {
            bytes.removeAll(keepingCapacity: true)
            for start in stride(from: shift, to: values.count - 3, by: 4) {
                bytes.append(values[start] << 2 | values[start + 1] >> 4)
                bytes.append(values[start + 1] << 4 | values[start + 2] >> 2)
                bytes.append(values[start + 2] << 6 | values[start + 3])
            }
            if let kind = FileSignature.kind(of: bytes) { return kind }
        }
        return nil
    }

    /// Hexadecimal digits, together or in pairs with signs between them; a group of an odd number
    /// of digits is no bytes.
    private func hexadecimal(_ run: Range<Int>) -> ContentGuard.Objection? {
        guard run.count >= Self.encodedMin else { return nil }
        var nibbles: [UInt8] = []
        var groupStart = 0
        var place = run.lowerBound
        while place < run.upperBound {
            let byte = unsafe bytes[place]
            // Of `0x` the nought is no digit.
            if byte == UInt8(ascii: "0"), place + 1 < run.upperBound,
                unsafe bytes[place + 1].small == UInt8(ascii: "x")
            {
                place += 1
            } else if let nibble = byte.nibble {
                nibbles.append(nibble)
            } else if (nibbles.count - groupStart) % 2 == 1 {
                if let objection = verdict(on: Array(nibbles[..<groupStart])) { return objection }
                nibbles = []
                groupStart = 0
            } else {
                groupStart = nibbles.count
            }
            place += 1
        }
        return verdict(on: nibbles)
    }

    private func verdict(on nibbles: [UInt8]) -> ContentGuard.Objection? {
        guard nibbles.count >= Self.encodedMin else { return nil }
        let beginning = stride(from: 0, to: nibbles.count - 1, by: 2)
            .prefix(FileSignature.bytesMax).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
        if let kind = FileSignature.kind(of: beginning) { return .file(kind) }
        return nibbles.count >= 2 * Self.blobMin ? .encodedData : nil
    }

    /// Whether a run between plain spaces is too long, counted in characters.
    private func isLong(_ run: Range<Int>) -> Bool {
        guard run.count >= Self.runMax else { return false }
        return unsafe String(decoding: bytes[run], as: UTF8.self).unicodeScalars
            .split { $0.properties.isWhitespace }.contains { $0.count >= Self.runMax }
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x61...0x7A).contains(small) }
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    fileprivate var isControl: Bool {
        self == 0x7F || (self < 0x20 && self != 0x09 && self != 0x0A && self != 0x0D)
    }

    fileprivate var isBase64: Bool {
        isLetter || isDigit || self == UInt8(ascii: "+") || self == UInt8(ascii: "/")
            || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
    }

    /// The six bits that a letter of base64 stands for.
    fileprivate var base64Value: UInt8 {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): self - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): self - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        default: 63
        }
    }

    /// A hexadecimal digit, or what is written between two bytes.
    fileprivate var isHexOrBetween: Bool {
        nibble != nil || isSpace || small == UInt8(ascii: "x") || self == UInt8(ascii: ":")
            || self == UInt8(ascii: ",") || self == UInt8(ascii: "-")
            || self == UInt8(ascii: "\\") || self == UInt8(ascii: "%")
    }

    /// The letter in its small form.
    fileprivate var small: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }

    fileprivate var nibble: UInt8? {
        switch small {
        case 0x30...0x39: self - 0x30
        case 0x61...0x66: small - 0x61 + 10
        default: nil
        }
    }
}

extension [UInt8] {
    /// Whether there are capitals, small letters and digits, as in encoded bytes.
    fileprivate var isMixed: Bool {
        contains { (0x41...0x5A).contains($0) } && contains { (0x61...0x7A).contains($0) }
            && contains(where: \.isDigit)
    }
}
