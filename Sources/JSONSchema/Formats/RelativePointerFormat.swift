/// Relative JSON pointers: a number of steps up, then `#` or a pointer.
enum RelativePointerFormat {
    static func isPointer(_ text: String) -> Bool {
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty, digits.count == 1 || digits.first != 0x30 else { return false }
        let rest = String(text[digits.endIndex...])
        return rest == "#" || JSONPointer(rest) != nil
    }
}
