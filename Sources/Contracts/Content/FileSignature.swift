/// How the bytes of a file begin, by its kind.
struct FileSignature: Sendable {
    /// What the file is, for people.
    let kind: String
    private let offset: Int
    private let bytes: [UInt8]

    /// What the bytes are the beginning of, or nil when no known file begins so.
    static func kind(of bytes: [UInt8]) -> String? {
        for signature in all where signature.fits(bytes) { return signature.kind }
        return nil
    }

    /// No signature reaches further, in bytes.
    static let bytesMax = 12

    private func fits(_ beginning: [UInt8]) -> Bool {
        guard beginning.count >= offset + bytes.count else { return false }
        for place in bytes.indices where beginning[offset + place] != bytes[place] { return false }
        return true
    }

    private init(_ kind: String, _ bytes: [UInt8], at offset: Int = 0) {
        self.kind = kind
        self.bytes = bytes
        self.offset = offset
    }

    private init(_ kind: String, _ text: String, at offset: Int = 0) {
        self.init(kind, Array(text.utf8), at: offset)
    }

    /// The signatures that file formats publish; three bytes at least, so that words rarely fit.
    private static let all: [FileSignature] = [
        // Images
        FileSignature("an image", [0xFF, 0xD8, 0xFF]),
        FileSignature("an image", [0x89, 0x50, 0x4E, 0x47]),
        FileSignature("an image", "GIF8"),
        FileSignature("an image", [0x49, 0x49, 0x2A, 0x00]),
        FileSignature("an image", [0x4D, 0x4D, 0x00, 0x2A]),
        FileSignature("an image", "8BPS"),
        FileSignature("an image", [0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50]),
        FileSignature("an image", [0x00, 0x00, 0x00, 0x0C, 0x4A, 0x58]),
        FileSignature("an image", "<svg"),
        // WebP, WAV and AVI; and the family of MP4, QuickTime, 3GP, HEIC and AVIF
        FileSignature("an image, sound or video", "RIFF"),
        FileSignature("an image, sound or video", "ftyp", at: 4),
        // Video
        FileSignature("a video", [0x1A, 0x45, 0xDF, 0xA3]),
        FileSignature("a video", [0x46, 0x4C, 0x56, 0x01]),
        FileSignature("a video", [0x00, 0x00, 0x01, 0xBA]),
        FileSignature("a video", [0x00, 0x00, 0x01, 0xB3]),
        FileSignature("a video", [0x30, 0x26, 0xB2, 0x75]),
        // Sound
        FileSignature("a sound", "ID3"),
        FileSignature("a sound", [0xFF, 0xFB, 0x90]),
        FileSignature("a sound", "OggS"),
        FileSignature("a sound", "fLaC"),
        FileSignature("a sound", "#!AMR"),
        // Archives, and what office programs write, which is an archive too
        FileSignature("an archive or office file", [0x50, 0x4B, 0x03, 0x04]),
        FileSignature("an archive", [0x1F, 0x8B, 0x08]),
        FileSignature("an archive", "BZh"),
        FileSignature("an archive", [0xFD, 0x37, 0x7A, 0x58, 0x5A]),
        FileSignature("an archive", [0x37, 0x7A, 0xBC, 0xAF]),
        FileSignature("an archive", "Rar!"),
        FileSignature("an archive", [0x28, 0xB5, 0x2F, 0xFD]),
        FileSignature("an office file", [0xD0, 0xCF, 0x11, 0xE0]),
        FileSignature("an office file", "%PDF"),
        FileSignature("an office file", "{\\rtf"),
    ]
}
