import Primitives

/// The part of the past that the plots show: all of them have it in common.
struct PlotSpan: Equatable, Sendable {
    /// The first moment.
    let from: Timestamp
    /// The last moment.
    let to: Timestamp

    /// Its length in milliseconds.
    var length: Int64 { (to - from).milliseconds }

    /// The column of a moment inside of it among so many.
    func column(of milliseconds: Int64, of count: Int) -> Int {
        max(0, min(count - 1, place(of: milliseconds, of: count)))
    }

    /// The column of a moment among so many; nil when it lies outside.
    func column(of moment: Timestamp, of count: Int) -> Int? {
        guard count > 0, moment >= from, moment <= to, length > 0 else { return nil }
        return column(of: moment.milliseconds, of: count)
    }

    /// The column of a moment, counted on beyond both ends.
    func place(of milliseconds: Int64, of count: Int) -> Int {
        length > 0 ? Int((milliseconds - from.milliseconds) * Int64(count) / length) : 0
    }
}

extension AppModel {
    /// What the plots show at present.
    var plotSpan: PlotSpan {
        let end = plotEnd ?? now
        return PlotSpan(from: end - nodeView.window.span, to: end)
    }

    /// Where the plots end before the present; nil when they end now.
    var plotEnd: Timestamp? {
        screen.node == nil ? nil : nodeView.end.flatMap { $0 < now ? $0 : nil }
    }
}
