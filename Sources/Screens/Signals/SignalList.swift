import CommandTable
import IncidentLog
import Primitives

/// Which signals the screen lists, and in which order.
enum SignalList {
    /// How many cleared signals are listed.
    private static let clearedLimit = 200

    /// Those that stand by priority and age, then those that are over and that nobody has taken
    /// note of, those shelved, those under planned work, and on request those that were cleared,
    /// the latest first.
    ///
    /// What another signal explains is listed with that one.
    static func rows(_ model: AppModel) -> [SignalState] {
        let now = model.now
        var standing: [SignalState] = []
        var cleared: [SignalState] = []
        // Of all that the log remembers few are not cleared.
        for signal in model.uncleared
        where signal.standing(at: now) != .cleared && isListed(signal, model.log) {
            standing.append(signal)
        }
        if model.showsCleared {
            cleared = model.log.signals.values.filter { signal in
                signal.wasRaised && signal.mayConcern(model.fleetName)
                    && signal.standing(at: now) == .cleared
            }
        }
        standing.sort { left, right in
            let places = (place(left, at: now), place(right, at: now))
            if places.0 != places.1 { return places.0 < places.1 }
            if left.priority != right.priority { return left.priority < right.priority }
            return (left.raisedAt, left.key) < (right.raisedAt, right.key)
        }
        cleared.sort {
            ($0.clearedAt ?? now, $1.key) > ($1.clearedAt ?? now, $0.key)
        }
        let isFiltered = !model.cursor(in: .signals).filter.isEmpty
        return standing + (isFiltered ? cleared[...] : cleared.prefix(clearedLimit))
    }

    /// A row does not move because somebody took note of it.
    private static func place(_ signal: SignalState, at now: Timestamp) -> Int {
        switch signal.standing(at: now) {
        case .unacknowledged, .acknowledged: 0
        case .returned: 1
        case .shelved: 2
        case .suppressed: 3
        case .cleared: 4
        }
    }

    private static func isListed(_ signal: SignalState, _ log: LogState) -> Bool {
        guard case .signal(let cause) = signal.suppressor else { return true }
        // A cause that is gone hides nothing.
        return log.signals[SignalKey(cause, of: signal.fleet)]?.isActive != true
    }

    /// What the filter looks through.
    static func filterText(_ signal: SignalState) -> String {
        let finding = signal.finding
        let nodes = finding.nodes.map(\.rawValue).joined(separator: " ")
        return "\(finding.id) \(finding.kind.rawValue) \(finding.text) \(nodes)"
    }

    /// What has stood for longer is no call for action any more (ISA-18.2: a stale alarm).
    private static let longStanding: Duration = .seconds(86_400)

    /// How many signals stand in each way.
    static func counts(_ model: AppModel) -> Counts {
        let now = model.now
        var counts = Counts()
        for signal in model.uncleared {
            let isCritical = signal.priority == .critical
            let standing = signal.standing(at: now)
            if standing <= .acknowledged, now - signal.raisedAt >= longStanding { counts.old += 1 }
            switch standing {
            case .unacknowledged:
                if isCritical { counts.newCritical += 1 } else { counts.newWarnings += 1 }
            case .acknowledged:
                if isCritical { counts.knownCritical += 1 } else { counts.knownWarnings += 1 }
            case .returned: counts.returned += 1
            case .shelved: counts.shelved += 1
            case .suppressed: counts.suppressed += 1
            case .cleared: break
            }
        }
        return counts
    }

    /// How many signals stand in each way.
    struct Counts {
        var newCritical = 0
        var newWarnings = 0
        var knownCritical = 0
        var knownWarnings = 0
        /// Those that have stood for so long that nobody can still be about to act.
        var old = 0
        var returned = 0
        var shelved = 0
        var suppressed = 0

        /// Those that ask for attention.
        var standing: Int { newCritical + newWarnings + knownCritical + knownWarnings }
        /// Those that nobody has taken note of.
        var unacknowledged: Int { newCritical + newWarnings }
    }
}

extension AppModel {
    /// The rows of the signals screen.
    var signalRows: [SignalState] {
        rows(.signals).compactMap(signal(inRow:))
    }

    /// The signal that commands speak of; nil where none is shown.
    var signal: SignalState? {
        if let name = screen.signal { return signal(inRow: name) }
        if screen == .commandCentre { return signalOfCentre }
        guard screen == .signals else { return nil }
        return selected(.signals).flatMap(signal(inRow:))
    }

    /// A signal by its name in lists and routes.
    func signal(inRow name: String) -> SignalState? {
        let parts = name.split(separator: SignalKey.rowSeparator, maxSplits: 1)
        let fleet = parts.count > 1 ? String(parts[1]) : fleetName
        return log.signals[SignalKey(SignalID(String(parts.first ?? "")), of: fleet)]
    }

    /// The signals of the fleet that stand and ask for attention themselves: critical ones first,
    /// then the oldest.
    var activeSignals: [SignalState] { log.activeSignals(of: fleetName) }

    /// On the command centre: the signal under the cursor, or the worst of the node under it.
    private var signalOfCentre: SignalState? {
        switch focus {
        case .situation: return selected(.situation).flatMap(signal(inRow:))
        case .fleet:
            let node = selectedNode
            return situationSignals.first { signal in
                node.map(signal.finding.nodes.contains) ?? false
            }
        case .checklist, .log, .parties: return nil
        }
    }
}

extension SignalKey {
    fileprivate static let rowSeparator: Character = "\0"

    /// Its name in lists and routes: whoever looks at no fleet sees those of all.
    var rowName: String {
        fleet.map { "\(id)\(Self.rowSeparator)\($0)" } ?? id.rawValue
    }
}

/// How a signal is shown: a mark, a word and a role, so that colour is never alone.
struct SignalLook {
    let mark: String
    let word: String
    let role: ThemeRole

    init(_ signal: SignalState, at now: Timestamp) {
        let isCritical = signal.priority == .critical
        let word = isCritical ? "CRIT" : "WARN"
        switch signal.standing(at: now) {
        case .unacknowledged:
            mark = isCritical ? "!!*" : "!*"
            self.word = word
            role = isCritical ? .critical : .warning
        case .acknowledged:
            mark = isCritical ? "!!" : "!"
            self.word = "\(word) ack"
            role = isCritical ? .criticalAcknowledged : .warningAcknowledged
        case .returned:
            mark = "△*"
            self.word = "\(word) over"
            role = isCritical ? .strong : .text
        case .shelved:
            mark = "z"
            self.word = "SHLV"
            role = .shelved
        case .suppressed:
            mark = "~"
            self.word = "SUPP"
            role = .over
        case .cleared:
            mark = "△"
            self.word = "cleared"
            role = .over
        }
    }
}
