/// A small generator of numbers that gives the same ones for the same seed (Steele, Lea, Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// One of several, each as likely as its weight.
    mutating func pick<Value>(_ choices: [(weight: Int, value: Value)]) -> Value {
        var rest = Int.random(in: 0..<choices.reduce(0) { $0 + $1.weight }, using: &self)
        for choice in choices {
            rest -= choice.weight
            if rest < 0 { return choice.value }
        }
        preconditionFailure("weights must be positive")
    }

    /// One of several, all alike.
    mutating func pick<Value>(_ choices: [Value]) -> Value {
        choices[Int.random(in: 0..<choices.count, using: &self)]
    }

    /// True so many times in a hundred.
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}
