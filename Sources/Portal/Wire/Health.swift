/// Which service listens on a socket; the document of `GET /v1/health`.
package struct Health: Codable, Sendable, Equatable {
    package let version: String
    package let pid: Int
    /// The store that the service works on.
    package let store: String
    /// Why hints from other processes are not received, if so; everything is found all the same.
    package let hintTrouble: String?
    /// Why its memory may get into the swap, if so.
    package let memoryTrouble: String?

    /// Describes a service.
    package init(
        version: String,
        pid: Int,
        store: String,
        hintTrouble: String? = nil,
        memoryTrouble: String? = nil
    ) {
        self.version = version
        self.pid = pid
        self.store = store
        self.hintTrouble = hintTrouble
        self.memoryTrouble = memoryTrouble
    }
}
