import Foundation
import Hummingbird

/// Lets only those in who can prove who they are, where an agency asks for it.
struct Gate: Sendable {
    private let signatures: [String: SignatureCheck]
    let tokens: TokenDesk

    init(signatures: [SignatureSpec], tokens: TokenDesk) {
        self.signatures = Dictionary(grouping: signatures, by: \.agency)
            .mapValues(SignatureCheck.init)
        self.tokens = tokens
    }

    /// Throws the problem when a request may not come in.
    func check(_ request: Request, agency: String) async throws {
        let now = Date()
        try await tokens.check(request, agency: agency, at: now)
        try signatures[agency]?.check(request, at: now)
    }
}
