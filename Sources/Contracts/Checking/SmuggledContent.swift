/// Texts that no field of any contract may accept.
struct SmuggledContent {
    /// What the text is, after "it could carry".
    let kind: String
    let text: String

    /// Every kind that fits a field of this length, in characters.
    static func all(lengthMax: Int) -> [SmuggledContent] {
        [
            SmuggledContent(
                kind: "an image as a data URI",
                text: "data:image/png;base64,iVBORw0KGgo="
            ),
            SmuggledContent(
                kind: "an address with credentials",
                text: "https://user:secret@files.example/1"
            ),
            SmuggledContent(kind: "control characters", text: "a\u{0}\u{1B}[1mb"),
            SmuggledContent(
                kind: "a file in base64",
                text: "/9j/4AAQSkZJRgABAQAAAQABAAD" + String(repeating: "2wBDAAgG", count: 60)
            ),
            SmuggledContent(
                kind: "a file in lines of base64",
                text: Array(repeating: String(repeating: "AAAAGGZ0eXBtcDQy", count: 4), count: 8)
                    .joined(separator: "\n")
            ),
            SmuggledContent(
                kind: "a file in hexadecimal",
                text: "ffd8ffe000104a464946" + String(repeating: "0001010048", count: 40)
            ),
            SmuggledContent(
                kind: "a file in hexadecimal",
                text: "FFD8FFE000104A464946" + String(repeating: "0001010048", count: 40)
            ),
        ].filter { $0.text.unicodeScalars.count <= lengthMax }
    }
}
