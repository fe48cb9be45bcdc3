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
    private func mutant(of seed: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        let isWhole = seed.count <= 1000 && Bool.random(using: &random)
        let longest = isWhole ? seed.count : Int.random(in: 0...600, using: &random)
        let length = min(seed.count, longest)
        let start = Int.random(in: 0...(seed.count - length), using: &random)
        var bytes = Array(seed[start..<start + length])
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...20, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 2:
                let piece = Self.pieces.randomElement(using: &random) ?? []
                bytes.insert(contentsOf: piece, at: place)
            default:
                if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
            }
        }
        return bytes
    }

    @Test
    func `every line of a mutated page is counted exactly once`() throws {
        var random = SeededGenerator(seed: 1)
        let seeds = try Fixture.expositions.map(Fixture.bytes)
        let selection = MetricSelection(names: [
            "node_load1", "foo_bucket", "substrate_block_height",
        ])
        for round in 0..<2000 {
            let page = mutant(of: seeds[round % seeds.count], &random)
            var everything: [PrometheusSample] = []
            let summary = try? PrometheusText.scan(page.span, selection: .everything) {
                _ = $0.labels.pairs
                everything.append($0)
            }
            let lines = page.split(separator: UInt8(ascii: "\n")).filter(isSampleLine)
            guard let summary else {
                #expect(everything.isEmpty)
                continue
            }
            #expect(summary.samples + summary.malformedLines == lines.count, "round \(round)")
            #expect(everything.count == summary.samples)
            var wanted: [PrometheusSample] = []
            _ = try? PrometheusText.scan(page.span, selection: selection) { wanted.append($0) }
            let names = Set(selection.wanted.map(\.name))
            #expect(wanted.count == everything.count { names.contains($0.name) }, "round \(round)")
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
        var random = SeededGenerator(seed: 2)
        let seeds = try Fixture.documents.map(Fixture.bytes)
        var readable = 0
        for round in 0..<2000 {
            let bytes = mutant(of: seeds[round % seeds.count], &random)
            guard let value = try? JSONValue(parsing: bytes.span) else { continue }
            readable += 1
            let text = value.text
            let again = try JSONValue(parsing: Array(text.utf8).span)
            #expect(again.text == text, "round \(round)")
        }
        #expect(readable > 100)
    }

    @Test
    func `mutated answers give a value or a sentence`() throws {
        var random = SeededGenerator(seed: 3)
        var seeds = try Fixture.documents.dropFirst().map(Fixture.bytes)
        let bytes = try Fixture.bytes("substrate-rpc-bodies.json")
        let bodies = try JSONValue(parsing: bytes.span)
        seeds += (bodies.array ?? []).compactMap { $0["body"]?.encoded }
        for round in 0..<2000 {
            let seed = seeds[round % seeds.count]
            decodeAll(mutant(of: seed, &random))
            let value = try JSONValue(parsing: seed.span)
            decodeAll(distorted(value, &random).encoded)
        }
    }

    /// The same shape with a few members and elements of another kind.
    private func distorted(_ value: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
        if Int.random(in: 0..<12, using: &random) == 0 {
            let others: [JSONValue] = [
                .null, true, -1, .integer(.max), .number(1e300), "", "/p2p/", "0x", [], [:], [[7]],
            ]
            return others.randomElement(using: &random) ?? .null
        }
        switch value {
        case .array(let elements):
            return .array(elements.map { distorted($0, &random) })
        case .object(let members):
            var result: [String: JSONValue] = [:]
            for name in members.keys.sorted() {
                result[name] = distorted(members[name] ?? .null, &random)
            }
            return .object(result)
        case .null, .bool, .integer, .number, .string:
            return value
        }
    }

    private func decodeAll(_ bytes: [UInt8]) {
        expectSentence { _ = try WakuHealth(body: bytes.span) }
        expectSentence { _ = try WakuInfo(body: bytes.span) }
        expectSentence { _ = try WakuVersion(body: bytes.span) }
        expectSentence { _ = try WakuPeers(body: bytes.span) }
        expectSentence { _ = try WakuMeshPeers(body: bytes.span) }
        expectSentence { _ = try JSONRPC.responses(in: bytes.span) }
        expectSentence { _ = try SubstrateHealth(body: bytes.span) }
        _ = WakuRESTRefusal.classify(status: 404, body: bytes.span)
        let text = String(decoding: bytes, as: UTF8.self)
        _ = Multiaddress.peerID(in: text)
        guard let value = try? JSONRPC.payload(parsing: bytes.span) else { return }
        expectSentence { _ = try SubstrateHeader(value) }
        expectSentence { _ = try SubstrateRuntimeVersion(value) }
        expectSentence { _ = try SubstrateSyncState(value) }
        expectSentence { _ = try SubstrateAnswer.nodeRoles(value) }
        expectSentence { _ = try SubstrateAnswer.blockHash(value) }
    }

    private func expectSentence(_ decode: () throws -> Void) {
        do {
            try decode()
        } catch let error as WireFormatError {
            let message = error.message
            #expect(message.count < 400 && message.hasSuffix("."))
            #expect(!message.unicodeScalars.contains { $0.value < 0x20 })
        } catch {
            Issue.record(error)
        }
    }
}
