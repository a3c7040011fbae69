extension Int {
    /// The number with what is counted: `1 delivery`, `2 deliveries`.
    func of(_ one: String, _ many: String) -> String { self == 1 ? "1 \(one)" : "\(self) \(many)" }
}
