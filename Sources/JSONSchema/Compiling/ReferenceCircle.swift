/// Looks for references that lead back to themselves without going into the document.
struct ReferenceCircle {
    private enum Visit {
        case open
        case done
    }

    /// A schema whose turn it is, and those that it leads to.
    private struct Step {
        let schema: Int
        var ahead: ArraySlice<Int>
    }

    private let nodes: [SchemaNode]
    private var visits: [Visit?]

    /// A schema on a circle, or nil when every chain of references ends.
    static func find(in nodes: [SchemaNode]) -> SchemaNode? {
        var search = ReferenceCircle(
            nodes: nodes,
            visits: Array(repeating: nil, count: nodes.count)
        )
        for start in nodes.indices {
            if let found = search.circle(from: start) { return nodes[found] }
        }
        return nil
    }

    private mutating func circle(from start: Int) -> Int? {
        guard visits[start] == nil else { return nil }
        var chain = [step(start)]
        while var last = chain.popLast() {
            guard let next = last.ahead.popFirst() else {
                visits[last.schema] = .done
                continue
            }
            chain.append(last)
            switch visits[next] {
            case .open: return next
            case .done: continue
            case nil: chain.append(step(next))
            }
        }
        return nil
    }

    private mutating func step(_ schema: Int) -> Step {
        visits[schema] = .open
        return Step(schema: schema, ahead: nodes[schema].rules.flatMap(\.schemasOfSameValue)[...])
    }
}

extension SchemaRule {
    /// The schemas that are applied to the same value, not to a part of it.
    var schemasOfSameValue: [Int] {
        switch self {
        case .reference(let schema, _), .not(let schema): [schema]
        case .all(let schemas), .any(let schemas), .exactlyOne(let schemas): schemas
        case .condition(let condition, let then, let otherwise):
            [condition] + [then, otherwise].compactMap(\.self)
        case .schemasWith(let dependent): dependent.map(\.schema)
        default: []
        }
    }
}
