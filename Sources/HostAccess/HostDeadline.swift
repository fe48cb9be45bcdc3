/// The moment when something on this machine must be done.
package struct HostDeadline: Sendable {
    /// The whole time that was given, for the words of a time-out.
    package let span: Duration
    /// The moment when it is over.
    package let expiry: ContinuousClock.Instant

    /// A deadline of this span from `start`.
    package init(_ span: Duration, from start: ContinuousClock.Instant = .now) {
        self.span = span
        expiry = start + span
    }

    /// The milliseconds that are left, rounded up so that waiting for them is enough.
    var millisecondsLeft: Int32 {
        let left = max(.zero, expiry - .now)
        let (seconds, attoseconds) = left.components
        let milliseconds = Double(seconds) * 1000 + Double(attoseconds) / 1e15
        return Int32(min(milliseconds.rounded(.up), 1e9))
    }
}
