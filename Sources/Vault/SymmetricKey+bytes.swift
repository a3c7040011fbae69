import Crypto
import Foundation

extension SymmetricKey {
    /// The key itself, only to be wrapped or written to the key file.
    var bytes: Data {
        unsafe withUnsafeBytes { buffer in unsafe Data(buffer) }
    }
}
