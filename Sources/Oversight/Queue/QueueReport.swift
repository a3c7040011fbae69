/// How many deliveries stand where, by partner; the document of `queue --json`.
package struct QueueReport: Codable, Sendable, Equatable {
    /// The counts of one partner, or of all.
    package struct Counts: Codable, Sendable, Equatable {
        package var queued = 0
        package var sending = 0
        package var uncertain = 0
        package var delivered = 0
        package var acknowledged = 0
        package var decided = 0
        package var parked = 0
        package var withdrawn = 0
        package var superseded = 0
        /// Deliveries whose receipt, acknowledgement or decision is owed for longer than agreed.
        package var overdue = 0
        /// How long the longest waiting delivery has been due, in seconds.
        package var oldestDueSeconds: Int?
        /// How many deliveries are parked for each reason.
        package var parkedReasons: [String: Int] = [:]

        enum CodingKeys: String, CodingKey {
            case queued, sending, uncertain, delivered, acknowledged, decided, parked, withdrawn
            case superseded, overdue, oldestDueSeconds, parkedReasons
        }

        /// Writes every key, `oldestDueSeconds` as null when nothing is due.
        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(queued, forKey: .queued)
            try container.encode(sending, forKey: .sending)
            try container.encode(uncertain, forKey: .uncertain)
            try container.encode(delivered, forKey: .delivered)
            try container.encode(acknowledged, forKey: .acknowledged)
            try container.encode(decided, forKey: .decided)
            try container.encode(parked, forKey: .parked)
            try container.encode(withdrawn, forKey: .withdrawn)
            try container.encode(superseded, forKey: .superseded)
            try container.encode(overdue, forKey: .overdue)
            try container.encode(oldestDueSeconds, forKey: .oldestDueSeconds)
            try container.encode(parkedReasons, forKey: .parkedReasons)
        }
    }

    /// One partner's counts.
    package struct PartnerCounts: Codable, Sendable, Equatable {
        package let id: String
        /// Whether there is a file for it; without one nothing is sent.
        ///
        /// Written only when false.
        package let hasFile: Bool
        /// What holds up its deliveries, if some wait and something does.
        ///
        /// Written only then.
        package let lane: LaneCondition?
        package let counts: Counts

        enum CodingKeys: CodingKey { case id, hasFile, lane }

        /// Pairs a partner with its counts.
        package init(id: String, hasFile: Bool, lane: LaneCondition?, counts: Counts) {
            self.id = id
            self.hasFile = hasFile
            self.lane = lane
            self.counts = counts
        }

        /// Whether something waits to be sent or cleared up.
        package var hasWaiting: Bool { counts.queued + counts.uncertain > 0 }

        /// Whether deliveries wait that nobody sends.
        package var isStranded: Bool { !hasFile && hasWaiting }

        /// Reads the counts from beside the identifier.
        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = try container.decode(String.self, forKey: .id)
            hasFile = try container.decodeIfPresent(Bool.self, forKey: .hasFile) ?? true
            lane = try container.decodeIfPresent(LaneCondition.self, forKey: .lane)
            counts = try Counts(from: decoder)
        }

        /// Writes the counts beside the identifier.
        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            if !hasFile { try container.encode(hasFile, forKey: .hasFile) }
            try container.encodeIfPresent(lane, forKey: .lane)
            try counts.encode(to: encoder)
        }
    }

    /// Referrals that no partner covers and that wait for a person.
    package let unrouted: Int
    package let partners: [PartnerCounts]
    package let totals: Counts
}
