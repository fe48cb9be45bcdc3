/// How urgent a signal is.
package enum SignalPriority: String, Codable, Comparable, Sendable {
    /// Act now.
    case critical
    /// Look soon.
    case warning

    /// Orders by urgency: critical is less than warning.
    package static func < (left: Self, right: Self) -> Bool {
        left == .critical && right == .warning
    }
}
