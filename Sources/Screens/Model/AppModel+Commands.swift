import CellGrid
package import CommandTable
import IncidentLog
import Primitives

/// Which command a key means here, and what stands against it.
extension AppModel {
    /// Where keys go at the moment: the pane or screen first, then everywhere.
    var contexts: [CommandRow.Context] {
        let own = shown.context(self)
        return [isReplay ? .replay : nil, own, shown.outer == own ? nil : shown.outer, .anywhere]
            .compactMap { $0 }
    }

    /// The command that a key means here.
    ///
    /// Where it means several, such as the beginning and the end of an impact, it is the first
    /// that can be asked for now.
    func row(for key: Key) -> CommandRow? {
        for context in contexts {
            let rows = commands.rows(for: key, in: context)
            if rows.count > 1 { return rows.first { refusal(of: $0) == nil } ?? rows[0] }
            if let row = rows.first { return row }
        }
        return nil
    }

    /// The command of this name.
    package func row(named name: String) -> CommandRow? { commands[name] }

    /// The row of a command that only concerns the screen.
    func row(_ command: ScreenCommand) -> CommandRow? { row(named: command.rawValue) }

    /// The first key of a command, as it is told to a person.
    func keyText(_ name: String, in context: CommandRow.Context? = nil) -> String {
        guard let row = row(named: name) else { return "" }
        let keys = context.map { row.keys(in: $0) } ?? row.keys
        return keys.first?.description ?? ""
    }

    /// The first key of a command of the screen.
    func keyText(_ command: ScreenCommand) -> String { keyText(command.rawValue) }

    /// Why a command cannot be asked for now; nil when it can.
    ///
    /// Of what changes the log, the rule book judges.
    package func refusal(of row: CommandRow) -> String? {
        if let frozenRefusal = frozenRefusal(of: row) { return frozenRefusal }
        if let own = ScreenCommand(rawValue: row.name) { return refusal(of: own) }
        if AppScreen.opened(by: row.name) != nil { return nil }
        return readOnlyRefusal ?? obstacle(to: row)
    }

    /// Why a command is not for the screen shown; nil when it is.
    private func frozenRefusal(of row: CommandRow) -> String? {
        guard let only = shown.only, row.name != shown.opener?.name,
            !only.contains(where: { $0.rawValue == row.name })
        else { return nil }
        return "this stands still to be copied from; \(keyText(.back)) returns"
    }

    /// Why nothing is written or sent; nil when it may be.
    var readOnlyRefusal: String? {
        isReadOnly
            ? "with --read-only nothing is written down or sent"
            : nil
    }

    private func refusal(of command: ScreenCommand) -> String? {
        switch command {
        case .groupNodes: return nodeOrder.isEmpty ? "there is no node" : nil
        case .openNode: return node == nil && selectedGroup == nil ? "there is no node" : nil
        case .markNode:
            return selectedNode == nil && selectedGroup == nil ? "there is no node" : nil
        case .sortByNext, .sortByPrevious, .reverseSort, .markAll:
            return nodeOrder.isEmpty ? "there is no node" : nil
        case .shorterWindow, .longerWindow, .cursorLeft, .cursorRight, .previousMark, .nextMark:
            return screen.node == nil ? "only on the screen of a node" : nil
        case .compareNodes: return comparisonRefusal
        case .skipAhead, .faster, .slower, .pause, .drillWaits:
            return drill == nil ? "only in a drill" : nil
        case .entryBefore, .entryAfter, .timeBefore, .timeAfter:
            return isReplay ? nil : "only in a replay"
        case .reviewForm, .reviewAudience:
            return screen == .review ? nil : "only on the screen of the review"
        case .undo: return undoRefusal
        case .nextHit, .previousHit:
            let filter = list.map { cursor(in: $0.context).filter } ?? ""
            return filter.isEmpty ? "\(keyText(.filter)) says what to find first" : nil
        case .copy: return copied == nil ? "nothing is under the cursor" : nil
        case .say, .edit, .addEndpoint: return readOnlyRefusal
        case .openRow:
            let row = list.flatMap { selected($0.context) }
            let next = shown.whole ?? list.flatMap { AppScreen.of($0.context) }
            return row == nil || next == nil ? "this row tells no more" : nil
        case .openSignal: return signal == nil ? missing(.signal) : nil
        case .playDrill: return drillNames.isEmpty ? "no drill is at hand" : nil
        case .help, .palette, .jump, .search, .quit, .back, .nextPane, .previousPane, .zoom,
            .toggleZone, .repaint, .suspend, .mute, .up, .down, .pageUp, .pageDown, .first, .last,
            .openIncident, .filter, .showCleared, .theme, .logView, .openLine,
            .dividerReset:
            return nil
        case .dividerLeft, .dividerRight:
            return movableDivider(isVertical: true) == nil ? Self.noDivider : nil
        case .dividerUp, .dividerDown:
            return movableDivider(isVertical: false) == nil ? Self.noDivider : nil
        }
    }

    /// Performs a command, or says why not.
    mutating func request(_ row: CommandRow) -> [Effect] {
        if let reason = refusal(of: row) {
            show(reason, isProblem: true)
            return []
        }
        guard let own = ScreenCommand(rawValue: row.name) else {
            clearProblem()
            guard let screen = AppScreen.opened(by: row.name) else { return start(row) }
            show(ScreenRoute(screen.id))
            return []
        }
        if !own.onlyMoves { clearProblem() }
        return perform(own)
    }

    /// The exceptions from the release policy of the fleet that are asked for or in force.
    var openExceptions: [PolicyException] {
        log.exceptions(of: fleetName).filter { exception in
            switch exception.state(at: now) {
            case .requested, .inForce: true
            case .expired, .withdrawn, .ended: false
            }
        }
    }

    /// Planned work on the fleet that is in force or to come.
    var openWindows: [MaintenanceWindow] {
        log.maintenance.filter {
            $0.endedAt == nil && now < $0.to && $0.mayConcern(fleetName)
        }
    }
}
