extension Range<Int64> {
    /// Where a node over these leaves, at least two, is parted in two (RFC 6962 §2.1).
    var middle: Int64 {
        // The left half is the largest power of two below the count.
        let last = upperBound - lowerBound - 1
        return lowerBound + 1 << (last.bitWidth - 1 - last.leadingZeroBitCount)
    }
}
