import Foundation
import JSONSchema
import Testing

@Suite struct JSONLinesTests {
    private let text = Data(
        """
        {
          "one": {"deep": 1},
          "list": [
            {"key": "a, \\"b\\": {"},
            [
              true
            ]
          ]
        }
        """.utf8
    )

    @Test(arguments: [
        ("", 1), ("/one", 2), ("/one/deep", 2), ("/list", 3), ("/list/0/key", 4), ("/list/1", 5),
        ("/list/1/0", 6), ("/one/missing", 2), ("/nowhere", 1),
    ])
    func `a place has the line of its key, or of what is around it`(
        pointer: String,
        line: Int
    ) throws {
        #expect(JSONLines.line(of: try #require(JSONPointer(pointer)), in: text) == line)
    }
}
