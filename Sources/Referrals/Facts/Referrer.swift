/// Who refers, so that the receiver can ring back.
package struct Referrer: Sendable, Codable, Hashable {
    package let name: String
    package let role: String
    package let force: PoliceForceCode
    package let telephone: Telephone
}
