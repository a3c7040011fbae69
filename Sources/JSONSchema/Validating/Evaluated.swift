/// The parts of one value that some keyword has dealt with.
struct Evaluated {
    private var properties: Set<String> = []
    private var hasAllProperties = false
    private var itemsCount = 0
    private var items: Set<Int> = []

    mutating func insert(_ key: String) { properties.insert(key) }
    mutating func insertAllProperties() { hasAllProperties = true }
    mutating func insert(item: Int) { items.insert(item) }
    mutating func insertItems(upTo count: Int) { itemsCount = max(itemsCount, count) }

    func contains(_ key: String) -> Bool { hasAllProperties || properties.contains(key) }
    func contains(item: Int) -> Bool { item < itemsCount || items.contains(item) }

    mutating func formUnion(_ other: Evaluated) {
        properties.formUnion(other.properties)
        hasAllProperties = hasAllProperties || other.hasAllProperties
        itemsCount = max(itemsCount, other.itemsCount)
        items.formUnion(other.items)
    }
}
