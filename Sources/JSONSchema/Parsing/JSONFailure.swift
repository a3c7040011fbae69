/// A fault and the byte where it was noticed; the place is worked out only when parsing fails.
struct JSONFailure: Error {
    let fault: JSONFault
    let offset: Int
}
