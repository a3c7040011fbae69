import Audit
import Foundation
import Testing

@Suite struct ProofsInPythonTests {
    @Test(arguments: [
        (0, 1), (0, 2), (4, 7), (6, 7), (255, 256), (256, 257), (300, 700), (0, 65_537),
    ])
    func `an inclusion proof is right`(index: Int, size: Int) throws {
        let tree = try SampleTree(size: size)
        let question = try InclusionQuestion(index, in: tree, signer: .sample())

        let result = try VerifyLog.run(["inclusion"], input: question)

        #expect(result.isRight)
        #expect(
            result.line
                == "the entry is number \(index) of the \(size) that the checkpoint covers\n"
        )
    }

    @Test func `an inclusion proof with anything changed is wrong`() throws {
        let tree = try SampleTree(size: 21)
        let question = try InclusionQuestion(5, in: tree, signer: .sample())
        let changes: [(inout InclusionQuestion) throws -> Void] = [
            { $0.index = 4 },
            { $0.index = 21 },
            { $0.index = -1 },
            { $0.size = 20 },
            { $0.entry[0] ^= 1 },
            { $0.entry = Data() },
            { $0.path[0] = $0.path[0].flipping(bit: 0) },
            { $0.path[4] = $0.path[4].flipping(bit: 255) },
            { $0.path.removeLast() },
            { $0.path.append(.empty) },
            { $0.path.swapAt(0, 1) },
            { $0.checkpoint = $0.checkpoint.replacing("\n21\n", with: "\n22\n") },
            { $0.checkpoint = $0.checkpoint.replacing("— r", with: "— R") },
            { $0.checkpoint = String($0.checkpoint.dropLast()) },
            { $0.vkey = try NoteSigner.sample(seed: 2).vkey },
            { $0.vkey = $0.vkey.replacing("+A", with: "+B") },
        ]

        #expect(try VerifyLog.run(["inclusion"], input: question).isRight)
        for (number, change) in changes.enumerated() {
            var changed = question
            try change(&changed)
            let result = try VerifyLog.run(["inclusion"], input: changed)
            #expect(!result.isRight && result.line.hasPrefix("wrong: "), "change \(number)")
            #expect(!result.line.contains("cannot be read"), "change \(number): \(result.line)")
        }
    }

    @Test(arguments: [
        (0, 0), (0, 5), (1, 2), (4, 7), (6, 8), (8, 8), (255, 257), (256, 700), (3, 65_537),
    ])
    func `a consistency proof is right`(from: Int, to: Int) throws {
        let question = try ConsistencyQuestion(from: from, to: to, in: SampleTree(size: to))

        let result = try VerifyLog.run(["consistency"], input: question)

        #expect(result.isRight)
        #expect(result.line == "the tree of \(to) entries continues the tree of \(from)\n")
    }

    @Test func `a consistency proof with anything changed is wrong`() throws {
        let question = try ConsistencyQuestion(from: 6, to: 21, in: SampleTree(size: 21))
        let changes: [(inout ConsistencyQuestion) -> Void] = [
            { $0.from = 7 },
            { $0.from = 22 },
            { $0.from = 0 },
            { $0.to = 8 },
            { $0.path[0] = $0.path[0].flipping(bit: 0) },
            { $0.path[$0.path.count - 1] = $0.path[0] },
            { $0.path.removeLast() },
            { $0.path.append(.empty) },
            { $0.oldRoot = $0.oldRoot.flipping(bit: 9) },
            { $0.newRoot = $0.newRoot.flipping(bit: 9) },
        ]

        #expect(try VerifyLog.run(["consistency"], input: question).isRight)
        for (number, change) in changes.enumerated() {
            var changed = question
            change(&changed)
            let result = try VerifyLog.run(["consistency"], input: changed)
            #expect(!result.isRight && result.line.hasPrefix("wrong: "), "change \(number)")
        }
    }

    @Test func `what is not a question is refused in one line`() throws {
        let result = try VerifyLog.run(["inclusion"], input: ["index": 5])

        #expect(!result.isRight)
        #expect(result.line.hasPrefix("wrong: cannot be read: KeyError"))
        #expect(try !VerifyLog.run([]).isRight)
    }
}
