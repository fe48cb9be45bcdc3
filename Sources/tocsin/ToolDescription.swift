import ArgumentParser
import FoundationEssentials

/// A command with its arguments and subcommands, as the parser describes itself (the argument
/// parser's tool information, version 0).
struct ToolDescription: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let arguments: [Argument]?
    let subcommands: [ToolDescription]?

    struct Argument: Decodable {
        let kind: Kind
        let shouldDisplay: Bool
        let isOptional: Bool
        let isRepeating: Bool
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let abstract: String?
        let discussion: String?

        enum Kind: String, Decodable {
            case positional, option, flag
        }

        struct Name: Decodable {
            let kind: Kind
            let name: String

            enum Kind: String, Decodable {
                case long, short, longWithSingleDash
            }

            /// The name as it is typed.
            var typed: String {
                switch kind {
                case .long: "--\(name)"
                case .short, .longWithSingleDash: "-\(name)"
                }
            }
        }
    }

    /// Arguments that a person is told of.
    var shownArguments: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }

    /// Subcommands besides the parser's own help.
    var ownSubcommands: [ToolDescription] {
        (subcommands ?? []).filter { $0.commandName != "help" }
    }

    /// The whole program.
    static func tocsin() throws(Failure) -> ToolDescription {
        struct Whole: Decodable {
            let command: ToolDescription
        }
        do {
            return try JSONDecoder().decode(Whole.self, from: Data(Tocsin._dumpHelp().utf8)).command
        } catch {
            throw Failure(.failed, "the description of the commands cannot be read: \(error)")
        }
    }
}
