import FleetModel
import IncidentLog
package import Primitives

/// When the picture changes though nothing happens: only the time that it shows goes on.
extension AppModel {
    /// How finely the overview of a fleet tells ages, and how late a value may be marked as old.
    private static let ageStep: Int64 = 5000

    /// The clock of the header: seconds count while something goes on, else it is quiet.
    var clock: String {
        showsSeconds ? second(now) : minute(now) + (showsLocalTime ? "" : "Z")
    }

    /// The next moment at which the picture may look different without any news.
    package var nextChange: Timestamp {
        var next = now.next(multipleOf: shownStep)
        if let silentFrom, silentFrom > now { next = min(next, silentFrom) }
        guard let toast else { return next }
        return min(next, max(toast.until, now + .milliseconds(1)))
    }

    /// How long ago something was: to the second while seconds count, else rounded.
    func age(since moment: Timestamp) -> String {
        showsSeconds ? (now - moment).brief : (now - moment).age
    }

    /// An instant that matters now, with how long it is ago or still to come: `08:36 (1h12m)`,
    /// `07-09 08:36 (3d)`, `09:10 (in 4m10s)`.
    func momentAndAge(_ moment: Timestamp) -> String {
        let day = zoned(moment).date
        let date = day == zoned(now).date ? "" : day.dropFirst(5) + " "
        let span =
            moment > now
            ? "in " + (showsSeconds ? (moment - now).brief : (moment - now).age)
            : age(since: moment)
        return "\(date)\(minute(moment)) (\(span))"
    }

    private var showsSeconds: Bool { drill != nil || incident?.status.isOpen == true }

    /// Milliseconds that pass before a time on the screen changes.
    private var shownStep: Int64 {
        if shown.fillsTerminal { return 60_000 }
        if showsSeconds || shown.showsSeconds { return 1000 }
        let showsAges = fleet != nil || !activeSignals.isEmpty
        return showsAges ? Self.ageStep : 60_000
    }
}

extension Timestamp {
    /// The first moment after this one that is a multiple of a span in milliseconds, above 0.
    fileprivate func next(multipleOf step: Int64) -> Timestamp {
        let rest = milliseconds % step
        return self + .milliseconds(step - (rest < 0 ? rest + step : rest))
    }
}
