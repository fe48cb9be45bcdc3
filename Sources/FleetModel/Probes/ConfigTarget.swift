/// What a `config` probe reads: where the keys and values of a node come from.
package struct ConfigTarget: ProbeDescriptor {
    /// The places that are read, in the order of the fleet file; at least one.
    package var sources: [Source]
    /// Patterns of further keys whose values are secrets; `*` stands for any characters.
    package var mask: [String]
    /// Patterns of keys that change by themselves and are left out.
    package var ignore: [String]

    /// How often such a probe asks when its fleet file does not say: configuration changes
    /// seldom, and reading it may start a command.
    package static let usualInterval: Duration = .seconds(300)

    /// A target of these parts.
    package init(sources: [Source], mask: [String] = [], ignore: [String] = []) {
        self.sources = sources
        self.mask = mask
        self.ignore = ignore
    }

    /// The names in front of the keys of each source: none for the only one, unless it has a name.
    package var prefixes: [String?] {
        sources.map { $0.name ?? (sources.count > 1 ? $0.place.shortName : nil) }
    }

    /// One place with keys and values.
    package struct Source: Equatable, Sendable {
        /// Where it is.
        package var place: Place
        /// The name in front of its keys, as in `unit:Service.User`; nil for none.
        package var name: String?
        /// How it is written; nil to tell from its name and its first lines.
        package var format: Format?

        /// A source of these parts.
        package init(_ place: Place, name: String? = nil, format: Format? = nil) {
            self.place = place
            self.name = name
            self.format = format
        }
    }

    /// Where a source is.
    package enum Place: Equatable, Sendable {
        /// A file of this machine.
        case file(String)
        /// A web address.
        case url(String)
        /// What a command prints.
        case command(CommandSpec)

        /// The last part of the path, address or program: what people call the source.
        package var shortName: String {
            switch self {
            case .file(let path): Self.lastPart(of: path)
            case .url(let url): Self.lastPart(of: String(url.prefix { $0 != "?" }))
            case .command(let command):
                command.script != nil ? "shell" : Self.lastPart(of: command.arguments.first ?? "")
            }
        }

        private static func lastPart(of path: String) -> String {
            path.split(separator: "/").last.map(String.init) ?? path
        }
    }

    /// How keys and values are written.
    package enum Format: String, CaseIterable, Sendable {
        /// A command line, or the arguments of a process separated by zero bytes.
        case flags
        /// Lines of `NAME=value`, as shells and systemd read them.
        case env
        /// JSON of RFC 8259.
        case json
        /// YAML 1.1.
        case yaml
        /// TOML 1.0.
        case toml
        /// Sections in brackets and lines of `key = value`.
        case ini
        /// A unit file of systemd.
        case unit
    }

    /// Configuration is read beside the node.
    package static let row = ProbeRow("config", reachesNode: false)

    /// The commands whose output is read; files and pages are beside the node.
    package var reach: ProbeReach {
        .commands(
            sources.compactMap { source in
                if case .command(let command) = source.place { command } else { nil }
            }
        )
    }

    /// Keys have names of their own.
    package var names: ProbeNames {
        var names = ProbeNames()
        names.prefixes = ["config"]
        return names
    }
}
