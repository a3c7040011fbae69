package import Referrals

/// Something asked of the desk whose question and answer are each one document.
///
/// It is the same whether the desk is in this process or in the service: there it is posted to `path`.
package protocol DeskOrder: Sendable, Codable {
    /// The answer.
    associatedtype Report: Sendable, Codable

    /// Where the service takes it, under `/v1/`.
    static var path: String { get }

    /// Who may ask.
    static var role: Role { get }

    /// Whether it writes files on the service's machine, or speaks of such; then it is not taken over
    /// the network.
    static var isForThisMachine: Bool { get }

    /// The referral that it is about, if it is about one.
    var reference: String? { get }

    /// Carries it out.
    func carryOut(at desk: LocalDesk) async throws -> Report
}

extension DeskOrder {
    /// Most orders touch no files.
    package static var isForThisMachine: Bool { false }

    /// Most orders are about no referral.
    package var reference: String? { nil }
}
