import FleetModel
package import CommandTable
package import IncidentLog
import Primitives

/// How typed texts are read in a situation, refused at the argument that they stand in.
extension CommandSituation {
    /// The incident meant: the one named, else the only open one that may be about the fleet.
    ///
    /// Whoever means an incident of another fleet says so.
    ///
    /// - Throws: When there is none, or several are open.
    package func incident(_ name: String?) throws(CommandProblem) -> IncidentState {
        if let name {
            guard let incident = log.incident(TypedText.incident(name)) else {
                throw CommandProblem("there is no incident \(name)", argument: "incident")
            }
            return incident
        }
        let open = log.openIncidents.filter { $0.mayConcern(fleet?.name) }
        guard let only = open.first else {
            let others = log.openIncidents.map { "\($0.id) of fleet '\($0.fleet ?? "")'" }
            let place = fleet.map { " of fleet '\($0.name)'" } ?? ""
            throw CommandProblem(
                "no incident\(others.isEmpty ? "" : place) is open; name one with --incident"
                    + (others.isEmpty ? "" : " (open: \(others.joined(separator: ", ")))"),
                argument: "incident"
            )
        }
        guard open.count == 1 else {
            let names = open.map(\.id.rawValue).joined(separator: ", ")
            throw CommandProblem(
                "several incidents are open (\(names)); name one with --incident",
                argument: "incident"
            )
        }
        return only
    }

    /// The entry with this number.
    func knownEntry(_ number: Int64) throws(CommandProblem) -> Entry {
        guard let entry = entry(number) else {
            throw CommandProblem("there is no entry \(number)", argument: "entry")
        }
        return entry
    }

    /// The incident named, else the only open one of the fleet; nil when none is open: what is
    /// written then goes into the fleet's own log.
    ///
    /// - Throws: When several are open.
    func incidentIfAny(_ option: IncidentOption) throws(CommandProblem) -> IncidentID? {
        guard option.name == nil else { return try incident(option).id }
        return log.newestOpenIncident(of: fleet?.name) == nil ? nil : try incident(option).id
    }

    func incident(_ option: IncidentOption) throws(CommandProblem) -> IncidentState {
        try incident(option.name)
    }

    func severity(_ text: String, _ argument: String) throws(CommandProblem) -> Severity {
        try read(argument) { () throws(TypedText.Problem) in try TypedText.severity(text) }
    }

    func status(_ text: String, _ argument: String) throws(CommandProblem) -> IncidentStatus {
        try read(argument) { () throws(TypedText.Problem) in try TypedText.status(text) }
    }

    func role(_ word: String, _ argument: String) throws(CommandProblem) -> Role {
        guard let role = Role(word: word) else {
            throw CommandProblem(
                "'\(word)' is not a role; write \(Role.choices)",
                argument: argument
            )
        }
        return role
    }

    /// One of a few words.
    func choice<Value: RawRepresentable<String> & CaseIterable>(
        of type: Value.Type,
        _ word: String,
        _ argument: String,
        _ what: String
    ) throws(CommandProblem) -> Value {
        guard let value = Value(rawValue: word.lowercased()) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandProblem("'\(word)' is not \(what); write \(known)", argument: argument)
        }
        return value
    }

    /// A moment that is mostly still to come: `3d` from now, the next `08:00`, or a date.
    func moment(_ text: String, _ argument: String) throws(CommandProblem) -> Timestamp {
        if let span = Duration(text: text) { return now + span }
        let moment = try read(argument) { () throws(TypedText.Problem) in
            try TypedText.time(text, before: now, zone: zone)
        }
        // A time of day alone was read as the last one that is over.
        return text.contains("-") ? moment : moment + .seconds(86_400)
    }

    /// The same of a text that may be left out, or left empty.
    func momentIfAny(_ text: String?, _ argument: String) throws(CommandProblem) -> Timestamp? {
        guard let text, text.contains(where: { !$0.isWhitespace }) else { return nil }
        return try moment(text, argument)
    }

    /// What a text gives as evidence: a link, or the file of this path, which whoever carries the
    /// command out keeps.
    func evidence(_ text: String) -> Evidence {
        let isLink = text.hasPrefix("https://") || text.hasPrefix("http://")
        return isLink ? .link(url: text) : .file(EvidenceFile(toKeep: text))
    }

    func cause(_ text: String, _ argument: String) throws(CommandProblem) -> ImpactCause {
        try read(argument) { () throws(TypedText.Problem) in try TypedText.cause(text) }
    }

    func answer(_ text: String, _ argument: String) throws(CommandProblem) -> Vote.Answer {
        try read(argument) { () throws(TypedText.Problem) in try TypedText.answer(text) }
    }

    /// The change meant.
    func change(_ text: String) throws(CommandProblem) -> ChangeState {
        guard let change = log.change(TypedText.change(text)) else {
            let known = log.changes.suffix(10).map(\.id.rawValue).joined(separator: ", ")
            throw CommandProblem(
                "there is no change \(text)"
                    + (known.isEmpty ? "; plan one: tocsin change plan" : "; there are: \(known)"),
                argument: "change"
            )
        }
        return change
    }

    private func read<Value>(
        _ argument: String,
        _ read: () throws(TypedText.Problem) -> Value
    ) throws(CommandProblem) -> Value {
        do throws(TypedText.Problem) {
            return try read()
        } catch {
            throw CommandProblem(error.message, argument: argument)
        }
    }

    func reasonClass(
        _ text: String,
        _ argument: String
    ) throws(CommandProblem) -> PolicyException.ReasonClass {
        try read(argument) { () throws(TypedText.Problem) in try TypedText.reasonClass(text) }
    }

    /// A moment to come, by how long until then or by its date and time.
    func end(_ text: String?, _ argument: String) throws(CommandProblem) -> Timestamp? {
        guard let text else { return nil }
        if let span = Duration(text: text) { return now + span }
        if text.contains("T") || text.contains(" ") { return try time(text, argument) }
        throw CommandProblem(
            "'\(text)' is not when something ends; write 24h, 3d or 2021-07-12T08:00Z",
            argument: argument
        )
    }

    func duration(
        _ text: String,
        _ argument: String,
        examples: String = "30m, 2h or 3d",
        takesZero: Bool = false
    ) throws(CommandProblem) -> Duration {
        try read(argument) { () throws(TypedText.Problem) in
            try TypedText.duration(text, examples: examples, takesZero: takesZero)
        }
    }

    func time(_ text: String?, _ argument: String) throws(CommandProblem) -> Timestamp? {
        guard let text else { return nil }
        return try read(argument) { () throws(TypedText.Problem) in
            try TypedText.time(text, before: now, zone: zone)
        }
    }

    /// Nodes of the fleet by their names.
    func nodes(_ names: some Sequence<String>) throws(CommandProblem) -> [NodeID] {
        let all = fleet?.nodes.map(\.id) ?? []
        // Thousands may be marked.
        let known = Set(all)
        var nodes: [NodeID] = []
        for name in names {
            let node = NodeID(name)
            guard known.contains(node) else {
                let names = all.prefix(20).map(\.rawValue).joined(separator: ", ")
                throw CommandProblem(
                    "there is no node '\(node)'; there are: \(names)",
                    argument: "nodes"
                )
            }
            nodes.append(node)
        }
        return nodes
    }
}
