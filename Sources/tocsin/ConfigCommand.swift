import ArgumentParser
import CommandCentre
import ConfigFiles
import FleetModel
import Reports
import Runtime

/// `tocsin config`: checks and writes fleet files.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check and write fleet files, and check your own keys.",
        subcommands: [Check.self, Keys.self, Example.self, Detect.self]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Report every mistake of a fleet file."
        )

        @Argument(help: "The fleet file, - for standard input; the usual one when left out.")
        var file: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            guard let path = file ?? invocation.fleetPath else {
                throw Failure(.usage, "there is no \(invocation.places.fleetFile); name a file")
            }
            let shown = path == "-" ? "standard input" : path
            let (fleet, problems) = try invocation.readFleet(path)
            Output.show(FileProblemList(problems), as: output.form)
            guard let fleet else {
                let count = problems.count(where: \.isError)
                throw Failure(.usage, "\(shown): \(count) mistake\(count == 1 ? "" : "s")")
            }
            if !output.json {
                Output.line(
                    "\(shown): fleet \(fleet.name), \(fleet.nodes.count) nodes, "
                        + "\(fleet.parties.count) parties, \(fleet.channels.count) channels, "
                        + "\(fleet.checks.count) checks, \(fleet.runbooks.count) runbooks"
                )
            }
        }
    }

    struct Keys: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "keys",
            abstract: "Report every mistake of a file of your own keys, and every clash.",
            discussion: """
                A line gives a command of the screen other keys: 'step pass: Space x'; none takes \
                them away. 'set: vim' or 'set: arrows' begins with those keys. The help of the \
                screen, ?, names all commands and keys.
                """
        )

        @Argument(help: "The file; the usual one when left out.")
        var file: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let path = file ?? Invocation(common).places.keys
            let (_, problems) = Keymaps.read(path)
            Output.show(FileProblemList(problems), as: output.form)
            let count = problems.count(where: \.isError)
            guard count == 0 else {
                throw Failure(.usage, "\(path): \(count) mistake\(count == 1 ? "" : "s")")
            }
            if !output.json { Output.line("\(path): good") }
        }
    }

    struct Example: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "example",
            abstract: "Write a commented example of a fleet file."
        )

        func run() {
            Output.file(FleetFile.example)
        }
    }

    struct Detect: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "detect",
            abstract: "Ask addresses what they are and write a fleet file to start from."
        )

        @Argument(
            help:
                "Addresses such as http://127.0.0.1:9615/metrics, 127.0.0.1:8645 or /ip4/127.0.0.1/tcp/30303."
        )
        var addresses: [String]
        @Option(help: "The name of the fleet.")
        var name = "my-fleet"

        func run() throws {
            let (addresses, name) = (addresses, name)
            let detection = blocking { await AddressDetection.run(addresses, name: name) }
            for line in detection.report { Output.problem(line, prefix: "") }
            guard detection.hasFindings else {
                throw Failure(.failed, "nothing that Tocsin can watch answers there")
            }
            Output.file(FleetFile.write(detection.fleet, header: detection.header))
        }
    }
}
