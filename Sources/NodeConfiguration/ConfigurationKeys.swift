package import FleetModel
import IncidentLog
import Primitives

/// The keys and values of one source, flat and sorted by key.
///
/// What means the same is the same here: white space, comments, the order of keys, and of lists
/// that are sets, are gone; numbers of JSON, YAML and TOML are written by value.
package struct ConfigurationKeys: Equatable, Sendable {
    /// A key with its value.
    package struct Entry: Equatable, Sendable {
        /// The path of the key, its parts joined by points, such as `Service.ExecStart.chain`.
        package var key: String
        /// The value as text; the elements of a list stand in brackets.
        package var value: String
        /// Whether what stands around the value says that it is a secret, though its key does not.
        package var isSecret: Bool

        /// An entry of these parts.
        package init(key: String, value: String, isSecret: Bool = false) {
            self.key = key
            self.value = value
            self.isSecret = isSecret
        }
    }

    /// The entries, sorted by key; no key twice.
    package var entries: [Entry]
    /// How the text is written.
    package let format: ConfigTarget.Format
    /// What told the format.
    package let formatOrigin: FormatOrigin
    /// What was left out, or read with doubts, because it is no part of the format.
    ///
    /// By line; at most `limitOddities`, and one that counts the others. No value is repeated.
    package let oddities: [ConfigurationError]

    /// What told how a text is written.
    package enum FormatOrigin: Equatable, Sendable {
        /// The owner of the fleet file.
        case owner
        /// The name of the file.
        case name
        /// The text itself: a guess.
        case content
    }

    /// The longest text that is read: chain specifications with their genesis state are larger,
    /// and are no configuration.
    package static let limitBytes = 1 << 20
    /// How many keys a text may have.
    package static let limitKeys = 20_000
    /// How deep tables and lists may lie in one another.
    package static let limitDepth = 32
    /// How many odd elements of a text are named one by one.
    package static let limitOddities = 5

    /// The value of a key.
    package subscript(_ key: String) -> String? {
        entries.first { $0.key == key }?.value
    }

    /// Reads a text, whatever its line ends and byte order mark.
    ///
    /// What is no part of the format is left out and told by `oddities`; the rest stays.
    ///
    /// - Parameters:
    ///   - bytes: The text; broken UTF-8 is replaced.
    ///   - format: How it is written; nil to tell from the name and the first lines.
    ///   - name: The name of the file, which often tells the format.
    ///   - additions: The texts of the drop-in files of a unit, in their order.
    /// - Throws: `ConfigurationError` when nothing of the text can be read.
    package init(
        parsing bytes: [UInt8],
        format: ConfigTarget.Format? = nil,
        name: String = "",
        additions: [[UInt8]] = []
    ) throws(ConfigurationError) {
        guard bytes.count <= Self.limitBytes else {
            throw ConfigurationError("it is larger than 1 MiB")
        }
        let bytes = Self.plain(bytes)
        let guess = format == nil ? FormatDetection.format(of: bytes, name: name) : nil
        guard let format = format ?? guess?.format else {
            throw ConfigurationError("its format is not clear; say which with 'format'")
        }
        var collector = KeyCollector()
        switch format {
        case .flags: try collector.addFlags(bytes)
        case .env: try collector.addEnvironment(Self.text(bytes))
        case .json: try collector.addJSON(bytes)
        case .yaml: try collector.addYAML(Self.text(bytes))
        case .toml: try collector.addTOML(bytes)
        case .ini: try collector.addINI(Self.text(bytes))
        case .unit:
            try collector.addUnit(([bytes] + additions.map(Self.plain)).map(Self.text))
        }
        entries = collector.sorted()
        oddities = collector.oddities
        self.format = format
        formatOrigin = guess?.origin ?? .owner
        if entries.isEmpty, let first = oddities.first { throw first }
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// The text in UTF-8 without a byte order mark, its lines ended as on Unix.
    private static func plain(_ bytes: [UInt8]) -> [UInt8] {
        let isBigEndian = bytes.starts(with: [0xFE, 0xFF])
        if isBigEndian || bytes.starts(with: [0xFF, 0xFE]) {
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map { place in
                let (one, two) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
                return isBigEndian ? one << 8 | two : two << 8 | one
            }
            return plain(Array(String(decoding: units, as: UTF16.self).utf8))
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        // The arguments of a process may hold anything.
        guard body.contains(0x0D), !body.contains(0) else { return Array(body) }
        return body.indices.compactMap { place in
            let isEnd = body[place] == 0x0D && place + 1 < body.endIndex && body[place + 1] == 0x0A
            return isEnd ? nil : body[place]
        }
    }

    /// The entries in one unambiguous run of bytes, for a digest: the length of each key and
    /// value in decimal digits, a colon and the text.
    package var canonical: [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            for text in [entry.key, entry.value] {
                bytes += Array("\(text.utf8.count):".utf8) + Array(text.utf8)
            }
        }
        return bytes
    }
}
