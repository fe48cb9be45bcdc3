import Primitives

extension Timestamp {
    /// The date and the time of day without seconds, as tables have it.
    var toMinute: String { "\(date) \(hourMinute)Z" }
}
