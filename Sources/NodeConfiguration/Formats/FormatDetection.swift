import FleetModel

/// Tells how a configuration is written, from the name of its file and its first lines.
enum FormatDetection {
    /// The format and what told it; nil when nothing speaks clearly for one.
    static func format(
        of bytes: [UInt8],
        name: String
    ) -> (format: ConfigTarget.Format, origin: ConfigurationKeys.FormatOrigin)? {
        let name = name.lowercased()
        if let format = byName(name) { return (format, .name) }
        return byContent(bytes, isConf: isConf(name)).map { ($0, .content) }
    }

    private static func byName(_ name: String) -> ConfigTarget.Format? {
        let last = name.split(separator: "/").last.map(String.init) ?? ""
        let units = [".service", ".socket", ".timer", ".mount", ".path", ".slice", ".target"]
        if units.contains(where: last.hasSuffix) { return .unit }
        if last == "cmdline" { return .flags }
        if last == ".env" || last.hasPrefix(".env.") || last.hasSuffix(".env") { return .env }
        if name.hasPrefix("/etc/default/") || name.hasPrefix("/etc/sysconfig/") { return .env }
        if name.contains("/environment.d/") || last == "environment" { return .env }
        if [".json", ".jsonc", ".json5"].contains(where: last.hasSuffix) { return .json }
        if last.hasSuffix(".yaml") || last.hasSuffix(".yml") { return .yaml }
        if last.hasSuffix(".toml") { return .toml }
        if last.hasSuffix(".ini") || last.hasSuffix(".cnf") { return .ini }
        return nil
    }

    /// Whether a file has a name that all kinds of programs give to their own kinds of files, but
    /// none to a list of variables: there repeated keys count.
    private static func isConf(_ name: String) -> Bool {
        [".conf", ".cfg", ".config"].contains(where: name.hasSuffix)
    }

    /// How many bytes are looked at.
    private static let windowBytes = 65_536

    private static func byContent(_ bytes: [UInt8], isConf: Bool) -> ConfigTarget.Format? {
        if bytes.contains(0) { return .flags }
        let text = String(decoding: bytes.prefix(windowBytes), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).map(\.trimmedSpaces)
            .filter { !$0.isEmpty && $0.first != "#" && $0.first != ";" }
        guard let first = lines.first, first.first != "<" else { return nil }
        if JSONCursor(bytes).beginsTable || isJSONList(bytes) { return .json }
        if lines.contains(where: { ["[Unit]", "[Service]", "[Install]"].contains($0) }) {
            return .unit
        }
        if lines.contains(where: { $0.first == "[" && $0.last == "]" }) {
            return isTOML(bytes) ? .toml : .ini
        }
        if isEnvironment(lines) {
            let exports = lines.contains { $0.withoutExport.startIndex != $0.startIndex }
            return (isConf || repeatsName(lines)) && !exports ? .ini : .env
        }
        if first.hasPrefix("---") && first.dropFirst(3).allSatisfy({ $0 == " " }) { return .yaml }
        if isConf { return byContent(ofConf: lines, bytes) }
        if looksLikeCommand(first) { return .flags }
        if lines.contains(where: { $0.contains(": ") || $0.hasSuffix(":") }) { return .yaml }
        if isTOML(bytes) { return .toml }
        return lines.contains { $0.contains("=") } ? .ini : nil
    }

    /// Of files whose name promises keys: YAML begins with a key, all others are lines of keys.
    private static func byContent(
        ofConf lines: [Substring],
        _ bytes: [UInt8]
    ) -> ConfigTarget.Format {
        let first = lines.first.map { $0.prefix { $0 != "#" }.trimmedSpaces } ?? ""
        let key = first.prefix { $0 != ":" }
        let isKey = key.isVariableName && (first.contains(": ") || first.hasSuffix(":"))
        if isKey || first.hasPrefix("- ") { return .yaml }
        return isTOML(bytes) ? .toml : .ini
    }

    /// Whether nearly all lines assign to variables; the odd ones are told later.
    private static func isEnvironment(_ lines: [Substring]) -> Bool {
        guard let first = lines.first, isAssignment(first) || first.withoutExport.isBareName else {
            return false
        }
        let count = lines.count(where: isAssignment)
        let bare = lines.count { $0.isBareName }
        return count > 0 && (count + bare) * 4 >= lines.count * 3
    }

    private static func looksLikeCommand(_ line: Substring) -> Bool {
        let words = line.split(separator: " ").map(String.init)
        return words.first?.isFlag == true
            || words.dropFirst().contains { $0.isFlag } && !(words.first ?? "").hasSuffix(":")
    }

    private static func isAssignment(_ line: Substring) -> Bool {
        let line = line.withoutExport
        guard let equals = line.firstIndex(of: "=") else { return false }
        return line[..<equals].isVariableName
    }

    /// Whether a name in lower case is given twice: of a list of variables only one would count.
    private static func repeatsName(_ lines: [Substring]) -> Bool {
        var names: Set<Substring> = []
        return lines.contains { line in
            let name = line.prefix { $0 != "=" }
            return name.contains(where: \.isLowercase) && !names.insert(name).inserted
        }
    }

    private static func isTOML(_ bytes: [UInt8]) -> Bool {
        isWhole { collector throws(ConfigurationError) in try collector.addTOML(bytes) }
    }

    private static func isJSONList(_ bytes: [UInt8]) -> Bool {
        guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") else { return false }
        return isWhole { collector throws(ConfigurationError) in try collector.addJSON(bytes) }
    }

    /// Whether a text can be read and nothing in it is odd.
    private static func isWhole(
        _ read: (inout KeyCollector) throws(ConfigurationError) -> Void
    ) -> Bool {
        var collector = KeyCollector()
        do throws(ConfigurationError) {
            try read(&collector)
            return collector.oddities.isEmpty
        } catch {
            return false
        }
    }
}
