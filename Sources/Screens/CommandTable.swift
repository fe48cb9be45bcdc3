package import CellGrid
import FleetModel
import IncidentLog
import Primitives

/// One thing that a person can ask for: keys, palette and help all come from these rows.
package struct CommandRow: Sendable {
    /// The command's stable name.
    package let id: CommandID
    /// What it does, in a few words.
    package let title: String
    /// The keys that ask for it.
    package let keys: [Key]
    /// Where the keys mean this command.
    package let context: Context
    /// The same on the command line; nil when it only concerns the screen.
    package let commandLine: String?

    /// Where a key means a command.
    package enum Context: Sendable {
        case anywhere
        case fleet
        case checklist
        case channel
        case parties
        case updates
        case signals
        case incidents
        case node
        case welcome

        /// The heading in the help.
        package var title: String {
            switch self {
            case .anywhere: "Anywhere"
            case .fleet: "Fleet"
            case .checklist: "Checklist"
            case .channel: "Channel"
            case .parties: "Parties"
            case .updates: "Updates"
            case .signals: "Signals"
            case .incidents: "Incidents"
            case .node: "Node"
            case .welcome: "Welcome"
            }
        }
    }
}

/// The stable names of the commands of the screen.
package enum CommandID: String, CaseIterable, Sendable {
    case help, palette, quit, back, nextPane, previousPane, zoom, toggleZone, repaint, suspend
    case say, declare, status, severity, lead, update, updates, signals, incidents
    case skipAhead, faster, slower
    case up, down, pageUp, pageDown, first, last
    case openNode
    case shorterWindow, longerWindow, cursorLeft, cursorRight, previousMark, nextMark
    case tick, fail, skip, reopen
    case correct
    case impact, residual
    case retry
    case openIncident
    case openSignal, ack, shelve, unshelve, clearSignal, maintenance, endMaintenance, filter
    case showCleared
    case playDrill, addEndpoint, openWithoutFleet

    /// Whether a command only moves a cursor: it takes no word away that is still being read.
    var onlyMoves: Bool {
        let moves: [CommandID] = [
            .up, .down, .pageUp, .pageDown, .first, .last, .cursorLeft, .cursorRight,
            .previousMark, .nextMark,
        ]
        return moves.contains(self)
    }
}

/// The table of all commands.
package enum CommandTable {
    /// Every command, in the order of the help.
    package static let rows: [CommandRow] = [
        row(.say, "say something in the channel", "i", cli: "log add TEXT"),
        row(.declare, "declare an incident", "D", cli: "incident declare TITLE"),
        row(.status, "change the incident's state", "s", cli: "incident state STATE"),
        row(.severity, "change the severity", "S", cli: "incident severity SEV"),
        row(.lead, "take or give the lead", "L", cli: "incident lead NAME"),
        row(.update, "write and send a status update", "u", cli: "update send TEXT"),
        row(.updates, "see updates and their receipts", "U", cli: "update list"),
        row(.signals, "see what asks for attention", "A", cli: "signal list"),
        row(.incidents, "see all incidents", "I", cli: "incident list"),
        row(.nextPane, "next pane", "Tab"),
        row(.previousPane, "previous pane", "Shift+Tab"),
        row(.zoom, "let the pane fill the screen, and back", "z"),
        row(.up, "up", "↑ k"),
        row(.down, "down", "↓ j"),
        row(.pageUp, "a page up", "PageUp Ctrl+B"),
        row(.pageDown, "a page down", "PageDown Ctrl+F"),
        row(.first, "to the first line", "Home g"),
        row(.last, "to the last line", "End G"),
        row(.toggleZone, "times in UTC or local", "T"),
        row(.skipAhead, "drill: go on to the next turn of the story", "f"),
        row(.faster, "drill: faster", "+ ="),
        row(.slower, "drill: slower", "-"),
        row(.palette, "all commands, by name", ": Ctrl+P"),
        row(.help, "this help", "? F1"),
        row(.back, "back", "Escape"),
        row(.repaint, "draw everything anew", "Ctrl+L"),
        row(.suspend, "suspend (fg brings it back)", "Ctrl+Z"),
        row(.quit, "quit", "q Ctrl+C"),
        row(.openNode, "look at the node", "Enter", in: .fleet, cli: "fleet status NODE"),
        row(.tick, "tick, or confirm as second person", "Space", in: .checklist, cli: "step pass"),
        row(.fail, "mark as failed", "x", in: .checklist, cli: "step fail"),
        row(.skip, "skip with a reason", "n", in: .checklist, cli: "step skip"),
        row(.reopen, "set back to pending", "o", in: .checklist, cli: "step reopen"),
        row(.say, "say something in the channel", "Enter", in: .channel),
        row(.correct, "correct your last line", "e", in: .channel, cli: "log correct"),
        row(.impact, "party: impact begins, or ends", "p", in: .parties, cli: "impact open|close"),
        row(.residual, "accept the rest of an impact", "r", in: .parties, cli: "impact accept"),
        row(.retry, "try a delivery again", "r", in: .updates, cli: "delivery retry"),
        row(.openIncident, "show the incident", "Enter", in: .incidents, cli: "incident show"),
        row(.openSignal, "show the signal", "Enter", in: .signals, cli: "signal show ID"),
        row(.ack, "acknowledge: I take care of it", "a", in: .signals, cli: "signal ack ID"),
        row(.shelve, "put aside for a while", "s", in: .signals, cli: "signal shelve ID"),
        row(.unshelve, "take back from the shelf", "S", in: .signals, cli: "signal unshelve ID"),
        row(.clearSignal, "clear by hand", "c", in: .signals, cli: "signal clear ID"),
        row(.maintenance, "plan work on nodes", "m", in: .signals, cli: "maintenance start"),
        row(.endMaintenance, "end planned work", "M", in: .signals, cli: "maintenance end ID"),
        row(.filter, "list only what has these words", "/", in: .signals),
        row(.showCleared, "list cleared ones too", "h", in: .signals, cli: "signal list --all"),
        row(.shorterWindow, "a shorter window of time", "[", in: .node),
        row(
            .longerWindow,
            "a longer window of time",
            "]",
            in: .node,
            cli: "fleet history NODE --since 7d"
        ),
        row(.cursorLeft, "values at an earlier moment", "← h", in: .node),
        row(.cursorRight, "values at a later moment", "→ l", in: .node),
        row(.previousMark, "to the mark before", "<", in: .node),
        row(.nextMark, "to the mark after", ">", in: .node),
        row(.playDrill, "play a drill", "d", in: .welcome, cli: "drill run NAME"),
        row(
            .addEndpoint,
            "point Tocsin at an endpoint",
            "e",
            in: .welcome,
            cli: "config detect URL"
        ),
        row(
            .openWithoutFleet,
            "open an incident without a fleet",
            "o",
            in: .welcome,
            cli: "incident declare TITLE"
        ),
    ]

    /// The row of a command.
    package static func row(_ id: CommandID) -> CommandRow? {
        rows.first { $0.id == id }
    }

    /// The command that a key means in these contexts; the first context wins.
    static func command(for key: Key, in contexts: [CommandRow.Context]) -> CommandID? {
        for context in contexts {
            if let row = rows.first(where: { $0.context == context && $0.keys.contains(key) }) {
                return row.id
            }
        }
        return nil
    }

    /// A row whose keys are written by name, several apart by spaces.
    private static func row(
        _ id: CommandID,
        _ title: String,
        _ keys: String,
        in context: CommandRow.Context = .anywhere,
        cli: String? = nil
    ) -> CommandRow {
        CommandRow(
            id: id,
            title: title,
            keys: keys.split(separator: " ").compactMap { Key(String($0)) },
            context: context,
            commandLine: cli
        )
    }
}

