import Acknowledgements
import DeliveryCurl
import Foundation
import Intake
import Outbox
import Oversight
import Portal
import Referrals

/// The desk of a running service, reached by its Unix domain socket.
struct RemoteDesk: ReferralDesk {
    /// The longest document that fits into a request with its separators.
    private static let documentBytesMax = WireFormat.bodyBytesMax - 2

    /// How long a service may take to say that it is there; a stopped one never does.
    private static let findLimit: Duration = .seconds(2)

    private let client: LocalSocketClient
    private let socket: String
    /// Which service it is.
    let health: Health

    /// The service that works on this store, if one answers on the socket.
    static func find(_ settings: Settings) async -> RemoteDesk? {
        guard FileManager.default.fileExists(atPath: settings.socket) else { return nil }
        let client = LocalSocketClient(socket: settings.socket)
        guard
            let answer = try? await client.request(
                method: "GET",
                path: "/v1/health",
                timeLimit: findLimit
            ),
            answer.status == 200,
            let health = try? WireFormat.decode(Health.self, from: answer.body),
            health.store == settings.store.identity
        else { return nil }
        return RemoteDesk(client: client, socket: settings.socket, health: health)
    }

    /// Why this user may not ask the service, if the system does not let it come near the socket.
    static func trouble(_ settings: Settings) -> DeskError? {
        guard unsafe access(settings.socket, R_OK | W_OK) != 0, errno == EACCES else { return nil }
        let folder = URL(filePath: settings.socket).deletingLastPathComponent().path
        let remedy =
            unsafe access(folder, X_OK) == 0
            ? "An administrator can give this user a role in the settings: roles"
            : "It may not enter the folder \(folder): an administrator can add it to that folder's group"
        return .notAllowed(
            "The user \(SystemUser.current.name) may not use the service's socket, \(settings.socket). "
                + "\(remedy); or give the command as the service's user or as root."
        )
    }

    func submit(_ documents: [InputDocument]) async throws -> [SubmissionLine] {
        try await hand(documents, to: "/v1/referrals")
    }

    func correct(_ documents: [InputDocument]) async throws -> [SubmissionLine] {
        try await hand(documents, to: "/v1/corrections")
    }

    private func hand(
        _ documents: [InputDocument],
        to path: String
    ) async throws -> [SubmissionLine] {
        let small = documents.filter { $0.bytes.count < Self.documentBytesMax }
        var lines = documents.filter { $0.bytes.count >= Self.documentBytesMax }
            .map(SubmissionLine.tooLong)
        if !small.isEmpty {
            let answer = try await answer(
                "POST",
                path,
                body: DocumentSequence.encode(small),
                mediaType: DocumentSequence.mediaType
            )
            let answered = try WireFormat.decodeLines(SubmissionLine.self, from: answer)
            guard answered.count == small.count else { throw ServiceLost(socket: socket) }
            // The service numbers what it gets; people count the lines of their file.
            lines += zip(answered, small).map { $0.numbered($1.line) }
        }
        return lines.sorted { $0.line < $1.line }
    }

    func queue() async throws -> QueueReport {
        try WireFormat.decode(QueueReport.self, from: try await answer("GET", "/v1/queue"))
    }

    func withdraw(_ order: WithdrawOrder) async throws -> WithdrawReport {
        try WireFormat.decode(
            WithdrawReport.self,
            from: try await answer("POST", "/v1/withdrawals", body: try WireFormat.encode(order))
        )
    }

    func acknowledge(_ spoken: SpokenAnswer) async throws -> SpokenReport {
        try WireFormat.decode(
            SpokenReport.self,
            from: try await answer("POST", "/v1/answers", body: try WireFormat.encode(spoken))
        )
    }

    func feedback(since: Date, officer: String?) async throws -> FeedbackDigest {
        let path = address(
            "/v1/feedback",
            ["since": since.formatted(.iso8601), "officer": officer]
        )
        return try WireFormat.decode(FeedbackDigest.self, from: try await answer("GET", path))
    }

    func deliveries(_ query: ListQuery) async throws -> DeliveryList {
        let path = address(
            "/v1/deliveries",
            [
                "partner": query.partner, "state": query.state?.rawValue,
                "overdue": query.overdue ? "true" : nil, "awaiting": query.awaiting?.rawValue,
                "after": query.after, "limit": query.limit.map(String.init),
            ]
        )
        return try WireFormat.decode(DeliveryList.self, from: try await answer("GET", path))
    }

    private func address(_ path: String, _ parameters: [String: String?]) -> String {
        var address = URLComponents()
        address.path = path
        address.queryItems = parameters.compactMap { name, value in
            value.map { URLQueryItem(name: name, value: $0) }
        }
        // A plus sign would be read as a space.
        return (address.string ?? path).replacing("+", with: "%2B")
    }

    func status(of reference: String) async throws -> StatusReport {
        try WireFormat.decode(
            StatusReport.self,
            from: try await answer("GET", "/v1/referrals/\(encoded(reference))")
        )
    }

    func resend(_ order: ResendOrder) async throws -> ResendReport {
        try WireFormat.decode(
            ResendReport.self,
            from: try await answer("POST", "/v1/resends", body: try WireFormat.encode(order))
        )
    }

    func carryOut<Order: DeskOrder>(_ order: Order) async throws -> Order.Report {
        let body = try WireFormat.encode(order)
        return try WireFormat.decode(
            Order.Report.self,
            from: try await answer("POST", "/v1/\(Order.path)", body: body)
        )
    }

    func hold(_ partner: String, _ order: HoldOrder) async throws -> LaneHold {
        try WireFormat.decode(
            LaneHold.self,
            from: try await answer(
                "PUT",
                "/v1/holds/\(encoded(partner))",
                body: try WireFormat.encode(order)
            )
        )
    }

    func release(_ partner: String) async throws {
        _ = try await answer("DELETE", "/v1/holds/\(encoded(partner))")
    }

    func holds() async throws -> [LaneHold] {
        try WireFormat.decode([LaneHold].self, from: try await answer("GET", "/v1/holds"))
    }

    func encoded(_ word: String) -> String {
        word.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? word
    }

    func answer(
        _ method: String,
        _ path: String,
        body: Data = Data(),
        mediaType: String = "application/json",
        timeLimit: Duration = .seconds(600)
    ) async throws -> Data {
        let answer: (status: Int, body: Data)
        do {
            answer = try await client.request(
                method: method,
                path: path,
                body: body,
                contentType: mediaType,
                timeLimit: timeLimit
            )
        } catch {
            throw ServiceLost(socket: socket)
        }
        guard answer.status == 200 else { throw refusal(answer.status, answer.body) }
        return answer.body
    }

    private func refusal(_ status: Int, _ body: Data) -> DeskError {
        let problem = try? WireFormat.decode(Problem.self, from: body)
        let detail = problem?.detail ?? "The service answered with status \(status)."
        return switch status {
        case 403: .notAllowed(detail)
        case 404: .notFound(detail)
        case 503 where problem?.type == Problem.tryLater: .tryLater(detail)
        case 507: .cannotWrite(detail)
        case 400..<500: .badRequest(detail)
        default: .unavailable(detail)
        }
    }
}
