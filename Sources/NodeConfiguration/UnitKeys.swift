extension KeyCollector {
    /// Adds a unit file of systemd and its drop-in files, in the order in which they count.
    ///
    /// Settings that add up are lists; an empty one forgets what came before; of all others the
    /// last one counts (systemd.syntax(7), systemd.unit(5)). Command lines are split into flags,
    /// and `Environment` into variables.
    mutating func addUnit(_ texts: [String]) throws(ConfigurationError) {
        var settings: [(key: String, values: [String])] = []
        for text in texts {
            for line in try UnitLine.lines(of: text) {
                let key = line.section.isEmpty ? line.name : line.section + "." + line.name
                let place = settings.firstIndex { $0.key == key }
                if let place, line.value.isEmpty {
                    settings[place].values = []
                } else if let place, Self.addsUp(line.name) {
                    settings[place].values.append(line.value)
                } else if let place {
                    settings[place].values = [line.value]
                } else if !line.value.isEmpty {
                    guard settings.count < Self.limitSettings else {
                        throw ConfigurationError(
                            "a unit has more than \(Self.limitSettings) settings"
                        )
                    }
                    settings.append((key, [line.value]))
                }
            }
        }
        for setting in settings { try add(setting.key, unit: setting.values) }
    }

    /// Units have a few dozen settings.
    private static let limitSettings = 1000

    private mutating func add(_ key: String, unit values: [String]) throws(ConfigurationError) {
        let name = key.split(separator: ".").last ?? ""
        if name == "Environment" {
            for value in values {
                for word in try CommandWords(value, hasComments: false).words {
                    guard let equals = word.firstIndex(of: "=") else { continue }
                    let text = String(word[word.index(after: equals)...])
                    try add(assignment: String(word[..<equals]), text, at: key)
                }
            }
        } else if name.hasPrefix("Exec"), name != "ExecSearchPath" {
            for (place, value) in values.enumerated() {
                let path = values.count == 1 ? key : Self.path(key, String(place))
                try add(flags: try CommandWords(value, hasComments: false).words, at: path)
            }
        } else {
            for value in values { try add(key, value) }
        }
    }

    /// Whether several settings of this name count together.
    private static func addsUp(_ name: String) -> Bool {
        accumulating.contains(name)
            || ["Exec", "Environment", "Condition", "Assert", "Listen", "Load", "IPAddress"]
                .contains { name.hasPrefix($0) }
            || name.hasSuffix("Paths")
    }

    private static let accumulating: Set<String> = [
        "After", "Alias", "Also", "Before", "BindPaths", "BindsTo", "CapabilityBoundingSet",
        "AmbientCapabilities", "Conflicts", "DeviceAllow", "Documentation", "OnFailure", "PartOf",
        "PassEnvironment", "PropagatesReloadTo", "RequiredBy", "Requires", "Requisite",
        "RestrictAddressFamilies", "SupplementaryGroups", "SystemCallFilter", "UnsetEnvironment",
        "WantedBy", "Wants", "OnCalendar", "DefaultInstance",
    ]
}

/// One setting of a unit file.
private struct UnitLine {
    var section: String
    var name: String
    var value: String

    static func lines(of text: String) throws(ConfigurationError) -> [UnitLine] {
        var result: [UnitLine] = []
        var section = ""
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated().makeIterator()
        while let (place, first) = lines.next() {
            var line = String(first.trimmedSpaces)
            if line.isEmpty || line.first == "#" || line.first == ";" { continue }
            while line.last == "\\" {
                line.removeLast()
                guard let (_, next) = lines.next() else { break }
                let more = next.trimmedSpaces
                // Comments between the lines of one setting are passed over.
                if more.first == "#" || more.first == ";" {
                    line += "\\"
                } else {
                    line += " " + more
                }
            }
            if line.first == "[", line.last == "]" {
                section = String(line.dropFirst().dropLast())
                continue
            }
            guard let equals = line.firstIndex(of: "=") else {
                throw ConfigurationError(line: place + 1, "expected [Section] or Setting=value")
            }
            result.append(
                UnitLine(
                    section: section,
                    name: String(line[..<equals][...].trimmedSpaces),
                    value: String(line[line.index(after: equals)...].trimmedSpaces)
                )
            )
        }
        return result
    }
}
