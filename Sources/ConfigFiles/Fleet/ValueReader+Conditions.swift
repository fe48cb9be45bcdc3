internal import FleetModel
internal import Primitives

extension ValueReader {
    /// A condition; a mistake is reported at its own column.
    func condition(_ node: YAMLNode?, _ key: String, fleet: ConditionSurroundings) -> Condition? {
        guard let value = value(node, key) else { return nil }
        return condition(value, key, fleet: fleet)
    }

    private func condition(
        _ value: Value,
        _ key: String,
        fleet: ConditionSurroundings
    ) -> Condition? {
        let text = value.text.trimmed
        guard !text.isEmpty, text.count <= 500, text.isOneLineOfText else {
            reading.error(
                value.place,
                "'\(key)' must be a condition of one line, at most 500 characters"
            )
            return nil
        }
        do {
            let condition = try Condition(parsing: text)
            warn(about: condition, at: value.place, fleet: fleet)
            return condition
        } catch {
            guard !value.isFilledIn else {
                reading.error(
                    value.place,
                    "'\(key)' is not a condition once its placeholders are filled in"
                )
                return nil
            }
            let indentation = value.text.prefix(while: \.isWhitespace).count
            reading.error(
                place(ofCharacter: error.offset + indentation, in: value),
                error.message
            )
            return nil
        }
    }

    private func warn(about condition: Condition, at place: Place, fleet: ConditionSurroundings) {
        let comparisons = condition.clause.comparisons
        if !fleet.hasReleases, comparisons.contains(where: { $0.operand == .releases }) {
            reading.warn(
                place,
                "this names 'releases', but the file has no 'releases'; nothing is in it"
            )
        }
        for name in comparisons.flatMap(\.subject.names) {
            guard !fleet.names.contains(name) else { continue }
            let parts = name.split(separator: "-").map(String.init)
            if parts.count == 2, parts.allSatisfy(fleet.names.contains) {
                reading.warn(
                    place,
                    "nothing measures '\(name)'; to subtract write \(parts[0]) - \(parts[1])"
                )
                continue
            }
            guard let nearest = Suggestion.nearest(to: name, among: fleet.names)
            else { continue }
            reading.warn(place, "nothing measures '\(name)'; did you mean '\(nearest)'?")
        }
    }
}

/// What the conditions of a fleet file can refer to.
struct ConditionSurroundings {
    var hasReleases: Bool
    /// The known names of metrics and facts: ours, and what the probes of the file give.
    var names: [String]

    init(hasReleases: Bool, given: [String]) {
        self.hasReleases = hasReleases
        names = MetricCatalogue.names.map(\.rawValue) + Self.facts.map(\.rawValue) + given
    }

    private static let facts: [FactName] = [
        .version, .runtime, .relay, .protocols, .peerID, .connectedPeers, .genesis,
        .relayGenesis, .chain, .health, .connection, .api, .roles,
        .warnings, .certificateNames, .certificateIssuer, .certificateExpiry, .tlsVersion,
    ]
}
