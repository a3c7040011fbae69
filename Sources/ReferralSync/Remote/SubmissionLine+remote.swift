import Intake
import Portal

extension SubmissionLine {
    /// The answer to a document that does not even fit into a request.
    static func tooLong(_ document: InputDocument) -> SubmissionLine {
        var line = SubmissionLine(line: document.line, result: .refused)
        line.problems = [
            Problem(
                pointer: "",
                message: "This is longer than \(WireFormat.bodyBytesMax >> 20) MiB. Expected a "
                    + "referral; remove attachments: images and files never leave the case system."
            )
        ]
        return line
    }

    /// The same answer under the line of the person's own file.
    func numbered(_ line: Int) -> SubmissionLine {
        var numbered = SubmissionLine(line: line, result: result)
        numbered.sourceReference = sourceReference
        numbered.id = id
        numbered.version = version
        numbered.unrouted = unrouted
        numbered.deliveries = deliveries
        numbered.leftOut = leftOut
        numbered.problems = problems
        numbered.advice = advice
        return numbered
    }
}
