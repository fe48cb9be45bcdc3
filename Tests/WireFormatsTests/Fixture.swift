import FoundationEssentials
import Testing

@testable import WireFormats

/// The sample bodies beside the tests.
enum Fixture {
    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let file = folder.appending(path: "Fixtures").appending(path: name)
        return Array(try Data(contentsOf: file))
    }

    static let expositions = [
        "node_exporter-1.5.prom", "prometheus-2.42.prom", "openmetrics-1.0.prom", "waku-2021.prom",
        "substrate-dev-chain-label.prom", "substrate-relay-and-para-ports.prom",
        "substrate-solo-authority-2021-12.prom",
    ]

    static let documents = [
        "substrate-rpc-bodies.json", "waku-admin-peers-stats.json",
        "waku-health-v0.35-initializing.json", "waku-health-v0.35.json",
        "waku-jsonrpc-admin-peers-2021.json", "waku-jsonrpc-admin-peers-2023.json",
        "waku-jsonrpc-debug-info-2021.json",
    ]

    /// The bodies in the collection of Substrate answers for one method.
    static func substrateBodies(_ method: String) throws -> [JSONValue] {
        let text = try bytes("substrate-rpc-bodies.json")
        let all = try JSONValue(parsing: text.span)
        return try #require(all.array).filter { $0["method"]?.string == method }
            .compactMap { $0["body"] }
    }
}

extension String {
    /// The text as the body of an answer.
    var body: [UInt8] { Array(utf8) }
}

/// SplitMix64: the same cases on every machine and every day.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
