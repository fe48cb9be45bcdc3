package import Primitives

/// What a `log` probe follows, and what it looks for.
package struct LogTarget: ProbeDescriptor {
    /// Where the lines come from.
    package enum Source: Equatable, Sendable {
        /// A file on this machine, by its path.
        case file(String)
        /// A command that never ends by itself, such as `ssh host journalctl -fu node -n0`.
        case command(CommandSpec)
    }

    /// Where the lines come from.
    package var source: Source
    /// The embedded sets of signatures that are looked for.
    package var sets: [LogSignatureSet]
    /// Further signatures.
    package var signatures: [LogSignature]

    /// A target of these parts.
    package init(
        source: Source,
        sets: [LogSignatureSet] = [],
        signatures: [LogSignature] = []
    ) {
        self.source = source
        self.sets = sets
        self.signatures = signatures
    }

    /// Everything that is looked for.
    ///
    /// Two sets share what the machine says, which counts once.
    package var allSignatures: [LogSignature] {
        var all: [LogSignature] = []
        for signature in sets.flatMap(\.signatures) + signatures where !all.contains(signature) {
            all.append(signature)
        }
        return all
    }

    /// A log lies beside the node.
    package static let row = ProbeRow("log", reachesNode: false)

    /// The command whose output is followed, if it is no file.
    package var reach: ProbeReach {
        if case .command(let command) = source { .commands([command]) } else { .nothing }
    }

    /// The signatures, and what the informant of a node may say.
    package var names: ProbeNames {
        var names = ProbeNames()
        for signature in allSignatures {
            names.add(metrics: [signature.rate, signature.total])
            names.add(facts: [signature.lastLine])
        }
        names.possible = Set(MetricName.ofLogs.map(\.rawValue) + FactName.ofLogs.map(\.rawValue))
        return names
    }
}

/// A sort of line that means something.
package struct LogSignature: Equatable, Sendable {
    /// Its name, a word that is part of a metric's name.
    package var name: String
    /// What such lines hold.
    package var pattern: LinePattern
    /// What it usually means.
    package var meaning: String?
    /// Whether one such line is enough to call the node ill.
    package var isAlarm: Bool

    /// A signature of these parts.
    package init(
        name: String,
        pattern: LinePattern,
        meaning: String? = nil,
        isAlarm: Bool = false
    ) {
        self.name = name
        self.pattern = pattern
        self.meaning = meaning
        self.isAlarm = isAlarm
    }

    /// Such lines a minute.
    package var rate: MetricName { MetricName("log.\(name).rate") }
    /// Such lines since the log is followed.
    package var total: MetricName { MetricName("log.\(name).total") }
    /// The last such line.
    package var lastLine: FactName { FactName("log.\(name)") }
}

/// The embedded sets of signatures.
package enum LogSignatureSet: String, CaseIterable, Sendable {
    case nimWaku = "nim-waku"
    case substrate
    case geth
    case cometBFT = "cometbft"
    case bitcoin
    /// Reth, Erigon, Lighthouse, Prysm, Nethermind and Besu.
    case ethereum
    case monero

    /// The signatures of the set: those of the family, and what the machine says of any program.
    package var signatures: [LogSignature] {
        switch self {
        case .nimWaku: Self.ofNimWaku
        case .substrate: Self.ofSubstrate
        case .geth: Self.ofGeth
        case .cometBFT: Self.ofCometBFT
        case .bitcoin: Self.ofBitcoin
        case .ethereum: Self.ofEthereum
        case .monero: Self.ofMonero
        }
    }

    private static let ofNimWaku = withSystem(EmbeddedSignature.nimWaku)
    private static let ofSubstrate = withSystem(EmbeddedSignature.substrate)
    private static let ofGeth = withSystem(EmbeddedSignature.geth)
    private static let ofCometBFT = withSystem(EmbeddedSignature.cometBFT)
    private static let ofBitcoin = withSystem(EmbeddedSignature.bitcoin)
    private static let ofEthereum = withSystem(EmbeddedSignature.ethereum)
    private static let ofMonero = withSystem(EmbeddedSignature.monero)

    private static func withSystem(_ table: [EmbeddedSignature]) -> [LogSignature] {
        (table + EmbeddedSignature.system).compactMap(\.signature)
    }
}

/// A signature as it stands in a table of ours.
struct EmbeddedSignature {
    var name: String
    var pattern: String
    var isAlarm: Bool
    var meaning: String

    init(_ name: String, _ pattern: String, alarm isAlarm: Bool = false, _ meaning: String) {
        self.name = name
        self.pattern = pattern
        self.isAlarm = isAlarm
        self.meaning = meaning
    }

    /// Nil when the pattern is not one, which a test excludes.
    var signature: LogSignature? {
        (try? LinePattern(parsing: pattern)).map {
            LogSignature(name: name, pattern: $0, meaning: meaning, isAlarm: isAlarm)
        }
    }
}

extension Identifier where Subject == Sample {
    /// Lines a minute in a followed log.
    package static let logLineRate = Self("log.lines.rate")
    /// Lines of alarm signatures a minute, all signatures together.
    package static let logAlarmRate = Self("log.alarms.rate")
    /// Seconds since the last line of a followed log.
    package static let logAge = Self("log.age")
    /// Bytes of a followed log that were passed over since it is followed, because too much came.
    package static let logSkipped = Self("log.skipped.total")
    /// How often a followed log began anew since it is followed.
    package static let logRestarts = Self("log.restarts.total")
    /// Best block in the last informant line.
    package static let logBest = Self("log.best")
    /// Last finalized block in the last informant line.
    package static let logFinalized = Self("log.finalized")
    /// Peers in the last informant line.
    package static let logPeers = Self("log.peers")
    /// Seconds since the last informant line.
    package static let logInformantAge = Self("log.informant.age")
    /// Best block in the last informant line of the relay half.
    package static let logRelayBest = Self("log.relay.best")
    /// Last finalized block in the last informant line of the relay half.
    package static let logRelayFinalized = Self("log.relay.finalized")
    /// Peers in the last informant line of the relay half.
    package static let logRelayPeers = Self("log.relay.peers")
    /// Seconds since the last informant line of the relay half.
    package static let logRelayInformantAge = Self("log.relay.informant.age")

    /// The metrics of a followed log that do not belong to a signature.
    package static let ofLogs: [Self] = [
        .logLineRate, .logAlarmRate, .logAge, .logSkipped, .logRestarts, .logBest, .logFinalized,
        .logPeers, .logInformantAge, .logRelayBest, .logRelayFinalized, .logRelayPeers,
        .logRelayInformantAge,
    ]
}

extension Identifier where Subject == Fact {
    /// The version that the node wrote into its log when it started.
    package static let logVersion = Self("log.version")
    /// What lines of the log tell about the release that runs.
    package static let logRelease = Self("log.release")

    /// The facts of a followed log that do not belong to a signature.
    package static let ofLogs: [Self] = [.logVersion, .logRelease]
}
