import Contracts
import Foundation
import JSONSchema
import Testing

@Suite struct ContentGuardTests {
    /// How files of each kind begin, followed by enough to be one.
    private static let files: [(kind: String, bytes: [UInt8])] = [
        ("JPEG", [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, 0x4A, 0x46, 0x49, 0x46]),
        ("PNG", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        ("GIF", Array("GIF89a".utf8)), ("WebP", Array("RIFF0000WEBPVP8 ".utf8)),
        ("HEIC", [0, 0, 0, 0x18] + Array("ftypheic".utf8)),
        ("MP4", [0, 0, 0, 0x20] + Array("ftypisom".utf8)), ("MP3", Array("ID3\u{3}".utf8)),
        ("WebM", [0x1A, 0x45, 0xDF, 0xA3]), ("OGG", Array("OggS".utf8)),
        ("PDF", Array("%PDF-1.7".utf8)), ("ZIP", [0x50, 0x4B, 0x03, 0x04]),
        ("Word 97", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]), ("gzip", [0x1F, 0x8B, 0x08, 0x00]),
        ("7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), ("RAR", Array("Rar!\u{1A}\u{7}".utf8)),
        ("TIFF", [0x49, 0x49, 0x2A, 0x00]),
    ]

    private static func encodings(of bytes: [UInt8]) -> [String] {
        let data = Data(bytes + [UInt8](repeating: 0x5A, count: 60))
        let base64 = data.base64EncodedString()
        let hex = data.map { String(format: "%02x", $0) }
        return [
            base64,
            base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""),
            "He sent this: \(base64) and then left.",
            "x\(base64)", "xy\(base64)", "xyz\(base64)",
            data.base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed]),
            hex.joined(), hex.joined().uppercased(), hex.joined(separator: " "),
            hex.joined(separator: ":"), hex.map { "0x\($0)" }.joined(separator: ", "),
            hex.map { "\\x\($0)" }.joined(),
            "data:application/octet-stream;base64,\(base64)",
        ]
    }

    @Test func `a file of any kind is found in every encoding, wherever it stands`() {
        for (kind, bytes) in Self.files {
            for (number, text) in Self.encodings(of: bytes).enumerated() {
                #expect(
                    ContentGuard.objection(to: text) != nil,
                    "\(kind), encoding \(number): \(text.prefix(40))"
                )
            }
        }
    }

    @Test(arguments: [
        "DATA:image/PNG;base64,AAAA", "see data:text/html,hello", "data:;base64,AA==",
        "<SVG xmlns=\"http://www.w3.org/2000/svg\">", "%PDF-1.4 and more", "{\\rtf1\\ansi}",
    ])
    func `data addresses and files that are text are found`(text: String) {
        guard case .file? = ContentGuard.objection(to: text) else {
            Issue.record("\(text) passed")
            return
        }
    }

    @Test func `what is no text is told apart`() {
        let blob = String(repeating: "Qk1aX0c3", count: 20)
        let lines = Array(repeating: String(blob.prefix(64)), count: 2).joined(separator: "\n")

        #expect(ContentGuard.objection(to: blob) == .encodedData)
        #expect(ContentGuard.objection(to: lines) == .encodedData)
        #expect(ContentGuard.objection(to: String(repeating: "ł", count: 200)) == .longRun)
        #expect(ContentGuard.objection(to: String(repeating: "a", count: 199)) == nil)
        #expect(ContentGuard.objection(to: "a\u{0}b") == .controlCharacters)
        #expect(ContentGuard.objection(to: "a\u{1B}[31mb") == .controlCharacters)
        #expect(ContentGuard.objection(to: "a\u{85}b") == .controlCharacters)
    }

    @Test(arguments: [
        "", "Line one.\r\n\tLine two.",
        "Mae'r plentyn yn byw gyda'i nain yn Llanfairpwllgwyngyll"
            + "gogerychwyrndrobwllllantysiliogogogoch.",
        "Dziewczynka mówi, że „nie chce wracać”.",
        "بچی نے کہا کہ وہ گھر نہیں جانا چاہتی۔", "ok 👍🏽👨‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿 😢😢😢",
        "Her number is +44 7700 900123, his user name is xX_Night-Rider_2011_Xx.",
        "SHA-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 of the phone",
        "https://chat.example/rooms/9f86d081-884c-4d65-9a2f-eaa0c55ad015?tab=members&sort=newest",
        "MAC 00:1A:2B:3C:4D:5E, IMEI 490154203237518, 2026-11-24T10:05:00+00:00",
        "data: three phones, one laptop; the data:image shown",
    ])
    func `ordinary text passes`(text: String) {
        #expect(ContentGuard.objection(to: text) == nil)
    }

    @Test func `a finding names the place and quotes nothing`() {
        let findings = ContentGuard.findings(
            in: ["a": ["fine", "data:image/png;base64,c2VjcmV0"], "b": 1]
        )

        #expect(findings.map(\.pointer.description) == ["/a/1"])
        #expect(findings.allSatisfy { !$0.message.contains("c2VjcmV0") })
    }
}
