import HostAccess
import FleetModel
import Primitives
import WireFormats

/// How many numbers and texts of one command are kept.
private let valueLimit = 500

extension ExecTarget {
    /// Takes the numbers and texts out of what a command wrote.
    /// - Throws: What the output should be and is not.
    func readOutput(_ output: [UInt8], into reading: inout PollResult) throws(FailureReason) {
        switch self.output {
        case .ignored, .nagios: return
        case .number: try readNumber(output, into: &reading)
        case .lines:
            guard readLines(output, into: &reading) else {
                throw .badBody("expected lines such as 'name 1.5'\(output.seen)")
            }
        case .json: try readJSON(output, into: &reading)
        case .auto:
            if output.first(where: { !$0.isBlank }) == UInt8(ascii: "{") {
                // Some text that only begins like JSON is no fault when nobody asked for JSON.
                do throws(FailureReason) {
                    try readJSON(output, into: &reading)
                } catch {
                    reading.note(part, error)
                }
            } else if output.number != nil {
                try readNumber(output, into: &reading)
            } else if !readLines(output, into: &reading), let word = output.onlyWord,
                word.contains(where: \.isNumber)
            {
                reading.note(part, .other("'\(word)' is no number that is beyond doubt"))
            }
        }
    }

    private func readNumber(
        _ output: [UInt8],
        into reading: inout PollResult
    ) throws(FailureReason) {
        guard let number = output.number else { throw .badBody("expected a number\(output.seen)") }
        reading.record(MetricName(prefixed("value")), number)
    }

    /// Reads the lines that hold a name and a number; false when none does.
    private func readLines(_ output: [UInt8], into reading: inout PollResult) -> Bool {
        var count = 0
        var unread: (count: Int, first: String)?
        for line in output.split(separator: UInt8(ascii: "\n")) where line.count <= 1024 {
            guard count < valueLimit else { break }
            let text = String(decoding: line, as: UTF8.self)
            if let pair = text.nameAndNumber {
                count += 1
                reading.record(MetricName(prefixed(pair.name)), pair.number)
            } else if text.contains(where: \.isNumber) {
                unread = ((unread?.count ?? 0) + 1, unread?.first ?? text)
            }
        }
        if let unread, count > 0 {
            let others = unread.count > 1 ? " and \(unread.count - 1) more" : ""
            let line = unread.first.boundedValue
            reading.note(part, .other("no name and number beyond doubt in '\(line)'\(others)"))
        }
        return count > 0
    }

    private func readJSON(
        _ output: [UInt8],
        into reading: inout PollResult
    ) throws(FailureReason) {
        let json: JSONValue
        do throws(WireFormatError) {
            json = try JSONValue(parsing: output.span)
        } catch {
            throw FailureReason(error)
        }
        guard values.isEmpty else { return try pick(from: json, into: &reading) }
        guard case .object(let members) = json else {
            throw .badBody("expected a JSON object\(output.seen)")
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key }).prefix(valueLimit) {
            guard let name = name.asMetricWord else { continue }
            record(value, as: name, into: &reading)
        }
    }

    private func pick(
        from json: JSONValue,
        into reading: inout PollResult
    ) throws(FailureReason) {
        var missing: [String] = []
        for pick in values {
            guard let value = json.at(pick.pointer), !value.isNull else {
                missing.append(pick.pointer)
                continue
            }
            record(value, as: pick.name, into: &reading)
        }
        guard missing.isEmpty else {
            throw .badBody("nothing at \(missing.joined(separator: ", "))")
        }
    }

    private func record(_ value: JSONValue, as name: String, into reading: inout PollResult) {
        switch value {
        case .integer(let number): reading.record(MetricName(prefixed(name)), Double(number))
        case .number(let number) where !number.isFinite:
            reading.note(part, .other("\(name) is no number"))
        case .number(let number): reading.record(MetricName(prefixed(name)), number)
        case .bool(let isTrue): reading.record(MetricName(prefixed(name)), isTrue ? 1 : 0)
        case .string(let text):
            reading.record(FactName(prefixed(name)), text)
            // Go's JSON writes 64-bit numbers as texts, since other readers would round them.
            if (1...20).contains(text.utf8.count), text.allSatisfy({ $0.isASCII && $0.isNumber }) {
                reading.record(MetricName(prefixed(name)), Double(text))
            }
        case .null, .array, .object: return
        }
    }
}

