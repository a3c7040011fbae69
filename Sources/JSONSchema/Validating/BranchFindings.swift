/// What is wrong with a value by one branch of an `anyOf` or `oneOf`.
struct BranchFindings {
    let schema: Int
    let violations: [SchemaViolation]
    /// How deep in the document the branches were applied.
    let level: Int

    /// Whether the value has the type, and is none of a few fixed values, that the branch is for.
    var isOfRightKind: Bool {
        !violations.contains {
            $0.depth == level && ["type", "enum", "const"].contains($0.keyword)
        }
    }

    /// The branches that were most probably meant: several when nothing speaks for one of them.
    static func nearest(of branches: [BranchFindings]) -> [BranchFindings] {
        let least = branches.map(\.distance).min { $0.lexicographicallyPrecedes($1) }
        return branches.filter { $0.distance == least }
    }

    /// How far the value is from the branch; the first difference decides.
    private var distance: [Int] {
        [
            violations.contains { $0.depth == level && $0.keyword == "type" } ? 1 : 0,
            isOfRightKind ? 0 : 1,
            // A fixed member, such as a kind, tells forms apart.
            violations.contains { $0.depth == level + 1 && $0.keyword == "const" } ? 1 : 0,
            violations.count { Self.aboutShape.contains($0.keyword) && $0.depth <= level + 1 },
            -(violations.map(\.depth).max() ?? 0),
            violations.count,
        ]
    }

    private static let aboutShape: Set<String> = [
        "required", "additionalProperties", "unevaluatedProperties", Keyword.falseSchema,
    ]
}

extension SchemaViolation {
    fileprivate var depth: Int { instancePointer.tokens.count }
}
