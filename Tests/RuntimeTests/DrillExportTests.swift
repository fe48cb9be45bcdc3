import EventStore
import FleetModel
import Glibc
import IncidentLog
import Primitives
import Reports
import Runtime
import Scenarios
import TestSupport
import Testing

/// What is exported of the drills, played by the people of their own timelines, beside what was
/// accepted earlier.
///
/// With `RECORD=1` in the environment it is accepted and the test fails once.
struct DrillExportTests {
    /// One drill alone: to play one costs as much as a thousand other tests.
    private static let names = ["waku-2021-07"]
    private static let cases = names.flatMap { name in
        [ReviewStyle.waku, .calamari].map { (name, $0) }
    }
    /// What the log of a drill tells of its incident, and the log's head.
    private static func facts(of name: String) async throws -> (ReviewCollector, String) {
        let log = try await PlayedDrill.named(name).log
        let state = try await log.state().state
        return try await ReviewReader(log).facts(of: #require(state.incidents.last), in: state)
    }

    private static func review(
        _ name: String,
        _ style: ReviewStyle,
        _ audience: Audience = .internal
    ) async throws -> Review {
        let (facts, head) = try await facts(of: name)
        return Review(facts, style: style, audience: audience, head: head)
    }

    @Test(.timeLimit(.minutes(15)), arguments: cases)
    func `the export of a drill is the one that was accepted`(
        name: String,
        style: ReviewStyle
    ) async throws {
        let text = try await Self.review(name, style).markdown
        let path = Self.folder + "/\(name).\(style.rawValue).md"
        if getenv("RECORD") != nil {
            Self.write(text, to: path)
            Issue.record("recorded \(path)")
            return
        }
        let accepted = Self.read(path)
        #expect(text == accepted, "it differs; if it is right, accept it with RECORD=1:\n\(text)")
    }

    @Test(.timeLimit(.minutes(15)), arguments: names, Audience.allCases)
    func `the same log gives the same bytes`(name: String, audience: Audience) async throws {
        let first = try await Self.review(name, .waku, audience)
        let second = try await Self.review(name, .waku, audience)
        #expect(first.markdown == second.markdown)
        #expect(try first.json() == second.json())
    }

    @Test(.timeLimit(.minutes(15)))
    func `the sections are those of the post-mortem, in its order`() async throws {
        let titles = try await Self.review("waku-2021-07", .waku).sections.map(\.title)
        let wanted = [
            "Background", "Steps taken on 9 Jul", "Impact on `wakuv2.prod` fleet",
            "Impact on `js-waku`", "Steps taken on 12 Jul",
            "Current state of `wakuv2.prod` fleet", "Lessons learned", "Next steps",
        ]
        #expect(titles.filter(wanted.contains) == wanted)
        let story = try await Self.review("waku-2021-07", .calamari).sections.map(\.title)
        #expect(story.starts(with: ["Incident Summary", "Key Takeaways"]))
    }

    @Test(.timeLimit(.minutes(15)), arguments: names, ReviewStyle.allCases)
    func `what is for everybody has no line of people, no node and nobody's name`(
        name: String,
        style: ReviewStyle
    ) async throws {
        let scenario = try #require(Scenario.named(name))
        let review = try await Self.review(name, style, .public)
        let text = review.markdown.lowercased()
        let fleet = try scenario.fleet { node, port in "http://127.0.0.1/\(node)/\(port.rawValue)" }
        for node in fleet.nodes {
            #expect(!Self.words(of: text).contains(node.id.rawValue), "\(node.id)")
        }
        for command in scenario.commands {
            #expect(!Self.words(of: text).contains(command.actor.name), "\(command.actor.name)")
        }
        let entries = try await PlayedDrill.named(name).log.all()
        for entry in entries where !Disclosure(entry.event).isTold(to: .public) {
            guard case .timeline(let event) = entry.event else { continue }
            switch event {
            case .noted(let words), .reported(_, let words), .said(_, let words, _):
                #expect(!text.contains(words.lowercased()), "\(words)")
            case .corrected, .attached: break
            }
        }
        #expect(review.leftOut.contains { $0.what == "lines of people" && $0.count > 0 })
        if style == .waku {
            #expect(review.leftOut.contains { $0.what == "names of nodes and people" })
        }
    }

    private static func words(of text: String) -> Set<String> {
        Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init))
    }

    @Test(.timeLimit(.minutes(15)), arguments: names, ReviewStyle.allCases)
    func `what only people can write is named until somebody wrote it`(
        name: String,
        style: ReviewStyle
    ) async throws {
        let review = try await Self.review(name, style)
        // Of these forms people write the lessons only, and the story has them.
        let isWritten = style == .waku || style == .calamari
        #expect(review.missing.isEmpty == isWritten)
        for section in review.sections where section.isMissing {
            #expect(section.lines.first?.hasPrefix("> _To be written: ") == true)
        }
    }

    // MARK: Files

    private static let folder =
        String(#filePath.dropLast("DrillExportTests.swift".count)) + "Exports"

    private static func read(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }

    private static func write(_ text: String, to path: String) {
        guard let file = fopen(path, "w") else { return }
        fputs(text, file)
        fclose(file)
    }
}
