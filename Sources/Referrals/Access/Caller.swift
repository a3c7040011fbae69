/// Who asks for something: a person, another program, or the service itself.
///
/// It is bound where a request comes in, and read where what was done is written down, so that no
/// layer between can forget or exchange it.
package struct Caller: Sendable, Equatable {
    /// The name by which the log knows the caller, such as `alice` or `token case-system`.
    package let name: String
    package let roles: Set<Role>
    /// Whether the request came over the network; then the service writes no files for it.
    package let isRemote: Bool

    /// Describes a caller.
    package init(name: String, roles: Set<Role>, isRemote: Bool = false) {
        self.name = name
        self.roles = roles
        self.isRemote = isRemote
    }

    /// The same caller, known to ask over the network.
    package var remote: Caller { Caller(name: name, roles: roles, isRemote: true) }

    /// The background service, which does what was ordered before.
    package static let service = Caller(name: "service", roles: [])

    /// Whoever the present work is done for.
    @TaskLocal package static var current = Caller.service
}
