/// Looks for rules of Prometheus that can never fire, however the numbers stand.
enum QueryLint {
    /// Why a query can never give anything, as far as can be told from its text; nil when nothing
    /// speaks against it.
    ///
    /// Two sides joined by `and`, an arithmetic or a comparison match only where all labels are
    /// equal. Sides that ask for different values of one label never match, unless `ignoring` or
    /// `on` says which labels count: five alert rules of one fleet were mute for months for that.
    static func mismatch(in query: String) -> String? {
        let tokens = parts(of: query)
        for (left, right) in zip(tokens, tokens.dropFirst()) where right.joinsAll {
            for (name, value) in left.labels {
                guard let other = right.labels[name], other != value else { continue }
                return "both sides of '\(right.join)' must have equal labels, and one asks for "
                    + "\(name)=\"\(value)\", the other for \(name)=\"\(other)\": "
                    + "write '\(right.join) ignoring(\(name))'"
            }
        }
        return nil
    }

    /// One selector, with what joins it to the one before.
    private struct Part {
        var join = ""
        /// Whether all labels of the two sides must be equal.
        var joinsAll = false
        var labels: [String: String] = [:]
    }

    private static let joins: Set<String> = ["and", "unless"]

    /// The selectors of a query at the top of its brackets' contents, in order.
    private static func parts(of query: String) -> [Part] {
        var parts: [Part] = []
        var words: [String] = []
        var rest = Substring(query.prefix(10_000))
        while let first = rest.first {
            if first == "{" {
                let body = rest.dropFirst().prefix { $0 != "}" }
                rest = rest.dropFirst(body.count + 2)
                var part = Part(labels: labels(in: body))
                if let join = words.last(where: joins.contains), !parts.isEmpty {
                    part.join = join
                    let isLimited = words.contains { $0 == "ignoring" || $0 == "on" }
                    let isFolded = words.contains {
                        ["sum", "min", "max", "avg", "count"].contains($0)
                    }
                    part.joinsAll = !isLimited && !isFolded
                }
                parts.append(part)
                words = []
            } else if first.isLetter || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" }
                rest = rest.dropFirst(word.count)
                words.append(String(word))
            } else {
                rest = rest.dropFirst()
            }
        }
        return parts
    }

    /// The labels that a selector fixes to one value.
    private static func labels(in body: Substring) -> [String: String] {
        var labels: [String: String] = [:]
        for matcher in body.split(separator: ",") {
            let sides = matcher.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, sides[1].first != "~", sides[0].last != "!" else { continue }
            let name = sides[0].filter { !$0.isWhitespace }
            labels[name] = sides[1].filter { $0 != "\"" && $0 != "'" && !$0.isWhitespace }
        }
        return labels
    }
}
