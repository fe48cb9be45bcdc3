package import CellGrid
package import FleetModel
package import IncidentLog
package import Monitoring
package import Primitives
package import Reports

/// Something that happened and may change what is on the screen.
package enum AppMessage: Sendable {
    /// A key, a paste, a click, a new size.
    case input(InputEvent)
    /// The clock moved on.
    case clock(Timestamp)
    /// New entries of the log, in order, and what is known after them; entries in between that the
    /// screen would not keep may be missing.
    case entries([Entry], LogState)
    /// What the screen asked for of the log's past; nil when it could not be read.
    case past(PastRequest, [Entry]?)
    /// The log and the fleet file are open: which fleet is watched, and whether anything was ever
    /// written.
    case opened(Fleet?, isEmpty: Bool)
    /// New readings of the fleet and what follows from them.
    case fleet(FleetSnapshot)
    /// How far the log of the past was read.
    case log(AppModel.LogReading)
    /// A command of the person was carried out, or refused for this reason.
    case answered(Command, refusal: String?)
    /// Something in the background went wrong; the sentence says what.
    case problem(String)
    /// Something worth a line was done.
    case notice(String)
    /// The drill moved on.
    case drill(DrillStatus)
    /// How the drill went, now that it is over.
    case score(DrillScore)
    /// What was asked for of a node's past.
    case history(HistoryRequest, [MetricName: [SampleBin]])
    /// A review that was asked for; nil when it could not be written.
    case review(ReviewRequest, Review?)
    /// Who else has the log open, as of now.
    case colleagues([Colleague])
    /// The replay went back: nothing that was told of the log before is so any more.
    case rewound
    /// The text that was written in the person's own editor.
    case edited(String)
}

/// Something that the shell has to do for the screen.
package enum Effect: Equatable, Sendable {
    /// Hand this over to what runs behind the screen.
    case ask(RuntimeRequest)
    /// Leave.
    case quit
    /// Ring the bell, and say why where the terminal can.
    case bell(String)
    /// Put a text on the clipboard; `what` names it.
    case copy(String, what: String)
    /// Let the person write this text in their own editor, and answer with `AppMessage.edited`.
    case edit(String)
    /// Stop the process until it is continued.
    case suspend
    /// Draw everything anew.
    case repaint
    /// Show this theme for as long as the person chooses; nil is the one that fits the terminal.
    case tryTheme(String?)
    /// Show the theme again that was shown before the person began to choose.
    case dropTheme
    /// Show this theme from now on, also the next time; nil is the one that fits the terminal.
    case keepTheme(String?)
    /// Start a drill.
    case startDrill(String)
    /// Ask these addresses what they are and write a fleet file to start from.
    case detect([String])
}
