/// What `format` means: checks by name, and whether they are made.
package struct FormatChecks: Sendable {
    /// Gives the reason why a text does not have a format, as a sentence, or nil when it has.
    package typealias Check = @Sendable (String) -> String?

    /// The standard formats, checked; a schema with any other name is refused.
    package static let asserted = FormatChecks(checks: standard, isAsserted: true)

    /// `format` is a note for people: nothing is checked and every name is allowed.
    package static let annotated = FormatChecks(checks: standard, isAsserted: false)

    let checks: [String: Check]
    let isAsserted: Bool

    /// These checks and more; a name that is there already is replaced.
    package func adding(_ more: [String: Check]) -> FormatChecks {
        FormatChecks(checks: checks.merging(more) { _, new in new }, isAsserted: isAsserted)
    }

    /// These checks and one more.
    package func adding(_ name: String, _ check: @escaping Check) -> FormatChecks {
        adding([name: check])
    }

    /// The same checks, made even if they were only notes.
    var made: FormatChecks { FormatChecks(checks: checks, isAsserted: true) }

    private static let standard: [String: Check] = [
        "date": check(DateFormats.isDate, "Expected a date as YYYY-MM-DD that exists."),
        "time": check(DateFormats.isTime, "Expected a time as HH:MM:SS with Z or an offset."),
        "date-time": check(
            DateFormats.isDateTime,
            "Expected a date and time as YYYY-MM-DDTHH:MM:SS with Z or an offset."
        ),
        "duration": check(
            DurationFormat.isDuration,
            "Expected a duration as in ISO 8601, beginning with P."
        ),
        "email": check(MailFormat.isAddress, "Expected an e-mail address, name@domain."),
        "hostname": check(HostFormats.isName, "Expected a host name."),
        "ipv4": check(HostFormats.isIPv4, "Expected an IPv4 address of four numbers with dots."),
        "ipv6": check(HostFormats.isIPv6, "Expected an IPv6 address."),
        "uri": check(
            { URIReference(validating: $0)?.scheme != nil },
            "Expected a complete address with its scheme, as in https://…"
        ),
        "uri-reference": check(
            { URIReference(validating: $0) != nil },
            "Expected an address; write other characters as %XX."
        ),
        "uuid": check(UUIDFormat.isUUID, "Expected a UUID: hex digits in groups of 8-4-4-4-12."),
        "json-pointer": check(
            { JSONPointer($0) != nil },
            "Expected a JSON pointer: empty, or beginning with /."
        ),
        "relative-json-pointer": check(
            RelativePointerFormat.isPointer,
            "Expected a relative JSON pointer, beginning with a number."
        ),
        "regex": { text in
            do throws(PatternError) {
                _ = try PatternParser.parse(text)
                return nil
            } catch {
                return "Expected a regular expression (ECMA-262); \(error.reason)."
            }
        },
    ]

    private static func check(
        _ holds: @escaping @Sendable (String) -> Bool,
        _ sentence: String
    ) -> Check {
        { holds($0) ? nil : sentence }
    }
}
