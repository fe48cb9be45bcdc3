package import FleetModel
package import Primitives

/// Fleet files: one YAML document that says what a team operates.
package enum FleetFile {
    /// Reads a fleet file and collects every mistake in it.
    ///
    /// - Parameters:
    ///   - text: The YAML text, at most 16 MiB.
    ///   - file: The file's name for the problems.
    ///   - environment: The variables that `${NAME}` stands for; no problem repeats their values.
    ///   - zones: Gives the time zone of a name; nil for none.
    ///   - isTolerant: Whether what lacks a variable or a file is left out, with a warning.
    ///   - readSecretFile: Gives the text of the file that a secret's `@/path` names.
    /// - Returns: The fleet, nil when a problem is an error, and the problems in the file's order.
    package static func read(
        _ text: String,
        file: String,
        environment: [String: String],
        zones: @escaping (String) -> ZoneRules? = { $0 == "UTC" ? .utc : nil },
        isTolerant: Bool = false,
        readSecretFile: (String) throws -> String
    ) -> (fleet: Fleet?, problems: [ConfigProblem]) {
        let reading = ParsingContext(file: file)
        var tree = YAMLTree(text, reading: reading)
        guard let root = tree.root() else { return (nil, reading.problems) }
        let fleet = withoutActuallyEscaping(readSecretFile) { readSecretFile in
            let values = ValueReader(
                reading: reading,
                source: tree.source,
                environment: environment,
                readSecretFile: readSecretFile
            )
            var reader = FleetReader(reading: reading, values: values, zones: zones)
            return isTolerant
                ? reading.tolerating { reader.fleet(root) }.value : reader.fleet(root)
        }
        return (reading.hasErrors ? nil : fleet, reading.problems)
    }

    /// The keys of the kinds of probes that a node may have, in the order in which they are named.
    package static var probeKinds: [String] { FileProbes.keys }

    /// Writes a fleet as a file that reads back as the same fleet.
    ///
    /// Secrets are not written: the file has placeholders for them, which `placeholders(for:)`
    /// lists. A node's probes are written by kind, in the order in which the kinds come first.
    ///
    /// - Parameter header: The lines of the comment at the top, without `#`.
    package static func write(_ fleet: Fleet, header: [String]) -> String {
        var writer = FleetWriter(header: header)
        writer.write(fleet)
        return writer.text
    }

    /// The environment in which a written fleet reads back: the secrets by the names of the
    /// placeholders that `write` puts in their places.
    package static func placeholders(for fleet: Fleet) -> [String: Secret] {
        var writer = FleetWriter(header: [])
        writer.write(fleet)
        return writer.secrets.values
    }
}
