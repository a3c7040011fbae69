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

    /// Carries it out.
    func carryOut(at desk: LocalDesk) async throws -> Report
}
