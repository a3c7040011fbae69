import Foundation
import Testing

@testable import Acknowledgements

@Suite struct SignatureInputTests {
    @Test func `the members of RFC 9421's own example are read`() throws {
        // RFC 9421, section 4.3.
        let field =
            #"sig1=("@method" "@authority" "@path" "content-digest" "content-type" "content-length");"#
            + #"created=1618884475;keyid="test-key-ecc-p256", "#
            + #"proxy_sig=("@method" "@authority" "@path");created=1618884480;keyid="test-key-rsa";"#
            + #"alg="rsa-v1_5-sha256";expires=1618884540"#

        let members = try #require(SignatureInput.members(of: field))

        #expect(members.map(\.label) == ["sig1", "proxy_sig"])
        #expect(members[0].components.count == 6)
        #expect(members[1].parameters["expires"] == "1618884540")
        #expect(members[0].text.hasSuffix(#"keyid="test-key-ecc-p256""#))
    }

    @Test(arguments: [
        "", "sig1", "sig1=", #"sig1=("@method""#, #"sig1=(@method)"#, #"sig1=("@method");created"#,
        #"sig1=("a"),"#, #"sig1=("a") sig2=("b")"#, #"sig1=("a\"#,
    ])
    func `a field of another form is refused`(field: String) {
        #expect(SignatureInput.members(of: field) == nil)
    }

    @Test func `a signature is good once, for as long as it could be used`() {
        var memory = ReplayMemory()
        let now = Date(timeIntervalSince1970: 1_790_000_000)

        let first = memory.isNew(Data("a".utf8), at: now)
        let again = memory.isNew(Data("a".utf8), at: now.addingTimeInterval(599))
        let other = memory.isNew(Data("b".utf8), at: now.addingTimeInterval(600))

        #expect((first, again, other) == (true, false, true))
    }
}
