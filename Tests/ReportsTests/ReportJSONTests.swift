import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

@testable import Reports

/// The form that all reports share.
struct ReportJSONTests {
    private struct Sample: Report {
        var name: String?
        @FiniteOrNull var value = 1.5
        var list: [String] = []

        func text(at now: Timestamp) -> [ReportPart] { [] }
    }

    @Test func `members stand in the order of their names, and those without a value are left out`()
        throws
    {
        #expect(try Sample().json() == #"{"list":[],"value":1.5}"#)
        let full = Sample(name: "a/b", value: 3, list: ["x", "y"])
        #expect(try full.json() == #"{"list":["x","y"],"name":"a/b","value":3}"#)
    }

    @Test(arguments: [
        (Double.nan, "null"), (.infinity, "null"), (-.infinity, "null"), (-0.0, "0"), (12, "12"),
        (0.1, "0.1"), (1e21, "1e+21"),
    ])
    func `a number that JSON does not have is null`(value: Double, json: String) throws {
        #expect(try Sample(value: value).json() == "{\"list\":[],\"value\":\(json)}")
    }

    private func text(_ value: String) throws -> String {
        try ReportJSON.text(of: [value])
    }

    @Test func `everything unsafe is escaped and nothing else`() throws {
        #expect(try text("\"\\\n\t\r") == #"["\"\\\n\t\r"]"#)
        #expect(
            try text("a\u{202E}\u{E0041}\u{9B}é👩") == #"["a\u202e\udb40\udc41\u009bé👩"]"#
        )
        let high: [UInt32] = [
            0xE000, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFF, 0x1D173, 0xE0041, 0xE0100, 0xF0000,
            0x10FFFF,
        ]
        for value in Array(0...0x3164) + high {
            guard let scalar = Unicode.Scalar(value), scalar.isUnsafe else { continue }
            let json = try text(String(scalar))
            #expect(json.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) }, "\(json)")
        }
    }

    @Test func `a member that is JSON already keeps its bytes but for what is unsafe`() throws {
        let kept = #"{"z":1.10,"a":9007199254740993}"#
        #expect(
            try ReportJSON.text(of: Sample(), with: "data", kept)
                == #"{"data":{"z":1.10,"a":9007199254740993},"list":[],"value":1.5}"#
        )
        #expect(
            try ReportJSON.text(of: [String: String](), with: "data", "\"\u{202E}\"")
                == #"{"data":"\u202e"}"#
        )
    }
}
