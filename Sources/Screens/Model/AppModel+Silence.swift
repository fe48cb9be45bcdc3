import CellGrid
import FleetModel
import Monitoring
import Primitives

/// Whether what is shown of the nodes is still news: polling may stand still, or those who tell of
/// the nodes may be out of reach.
extension AppModel {
    /// For how long nothing was heard of any node, once it should have been; nil while news come.
    var silence: Duration? {
        guard let silentFrom, now >= silentFrom, let heard = snapshot.readings.heardAt
        else { return nil }
        return now - heard
    }

    /// The first moment at which news are overdue, if none come until then.
    var silentFrom: Timestamp? {
        guard let heard = snapshot.readings.heardAt, let newsSpan else { return nil }
        return heard + newsSpan + .milliseconds(1)
    }

    /// What a pane that shows nodes says in its title; empty while news come.
    var silenceNote: String { silence.map { "no news for \($0.age)" } ?? "" }

    /// A pane's title, with what it has to say when no news come.
    func noted(_ title: [TextSpan], _ theme: Theme) -> [TextSpan] {
        guard silence != nil else { return title }
        return title + [
            TextSpan(" ─ ", style: theme[.title]), TextSpan(silenceNote, style: theme[.warning]),
        ]
    }

    /// Makes what lies in a part of the picture look as old as it is, unless news come.
    func fadeInSilence(_ rect: Rect, _ theme: Theme, on canvas: inout Canvas) {
        guard silence != nil else { return }
        let old = theme[.stale]
        canvas.restyle(rect) { style in
            var faded = old
            faded.background = style.background
            faded.attributes.formUnion(style.attributes.intersection(.reverse))
            return faded
        }
    }
}