extension [UInt8] {
    /// The whole as one number; nil when it is none.
    fileprivate var number: Double? {
        guard count <= 256 else { return nil }
        return String(decoding: self, as: UTF8.self).trimmed.localeNumber
    }

    /// The whole, when it is one short word.
    fileprivate var onlyWord: String? {
        guard count <= 256 else { return nil }
        let text = String(decoding: self, as: UTF8.self).trimmed
        return text.isEmpty || text.contains(where: \.isWhitespace) ? nil : text
    }

    /// What was written instead, for a sentence.
    fileprivate var seen: String {
        firstLine.map { ", not '\($0)'" } ?? ", but the command wrote nothing"
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension StringProtocol {
    /// A finite decimal number with a decimal point or, where that is beyond doubt, a decimal
    /// comma; nil when it is none or could be read in two ways, as `1,250` and `1.250,5`.
    ///
    /// A comma with three digits behind it and one to three before it may part thousands, unless
    /// what stands before it is a lone zero.
    var localeNumber: Double? {
        if let number = decimalNumber { return number }
        let parts = split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, !contains(".") else { return nil }
        let whole = parts[0].drop { $0 == "+" || $0 == "-" }
        let fraction = parts[1].prefix { $0.isASCII && $0.isNumber }
        guard !whole.isEmpty, whole.allSatisfy({ $0.isASCII && $0.isNumber }), !fraction.isEmpty
        else { return nil }
        guard fraction.count != 3 || whole == "0" || whole.count > 3 else { return nil }
        return "\(parts[0]).\(parts[1])".decimalNumber
    }

    /// A finite decimal number, as programs write it.
    var decimalNumber: Double? {
        guard let first = unicodeScalars.first, "+-.0123456789".unicodeScalars.contains(first),
            let number = Double(self), number.isFinite
        else { return nil }
        return number
    }

    /// A name and a number with white space, `=` or `:` between them; nil also for what only ends
    /// like that, as addresses, moments and clock times do.
    fileprivate var nameAndNumber: (name: String, number: Double)? {
        guard let cut = lastIndex(where: { $0.isWhitespace || $0 == "=" || $0 == ":" }) else {
            return nil
        }
        guard let number = self[index(after: cut)...].localeNumber else {
            // White space at the end of the line.
            let shorter = String(self).trimmed
            return shorter.count < count ? shorter.nameAndNumber : nil
        }
        var name = String(self[..<cut]).trimmed
        if name.last == "=" || name.last == ":" { name = String(name.dropLast()).trimmed }
        // Between braces stand labels.
        let bare = name.prefix { $0 != "{" }
        guard !name.contains(where: \.isWhitespace), name.contains(where: \.isLetter),
            !bare.contains("="), !bare.contains("://"),
            self[cut] != ":" || !bare.contains(":"), let word = name.asMetricWord
        else { return nil }
        return (word, number)
    }

    /// The text as the name of a metric that conditions can use: what is neither a letter, a
    /// digit, `.`, `_` nor `-` becomes `_`; nil when nothing is left.
    var asMetricWord: String? {
        var word = ""
        for scalar in unicodeScalars.prefix(100) {
            let isKept =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "._-".unicodeScalars.contains(scalar))
            if isKept {
                word.unicodeScalars.append(scalar)
            } else if word.last != "_" {
                word.append("_")
            }
        }
        while let last = word.last, "._-".contains(last) { word.removeLast() }
        while let first = word.first, ".-_".contains(first) { word.removeFirst() }
        return word.isEmpty ? nil : word
    }
}
