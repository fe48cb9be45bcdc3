internal import Primitives

/// Theme files: YAML documents that give a look to each role.
package enum ThemeFile {
    /// The text of a theme file and where it lies.
    package struct Source: Equatable, Sendable {
        /// The file's path; of a theme inside the program `NAME.yaml`.
        package let path: String
        /// Its YAML text, at most 16 MiB.
        package let text: String

        /// A text at a path.
        package init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// Reads a theme file with all that it inherits and collects every mistake.
    ///
    /// A role that no file gives is a warning; it looks plain.
    ///
    /// - Parameters:
    ///   - source: The file, whose name also names the theme.
    ///   - roles: The roles that screens know.
    ///   - find: The theme of a name that a file inherits from, but never the file at `path`
    ///     itself; nil when there is none.
    /// - Returns: The theme, nil when a problem is an error, and the problems file by file.
    package static func read(
        _ source: Source,
        roles: [String],
        find: (_ name: String, _ path: String) -> Source?
    ) -> (theme: ThemeDefinition?, problems: [ConfigProblem]) {
        let (drafts, problems) = chain(from: source, roles: roles, find)
        guard problems.allSatisfy({ !$0.isError }) else { return (nil, problems) }
        return ThemeResolution(drafts: drafts, name: name(of: source.path)).theme(roles: roles)
    }

    /// The theme of this name inside the program.
    package static func builtIn(_ name: String) -> Source? {
        guard let text = builtInTexts.first(where: { $0.name == name })?.text() else { return nil }
        return Source(path: "\(name).yaml", text: String(decoding: text, as: UTF8.self))
    }

    /// The names of the themes that travel inside the program, the default one first.
    package static var builtInNames: [String] { builtInTexts.map(\.name) }

    private static let builtInTexts: [(name: String, text: @Sendable () -> [UInt8])] = [
        ("midnight", { PackageResources.midnight_yaml }),
        ("daylight", { PackageResources.daylight_yaml }),
        ("high-contrast", { PackageResources.high_contrast_yaml }),
        ("high-contrast-light", { PackageResources.high_contrast_light_yaml }),
        ("colour-blind-safe", { PackageResources.colour_blind_safe_yaml }),
        ("solarized-dark", { PackageResources.solarized_dark_yaml }),
        ("solarized-light", { PackageResources.solarized_light_yaml }),
        ("fjord", { PackageResources.fjord_yaml }),
        ("phosphor", { PackageResources.phosphor_yaml }),
        ("mono", { PackageResources.mono_yaml }),
    ]

    /// What the file and all that it inherits from say, the file itself first.
    private static func chain(
        from source: Source,
        roles: [String],
        _ find: (_ name: String, _ path: String) -> Source?
    ) -> (drafts: [ThemeDraft], problems: [ConfigProblem]) {
        var drafts: [ThemeDraft] = []
        var paths: [String] = []
        var next: Source? = source
        while let source = next {
            next = nil
            paths.append(source.path)
            let reading = ParsingContext(file: source.path)
            var tree = YAMLTree(source.text, reading: reading)
            if let root = tree.root() {
                let reader = ThemeReader(reading: reading, source: tree.source)
                drafts.append(reader.draft(root, roles: roles))
            } else {
                drafts.append(ThemeDraft(reading: reading))
            }
            guard let parent = drafts.last?.parent else { break }
            guard let found = find(parent.name, source.path) else {
                let hint = Suggestion.hint(
                    for: parent.name,
                    among: builtInNames,
                    called: "themes"
                )
                reading.error(parent.place, "there is no theme \(parent.name.quoted)\(hint)")
                break
            }
            guard !paths.contains(found.path) else {
                let names = (paths + [found.path]).map(name).joined(separator: " → ")
                reading.error(parent.place, "themes inherit in a circle: \(names)")
                break
            }
            next = found
        }
        return (drafts, drafts.flatMap(\.reading.problems))
    }

    private static func name(of file: String) -> String {
        let last = file.split(separator: "/").last.map(String.init) ?? file
        for ending in [".yaml", ".yml"] where last.hasSuffix(ending) && last.count > ending.count {
            return String(last.dropLast(ending.count))
        }
        return last
    }
}
