import Foundation

/// Where a partner's receipt says that its answers can be read.
struct StatusAddress: Decodable {
    private let statusAddress: String?

    /// The absolute address.
    var text: String { statusAddress ?? "" }

    /// Reads a stored receipt, or nil when it names no address.
    init?(inReceipt receipt: Data) {
        guard let found = try? JSONDecoder().decode(StatusAddress.self, from: receipt),
            found.statusAddress != nil
        else { return nil }
        self = found
    }
}
