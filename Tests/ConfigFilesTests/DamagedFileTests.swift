import ConfigFiles
import IncidentCore
import Testing

struct DamagedFileTests {
    /// Every place of the example, in steps that share no factor with its indentation.
    static let offsets = Array(stride(from: 0, to: FleetFile.example.count, by: 61))

    @Test(arguments: ["\t", "{", "*", "\"", ": ", "\n", "&", "- ", "${"])
    func `any character anywhere leads to a fleet or to a problem inside the file`(_ text: String) {
        let example = Array(FleetFile.example)
        for offset in Self.offsets {
            expectSense(String(example[..<offset]) + text + String(example[offset...]))
        }
    }

    @Test func `a file cut anywhere leads to a fleet or to a problem inside the file`() {
        let example = Array(FleetFile.example)
        for offset in Self.offsets { expectSense(String(example[..<offset])) }
    }

    private func expectSense(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let result = readFleet(text)
        #expect((result.fleet == nil) == result.problems.contains { $0.isError }, "\(text)")
        for problem in result.problems {
            let isInside =
                (1...lines.count).contains(problem.line)
                && (1...lines[problem.line - 1].count + 1).contains(problem.column)
            #expect(isInside, "\(problem)\n\(text)")
        }
    }
}
