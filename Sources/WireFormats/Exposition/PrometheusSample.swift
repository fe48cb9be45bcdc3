/// One line of a metrics page: a name, its labels and a value.
package struct PrometheusSample: Sendable, Equatable {
    /// The index of the wanted entry; the order of first appearance under `.everything`.
    package let index: Int
    /// The name as it stands on the page, which may be an alias of the wanted one.
    package let name: String
    /// The labels, unescaped only when asked for.
    package let labels: PrometheusLabels
    /// The value; may be NaN or infinite.
    package let value: Double
    /// The time the exporter claims, in milliseconds since 1970; most pages have none.
    package let timestampMilliseconds: Int64?

    /// A sample from its parts.
    package init(
        index: Int,
        name: String,
        labels: PrometheusLabels = PrometheusLabels(),
        value: Double,
        timestampMilliseconds: Int64? = nil
    ) {
        self.index = index
        self.name = name
        self.labels = labels
        self.value = value
        self.timestampMilliseconds = timestampMilliseconds
    }
}
