extension Validation {
    /// Rules about the elements of an array.
    mutating func checkArray(
        _ elements: [JSONValue],
        _ rule: SchemaRule,
        of node: SchemaNode,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        switch rule {
        case .unique: checkUnique(elements, of: node)
        case .elements(let prefix, let rest):
            checkElements(elements, prefix: prefix, rest: rest, &evaluated)
        case .contains(let schema, let atLeast, let atMost):
            checkContains(
                elements,
                schema,
                atLeast: atLeast,
                atMost: atMost,
                of: node,
                &evaluated
            )
        case .unevaluatedItems(let rest): checkUnevaluated(elements, rest, of: node, &evaluated)
        default: true
        }
    }

    private mutating func checkUnique(_ elements: [JSONValue], of node: SchemaNode) -> Bool {
        var places: [JSONValue: Int] = [:]
        for (place, element) in elements.enumerated() {
            guard let earlier = places.updateValue(place, forKey: element) else { continue }
            return refuse(
                node,
                "uniqueItems",
                "Entries \(earlier + 1) and \(place + 1) are the same; remove one of them."
            )
        }
        return true
    }

    private mutating func checkElements(
        _ elements: [JSONValue],
        prefix: [Int],
        rest: Int?,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        var fits = true
        for (place, element) in elements.enumerated() {
            guard let schema = place < prefix.count ? prefix[place] : rest else { break }
            if !check(element, schema, at: .index(place)) { fits = false }
            if !fits, isQuiet { return false }
        }
        evaluated?.insertItems(upTo: rest == nil ? prefix.count : elements.count)
        return fits
    }

    private mutating func checkContains(
        _ elements: [JSONValue],
        _ index: Int,
        atLeast: Int,
        atMost: Int?,
        of node: SchemaNode,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        var count = 0
        for (place, element) in elements.enumerated() {
            guard fits(element, index, at: .index(place)) else { continue }
            count += 1
            evaluated?.insert(item: place)
        }
        if count < atLeast {
            let keyword = atLeast == 1 ? "contains" : "minContains"
            let kind = schema.nodes[index].kind
            return refuse(node, keyword, Self.expected("at least", atLeast, of: kind))
        }
        if let atMost, count > atMost {
            let kind = schema.nodes[index].kind
            return refuse(node, "maxContains", Self.expected("at most", atMost, of: kind))
        }
        return true
    }

    private static func expected(_ bound: String, _ count: Int, of kind: String) -> String {
        "Expected \(bound) \(Wording.count(count, "entry", "entries")) of \(kind)."
    }

    private mutating func checkUnevaluated(
        _ elements: [JSONValue],
        _ rest: Int,
        of node: SchemaNode,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        var fits = true
        for (place, element) in elements.enumerated()
        where !(evaluated?.contains(item: place) ?? false) {
            if schema.nodes[rest].refusesEverything {
                fits = refuse(
                    node,
                    "unevaluatedItems",
                    at: .index(place),
                    "One entry too many; remove it."
                )
            } else if !check(element, rest, at: .index(place)) {
                fits = false
            }
        }
        evaluated?.insertItems(upTo: elements.count)
        return fits
    }
}
