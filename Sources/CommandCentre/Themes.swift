package import ConfigFiles
import Glibc
import Primitives
import Runtime
package import Screens

/// The themes that there are: the user's own files first, then those built in.
package struct Themes: Sendable {
    private let folder: String

    /// The theme of dark terminals, and the one of light terminals, when nobody chose another.
    package static let (dark, light) = ("midnight", "daylight")

    /// The names that themes had before.
    private static let formerNames = ["dark": dark, "light": light]

    /// The themes of a user whose own files lie in this folder.
    package init(folder: String) {
        self.folder = folder
    }

    /// All names: the built-in themes, then those that only the user has.
    package var names: [String] {
        ThemeFile.builtInNames + ownNames.filter { !ThemeFile.builtInNames.contains($0) }
    }

    /// The names of the user's own files.
    package var ownNames: [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasSuffix(".yaml"), !name.hasPrefix(".") else { continue }
            names.append(String(name.dropLast(5)))
        }
        return names.sorted()
    }

    /// Where the file of a theme lies that is not built in, or would lie; a name with a slash is
    /// a path.
    package func path(of name: String) -> String {
        name.contains("/") ? name : "\(folder)/\(name).yaml"
    }

    /// Reads the theme of this name, or the theme file at this path.
    ///
    /// - Returns: The theme, nil when there is none or its file has a mistake, and the problems.
    package func read(_ name: String) -> (theme: ThemeDefinition?, problems: [ThemeProblem]) {
        do throws(FileText.Failure) {
            guard let source = try source(of: name) else {
                let known = names.joined(separator: ", ")
                return (
                    nil,
                    [.other("there is no theme '\(name)' in \(folder); known themes: \(known)")]
                )
            }
            let roles = ThemeRole.allCases.map(\.rawValue)
            let (theme, problems) = ThemeFile.read(source, roles: roles) { name, inheriting in
                path(of: name) == inheriting
                    ? ThemeFile.builtIn(Self.formerNames[name] ?? name)
                    : try? self.source(of: name)
            }
            return (theme, problems.map { .inFile($0) })
        } catch {
            return (nil, [.other(error.message)])
        }
    }

    /// The theme of this name; one that is broken gives way to the built-in theme of the same
    /// name, else to the dark one.
    package func readOrReplace(
        _ name: String
    ) -> (theme: ThemeDefinition?, problems: [ThemeProblem]) {
        let (theme, problems) = read(name)
        if let theme { return (theme, problems) }
        let builtIn = Themes(folder: "")
        let former = Self.formerNames[name] ?? name
        let known = ThemeFile.builtInNames.contains(former) ? former : Self.dark
        return (builtIn.read(known).theme, problems)
    }

    /// The looks of the theme of this name where every colour can be shown, and what is wrong with
    /// the user's file; one that is broken is replaced as by `readOrReplace`.
    package static func named(_ name: String, in folder: String) -> (
        theme: Theme, problems: [String]
    ) {
        let (definition, problems) = Themes(folder: folder).readOrReplace(name)
        let terminal = TerminalLook(colors: 1 << 24, isDark: definition?.isDark ?? true)
        return (
            definition.map { Theme($0, on: terminal) } ?? .plain, problems.map(\.description)
        )
    }

    /// The theme that was chosen on the screen; nil when none was.
    package static func kept(at path: String) -> String? {
        guard FileText.exists(path), let text = try? FileText.read(path) else { return nil }
        let name = text.prefix { !$0.isNewline }
        return name.isEmpty ? nil : String(name)
    }

    /// Writes down which theme was chosen on the screen; nil is the one that fits the terminal.
    func keep(_ name: String?, at path: String, report: (String) -> Void) {
        do throws(FileText.Failure) {
            try FileText.write((name ?? "") + "\n", to: path)
        } catch {
            report(error.message)
        }
    }

    /// Whether the terminal's background is dark, as far as `$COLORFGBG` tells, which rxvt,
    /// Konsole and others set to the numbers of their colours, the background's last.
    package static func isDark(_ variable: String?) -> Bool {
        guard let last = variable?.split(separator: ";").last, let number = Int(last) else {
            return true
        }
        return number < 7 || number == 8
    }

    private func source(of name: String) throws(FileText.Failure) -> ThemeFile.Source? {
        let path = path(of: name)
        if name.contains("/") || (!folder.isEmpty && FileText.exists(path)) {
            return ThemeFile.Source(path: path, text: try FileText.read(path))
        }
        return ThemeFile.builtIn(Self.formerNames[name] ?? name)
    }
}

/// Something that is wrong with a theme.
package enum ThemeProblem: Sendable, CustomStringConvertible {
    /// A mistake at a place of a file.
    case inFile(ConfigProblem)
    /// Anything else, such as a file that cannot be read.
    case other(String)

    /// The sentence for a person.
    package var description: String {
        switch self {
        case .inFile(let problem): problem.description
        case .other(let text): text
        }
    }
}
