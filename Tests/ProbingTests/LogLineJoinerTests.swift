import FleetModel
import Primitives
import Testing

@testable import HostAccess
@testable import Probing

/// Lines that container runtimes wrote in parts.
struct LogLineJoinerTests {
    private static let now = Timestamp(milliseconds: 1_655_200_805_000)
    private let own = LogSignature(name: "own", pattern: LinePattern(literal: "no space left"))

    private func kubernetes(_ text: String, _ flag: String, _ stream: String = "stdout") -> String {
        "2016-10-06T00:17:09.669794202Z \(stream) \(flag) \(text)"
    }

    private func docker(_ text: String, _ stream: String = "stdout") -> String {
        #"{"log":"\#(text)","stream":"\#(stream)","time":"2026-11-20T10:00:00Z"}"#
    }

    private func tally() -> LogTally {
        LogTally(LogTarget(source: .file("/log"), signatures: [own]), at: Self.now)
    }

    private func take(_ lines: [String], into tally: inout LogTally) -> PollResult {
        var news = FollowedLines()
        for line in lines { news.lines.append(Array(line.utf8)) }
        tally.take(news, at: Self.now)
        return tally.reading(at: Self.now)
    }

    @Test func `a line in three parts is one line`() {
        var tally = tally()
        let filler = String(repeating: "x", count: 16_000)
        let reading = take(
            [
                kubernetes(filler + "no sp", "P"), kubernetes("ace l", "P"),
                kubernetes("eft" + filler, "F"), kubernetes("another", "F"),
            ],
            into: &tally
        )
        #expect(reading[own.total] == 1)
        // Two lines in two minutes.
        #expect(reading[.logLineRate] == 1)
    }

    @Test func `the parts of two streams lie between one another`() {
        var tally = tally()
        let reading = take(
            [
                kubernetes("no sp", "P", "stdout"), kubernetes("no space", "P", "stderr"),
                kubernetes("ace", "P", "stdout"), kubernetes(" right", "F", "stderr"),
                kubernetes(" left", "F", "stdout"), kubernetes(" left", "F", "stderr"),
            ],
            into: &tally
        )
        #expect(reading[own.total] == 1)
    }

    @Test func `a line may go on in the next poll, and one that does not is looked at`() {
        var tally = tally()
        #expect(take([kubernetes("no sp", "P")], into: &tally)[own.total] == 0)
        #expect(take([kubernetes("ace left", "F")], into: &tally)[own.total] == 1)
        #expect(take([kubernetes("no space left", "P")], into: &tally)[own.total] == 1)
        #expect(take([], into: &tally)[own.total] == 2)
        #expect(take([], into: &tally)[own.total] == 2)
    }

    @Test func `of endless parts the beginning is kept`() {
        var joiner = LogLineJoiner()
        let part = Array(kubernetes(String(repeating: "x", count: 16_000), "P").utf8)
        for _ in 0..<100 {
            guard case .part = joiner.content(of: part.span) else {
                Issue.record("no part")
                return
            }
        }
        let last = Array(kubernetes("end", "F").utf8)
        guard case .line(let whole) = joiner.content(of: last.span) else {
            Issue.record("no line")
            return
        }
        #expect(whole.count == LogLineJoiner.limitBytes)
    }

    @Test func `Docker's parts lack the line end, and other short lines are whole`() {
        var tally = tally()
        let filler = String(repeating: "x", count: (16 << 10) - 5)
        let reading = take(
            [
                docker(filler + "no sp"), docker("other\\n", "stderr"), docker("ace left\\n"),
                docker("no sp"), docker("ace left"),
            ],
            into: &tally
        )
        #expect(reading[own.total] == 1)
    }

    @Test func `an envelope inside parts is opened when it is whole`() {
        var tally = tally()
        let inner = docker(#"no \u001b[1mspace\u001b[0m left\n"#)
        let reading = take(
            [
                kubernetes(String(inner.prefix(20)), "P"),
                kubernetes(String(inner.dropFirst(20)), "F"),
            ],
            into: &tally
        )
        #expect(reading[own.total] == 1)
    }

    @Test func `parts as long as runtimes write them come whole from the file`() {
        var splitter = LineSplitter()
        var batch = LineBatch()
        let filler = String(repeating: "x", count: 16_379)
        let text = kubernetes(filler + "no sp", "P") + "\n" + kubernetes("ace left", "F") + "\n"
        Array(text.utf8).withUnsafeBytes { splitter.take($0, into: &batch) }
        var tally = tally()
        var news = FollowedLines()
        news.lines = batch
        tally.take(news, at: Self.now)
        #expect(tally.reading(at: Self.now)[own.total] == 1)
    }
}
