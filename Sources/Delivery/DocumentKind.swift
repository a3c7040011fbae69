/// What a contract says about the request that carries its documents.
package struct DocumentKind: Sendable, Equatable {
    package let mediaType: String
    /// Further header fields that the contract asks for.
    package let headers: [String: String]

    /// Describes a kind of document.
    package init(mediaType: String, headers: [String: String]) {
        self.mediaType = mediaType
        self.headers = headers
    }
}
