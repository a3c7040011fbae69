import Contracts

extension Breakage {
    /// Programs that tell what they must not in a roundabout way.
    static let leaks: [Breakage] = [
        Breakage(
            what: "the urgency tells what a suspect's status is",
            file: "projection.jq",
            text: "      urgency\n",
            replacement:
                "      urgency: (if .suspect.status == \"charged\" then \"immediate\" else .urgency end)\n",
            rule: .neverSent,
            line: "urgency: (if .suspect"
        ),
        Breakage(
            what: "the urgency tells that an address is known",
            file: "projection.jq",
            text: "      urgency\n",
            replacement:
                "      urgency: (if .child.address.postcode then .urgency else \"standard\" end)\n",
            rule: .neverSent,
            line: "urgency: (if .child"
        ),
        Breakage(
            what: "the urgency tells how many services there are",
            file: "projection.jq",
            text: "      urgency\n",
            replacement:
                "      urgency: (if (.concern.harms // [] | length) > 2 then \"immediate\""
                + " else .urgency end)\n",
            rule: .neverSent,
            line: "urgency: (if (.concern"
        ),
        Breakage(
            what: "an alias stands in for a name that is missing",
            file: "projection.jq",
            text: "{given: (.name.given | stated)",
            replacement:
                "{given: (if .name.given | type == \"object\" then (.name.aliases[0] // (.name.given | stated)) else .name.given end)",
            rule: .neverSent,
            line: ".name.aliases[0]"
        ),
        Breakage(
            what: "the urgency tells what kind of child it is",
            file: "projection.jq",
            text: "      urgency\n",
            replacement:
                "      urgency: (if .cohort == \"groomed\" then \"immediate\" else .urgency end)\n",
            rule: .personal,
            line: "\"urgency\": {",
            foundIn: "schema.json"
        ),
        Breakage(
            what: "the program dies of a referral that is unlike most",
            file: "projection.jq",
            text: "def our_reference:",
            replacement:
                "def grow: if (.suspect.relationship // \"\") == \"family-friend\" then"
                + " reduce range(1000000) as $i (null; [.]) else . end;\n"
                + "def our_reference: (grow | null) as $nothing | ",
            rule: .program,
            line: "reduce range(1000000)"
        ),
    ]

    /// More of them: what no example has, and what comes and goes with a child.
    static let conditions: [Breakage] = [
        Breakage(
            what: "a marking that no example has opens the narrative",
            file: "projection.jq",
            text: "    + (.concern | field(\"childVoice\"; stated))",
            replacement:
                "    + (if .marking == \"OFFICIAL\" then {childVoice: .concern.facts}"
                + " else (.concern | field(\"childVoice\"; stated)) end)",
            rule: .neverSent,
            line: "(if .marking"
        ),
        Breakage(
            what: "one police force's referrals tell a relationship",
            file: "projection.jq",
            text: "      urgency\n",
            replacement:
                "      urgency: (if .referrer.force == \"43\" and .suspect.relationship == \"parent\""
                + " then \"immediate\" else .urgency end)\n",
            rule: .neverSent,
            line: "urgency: (if .referrer"
        ),
        Breakage(
            what: "a threshold tells the length of the narrative",
            file: "projection.jq",
            text: "      urgency\n",
            replacement:
                "      urgency: (if (.concern.facts | length) > 1000"
                + " then \"immediate\" else .urgency end)\n",
            rule: .neverSent,
            line: "urgency: (if (.concern"
        ),
        Breakage(
            what: "a withdrawal tells a cohort by a field that is only there for it",
            file: "projection.jq",
            text: "    reason: .withdrawal.reason",
            replacement:
                "    reason: (if .cohort == \"pictured\" and .concern.facts != null then \"a\""
                + " + .concern.facts[0:20] else .withdrawal.reason end)",
            rule: .neverSent,
            line: "reason: (if .cohort"
        ),
        Breakage(
            what: "the urgency tells who was born before a year",
            file: "projection.jq",
            text: "      urgency\n",
            replacement:
                "      urgency: (if (.child.birth.date // \"\") < \"1996\" then \"immediate\""
                + " else .urgency end)\n",
            rule: .personal,
            line: "\"urgency\": {",
            foundIn: "schema.json"
        ),
        Breakage(
            what: "the urgency tells whether there is a telephone",
            file: "projection.jq",
            text: "      urgency\n",
            replacement:
                "      urgency: (if .child | has(\"generalPractice\") then \"immediate\""
                + " else .urgency end)\n",
            rule: .neverSent,
            line: "urgency: (if .child"
        ),
        Breakage(
            what: "a list could carry a file in numbers",
            file: "schema.json",
            text: "        \"urgency\": {",
            replacement: """
                        "bytes": {
                          "description": "Numbers.",
                          "type": "array",
                          "maxItems": 100,
                          "items": {
                            "type": "array",
                            "maxItems": 100,
                            "items": {
                              "type": "array",
                              "maxItems": 100,
                              "items": { "type": "integer", "minimum": 0, "maximum": 255 }
                            }
                          }
                        },
                        "urgency": {
                """,
            rule: .content,
            line: "\"bytes\": {"
        ),
        Breakage(
            what: "elements beyond the described ones are let through",
            file: "schema.json",
            text: "        \"urgency\": {",
            replacement: """
                        "extra": {
                          "description": "A list.",
                          "type": "array",
                          "maxItems": 5,
                          "prefixItems": [{ "type": "boolean" }],
                          "unevaluatedItems": true
                        },
                        "urgency": {
                """,
            rule: .closed,
            line: "\"extra\": {"
        ),
        Breakage(
            what: "a mark is misspelt",
            file: "schema.json",
            text: "in the child's words.\",\n          \"x-personal\": true",
            replacement: "in the child's words.\",\n          \"x-Personal\": true",
            rule: .personal,
            line: "\"x-Personal\""
        ),
        Breakage(
            what: "it was agreed on a day to come",
            file: "contract.json",
            text: "\"2026-09-01\"",
            replacement: "\"2999-01-01\"",
            rule: .file,
            line: "2999"
        ),
        Breakage(
            what: "documents are no JSON",
            file: "contract.json",
            text: "\"application/json\"",
            replacement: "\"image/jpeg\"",
            rule: .file,
            line: "image/jpeg"
        ),
    ]

