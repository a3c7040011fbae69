import Foundation

extension SignedNote {
    /// Reads the form of a note; nobody may act on its text before the signatures are verified.
    init(unverified bytes: Data) throws(NoteError) {
        let newline = UInt8(ascii: "\n")
        guard
            bytes.count <= Self.byteCountMax,
            bytes.allSatisfy({ $0 >= 0x20 || $0 == newline }),
            bytes.last == newline
        else { throw .malformedNote }
        // All lines, without the empty one after the last newline.
        let lines = bytes.split(separator: newline, omittingEmptySubsequences: false).dropLast()
        guard
            let blank = lines.lastIndex(where: \.isEmpty), blank > 0,
            let text = Self.text(of: lines[..<blank])
        else { throw .malformedNote }
        self.init(text: text, signatures: try Self.signatures(in: lines[(blank + 1)...]))
    }

    private static func text(of lines: ArraySlice<Data>) -> String? {
        var text = ""
        for line in lines {
            guard let line = String(validating: line, as: UTF8.self) else { return nil }
            text += line + "\n"
        }
        return text
    }

    private static func signatures(
        in lines: ArraySlice<Data>
    ) throws(NoteError) -> [NoteSignature] {
        guard (1...signaturesMax).contains(lines.count) else { throw .malformedNote }
        var signatures: [NoteSignature] = []
        for line in lines {
            guard
                let text = String(validating: line, as: UTF8.self),
                let signature = NoteSignature(line: text)
            else { throw .malformedNote }
            signatures.append(signature)
        }
        return signatures
    }
}
