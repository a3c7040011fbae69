import Outbox

/// A backup as it is asked for; no key may be misspelt.
struct BackupRequest: Decodable {
    let order: BackupOrder

    private enum CodingKeys: String, CodingKey, CaseIterable { case id, folder, name, keysKeptDays }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue))
        order = try BackupOrder(from: decoder)
    }
}
