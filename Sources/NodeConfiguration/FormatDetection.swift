import IncidentCore

/// Tells how a configuration is written, from the name of its file and its first lines.
enum FormatDetection {
    /// The format; nil when nothing speaks clearly for one.
    static func format(of bytes: [UInt8], name: String) -> ConfigTarget.Format? {
        byName(name.lowercased()) ?? byContent(bytes)
    }

    private static func byName(_ name: String) -> ConfigTarget.Format? {
        let last = name.split(separator: "/").last.map(String.init) ?? ""
        let units = [".service", ".socket", ".timer", ".mount", ".path", ".slice", ".target"]
        if units.contains(where: last.hasSuffix) { return .unit }
        if last == "cmdline" { return .flags }
        if last == ".env" || last.hasPrefix(".env.") || last.hasSuffix(".env") { return .env }
        if name.hasPrefix("/etc/default/") || name.hasPrefix("/etc/sysconfig/") { return .env }
        if last.hasSuffix(".json") { return .json }
        if last.hasSuffix(".yaml") || last.hasSuffix(".yml") { return .yaml }
        if last.hasSuffix(".toml") { return .toml }
        if last.hasSuffix(".ini") || last.hasSuffix(".cnf") { return .ini }
        return nil
    }

    /// How many bytes are looked at.
    private static let windowBytes = 65_536

    private static func byContent(_ bytes: [UInt8]) -> ConfigTarget.Format? {
        if bytes.contains(0) { return .flags }
        let text = String(decoding: bytes.prefix(windowBytes), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).map(\.trimmedSpaces)
            .filter { !$0.isEmpty && $0.first != "#" && $0.first != ";" }
        guard let first = lines.first else { return nil }
        if first.first == "{" || isJSONList(bytes) { return .json }
        if lines.contains(where: { ["[Unit]", "[Service]", "[Install]"].contains($0) }) {
            return .unit
        }
        if lines.contains(where: { $0.first == "[" && $0.last == "]" }) {
            return isTOML(bytes) ? .toml : .ini
        }
        if lines.allSatisfy(isAssignment) { return .env }
        if first.hasPrefix("---") && first.dropFirst(3).allSatisfy({ $0 == " " }) { return .yaml }
        if looksLikeCommand(first) { return .flags }
        if lines.contains(where: { $0.contains(": ") || $0.hasSuffix(":") }) { return .yaml }
        if isTOML(bytes) { return .toml }
        return lines.contains { $0.contains("=") } ? .ini : nil
    }

    private static func looksLikeCommand(_ line: Substring) -> Bool {
        let words = line.split(separator: " ").map(String.init)
        return words.first?.isFlag == true
            || words.dropFirst().contains { $0.isFlag } && !(words.first ?? "").hasSuffix(":")
    }

    private static func isAssignment(_ line: Substring) -> Bool {
        let line = line.hasPrefix("export ") ? line.dropFirst(7) : line
        guard let equals = line.firstIndex(of: "=") else { return false }
        return line[..<equals].isVariableName
    }

    private static func isTOML(_ bytes: [UInt8]) -> Bool {
        var collector = KeyCollector()
        do throws(ConfigurationError) {
            try collector.addTOML(bytes)
            return true
        } catch {
            return false
        }
    }

    private static func isJSONList(_ bytes: [UInt8]) -> Bool {
        guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") else { return false }
        var collector = KeyCollector()
        do throws(ConfigurationError) {
            try collector.addJSON(bytes)
            return true
        } catch {
            return false
        }
    }
}
