import Foundation

/// Base64 with one spelling for each value, so that no character of a note can be changed unseen.
enum Base64 {
    static func decode(_ text: String) -> Data? {
        guard let bytes = Data(base64Encoded: text), bytes.base64EncodedString() == text else {
            return nil
        }
        return bytes
    }
}
