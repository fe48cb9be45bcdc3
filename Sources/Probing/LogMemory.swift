/// The logs that are followed, one for each probe.
final class LogMemory: Sendable {
    /// Ends all commands that are followed.
    func shutdown() async {}
}
