import FleetModel
import Testing

struct ReleasePolicyTests {
    @Test(
        arguments: [
            ("v0.4", ["v0.4"], true),
            ("v0.4-2477840-x86_64-linux-gnu", ["v0.4"], true),
            ("v0.4-unknown", ["v0.4"], true),
            ("v0.4-rc.1", ["v0.4"], false),
            ("v0.4-64-g4f6983", ["v0.4"], false),
            ("v0.40", ["v0.4"], false),
            ("3.2.0-2477840-x86_64", ["v3.2.0"], true),
            ("v3.2.0", ["3.2.0"], true),
            ("v3.2.1", ["3.2.0"], false),
            ("version", ["ersion"], false),
            ("master@a1b2c3", ["v0.4", "v0.5"], false),
            ("v0.5", ["v0.4", "v0.5"], true),
            ("newer than v0.4", ["v0.4"], false),
            ("newer than v0.4", ["v0.4", "v0.5"], nil),
            ("newer than v0.4", ["v0.10"], nil),
            ("v0.4 or older", ["v0.4"], true),
            ("v0.4 or older", ["v0.5", "v1"], false),
            ("v0.4 or older", ["v0.3"], nil),
            ("v0.4 or older", ["stable"], nil),
        ] as [(String, [String], Bool?)]
    )
    func `a version is held against the releases`(
        version: String,
        releases: [String],
        isOne: Bool?
    ) {
        #expect(Fleet(name: "f", releases: releases).mayRun(version) == isOne)
    }
}
