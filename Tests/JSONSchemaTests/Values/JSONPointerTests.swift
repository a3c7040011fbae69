import JSONSchema
import Testing

struct JSONPointerTests {
    private let document: JSONValue = [
        "foo": ["bar", "baz"], "": 0, "a/b": 1, "m~n": 8, " ": 7, "é": 9,
    ]

    @Test(
        arguments: [
            ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/m~0n", 8), ("/ ", 7), ("/é", 9),
        ] as [(String, JSONValue)]
    )
    func `a pointer finds its value`(text: String, value: JSONValue) throws {
        #expect(document.at(try #require(JSONPointer(text))) == value)
    }

    @Test(arguments: ["/foo/2", "/foo/-", "/foo/00", "/foo/+1", "/nothing", "/foo/0/deeper"])
    func `a pointer to nothing finds nothing`(text: String) throws {
        #expect(document.at(try #require(JSONPointer(text))) == nil)
    }

    @Test(arguments: ["foo", "/~", "/a~2b", "#/foo"])
    func `what RFC 6901 does not write is no pointer`(text: String) {
        #expect(JSONPointer(text) == nil)
    }

    @Test func `tokens are escaped when written`() {
        let pointer = JSONPointer.root.appending("a/b").appending("m~n").appending(3)

        #expect(pointer.description == "/a~1b/m~0n/3")
        #expect(JSONPointer(pointer.description) == pointer)
    }

    @Test func `pointers are in the order of the document`() throws {
        let texts = ["", "/a", "/a/2", "/a/10", "/b"]
        let pointers = try texts.map { try #require(JSONPointer($0)) }

        #expect(pointers.reversed().sorted() == pointers)
    }

    @Test func `a place lies within its surroundings`() throws {
        let child = try #require(JSONPointer("/child"))

        #expect(child.appending("name").isWithin(child))
        #expect(!child.isWithin(child.appending("name")))
    }
}
