extension URIReference {
    /// The address that a reference means when it stands in a document at this one.
    func resolving(_ reference: URIReference) -> URIReference {
        guard reference.scheme == nil else { return reference.withoutDots }
        var target = reference
        target.scheme = scheme
        guard reference.authority == nil else { return target.withoutDots }
        target.authority = authority
        if reference.path.isEmpty {
            target.path = path
            target.query = reference.query ?? query
            return target
        }
        if !reference.path.hasPrefix("/") { target.path = folder + reference.path }
        return target.withoutDots
    }

    /// The path up to its last slash.
    private var folder: String {
        if authority != nil, path.isEmpty { return "/" }
        return path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    private var withoutDots: URIReference {
        guard path.contains("./") || path.hasSuffix(".") else { return self }
        var kept: [Substring] = []
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch segment {
            case ".": if isLast { kept.append("") }
            case "..":
                if kept.count > 1 || kept.first?.isEmpty == false { kept.removeLast() }
                if isLast { kept.append("") }
            default: kept.append(segment)
            }
        }
        var other = self
        other.path = kept.joined(separator: "/")
        return other
    }
}
