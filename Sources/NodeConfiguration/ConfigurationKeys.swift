package import IncidentCore

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

    /// The longest text that is read: chain specifications with their genesis state are larger,
    /// and are no configuration.
    package static let limitBytes = 1 << 20
    /// How many keys a text may have.
    package static let limitKeys = 20_000
    /// How deep tables and lists may lie in one another.
    package static let limitDepth = 32

    /// The value of a key.
    package subscript(_ key: String) -> String? {
        entries.first { $0.key == key }?.value
    }

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - bytes: The text; broken UTF-8 is replaced.
    ///   - format: How it is written; nil to tell from the name and the first lines.
    ///   - name: The name of the file, which often tells the format.
    ///   - additions: The texts of the drop-in files of a unit, in their order.
    package init(
        parsing bytes: [UInt8],
        format: ConfigTarget.Format? = nil,
        name: String = "",
        additions: [[UInt8]] = []
    ) throws(ConfigurationError) {
        guard bytes.count <= Self.limitBytes else {
            throw ConfigurationError("it is larger than 1 MiB")
        }
        guard let format = format ?? FormatDetection.format(of: bytes, name: name) else {
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
        case .unit: try collector.addUnit(([bytes] + additions).map(Self.text))
        }
        entries = collector.sorted()
    }

    private static func text(_ bytes: [UInt8]) -> String {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        return String(decoding: body, as: UTF8.self)
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
