/// One difference between two schemas, as somebody sees it who knows only the older one.
package struct SchemaChange: Sendable, Equatable {
    /// Whether documents of the newer schema may be refused by the older one.
    package let isBreaking: Bool
    /// Where in a document.
    package let path: JSONPointer
    /// Where the newer schema says so; the parent's place for what it no longer has.
    package let pointer: JSONPointer
    /// What is different, without the place.
    package let message: String
}

extension CompiledSchema {
    /// What is different from an older schema, in the order of the documents.
    package func changes(from older: CompiledSchema) -> [SchemaChange] {
        let before = older.fieldsByPath
        let after = fieldsByPath
        return Set(before.keys).union(after.keys).sorted().flatMap { path -> [SchemaChange] in
            switch (before[path], after[path]) {
            case (let old?, let new?): new.changes(from: old)
            case (let old?, nil): [old.removed(from: after[path.parent])]
            case (nil, let new?): [new.added]
            case (nil, nil): []
            }
        }
    }

    private var fieldsByPath: [JSONPointer: SchemaField] {
        Dictionary(fields.map { ($0.path, $0) }) { first, _ in first }
    }
}

extension JSONPointer {
    fileprivate var parent: JSONPointer { JSONPointer(tokens: tokens.dropLast()) }
}

extension SchemaField {
    fileprivate var added: SchemaChange {
        change(breaking: true, "the field is new, and a receiver that is closed refuses it")
    }

    fileprivate func removed(from parent: SchemaField?) -> SchemaChange {
        SchemaChange(
            isBreaking: isRequired,
            path: path,
            pointer: parent?.pointer ?? .root,
            message: isRequired
                ? "the field is gone, and a receiver expects it" : "the field is gone"
        )
    }

    fileprivate func changes(from old: SchemaField) -> [SchemaChange] {
        var changes: [SchemaChange] = []
        if old.isRequired, !isRequired {
            changes.append(change(breaking: true, "the field is no longer always there"))
        } else if isRequired, !old.isRequired {
            changes.append(change(breaking: false, "the field is now always there"))
        }
        if types != old.types {
            let isNarrower = old.allTypes.isSuperset(of: allTypes)
            changes.append(change(breaking: !isNarrower, "\(old.types) became \(types)"))
        }
        changes += valueChanges(from: old)
        changes += sizeChanges(from: old)
        changes += limitChanges(from: old)
        changes += wordChanges(from: old)
        return changes
    }

    private func valueChanges(from old: SchemaField) -> [SchemaChange] {
        switch (old.values, values) {
        case (nil, nil): return []
        case (nil, _?): return [change(breaking: false, "only listed values are allowed now")]
        case (_?, nil): return [change(breaking: true, "other than listed values are allowed now")]
        case (let before?, let after?):
            let new = after.filter { !before.contains($0) }
            let gone = before.filter { !after.contains($0) }
            return [
                new.isEmpty
                    ? nil : change(breaking: true, "\(Wording.values(new)) may come as well"),
                gone.isEmpty
                    ? nil : change(breaking: false, "\(Wording.values(gone)) no longer comes"),
            ].compactMap(\.self)
        }
    }

    private func sizeChanges(from old: SchemaField) -> [SchemaChange] {
        SizeBound.allCases.compactMap { bound in
            let (before, after) = (old.bound(bound), self.bound(bound))
            guard before != after else { return nil }
            let isWider =
                bound.isMinimum ? (after ?? 0) < (before ?? 0) : (after ?? .max) > (before ?? .max)
            let words = { (size: Int?) in size.map(String.init) ?? "no bound" }
            return change(
                breaking: isWider,
                "`\(bound.rawValue)` was \(words(before)) and is \(words(after))"
            )
        }
    }

    /// A bound of all forms together: the widest of them.
    private func bound(_ bound: SizeBound) -> Int? {
        let type: TypeSet =
            switch bound {
            case .minLength, .maxLength: .string
            case .minItems, .maxItems: .array
            case .minProperties, .maxProperties: .object
            }
        let sizes = forms(allowing: type).map { $0.sizes[bound] }
        guard !sizes.contains(nil) else { return nil }
        let known = sizes.compactMap(\.self)
        return bound.isMinimum ? known.min() : known.max()
    }

    private func limitChanges(from old: SchemaField) -> [SchemaChange] {
        NumberBound.allCases.compactMap { bound in
            let (before, after) = (old.limit(bound), limit(bound))
            guard before != after else { return nil }
            // Without a limit everything is allowed; a limit that allows the other is the wider one.
            let isWider = before.map { before in after.map { !bound.allows($0, before) } ?? true }
            let words = { (limit: JSONNumber?) in limit?.description ?? "no bound" }
            return change(
                breaking: isWider ?? false,
                "`\(bound.rawValue)` was \(words(before)) and is \(words(after))"
            )
        }
    }

    /// A limit of all forms together: the widest of them.
    private func limit(_ bound: NumberBound) -> JSONNumber? {
        let limits = forms(allowing: .number).map { $0.limits[bound] }
        guard !limits.contains(nil) else { return nil }
        return limits.compactMap(\.self).reduce(nil) { widest, limit in
            widest.map { bound.allows($0, limit) ? limit : $0 } ?? limit
        }
    }

    private func wordChanges(from old: SchemaField) -> [SchemaChange] {
        [
            ("pattern", old.common(\.patterns), common(\.patterns)),
            ("not", old.common(\.excludedPatterns), common(\.excludedPatterns)),
            ("format", old.common(\.formats), common(\.formats)),
        ].compactMap { keyword, before, after in
            guard before != after else { return nil }
            // Two patterns cannot be compared, so what is no longer promised counts as broken.
            return change(
                breaking: !after.isSuperset(of: before),
                "`\(keyword)` is another one"
            )
        }
    }

    /// What all texts promise that are not listed.
    private func common(_ words: KeyPath<SchemaBounds, Set<String>>) -> Set<String> {
        let all = forms(allowing: .string).map { $0[keyPath: words] }
        return all.dropFirst().reduce(all.first ?? []) { $0.intersection($1) }
    }

    private func change(breaking: Bool, _ message: String) -> SchemaChange {
        SchemaChange(isBreaking: breaking, path: path, pointer: pointer, message: message)
    }
}
