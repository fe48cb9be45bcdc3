import Monitoring
import Primitives

/// What was last told of a fleet, so that nobody is woken to see the same again.
struct ToldPicture {
    private var last: (picture: FleetSnapshot, at: Timestamp)?

    /// The same picture is told again after so long: what follows from it and the time, as a
    /// signal that was put aside until now, is then looked at anew.
    private static let repetition: Duration = .seconds(5)

    /// Whether this picture is to be told now.
    ///
    /// - Parameter afterNews: Whether polls brought something since the last one: then it differs.
    mutating func isDue(
        _ picture: FleetSnapshot,
        afterNews: Bool,
        at now: Timestamp
    ) -> Bool {
        if let last, !afterNews, last.at <= now, now - last.at < Self.repetition,
            last.picture == picture
        {
            return false
        }
        last = (picture, now)
        return true
    }
}
