import Foundation
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import Outbox
import Oversight

/// The addresses under `/v1`, as `Contracts/service-api/1.0/openapi.yaml` describes them.
struct DeskRoutes: Sendable {
    let desk: any ReferralDesk
    let health: @Sendable () -> Health
    /// The numbers for Prometheus.
    let metrics: @Sendable () async throws -> PrometheusText

    /// Adds the routes to a router.
    func add(to router: Router<BasicRequestContext>) {
        router.get("/v1/health") { _, _ in try Response.json(health()) }
        router.get("/metrics") { _, _ in Response.prometheus(try await metrics()) }
        router.post("/v1/referrals") { request, _ in try await submit(request) }
        router.get("/v1/referrals/:reference") { _, context in try await status(context) }
        router.get("/v1/queue") { _, _ in try Response.json(try await desk.queue()) }
        router.get("/v1/deliveries") { request, _ in try await deliveries(request) }
        router.post("/v1/resends") { request, _ in try await resend(request) }
        router.get("/v1/holds") { _, _ in try Response.json(try await desk.holds()) }
        router.put("/v1/holds/:partner") { request, context in
            let order = try await decoded(HoldRequest.self, request).order
            return try Response.json(try await desk.hold(partner(context), order))
        }
        router.delete("/v1/holds/:partner") { _, context in
            try await desk.release(partner(context))
            return try Response.json(try await desk.holds())
        }
    }

    private func submit(_ request: Request) async throws -> Response {
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
        return try .lines(try await desk.submit(documents))
    }

    private func status(_ context: BasicRequestContext) async throws -> Response {
        let encoded = context.parameters.get("reference") ?? ""
        guard let reference = encoded.removingPercentEncoding else {
            throw DeskError.badRequest("The reference in the address is not well encoded.")
        }
        return try .json(try await desk.status(of: reference))
    }

    private func deliveries(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        if let unknown = query.first(where: { !["partner", "state"].contains($0.key) }) {
            throw DeskError.badRequest(
                "There is no filter \(unknown.key). Known filters: partner, state."
            )
        }
        let state = try query.get("state").map { word in
            guard let state = DeliveryState(rawValue: word) else {
                throw DeskError.badRequest(
                    "There is no state \(word). States: "
                        + DeliveryState.allCases.map(\.rawValue).joined(separator: ", ") + "."
                )
            }
            return state
        }
        return try .json(
            try await desk.deliveries(partner: query.get("partner"), state: state)
        )
    }

    private func resend(_ request: Request) async throws -> Response {
        let order = try await decoded(ResendRequest.self, request).order
        return try .json(try await desk.resend(order))
    }

    private func partner(_ context: BasicRequestContext) -> String {
        let encoded = context.parameters.get("partner") ?? ""
        return encoded.removingPercentEncoding ?? encoded
    }

    private func decoded<Order: Decodable>(
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
