import Foundation

/// The file of a Unix domain socket.
struct SocketFile: Sendable {
    /// The longest path that the system accepts, without the terminating zero.
    static let pathBytesMax = 107

    let path: String

    /// Removes the socket of a dead process, or says why the path cannot be used.
    func makeFree() throws(DeskError) {
        guard path.utf8.count <= Self.pathBytesMax else {
            throw .unavailable(
                "The path of the socket is longer than \(Self.pathBytesMax) bytes: \(path). "
                    + "Choose a shorter one in the settings: socket"
            )
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let attributes else { return try checkFolder() }
        guard attributes[.type] as? FileAttributeType == .typeSocket else {
            throw .unavailable(
                "The file \(path) is there and is no socket. Choose another path in the "
                    + "settings: socket"
            )
        }
        guard !isAnswered else {
            throw .unavailable(
                "Another service listens on the socket \(path). Stop it, or choose another "
                    + "path in the settings: socket"
            )
        }
        remove()
    }

    /// Lets only the owner connect, or everybody, who is then known by the kernel's word.
    func open(toOthers mayConnect: Bool) {
        _ = unsafe chmod(path, mayConnect ? 0o666 : 0o600)
    }

    /// Removes the file.
    func remove() {
        _ = unsafe unlink(path)
    }

    private func checkFolder() throws(DeskError) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
            isFolder.boolValue
        else {
            throw .unavailable(
                "There is no folder \(folder) for the socket. Create it with: "
                    + "mkdir -p -m 700 \(folder)"
            )
        }
    }

    /// Whether a living process accepts connections here.
    private var isAnswered: Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
            unsafe place.copyBytes(from: path.utf8.prefix(Self.pathBytesMax))
        }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(
                    descriptor,
                    generic,
                    socklen_t(MemoryLayout<sockaddr_un>.size)
                ) == 0
            }
        }
    }
}
