import Foundation
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import Outbox
import Oversight
import Referrals

/// The addresses under `/v1`, as `Contracts/service-api/1.0/openapi.yaml` describes them.
struct DeskRoutes: Sendable {
    let desk: any ReferralDesk

    /// Adds the routes to a router.
    func add<Context: RequestContext>(to router: some RouterMethods<Context>) {
        router.post("/v1/referrals") { request, _ in try await submit(request) }
        router.get("/v1/referrals/:reference") { _, context in try await status(context) }
        router.get("/v1/queue") { _, _ in try Response.json(try await desk.queue()) }
        router.get("/v1/deliveries") { request, _ in try await deliveries(request) }
        router.post("/v1/corrections") { request, _ in
            try Response.lines(try await desk.correct(try await documents(in: request)))
        }
        router.post("/v1/withdrawals") { request, _ in
            let order = try await decoded(WithdrawRequest.self, request).order
            return try Response.json(try await desk.withdraw(order))
        }
        router.post("/v1/answers") { request, _ in
            let answer = try await decoded(SpokenRequest.self, request).answer
            return try Response.json(try await desk.acknowledge(answer))
        }
        router.get("/v1/feedback") { request, _ in try await feedback(request) }
        router.post("/v1/resends") { request, _ in try await resend(request) }
        add(AuditListOrder.self, to: router)
        add(AuditStateOrder.self, to: router)
        add(AuditVerifyOrder.self, to: router)
        add(AuditProveOrder.self, to: router)
        add(AuditBundleOrder.self, to: router)
        add(AuditFilesOrder.self, to: router)
        add(RevealOrder.self, to: router)
        add(FindOrder.self, to: router)
        add(EraseOrder.self, to: router)
        add(ErasurePlanOrder.self, to: router)
        add(EraseDueOrder.self, to: router)
        add(CertificatesOrder.self, to: router)
        add(ReviewsOrder.self, to: router)
        add(ReviewOrder.self, to: router)
        add(LegalHoldOrder.self, to: router)
        add(KeysOrder.self, to: router)
        add(RotationOrder.self, to: router)
        add(KeyNoteOrder.self, to: router)
        add(TokenOrder.self, to: router)
        add(TokensOrder.self, to: router)
        add(RevokeOrder.self, to: router)
        router.get("/v1/holds") { _, _ in try Response.json(try await desk.holds()) }
        router.put("/v1/holds/:partner") { request, context in
            let order = try await decoded(HoldRequest.self, request).order
            return try Response.json(try await desk.hold(try word("partner", in: context), order))
        }
        router.delete("/v1/holds/:partner") { _, context in
            try await desk.release(try word("partner", in: context))
            return try Response.json(try await desk.holds())
        }
        addBackups(to: router)
    }

    private func add<Order: DeskOrder>(
        _: Order.Type,
        to router: some RouterMethods<some RequestContext>
    ) {
        router.post("/v1/\(Order.path)") { request, _ in
            let order = try await decoded(Order.self, request)
            return try Response.json(try await desk.carryOut(order))
        }
    }

    private func submit(_ request: Request) async throws -> Response {
        try .lines(try await desk.submit(try await documents(in: request)))
    }

    private func documents(in request: Request) async throws -> [InputDocument] {
        let body = Data(
            try await request.body.collect(upTo: WireFormat.bodyBytesMax).readableBytesView
        )
        let isSequence = request.headers[.contentType] == DocumentSequence.mediaType
        let documents =
            isSequence ? DocumentSequence.decode(body) : InputReader.documents(in: body)
        guard !documents.isEmpty else {
            throw DeskError.badRequest(
                "The body is empty. Expected a referral as a JSON object, an array of them, or "
                    + "one on each line."
            )
        }
        return documents
    }

    private func status(_ context: some RequestContext) async throws -> Response {
        try .json(try await desk.status(of: try word("reference", in: context)))
    }

    private func deliveries(_ request: Request) async throws -> Response {
        let given = request.uri.queryParameters
        let known = ["partner", "state", "overdue", "awaiting", "after", "limit"]
        try refuseParameters(of: request, except: known)
        var query = ListQuery()
        query.partner = given.get("partner")
        query.state = try word(given.get("state"), "state")
        query.awaiting = try word(given.get("awaiting"), "awaiting")
        query.overdue = try truth(given.get("overdue"), "overdue")
        query.after = given.get("after")
        query.limit = try given.get("limit").map { text throws(DeskError) in
            guard let limit = Int(text), limit > 0 else {
                throw .badRequest("limit: expected a whole number above 0.")
            }
            return limit
        }
        return try .json(try await desk.deliveries(query))
    }

    private func feedback(_ request: Request) async throws -> Response {
        let given = request.uri.queryParameters
        try refuseParameters(of: request, except: ["since", "officer"])
        guard let since = given.get("since").flatMap({ try? Date($0, strategy: .iso8601) }) else {
            throw DeskError.badRequest("since: expected a time such as 2026-11-24T09:30:00Z.")
        }
        return try .json(try await desk.feedback(since: since, officer: given.get("officer")))
    }

    private func refuseParameters(
        of request: Request,
        except known: [String]
    ) throws(DeskError) {
        for (name, _) in request.uri.queryParameters where !known.contains(String(name)) {
            throw .badRequest(
                "There is no filter \(name). Known filters: \(known.joined(separator: ", "))."
            )
        }
    }

    private func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String?,
        _ name: String
    ) throws(DeskError) -> Word? {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else {
            throw .badRequest(
                "There is no \(name) \(text). Expected one of "
                    + Word.allCases.map(\.rawValue).joined(separator: ", ") + "."
            )
        }
        return word
    }

    private func truth(_ text: String?, _ name: String) throws(DeskError) -> Bool {
        switch text {
        case nil, "false": false
        case "true": true
        default: throw .badRequest("\(name): expected true or false.")
        }
    }

    private func resend(_ request: Request) async throws -> Response {
        let order = try await decoded(ResendRequest.self, request).order
        return try .json(try await desk.resend(order))
    }

    /// A word of the address, which may be percent-encoded.
    func word(_ name: String, in context: some RequestContext) throws(DeskError) -> String {
        guard let word = context.parameters.get(name)?.removingPercentEncoding else {
            throw .badRequest("The \(name) in the address is not well encoded.")
        }
        return word
    }

    func decoded<Order: Decodable>(
        _: Order.Type,
        _ request: Request
    ) async throws -> Order {
        let body = Data(
            try await request.body.collect(upTo: WireFormat.bodyBytesMax).readableBytesView
        )
        do {
            return try WireFormat.decode(Order.self, from: body)
        } catch let error as DecodingError {
            throw DeskError.badRequest("The order cannot be read: \(error.inWords)")
        }
    }
}

extension DecodingError {
    /// Where and what is wrong, without quoting the document.
    fileprivate var inWords: String {
        switch self {
        case .keyNotFound(let key, _): "\(key.stringValue) is missing."
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has a value that is "
                + "not known or of another kind than expected."
        @unknown default: "it is not JSON of the expected shape."
        }
    }
}
