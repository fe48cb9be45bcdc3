import FileAccess
import HostAccess
import FleetModel
import IncidentLog
package import Primitives
import NodeConfiguration
import WebClient

extension ProbeSession {
    /// Reads the configuration of a node: keys and values, secrets hidden.
    func readConfig(_ target: ConfigTarget) async -> PollResult {
        let sources = Array(zip(target.sources, target.prefixes))
        let parts = await withTaskGroup(of: (Int, Result<ConfigurationPart, ProbeFailure>).self) {
            group in
            for (place, source) in sources.enumerated() {
                group.addTask { (place, await readSource(source.0, source.1, of: target)) }
            }
            var parts: [Int: Result<ConfigurationPart, ProbeFailure>] = [:]
            for await (place, part) in group { parts[place] = part }
            return parts
        }
        var reading = PollResult()
        var read: [ConfigurationPart] = []
        for (place, (source, prefix)) in sources.enumerated() {
            switch parts[place] {
            case .success(let part): read.append(part)
            case .failure(let failure):
                let name = prefix ?? (sources.count > 1 ? source.place.shortName : nil)
                reading.fail(name.map { "config \($0)" } ?? "config", failure)
            case nil: break
            }
        }
        reading.record(read, isComplete: read.count == sources.count)
        return reading
    }

    private func readSource(
        _ source: ConfigTarget.Source,
        _ prefix: String?,
        of target: ConfigTarget
    ) async -> Result<ConfigurationPart, ProbeFailure> {
        do throws(ProbeFailure) {
            let (bytes, additions) = try await bytes(of: source)
            let keys: ConfigurationKeys
            do throws(ConfigurationError) {
                keys = try ConfigurationKeys(
                    parsing: bytes,
                    format: source.format,
                    name: source.place.fileName,
                    additions: additions
                )
            } catch {
                // What says where a mistake is may quote the text around it.
                let sentence = SecretMask.ofWords.masked(error.sentence)
                throw .answered(.other("\(source.place.shortName) \(sentence)"))
            }
            return .success(ConfigurationPart(keys, of: source, prefix, target))
        } catch {
            return .failure(error)
        }
    }

    private func bytes(
        of source: ConfigTarget.Source
    ) async throws(ProbeFailure) -> (bytes: [UInt8], additions: [[UInt8]]) {
        let limit = ConfigurationKeys.limitBytes
        switch source.place {
        case .url(let url): return (try await get(url).successful().body, [])
        case .command(let command): return (try await output(of: command), [])
        case .file(let path):
            do throws(FailureReason) {
                guard let bytes = try await LocalFile.read(path, limitBytes: limit) else {
                    throw web.stopped
                }
                let isUnit = source.format == .unit || source.format == nil && path.isUnitFile
                guard isUnit else { return (bytes, []) }
                return (bytes, try await LocalFile.dropIns(ofUnit: path, limitBytes: limit))
            } catch {
                throw .silent(error)
            }
        }
    }
}

extension ProbeSession {
    /// What a command prints, when it ends well.
    private func output(of command: CommandSpec) async throws(ProbeFailure) -> [UInt8] {
        guard let call else { throw .silent(.other("a command has no caller here")) }
        do throws(FailureReason) {
            let limits = HostCommand.Limits(outputBytes: ConfigurationKeys.limitBytes)
            let outcome = try await HostCommand.run(command, limits: limits, until: call.deadline)
            guard outcome.exitCode == 0 else {
                // What prints a configuration may print a part of it when it fails.
                let words = outcome.words.map { ": " + SecretMask.ofWords.masked($0) } ?? ""
                switch outcome.ending {
                case .exit(let code): throw FailureReason.other("exit code \(code)\(words)")
                case .signal(let number): throw FailureReason.other("ended by signal \(number)")
                }
            }
            return outcome.output
        } catch {
            throw .silent(error)
        }
    }
}

extension SecretMask {
    /// Hides secrets where no later change of them need be seen.
    fileprivate static let ofWords = SecretMask { _, _ in "" }
}

/// What one source of a configuration says, as it may be kept.
private struct ConfigurationPart: Sendable {
    let name: String
    let prefix: String?
    let entries: [ConfigurationKeys.Entry]
    let digest: String
    /// How the source is written, and how that is known.
    let format: String
    /// What was left out of it, each with its line.
    let oddities: [String]

    init(
        _ keys: ConfigurationKeys,
        of source: ConfigTarget.Source,
        _ prefix: String?,
        _ target: ConfigTarget
    ) {
        name = prefix ?? source.place.shortName
        self.prefix = prefix
        let ignored = target.ignore.map(KeyPattern.init)
        let salt = "\(source.place)"
        let mask = SecretMask(patterns: target.mask) { key, value in
            SecretDigest.text(of: value, key: key, salt: salt)
        }
        var kept = keys
        kept.entries = mask.masked(
            keys.entries.filter { entry in !ignored.contains { $0.matches(entry.key) } }
        )
        entries = kept.entries
        digest = ShortDigest.text(of: kept.canonical)
        format = "\(keys.format.rawValue) (\(keys.formatOrigin.words))"
        oddities = keys.oddities.map { "\(source.place.shortName) \($0.sentence)" }
    }
}

extension ConfigurationKeys.FormatOrigin {
    fileprivate var words: String {
        switch self {
        case .owner: "as the fleet file says"
        case .name: "by its name"
        case .content: "a guess by its text; 'format' in the fleet file sets it"
        }
    }
}

extension PollResult {
    /// How many keys of a configuration are kept, each as a fact of its own.
    private static let keyLimit = 2000

    /// Keeps the keys of a configuration; its digest only when all sources could be read, since
    /// it would change with those that could not.
    fileprivate mutating func record(_ parts: [ConfigurationPart], isComplete: Bool) {
        guard !parts.isEmpty else { return }
        isAnswered = true
        var count = 0
        for part in parts {
            count += part.entries.count
            for oddity in part.oddities {
                note(part.prefix.map { "config \($0)" } ?? "config", .other(oddity))
            }
            let front = part.prefix.map { $0 + ":" } ?? ""
            for entry in part.entries.prefix(max(0, Self.keyLimit - facts.count)) {
                let name = "config " + front + entry.key
                facts.append(Fact(FactName(name.boundedName), [entry.value.boundedValue]))
            }
        }
        record(.configKeys, Double(count))
        let names = parts.map { $0.prefix.map { "\($0): " } ?? "" }
        record(.configFormat, zip(names, parts).map { $0 + $1.format })
        guard isComplete else { return }
        if count > Self.keyLimit {
            note("config", .other("\(count) keys; only the first \(Self.keyLimit) are kept"))
        }
        if parts.count > 1 {
            for part in parts {
                record(FactName("config.digest.\(part.name.boundedName)"), part.digest)
            }
        }
        let all = parts.map { $0.name + " " + $0.digest }.joined(separator: "\n")
        record(.configDigest, parts.count == 1 ? parts[0].digest : ShortDigest.text(of: all))
    }
}

extension ConfigTarget.Place {
    /// What tells the format by its name; a command's name tells nothing.
    fileprivate var fileName: String {
        switch self {
        case .file(let path): path
        case .url: shortName
        case .command: ""
        }
    }
}

extension String {
    fileprivate var isUnitFile: Bool {
        [".service", ".socket", ".timer", ".mount"].contains(where: hasSuffix)
    }
}

extension Identifier where Subject == Sample {
    /// How many keys a node's configuration has.
    package static let configKeys = Self("config.keys")
}
