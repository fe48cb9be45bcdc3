import FleetModel
import Primitives
import WireFormats

extension PollResult {
    /// Keeps the picks of a JSON answer.
    ///
    /// - Parameter needed: The names that must be told; nil for all of them. What is not there, or
    ///   of another kind, is a fault of the part when it is needed, else a note. `null` says that
    ///   the node does not know, which is a fault only for what is named here.
    mutating func keep(
        _ picks: JSONPicks,
        of value: JSONValue,
        part: String,
        needing needed: Set<MetricName>? = nil
    ) {
        var untold: [String] = []
        for pick in picks.samples {
            let isNeeded = needed?.contains(pick.name) ?? true
            if !isNeeded, pick.pointers.allSatisfy({ value.at($0)?.isNull ?? true }) {
                untold.append(pick.name.rawValue)
                continue
            }
            keep(pick.name.rawValue, part, isNeeded) { reading throws(WireFormatError) in
                var numbers: [Double] = []
                for pointer in pick.pointers {
                    if let number = try value.number(at: pointer) { numbers.append(number) }
                }
                guard !numbers.isEmpty else {
                    guard needed == nil else { throw .absent(expected: "a number") }
                    return reading.note(part, .other("\(pick.name) is null"))
                }
                reading.record(pick.name, numbers.reduce(0, +))
            }
        }
        for pick in picks.facts {
            if needed != nil, pick.pointers.allSatisfy({ value.at($0)?.isNull ?? true }) {
                untold.append(pick.name.rawValue)
                continue
            }
            keep(pick.name.rawValue, part, needed == nil) { reading throws(WireFormatError) in
                var texts: [String] = []
                for pointer in pick.pointers { texts += try value.texts(at: pointer) }
                if !texts.isEmpty { reading.record(pick.name, texts) }
            }
        }
        guard !untold.isEmpty else { return }
        note(part, .other("does not tell " + untold.joined(separator: ", ")))
    }

    private mutating func keep(
        _ name: String,
        _ part: String,
        _ isNeeded: Bool,
        _ take: (inout PollResult) throws(WireFormatError) -> Void
    ) {
        do throws(WireFormatError) {
            try take(&self)
        } catch {
            let reason: FailureReason =
                switch FailureReason(error) {
                case .badBody(let text): .badBody("\(name): \(text)")
                case .other(let text): .other("\(name): \(text)")
                case let other: other
                }
            if isNeeded { fail(part, .answered(reason)) } else { note(part, reason) }
        }
    }
}
