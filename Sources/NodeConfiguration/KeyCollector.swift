/// Collects the keys of one source; of a key given several times, all values are kept in order.
struct KeyCollector {
    private var values: [String: [String]] = [:]
    private var secrets: Set<String> = []
    private var count = 0
    private var bytes = 0

    /// How long all keys and values may be together: aliases of YAML repeat texts.
    private static let limitBytes = 4 << 20

    /// Adds a value; one that is known to be a secret by the grammar around it is marked as such.
    mutating func add(
        _ key: String,
        _ value: String,
        line: Int? = nil,
        isSecret: Bool = false
    ) throws(ConfigurationError) {
        count += 1
        bytes += key.utf8.count + value.utf8.count
        guard count <= ConfigurationKeys.limitKeys, bytes <= Self.limitBytes else {
            throw ConfigurationError(
                line: line,
                "there are more than \(ConfigurationKeys.limitKeys) keys, or they are too long"
            )
        }
        values[key, default: []].append(value)
        if isSecret { secrets.insert(key) }
    }

    /// Adds a list as one value.
    mutating func add(
        _ key: String,
        list: [String],
        isSecret: Bool = false
    ) throws(ConfigurationError) {
        try add(key, Self.listText(list, of: key), isSecret: isSecret)
    }

    /// Forgets what was given for a key so far.
    mutating func remove(_ key: String) {
        values[key] = nil
        secrets.remove(key)
    }

    /// Forgets what was given for a key and for all keys below it.
    mutating func removeAll(under key: String) {
        guard values[key] == nil else { return remove(key) }
        for below in values.keys where below.hasPrefix(key + ".") { remove(below) }
    }

    // MARK: What is odd

    private var odd: [ConfigurationError] = []
    private var oddCount = 0

    /// Keeps what is wrong with an element that is left out, or read with doubts.
    mutating func note(_ oddity: ConfigurationError?) {
        guard let oddity else { return }
        oddCount += 1
        if odd.count < ConfigurationKeys.limitOddities { odd.append(oddity) }
    }

    /// What is odd, by line, in a bounded number of sentences.
    var oddities: [ConfigurationError] {
        let sorted = odd.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
        guard oddCount > odd.count else { return sorted }
        return sorted + [ConfigurationError("\(oddCount - odd.count) more places are odd")]
    }

    // MARK: What was collected

    /// The entries by key; what was given several times is a list.
    func sorted() -> [ConfigurationKeys.Entry] {
        var entries = values.map { key, values in
            ConfigurationKeys.Entry(
                key: key,
                value: values.count == 1 ? values[0] : Self.listText(values, of: key),
                isSecret: secrets.contains(key)
            )
        }
        entries.sort { $0.key < $1.key }
        SecretPairs.mark(&entries)
        return entries
    }

    /// A list as one value: `[a, b]`, where texts that would be mistaken stand in quotes.
    ///
    /// The order is kept, because it may count, as that of fallback servers does; only lists
    /// known to be sets are sorted.
    private static func listText(_ values: [String], of key: String) -> String {
        let last = key.split(separator: ".").last.map { $0.filter { $0 != "-" && $0 != "_" } } ?? ""
        let isSet = setKeys.contains(last.lowercased())
        let elements = (isSet ? values.sorted() : values).map { value in
            let isPlain =
                !value.isEmpty && value.first != " " && value.last != " "
                && !value.contains { $0 == "," || $0 == "\"" || $0 == "[" || $0 == "]" }
            return isPlain ? value : "\"" + value.replacing("\"", with: "\\\"") + "\""
        }
        return "[" + elements.joined(separator: ", ") + "]"
    }

    /// Keys, without dashes and in lower case, whose lists are sets: the peers, topics and
    /// addresses of the nodes that Tocsin knows.
    private static let setKeys: Set<String> = [
        "bootnode", "bootnodes", "reservednodes", "staticnode", "staticnodes", "topic", "topics",
        "pubsubtopic", "pubsubtopics", "contenttopic", "contenttopics", "protectedtopic",
        "protectedshard", "shard", "shards", "storenode", "storenodes", "discv5bootstrapnode",
        "telemetryurl", "listenaddr", "publicaddr", "extmultiaddr", "addnode", "seednode",
        "after", "before", "wants", "requires", "wantedby", "requiredby", "conflicts", "alias",
    ]

    /// The path of a key inside another one; a name that holds a point stands in quotes.
    static func path(_ parent: String, _ name: String) -> String {
        let isPlain = !name.isEmpty && !name.contains { $0 == "." || $0 == "\"" }
        let part = isPlain ? name : "\"" + name.replacing("\"", with: "\\\"") + "\""
        return parent.isEmpty ? part : parent + "." + part
    }
}
