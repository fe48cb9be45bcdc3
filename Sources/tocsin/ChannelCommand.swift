import FleetModel
import ArgumentParser
import Primitives
import Reports
import Runtime

/// `tocsin channel`: looks channels over and tries them out.
struct ChannelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel",
        abstract: "Look channels over and try them out.",
        subcommands: [List.self, Test.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the channels of the fleet file, without their secrets.",
            discussion: """
                With --json it is an array of channels: name, kind, updates (always true: a person \
                chooses where an update goes), signals (from which priority on signals go there by \
                themselves), longest and unit (the length of one message), problem (why it cannot \
                be used), last {at, delivered, what, receipt or reason}. Values that there are \
                none of are left out.
                """
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            let entries = try invocation.readState { entry, _ in
                ChannelList.isDelivery(entry)
            }.entries
            Output.show(ChannelList(fleet.channels, entries: entries), as: output.form)
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Send a message marked as a test, and show the receipt.",
            discussion: """
                The message says "TEST from Tocsin" and who asks for it; it is about no incident and \
                is not in the log. It is sent once. Exit code 1 when it was not delivered.

                With --json it is one object: channel, kind, delivered, receipt, link, reason, \
                canPass (whether another try may succeed), milliseconds.
                """
        )

        @Argument(help: "The channel's name in the fleet file.")
        var channel: String
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            guard let spec = fleet.channels.first(where: { $0.id.rawValue == channel }) else {
                let names = fleet.channels.map(\.id.rawValue).joined(separator: ", ")
                throw Failure(
                    .usage,
                    "there is no channel '\(channel)' in the fleet file"
                        + (names.isEmpty ? "; it names none" : "; there are: \(names)")
                )
            }
            let author = Actor(invocation.author)
            let test = blocking {
                await ChannelTest.run(spec, of: fleet, by: author, clock: RunTime.clock)
            }
            Output.show(test.report, as: output.form)
            if case .failed = test.outcome { throw Failure(.failed, "not delivered: \(channel)") }
        }
    }
}
