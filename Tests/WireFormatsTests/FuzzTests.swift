import Fuzzing
import Testing

@testable import WireFormats

/// Mutated fixtures: whatever arrives, a decoder answers with a value or one of our errors.
struct FuzzTests {
    private static let pieces: [[UInt8]] =
        [
            "\"", "\\", "{", "}", "[", "]", ",", ":", "\n", "\r", " ", "=", "#", "0", "-", "1e400",
            "NaN",
            "\u{1B}", "null", "/p2p/", "# EOF", "\\ud800", "{}",
        ].map { Array($0.utf8) } + [[0xFF], [0x00], [0xC3], [0xEF, 0xBB, 0xBF]]

    /// A window of a fixture with a few bytes changed, dropped, repeated or put in.
    private func mutant(of seed: [UInt8], _ round: inout FuzzRound) -> [UInt8] {
        round.mutant(of: round.window(of: seed), pieces: Self.pieces)
    }

    @Test
    func `every line of a mutated page is counted exactly once`() throws {
        let seeds = try Fixture.expositions.map(Fixture.bytes)
        let selection = MetricSelection(names: [
            "node_load1", "foo_bucket", "substrate_block_height",
        ])
        for var round in FuzzRounds(2000, seed: 1) {
            let page = mutant(of: seeds[round.number % seeds.count], &round)
            var everything: [PrometheusSample] = []
            let summary = try? PrometheusText.scan(page.span, selection: .everything) {
                _ = $0.labels.pairs
                everything.append($0)
            }
            let lines = page.split(separator: UInt8(ascii: "\n")).filter(isSampleLine)
            guard let summary else {
                #expect(everything.isEmpty, "\(round)")
                continue
            }
            #expect(summary.samples + summary.malformedLines == lines.count, "\(round)")
            #expect(everything.count == summary.samples, "\(round)")
            var wanted: [PrometheusSample] = []
            _ = try? PrometheusText.scan(page.span, selection: selection) { wanted.append($0) }
            let names = Set(selection.wanted.map(\.name))
            #expect(wanted.count == everything.count { names.contains($0.name) }, "\(round)")
        }
    }

    private func isSampleLine(_ line: ArraySlice<UInt8>) -> Bool {
        var line = line
        if line.starts(with: [0xEF, 0xBB, 0xBF]), line.startIndex == 0 { line = line.dropFirst(3) }
        guard let first = line.first(where: { !$0.isBlankOrLineEnd }) else { return false }
        return first != UInt8(ascii: "#")
    }

    @Test
    func `mutated JSON that is read survives writing and reading`() throws {
        let seeds = try Fixture.documents.map(Fixture.bytes)
        var readable = 0
        for var round in FuzzRounds(2000, seed: 2) {
            let bytes = mutant(of: seeds[round.number % seeds.count], &round)
            guard let value = try? JSONValue(parsing: bytes.span) else { continue }
            readable += 1
            let text = value.text
            let again = try? JSONValue(parsing: Array(text.utf8).span)
            #expect(again?.text == text, "\(round)")
        }
        #expect(readable > 100)
    }

    @Test
    func `mutated answers give a value or a sentence`() throws {
        var seeds = try Fixture.documents.dropFirst().map(Fixture.bytes)
        let bytes = try Fixture.bytes("substrate-rpc-bodies.json")
        let bodies = try JSONValue(parsing: bytes.span)
        seeds += (bodies.array ?? []).compactMap { $0["body"]?.encoded }
        for var round in FuzzRounds(2000, seed: 3) {
            let seed = seeds[round.number % seeds.count]
            decodeAll(mutant(of: seed, &round), round)
            let value = try JSONValue(parsing: seed.span)
            decodeAll(distorted(value, &round).encoded, round)
        }
    }

    /// The same shape with a few members and elements of another kind.
    private func distorted(_ value: JSONValue, _ round: inout FuzzRound) -> JSONValue {
        if Int.random(in: 0..<12, using: &round) == 0 {
            let others: [JSONValue] = [
                .null, true, -1, .integer(.max), .number(1e300), "", "/p2p/", "0x", [], [:], [[7]],
            ]
            return others.randomElement(using: &round) ?? .null
        }
        switch value {
        case .array(let elements):
            return .array(elements.map { distorted($0, &round) })
        case .object(let members):
            var result: [String: JSONValue] = [:]
            for name in members.keys.sorted() {
                result[name] = distorted(members[name] ?? .null, &round)
            }
            return .object(result)
        case .null, .bool, .integer, .number, .string:
            return value
        }
    }

    private func decodeAll(_ bytes: [UInt8], _ round: FuzzRound) {
        expectSentence(round) { _ = try WakuHealth(body: bytes.span) }
        expectSentence(round) { _ = try WakuInfo(body: bytes.span) }
        expectSentence(round) { _ = try WakuVersion(body: bytes.span) }
        expectSentence(round) { _ = try WakuPeers(body: bytes.span) }
        expectSentence(round) { _ = try WakuMeshPeers(body: bytes.span) }
        expectSentence(round) { _ = try JSONRPC.responses(in: bytes.span) }
        expectSentence(round) { _ = try SubstrateHealth(body: bytes.span) }
        _ = WakuRESTRefusal.classify(status: 404, body: bytes.span)
        let text = String(decoding: bytes, as: UTF8.self)
        _ = Multiaddress.peerID(in: text)
        guard let value = try? JSONRPC.payload(parsing: bytes.span) else { return }
        expectSentence(round) { _ = try SubstrateHeader(value) }
        expectSentence(round) { _ = try SubstrateRuntimeVersion(value) }
        expectSentence(round) { _ = try SubstrateSyncState(value) }
        expectSentence(round) { _ = try SubstrateAnswer.nodeRoles(value) }
        expectSentence(round) { _ = try SubstrateAnswer.blockHash(value) }
    }

    private func expectSentence(_ round: FuzzRound, _ decode: () throws -> Void) {
        do {
            try decode()
        } catch let error as WireFormatError {
            let message = error.message
            #expect(message.count < 400 && message.hasSuffix("."), "\(round)")
            #expect(!message.unicodeScalars.contains { $0.value < 0x20 }, "\(round)")
        } catch {
            Issue.record(error, "\(round)")
        }
    }
}
