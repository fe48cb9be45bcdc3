import ArgumentParser
import CommandCentre
import IncidentCore
import IncidentStore

/// `tocsin update`: tells people what is going on.
struct UpdateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Tell people what is going on.",
        subcommands: [Send.self, List.self]
    )

    struct Send: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a status update and wait for the receipts."
        )

        @Argument(help: "The text; '-' reads it from standard input.")
        var text: String
        @Option(help: ArgumentHelp("Where to; all channels when left out.", valueName: "name"))
        var channel: [String] = []
        @Option(
            help: ArgumentHelp(
                "When the next one comes: 30m; 'none' promises nothing.",
                valueName: "span"
            )
        )
        var next: String?
        @Option(help: ArgumentHelp("How long to wait for receipts.", valueName: "span"))
        var wait = "20s"
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            let channels = try chosenChannels(of: fleet)
            guard let patience = Duration(text: wait) else {
                throw Failure(.usage, "'\(wait)' is no span; write 20s")
            }
            let body = text == "-" ? StandardInput.read() : text
            var number = 0
            var id: IncidentID?
            _ = try invocation.perform { state throws(Failure) in
                let incident = try invocation.incident(incident.name, in: state)
                id = incident.id
                number = incident.updates.count + 1
                return .sendUpdate(
                    incident.id,
                    text: body,
                    channels: channels,
                    nextDue: try due(incident)
                )
            }
            guard let id else { return }
            try DeliveryReport.settle(
                invocation,
                fleet,
                id,
                number,
                patience: patience,
                asJSON: json.isOn
            )
        }

        private func chosenChannels(of fleet: Fleet) throws(Failure) -> [ChannelID] {
            let known = fleet.channels.map(\.id)
            for name in channel where !known.contains(ChannelID(name)) {
                let names = known.map(\.rawValue).joined(separator: ", ")
                throw Failure(.usage, "there is no channel '\(name)'; channels: \(names)")
            }
            return channel.isEmpty ? known : channel.map { ChannelID($0) }
        }

        private func due(_ incident: IncidentState) throws(Failure) -> Timestamp? {
            let now = RealClock().now
            guard let next else { return incident.severity.updateInterval.map { now + $0 } }
            if next == "none" { return nil }
            guard let span = Duration(text: next) else {
                throw Failure(.usage, "'\(next)' is no span; write 30m, 2h or none")
            }
            return now + span
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List updates and where each delivery stands."
        )

        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState().state
            DeliveryReport.show(
                try invocation.incident(incident.name, in: state).updates,
                asJSON: json.isOn
            )
        }
    }
}

/// `tocsin delivery`: looks after single deliveries.
struct DeliveryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery",
        abstract: "Look after single deliveries.",
        subcommands: [List.self, Retry.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List all deliveries.")

        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState().state
            DeliveryReport.show(
                try invocation.incident(incident.name, in: state).updates,
                asJSON: json.isOn
            )
        }
    }

    struct Retry: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Try a delivery again now.")

        @Argument(help: "The number of the update.")
        var number: Int
        @Argument(help: "The channel.")
        var channel: String
        @Option(help: ArgumentHelp("How long to wait for the receipt.", valueName: "span"))
        var wait = "20s"
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            guard let patience = Duration(text: wait) else {
                throw Failure(.usage, "'\(wait)' is no span; write 20s")
            }
            var id: IncidentID?
            _ = try invocation.perform { state throws(Failure) in
                let incident = try invocation.incident(incident.name, in: state)
                id = incident.id
                return .retryDelivery(incident.id, number: number, ChannelID(channel))
            }
            guard let id else { return }
            try DeliveryReport.settle(
                invocation,
                fleet,
                id,
                number,
                patience: patience,
                asJSON: json.isOn
            )
        }
    }
}

/// Deliveries for people and for machines.
enum DeliveryReport {
    /// Sends what is due until the update is settled or patience ends, and shows how it stands;
    /// what is left goes on whenever Tocsin runs next.
    static func settle(
        _ invocation: Invocation,
        _ fleet: Fleet,
        _ id: IncidentID,
        _ number: Int,
        patience: Duration,
        asJSON: Bool
    ) throws {
        let log = try invocation.writeLog()
        defer { blocking { await log.close() } }
        let session = Session(
            fleet: fleet,
            log: log,
            clock: RealClock(),
            device: invocation.device
        )
        let updates: [StatusUpdate]
        do {
            updates = try blocking {
                try await DeliveryRun.settle(session, id, number, patience: patience)
            }
        } catch {
            throw Failure(error)
        }
        show(updates, asJSON: asJSON)
        let missing = updates.flatMap { update in
            update.channels.filter { channel in
                if case .delivered = update.deliveries[channel] { return false }
                return true
            }
        }
        if !missing.isEmpty {
            let names = missing.map(\.rawValue).joined(separator: ", ")
            throw Failure(.failed, "not delivered yet: \(names) (see 'tocsin delivery list')")
        }
    }

    static func show(_ updates: [StatusUpdate], asJSON: Bool) {
        if asJSON {
            Output.line(JSONText.array(updates.map(json)).description)
            return
        }
        var table = Table("UPDATE", "AT", "BY", "CHANNEL", "STATE", "RECEIPT OR REASON", "TEXT")
        for update in updates {
            for channel in update.channels {
                let (state, detail) = words(update.deliveries[channel])
                table.add(
                    "#\(update.number)",
                    "\(update.at.hourMinute)Z",
                    update.author.name,
                    channel.rawValue,
                    state,
                    detail,
                    String(update.text.prefix(40))
                )
            }
        }
        table.show(empty: "no update was sent yet")
    }

    private static func words(_ delivery: StatusUpdate.Delivery?) -> (String, String) {
        switch delivery {
        case .queued, nil: ("queued", "")
        case .retrying(let reason, let attempt, let at):
            ("retrying", "try \(attempt): \(reason); again \(at.clock)Z")
        case .delivered(let receipt, _): ("delivered", receipt)
        case .failed(let reason, let attempt): ("failed", "after \(attempt): \(reason)")
        }
    }

    private static func json(_ update: StatusUpdate) -> JSONText {
        let deliveries = update.channels.map { channel -> JSONText in
            let (state, detail) = words(update.deliveries[channel])
            return .object([
                ("channel", .text(channel.rawValue)), ("state", .text(state)),
                ("detail", .text(detail)),
            ])
        }
        return .object([
            ("number", .number(update.number)), ("at", .time(update.at)),
            ("author", .text(update.author.name)), ("text", .text(update.text)),
            ("deliveries", .array(deliveries)),
        ])
    }
}
