import CommandTable
import IncidentLog
import Primitives

extension CommandPlan {
    /// The same for several signals, which are shown afterwards.
    static func signals(_ ids: [String], _ command: (SignalID) -> SignalCommand) -> CommandPlan {
        let signals = ids.map { SignalID($0) }
        return CommandPlan(signals.map { .signal(command($0)) }, shows: .signals(signals))
    }
}
