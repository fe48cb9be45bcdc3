import Primitives
import Fuzzing
import Testing

@testable import FleetModel

/// Conditions come from files that people write: whatever stands there is read or refused.
struct ConditionFuzzTests {
    private static let pieces = [
        "peers", "sibling links", "head", "version", "releases", "rate(", "age(", "any(", "min(",
        "count(", ")", ",", "[", "]", "-", "'", "\"", "'v0.4'", "\"x y\"", " ", "\t", "\u{A0}",
        "==", "!=", "<", "<=", ">", ">=", "=", "!", " contains ", " in ", " not in ", " not ",
        " and ", " or ", " for ", "0", "8", "1.5k", "2GiB", "90%", "10m", "1h30m", "500ms", "0s",
        "99999999999d", "1e400", "1.2.3", ".", "_", "½", "٣", "é", "e\u{301}", "≥", "🏴‍☠️", "\r\n",
        " + ", " - ", " * ", " / ", "-", "(", "10 %", "0.5", "2 * 3", "free / size",
        "\u{0}", "\u{1B}[31m", "\u{301}", String(repeating: "9", count: 40),
        String(repeating: "9", count: 308), String(repeating: "9", count: 309),
    ]

    private static let real = [
        "peers >= 8 for 10m", "sibling links == 2", "memory <= 2GiB", "trend > - 1m",
        "age(height.finalized) < 2m", "rate(height.best, 1m) > 0 and any(syncing) == 0",
        "version not in ['v0.4', \"v0.5\"] or count(relay) > 3 for 1h30m",
        "height.best - height.finalized > 100", "free / size < 10 % and -a * (b + 2) >= c / 3",
        "max(height.best) - height.best > 10", "any(used - free) > sum(size) / count(size)",
        "protocols contains \"/vac/waku/relay/2.0.0\"", "max(rate(mesh, 5m)) < 1.5k or a != 'x y'",
    ]

    @Test func `a mutated condition is read or refused at a place in it`() {
        let pieces = Self.pieces.map { Array($0.utf8) }
        var readable = 0
        for var round in FuzzRounds(3000, seed: 21) {
            let seed = Self.real.randomElement(using: &round) ?? ""
            let bytes = round.mutant(of: Array(seed.utf8), pieces: pieces)
            if expectSense(String(decoding: bytes, as: UTF8.self), round) { readable += 1 }
        }
        #expect(readable > 300)
    }

    @Test func `a random row of words is read or refused at a place in it`() {
        for var round in FuzzRounds(3000, seed: 22) {
            expectSense(round.text(of: Self.pieces, upTo: 14), round)
            expectSense(String(decoding: round.bytes(upTo: 30), as: UTF8.self), round)
        }
    }

    /// Whether the text was read.
    @discardableResult
    private func expectSense(_ text: String, _ round: FuzzRound) -> Bool {
        do {
            let condition = try Condition(parsing: text)
            #expect(condition.source == text, "\(round)")
            #expect(condition.hold >= .zero, "\(round)")
            #expect(hasFiniteNumbers(condition.clause), "'\(text)', \(round)")
            let written = condition.clause.written + " for \(condition.hold.milliseconds)ms"
            let again = try? Condition(parsing: written)
            #expect(again?.clause == condition.clause, "'\(text)' as '\(written)', \(round)")
            #expect(again?.hold == condition.hold, "'\(text)' as '\(written)', \(round)")
            return true
        } catch {
            #expect((0...text.count).contains(error.offset), "'\(text)', \(round)")
            #expect(!error.message.isEmpty, "'\(text)', \(round)")
            return false
        }
    }

    private func hasFiniteNumbers(_ clause: Condition.Clause) -> Bool {
        switch clause {
        case .all(let clauses), .any(let clauses): clauses.allSatisfy(hasFiniteNumbers)
        case .comparison(let comparison):
            if case .number(let number) = comparison.operand { number.isFinite } else { true }
        }
    }
}

extension Condition.Clause {
    /// The clause in words again, in one spelling.
    fileprivate var written: String {
        switch self {
        case .comparison(let comparison): comparison.written
        case .all(let clauses): clauses.map(\.written).joined(separator: " and ")
        case .any(let clauses): clauses.map(\.written).joined(separator: " or ")
        }
    }
}

extension Condition.Comparison {
    fileprivate var written: String {
        let subject =
            switch subject {
            case .value(let name): name
            case .rate(let name, let window): "rate(\(name), \(window.milliseconds)ms)"
            case .age(let name): "age(\(name))"
            case .calculated(let expression): expression.text
            }
        return "\(quantifier.rawValue)(\(subject)) \(comparator.rawValue) \(operand.written)"
    }
}

extension Condition.Operand {
    fileprivate var written: String {
        switch self {
        case .number(let number): (number.sign == .minus ? "- " : "") + Self.digits(number)
        case .text(let text): Self.quoted(text)
        case .list(let texts): "[" + texts.map(Self.quoted).joined(separator: ", ") + "]"
        case .releases: "releases"
        }
    }

    /// The number without an exponent, which conditions do not know.
    private static func digits(_ number: Double) -> String {
        let shortest = String(number.magnitude)
        guard let mark = shortest.firstIndex(of: "e"),
            let exponent = Int(shortest[shortest.index(after: mark)...])
        else { return shortest }
        let parts = shortest[..<mark].split(separator: ".")
        let digits = parts.joined()
        guard exponent >= 0 else {
            return "0." + String(repeating: "0", count: -exponent - 1) + digits
        }
        let places = exponent - (parts.count > 1 ? parts[1].count : 0)
        return digits + String(repeating: "0", count: max(0, places))
    }

    private static func quoted(_ text: String) -> String {
        text.contains("'") ? "\"\(text)\"" : "'\(text)'"
    }
}