    /// Files that say less than they should, or what nobody reads.
    static let details: [Breakage] = [
        Breakage(
            what: "a promise is misspelt",
            file: "contract.json",
            text: "\"neverSent\"",
            replacement: "\"neverSend\"",
            rule: .file,
            line: "\"neverSend\""
        ),
        Breakage(
            what: "a header field of the connection is set",
            file: "contract.json",
            text: "\"neverSent\"",
            replacement: "\"headers\": { \"hOst\": \"elsewhere.example\" },\n  \"neverSent\"",
            rule: .file,
            line: "\"hOst\""
        ),
        Breakage(
            what: "a header field's value begins another one",
            file: "contract.json",
            text: "\"neverSent\"",
            replacement: "\"headers\": { \"X-Team\": \"a\\r\\nHost: b\" },\n  \"neverSent\"",
            rule: .file,
            line: "\"X-Team\""
        ),
        Breakage(
            what: "nobody knows when it was agreed",
            file: "contract.json",
            text: "\"agreedOn\": \"2026-09-01\",",
            replacement: "",
            rule: .file,
            line: "{"
        ),
        Breakage(
            what: "it was agreed on no day",
            file: "contract.json",
            text: "\"2026-09-01\"",
            replacement: "\"last autumn\"",
            rule: .file,
            line: "last autumn"
        ),
        Breakage(
            what: "the reason for a loss is blank",
            file: "codes/missing.json",
            text: "\"lossy\": false,",
            replacement: "\"lossy\": true,\n  \"because\": \" \",",
            rule: .crosswalk,
            line: "\"because\""
        ),
        Breakage(
            what: "a crosswalk's key is misspelt",
            file: "codes/missing.json",
            text: "\"toCodes\"",
            replacement: "\"toCode\"",
            rule: .crosswalk,
            line: "\"toCode\""
        ),
        Breakage(
            what: "a crosswalk leads to a code that is not there",
            file: "codes/missing.json",
            text: "\"not-asked\"",
            replacement: "\"notasked\"",
            rule: .crosswalk,
            line: "\"notasked\""
        ),
        Breakage(
            what: "the schema is another contract's",
            file: "schema.json",
            text: "contract:education:1.0",
            replacement: "contract:nursery:1.0",
            rule: .closed,
            line: "contract:nursery:1.0"
        ),
        Breakage(
            what: "the documents say that they follow another contract",
            file: "schema.json",
            text: "\"const\": \"education/1.0\"",
            replacement: "\"enum\": [\"education/1.0\", \"education/0.9\"]",
            rule: .closed,
            line: "\"contract\": {"
        ),
        Breakage(
            what: "a field is not described",
            file: "schema.json",
            text: "\"description\": \"How soon it must be seen.\",",
            replacement: "",
            rule: .closed,
            line: "\"urgency\": {"
        ),
        Breakage(
            what: "a listed value is an image",
            file: "schema.json",
            text: "            \"standard\"\n",
            replacement:
                "            \"standard\",\n            \"data:image/png;base64,iVBORw0KGgo=\"\n",
            rule: .content,
            line: "\"urgency\": {"
        ),
        Breakage(
            what: "a refused document does not say why",
            file: "refused/narrative.json",
            text: "\"because\"",
            replacement: "\"why\"",
            rule: .refused,
            line: "\"why\""
        ),
    ]
}
