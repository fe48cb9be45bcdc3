package import Primitives

/// The names of what probes can tell.
package struct ProbeNames: Equatable, Sendable {
    /// The metrics that are told as long as all is well.
    package var metrics: Set<String> = []
    /// The facts that are told as long as all is well.
    package var facts: Set<String> = []
    /// Names of metrics and facts that are known, though not whether they come.
    package var possible: Set<String> = []
    /// What stands before names that are known only once a probe has answered; empty for any name.
    package var prefixes: Set<String> = []

    /// The metrics that the catalogue knows to be given by these; none of nobody.
    package init(of parts: MetricGiver.Part...) {
        for part in parts { add(part) }
    }

    /// Adds the metrics that the catalogue knows to be given so.
    package mutating func add(_ part: MetricGiver.Part) {
        metrics.formUnion(MetricCatalogue.names(givenBy: part).map(\.rawValue))
    }

    /// Adds metrics by their names.
    package mutating func add(metrics names: some Sequence<MetricName>) {
        metrics.formUnion(names.lazy.map(\.rawValue))
    }

    /// Adds facts by their names.
    package mutating func add(facts names: some Sequence<FactName>) {
        facts.formUnion(names.lazy.map(\.rawValue))
    }

    /// Adds what is kept of a JSON answer.
    package mutating func add(_ picks: JSONPicks) {
        add(metrics: picks.samples.map(\.name))
        add(facts: picks.facts.map(\.name))
    }

    /// Adds what is kept of the answers to queries.
    package mutating func add(_ picks: QueryPicks) {
        add(metrics: picks.samples.map(\.name))
        add(facts: picks.facts.map(\.name))
    }

    /// Adds all names of another probe.
    package mutating func formUnion(_ others: ProbeNames) {
        metrics.formUnion(others.metrics)
        facts.formUnion(others.facts)
        possible.formUnion(others.possible)
        prefixes.formUnion(others.prefixes)
    }

    /// Whether a metric or fact of this name can be told.
    package func contains(_ name: String) -> Bool {
        metrics.contains(name) || facts.contains(name) || possible.contains(name)
            || prefixes.contains { name.hasPrefix($0) }
    }

    /// Whether a metric or fact of this name is told as long as all is well.
    package func promises(_ name: String) -> Bool {
        metrics.contains(name) || facts.contains(name)
    }

    /// Every name that is known before a probe has answered.
    package var known: Set<String> { metrics.union(facts).union(possible) }
}