extension AppModel {
    /// Where keys go at the moment: the pane or screen first, then everywhere.
    var contexts: [CommandRow.Context] {
        switch screen {
        case .welcome: return [.welcome, .anywhere]
        case .commandCentre:
            switch focus {
            case .fleet: return [.fleet, .anywhere]
            case .checklist: return [.checklist, .anywhere]
            case .channel: return [.channel, .anywhere]
            case .parties: return [.parties, .anywhere]
            }
        case .updates: return [.updates, .anywhere]
        case .signals, .signal: return [.signals, .anywhere]
        case .incidents: return [.incidents, .anywhere]
        case .node: return [.node, .anywhere]
        case .help: return [.anywhere]
        }
    }

    /// Why a command cannot be asked for now; nil when it can.
    package func refusal(of command: CommandID) -> String? {
        switch command {
        case .status, .severity, .lead, .update:
            incident == nil ? "no incident is open; D declares one" : nil
        case .tick, .fail, .skip, .reopen:
            step == nil ? "the incident has no checklist" : nil
        case .openNode: selectedNode == nil ? "there is no node" : nil
        case .shorterWindow, .longerWindow, .cursorLeft, .cursorRight, .previousMark, .nextMark:
            if case .node = screen { nil } else { "only on the screen of a node" }
        case .impact, .residual: party == nil ? "the fleet file names no parties" : nil
        case .retry: incident?.updates.isEmpty != false ? "no update was sent yet" : nil
        case .skipAhead, .faster, .slower: drill == nil ? "only in a drill" : nil
        case .openSignal: signal == nil ? noSignal : nil
        case .ack:
            signal.map { signal in
                signal.acknowledgement.map { "\($0.by.name) has acknowledged it already" }
                    ?? (signal.standing(at: now) == .cleared ? "it was cleared" : nil)
            } ?? noSignal
        case .shelve, .clearSignal:
            signal.map { $0.isActive ? nil : "it was cleared" } ?? noSignal
        case .unshelve:
            signal.map { $0.isShelved(at: now) ? nil : "it is not put aside" } ?? noSignal
        case .endMaintenance: openWindows.isEmpty ? "no work is planned" : nil
        case .playDrill: drillNames.isEmpty ? "no drill is at hand" : nil
        case .correct:
            ownLastNote == nil ? "you have not written a line yet" : nil
        case .help, .palette, .quit, .back, .nextPane, .previousPane, .zoom, .toggleZone,
            .repaint, .suspend, .say, .declare, .updates, .signals, .incidents, .up, .down,
            .pageUp, .pageDown, .first, .last, .openIncident, .addEndpoint, .openWithoutFleet,
            .maintenance, .filter, .showCleared:
            nil
        }
    }

    private var noSignal: String {
        switch screen {
        case .signals, .signal: "there is no signal"
        default: "A lists the signals; choose one there"
        }
    }

    /// Planned work that is in force or to come.
    var openWindows: [MaintenanceWindow] {
        log.maintenance.filter { $0.endedAt == nil && now < $0.to }
    }
}
