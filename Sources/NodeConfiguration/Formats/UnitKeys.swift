extension KeyCollector {
    /// Adds a unit file of systemd and its drop-in files, in the order in which they count.
    ///
    /// Settings that add up are lists; an empty one forgets what came before; of all others that
    /// of the last file counts (systemd.syntax(7), systemd.unit(5)). What one file sets twice is
    /// kept twice. Command lines are split into flags, and `Environment` into variables.
    mutating func addUnit(_ texts: [String]) throws(ConfigurationError) {
        var settings: [UnitSetting] = []
        var places: [String: Int] = [:]
        for (file, text) in texts.enumerated() {
            for line in unitLines(of: text, file: file) {
                let value = UnitSetting.Value(text: line.value, line: line.number, file: file)
                if let place = places[line.key] {
                    if line.value.isEmpty {
                        settings[place].values = []
                    } else {
                        note(settings[place].add(value))
                    }
                } else if !line.value.isEmpty {
                    guard settings.count < Self.limitSettings else {
                        throw ConfigurationError(
                            "a unit has more than \(Self.limitSettings) settings"
                        )
                    }
                    places[line.key] = settings.count
                    settings.append(UnitSetting(key: line.key, name: line.name, values: [value]))
                }
            }
        }
        for setting in settings { try add(setting) }
    }

    /// Units have a few dozen settings.
    private static let limitSettings = 1000

    private mutating func unitLines(of text: String, file: Int) -> [UnitLine] {
        let (lines, oddities) = UnitLine.lines(of: text)
        for oddity in oddities { note(oddity.ofFile(file)) }
        return lines
    }

    private mutating func add(_ setting: UnitSetting) throws(ConfigurationError) {
        if setting.name == "Environment" {
            try add(environment: setting)
        } else if setting.name.hasPrefix("Exec"), setting.name != "ExecSearchPath" {
            for (place, value) in setting.values.enumerated() {
                let isOnly = setting.values.count == 1
                let path = isOnly ? setting.key : Self.path(setting.key, String(place))
                try add(flags: words(of: value), at: path)
            }
        } else {
            for value in setting.values { try add(setting.key, value.text) }
        }
    }

    /// A variable of a later file replaces that of an earlier one; in one file, all are kept.
    private mutating func add(environment setting: UnitSetting) throws(ConfigurationError) {
        var files: [String: Int] = [:]
        for value in setting.values {
            for word in words(of: value) {
                guard let equals = word.firstIndex(of: "=") else {
                    note(value.oddity("expected NAME=value in Environment; it is left out"))
                    continue
                }
                let name = String(word[..<equals])
                if let file = files[name], file < value.file {
                    removeAll(under: Self.path(setting.key, name))
                } else if files[name] != nil {
                    note(
                        value.oddity(
                            "a variable is set again; all values are kept, the last counts"
                        )
                    )
                }
                files[name] = value.file
                let text = String(word[word.index(after: equals)...])
                try add(assignment: name, text, at: setting.key)
            }
        }
    }

    private mutating func words(of value: UnitSetting.Value) -> [String] {
        let line = CommandWords(value.text, hasComments: false)
        note(line.oddity.map { value.oddity($0.message) })
        return line.words
    }
}

/// A setting with all values that count.
private struct UnitSetting {
    struct Value {
        var text: String
        var line: Int
        /// 0 for the unit itself, from 1 for its drop-in files.
        var file: Int

        func oddity(_ message: String) -> ConfigurationError {
            ConfigurationError(line: line, message).ofFile(file)
        }
    }

    var key: String
    var name: String
    var values: [Value]

    /// Adds a value, or puts it in the place of those of earlier files; what is odd with that.
    mutating func add(_ value: Value) -> ConfigurationError? {
        if !addsUp { values.removeAll { $0.file < value.file } }
        values.append(value)
        guard !addsUp, values.count > 1 else { return nil }
        return value.oddity("this setting is given again; all values are kept, the last counts")
    }

    /// Whether several settings of this name count together.
    private var addsUp: Bool {
        Self.accumulating.contains(name)
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

extension ConfigurationError {
    /// The mistake in a drop-in file, which is not the file that is named.
    fileprivate func ofFile(_ file: Int) -> ConfigurationError {
        guard file > 0 else { return self }
        let place = line.map { "line \($0) of " } ?? ""
        return ConfigurationError("\(place)drop-in file \(file): \(message)")
    }
}

/// One setting of a unit file.
private struct UnitLine {
    var section: String
    var name: String
    var value: String
    var number: Int

    var key: String { section.isEmpty ? name : section + "." + name }

    /// The settings of a text, and what is none.
    static func lines(of text: String) -> ([UnitLine], oddities: [ConfigurationError]) {
        var result: [UnitLine] = []
        var oddities: [ConfigurationError] = []
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
            if line.first == "[" {
                // What follows must not count as a part of the section before.
                section = String(line.dropFirst().prefix { $0 != "]" }[...].trimmedSpaces)
                oddities.append(ConfigurationError(line: place + 1, "expected [Section]"))
                continue
            }
            guard let equals = line.firstIndex(of: "="), equals != line.startIndex else {
                let words = "expected [Section] or Setting=value; this line is left out"
                oddities.append(ConfigurationError(line: place + 1, words))
                continue
            }
            result.append(
                UnitLine(
                    section: section,
                    name: String(line[..<equals][...].trimmedSpaces),
                    value: String(line[line.index(after: equals)...].trimmedSpaces),
                    number: place + 1
                )
            )
        }
        return (result, oddities)
    }
}
