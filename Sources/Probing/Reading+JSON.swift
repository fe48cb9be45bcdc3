import IncidentCore
import WireFormats

extension Reading {
    /// Keeps the picks of a JSON answer; what is not there, or of another kind, is a fault of the
    /// part, while `null` says that the node does not know.
    mutating func keep(_ picks: JSONPicks, of value: JSONValue, part: String) {
        for pick in picks.samples {
            keep(pick.name.rawValue, part) { reading throws(WireFormatError) in
                var numbers: [Double] = []
                for pointer in pick.pointers {
                    if let number = try value.number(at: pointer) { numbers.append(number) }
                }
                guard !numbers.isEmpty else {
                    return reading.note(part, .other("\(pick.name) is null"))
                }
                reading.record(pick.name, numbers.reduce(0, +))
            }
        }
        for pick in picks.facts {
            keep(pick.name.rawValue, part) { reading throws(WireFormatError) in
                var texts: [String] = []
                for pointer in pick.pointers { texts += try value.texts(at: pointer) }
                if !texts.isEmpty { reading.record(pick.name, texts) }
            }
        }
    }

    private mutating func keep(
        _ name: String,
        _ part: String,
        _ take: (inout Reading) throws(WireFormatError) -> Void
    ) {
        do throws(WireFormatError) {
            try take(&self)
        } catch {
            let reason: FailureReason =
                switch FailureReason(error) {
                case .badBody(let text): .badBody("\(name): \(text)")
                case let other: other
                }
            fail(part, .answered(reason))
        }
    }
}
