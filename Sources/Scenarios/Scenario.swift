package import FleetModel
package import Primitives
import Yams

/// A drill: a timeline, the fleet it happens to, and what a good tool must have noticed.
package struct Scenario: Sendable {
    /// The scenario's name, such as `waku-2021-07`.
    package let name: String
    /// What happens, in one line.
    package let title: String
    /// What happens, in three to six lines.
    package let summary: String
    /// When the timeline begins, in virtual time.
    package let start: Timestamp
    /// When it ends.
    package let end: Timestamp
    /// The span between two polls that the timeline is paced for.
    package let pollInterval: Duration
    /// What happens, the earliest first.
    let timeline: [TimelineItem]
    /// What must have been noticed.
    let expectations: [ScenarioExpectation]
    let initialSimulation: FleetSimulation
    /// Whether it goes on when a rule of today refuses what somebody decided then.
    package let isLenient: Bool
    private let fleetText: String

    /// The embedded scenarios, the oldest first.
    package static let names = ["waku-2021-07", "calamari-2022-07"]

    /// The embedded scenario of this name; nil when there is none.
    package static func named(_ name: String) -> Scenario? {
        guard let source = sources[name] else { return nil }
        return try? Scenario(
            story: String(decoding: source.story, as: UTF8.self),
            fleet: String(decoding: source.fleet, as: UTF8.self)
        )
    }

    private static let sources: [String: (story: [UInt8], fleet: [UInt8])] = [
        "waku-2021-07": (
            PackageResources.waku_2021_07_yaml, PackageResources.waku_2021_07_fleet_yaml
        ),
        "calamari-2022-07": (
            PackageResources.calamari_2022_07_yaml, PackageResources.calamari_2022_07_fleet_yaml
        ),
    ]

    /// Reads a scenario from the text of its story and the text of its fleet file.
    /// - Throws: `DecodingError` or the YAML reader's error with the place of the mistake.
    init(story: String, fleet: String) throws {
        self.init(try YAMLDecoder().decode(File.self, from: story), fleet: fleet)
    }

    /// Reads a scenario whose story has its fleet file in it.
    /// - Throws: `Mistake` with what is wrong.
    package init(reading story: String) throws(Mistake) {
        let file: File
        do {
            file = try YAMLDecoder().decode(File.self, from: story)
        } catch {
            throw Mistake(sentence: "this is no drill: \(error)")
        }
        guard let fleet = file.fleet else {
            throw Mistake(sentence: "this drill says nothing of its fleet ('fleet: |')")
        }
        self.init(file, fleet: fleet)
        do throws(FleetMistake) {
            _ = try self.fleet { _, _ in "http://127.0.0.1:1" }
        } catch {
            throw Mistake(sentence: error.sentence)
        }
    }

    /// A file of a drill that cannot be played.
    package struct Mistake: Error, Equatable, Sendable {
        /// What is wrong.
        package let sentence: String
    }

    private init(_ file: File, fleet: String) {
        name = file.name
        title = file.title
        summary = file.summary
        start = file.start
        end = file.end
        pollInterval = file.poll.span
        timeline = file.timeline.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
        expectations = file.expectations
        initialSimulation = FleetSimulation(file.simulation, at: file.start)
        isLenient = file.lenient ?? false
        fleetText = fleet
    }

    /// What the people of the story decided and carried out, in the words of the command line, the
    /// earliest first.
    package var commands: [(words: [String], at: Timestamp, actor: Actor)] {
        timeline.compactMap { item in
            guard case .action(.command(let line, nil)) = item.event else { return nil }
            return (line.split(separator: " ").map(String.init), item.at, item.actor)
        }
    }

    private struct File: Decodable {
        let name: String
        let title: String
        let summary: String
        let start: Timestamp
        let end: Timestamp
        let poll: SpanText
        let simulation: SimulationFile?
        let fleet: String?
        let lenient: Bool?
        let timeline: [TimelineItem]
        let expectations: [ScenarioExpectation]
    }
}

// MARK: Fleet

extension Scenario {
    /// A fleet file of a scenario that cannot be used.
    package struct FleetMistake: Error, Equatable, Sendable {
        /// Where it is, what is wrong, and what would be right; one line for each mistake.
        package let sentence: String
    }

    /// The fleet of the scenario, with the addresses of the simulated ports filled in.
    ///
    /// `endpoints` gives the base address of a port, such as `http://127.0.0.1:40123`; the fleet
    /// file names it as `{node port}`.
    /// - Throws: `FleetMistake` when the file cannot be used with these addresses.
    package func fleet(endpoints: (NodeID, SimulatedPort) -> String) throws(FleetMistake) -> Fleet {
        try Self.readFleet(fleetText(endpoints: endpoints))
    }

    /// The text of the fleet file with the addresses filled in.
    private func fleetText(endpoints: (NodeID, SimulatedPort) -> String) -> String {
        var text = ""
        text.reserveCapacity(fleetText.utf8.count)
        for line in fleetText.split(separator: "\n", omittingEmptySubsequences: false) {
            text += Self.filled(line, endpoints)
            text += "\n"
        }
        return text
    }

    private static func filled(
        _ line: Substring,
        _ endpoints: (NodeID, SimulatedPort) -> String
    ) -> String {
        guard let open = line.firstIndex(of: "{"), let close = line.lastIndex(of: "}"),
            open < close
        else { return String(line) }
        let words = line[line.index(after: open)..<close].split(separator: " ")
        guard words.count == 2, let port = SimulatedPort(rawValue: String(words[1])) else {
            return String(line)
        }
        return line[..<open] + endpoints(NodeID(String(words[0])), port)
            + line[line.index(after: close)...]
    }
}
