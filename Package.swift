// swift-tools-version:6.2
import PackageDescription

/// The language mode of every target of our own: Swift 6 with the upcoming features that make imports
/// and isolation explicit, and no warning left standing.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let httpClient = Target.Dependency.product(
    name: "AsyncHTTPClient",
    package: "async-http-client"
)
let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")

/// A library of ours; `uses` is the import table that the compiler enforces.
///
/// One that reckons over thousands of numbers is optimised in debug builds too: without that its
/// tests take minutes.
func library(
    _ name: String,
    uses dependencies: [Target.Dependency] = [],
    reckons: Bool = false
) -> Target {
    let optimised = SwiftSetting.unsafeFlags(["-O"], .when(configuration: .debug))
    return .target(
        name: name,
        dependencies: dependencies,
        swiftSettings: reckons ? strict + [optimised] : strict
    )
}

/// The tests of one target; `data` names folders of files that the tests read.
func tests(
    of name: String,
    uses dependencies: [Target.Dependency] = [],
    data: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.init(stringLiteral: name)] + dependencies,
        exclude: data,
        swiftSettings: strict
    )
}

let package = Package(
    name: "tocsin",
    products: [.executable(name: "tocsin", targets: ["tocsin"])],
    dependencies: [
        // Commands, options, help and completion scripts of the command line.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Event loops for the HTTP client, and the HTTP servers of simulated nodes.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // Queues; the event loops bring it along.
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        // TLS errors of the HTTP client, told apart by their causes.
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // One way for problems of the background to whoever shows them; the HTTP client brings it.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // SQLite with migrations, WAL and typed rows: the event log on disk.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // YAML nodes with line and column: fleet files, themes and scenarios.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // The HTTP client of probes and channels: pooling, deadlines, TLS.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        library("Primitives"),
        // Regular expressions for the lines of logs, by Debian's RE2, linked in whole.
        .target(name: "CRE2", linkerSettings: [.linkedLibrary(":libre2.a")]),
        library("FleetModel", uses: ["Primitives", "CRE2"]),
        library("IncidentLog", uses: ["Primitives", "FleetModel"]),
        library("Monitoring", uses: ["Primitives", "FleetModel", "IncidentLog", deque]),
        library(
            "Detection",
            uses: ["Primitives", "FleetModel", "IncidentLog", "Monitoring", deque],
            reckons: true
        ),
        // The hash of which Substrate makes its storage keys, by Debian's libxxhash.
        .target(name: "CXXHash"),
        library("WireFormats", uses: ["CXXHash"]),
        .target(
            name: "ConfigFiles",
            dependencies: ["Primitives", "FleetModel", "Yams"],
            exclude: ["Themes/README.md"],
            resources: [.embedInCode("Themes")],
            swiftSettings: strict
        ),
        .target(
            name: "Scenarios",
            dependencies: ["Primitives", "FleetModel", "IncidentLog", "ConfigFiles", "Yams"],
            resources: [.embedInCode("Drills")],
            swiftSettings: strict
        ),
        library(
            "SimulatedFleet",
            uses: ["Primitives", "Scenarios", nioCore, nioPosix, nioHTTP1]
        ),
        // What is said of the log and of a fleet, in words and shapes that every medium shares.
        library("Reports", uses: ["Primitives", "FleetModel", "IncidentLog", "Monitoring"]),
        library("CellGrid"),
        // Rows, calls and problems of the commands, as values without a parser.
        library("CommandTable", uses: ["Primitives", "FleetModel", "IncidentLog", "CellGrid"]),
        library(
            "Commands",
            uses: [
                "CommandTable", "Primitives", "FleetModel", "IncidentLog", "Monitoring",
                argumentParser,
            ]
        ),
        library(
            "Screens",
            uses: [
                "Primitives", "FleetModel", "IncidentLog", "Monitoring", "Reports", "CellGrid",
                "CommandTable",
            ]
        ),
        .target(
            name: "CNcurses",
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]
        ),
        library("CursesBackend", uses: ["CellGrid", "CNcurses"]),
        // Hashes, HMAC, the encryption and the signatures of libp2p, by Debian's OpenSSL: a second
        // BoringSSL beside that of swift-nio-ssl took a tenth of the first build. Linked in whole,
        // so that the program runs where that is not installed.
        .target(name: "CCrypto", linkerSettings: [.linkedLibrary(":libcrypto.a")]),
        library("Cryptography", uses: ["CCrypto"]),
        library("EventStore", uses: ["Primitives", "FleetModel", "IncidentLog", "Cryptography"]),
        library("FileWatching"),
        library("SQLiteFiles", uses: ["EventStore", database]),
        library(
            "SQLiteStore",
            uses: [
                "Primitives", "FleetModel", "IncidentLog", "EventStore", "SQLiteFiles",
                "FileWatching", database,
            ]
        ),
        library(
            "SampleStore",
            uses: [
                "Primitives", "FleetModel", "IncidentLog", "EventStore", "SQLiteFiles", database,
            ]
        ),
        library(
            "WebClient",
            uses: [
                "Primitives", "FleetModel", httpClient, nioCore, nioPosix, nioHTTP1, nioTLS, nioSSL,
            ]
        ),
        .target(name: "CProcess"),
        library("HostAccess", uses: ["Primitives", "FleetModel", "CProcess"]),
        library("Libp2p", uses: ["Cryptography"]),
        library(
            "NodeConfiguration",
            uses: ["Primitives", "FleetModel", "IncidentLog", "WireFormats", "ConfigFiles"]
        ),
        library(
            "FileAccess",
            uses: ["Primitives", "FleetModel", .product(name: "GRDBSQLite", package: "GRDB.swift")]
        ),
        library(
            "Probing",
            uses: [
                "Primitives", "FleetModel", "IncidentLog", "WireFormats", "WebClient", "HostAccess",
                "Libp2p",
                "NodeConfiguration", "FileAccess", "Cryptography", deque, nioCore, nioPosix,
                nioHTTP1,
                nioWebSocket, nioSSL,
            ]
        ),
        library(
            "Broadcasting",
            uses: ["Primitives", "FleetModel", "IncidentLog", "WebClient", "Cryptography", deque]
        ),
        library(
            "Runtime",
            uses: [
                "Primitives", "FleetModel", "IncidentLog", "Monitoring", "Detection", "WireFormats",
                "ConfigFiles", "Scenarios", "Reports",
                "SimulatedFleet", "EventStore", "SQLiteStore", "SampleStore", "HostAccess",
                "Probing",
                "Broadcasting", deque, logging,
            ]
        ),
        library(
            "CommandCentre",
            uses: [
                "Primitives", "FleetModel", "IncidentLog", "Monitoring", "ConfigFiles", "Scenarios",
                "CellGrid", "Screens", "CommandTable", "Commands",
                "CursesBackend", "EventStore", "SQLiteStore", "SampleStore", "FileWatching",
                "Probing", "Broadcasting", "Runtime", deque, logging,
            ]
        ),
        // Takes the place of 34 MB of languages and calendars in the released program.
        .target(name: "CNoLocaleData"),
        .executableTarget(
            name: "tocsin",
            dependencies: [
                "CNoLocaleData",
                "CommandCentre", "Runtime", "Detection", "Reports",
                "Commands", argumentParser, logging,
            ],
            swiftSettings: strict
        ),
        .target(name: "AllocationCount", path: "Tests/AllocationCount"),
        // What the tests of several targets need.
        .target(
            name: "TestSupport",
            dependencies: ["Primitives", "FleetModel", "IncidentLog"],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        // The web server of tests; apart, because the event loops take long to compile.
        .target(
            name: "TestServers",
            dependencies: [nioCore, nioPosix, nioHTTP1],
            path: "Tests/TestServers",
            swiftSettings: strict
        ),
        // Rounds and mutations of the fuzz tests.
        .target(name: "Fuzzing", path: "Tests/Fuzzing", swiftSettings: strict),
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "AllocationCount",
                "Primitives", "FleetModel", "IncidentLog", "Monitoring", "Detection", "WireFormats",
                "Scenarios", "SimulatedFleet",
                "CellGrid", "Screens", "CNcurses", "CursesBackend", "EventStore", "SQLiteStore",
                "SampleStore", "Probing",
                "Runtime", "Commands", "CommandCentre", nioCore, nioPosix, nioHTTP1,
            ],
            path: "Tests/Benchmarks",
            swiftSettings: strict
        ),

        tests(of: "Primitives", uses: ["TestSupport"]),
        tests(of: "FleetModel", uses: ["Primitives", "TestSupport", "Fuzzing"]),
        tests(of: "IncidentLog", uses: ["Primitives", "FleetModel", "TestSupport"]),
        tests(
            of: "Monitoring",
            uses: ["Primitives", "FleetModel", "IncidentLog", "TestSupport"]
        ),
        tests(of: "Detection", uses: ["Primitives", "FleetModel", "IncidentLog", "Monitoring"]),
        tests(of: "WireFormats", uses: ["CXXHash", "Fuzzing"], data: ["Fixtures"]),
        tests(of: "ConfigFiles", uses: ["Primitives", "FleetModel", "Fuzzing"]),
        tests(of: "NodeConfiguration", uses: ["FleetModel", "Fuzzing"]),
        tests(
            of: "FileAccess",
            uses: [
                "Primitives", "FleetModel", "TestSupport",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        tests(
            of: "Scenarios",
            uses: [
                "Primitives", "FleetModel", "IncidentLog", "Monitoring", "ConfigFiles", "Detection",
                "CommandTable", "Commands",
            ]
        ),
        tests(of: "SimulatedFleet", uses: ["Primitives", "Scenarios", nioCore, nioPosix]),
        tests(of: "Cryptography", uses: ["Primitives", "TestSupport"], data: ["Fixtures"]),
        tests(
            of: "Libp2p",
            uses: ["Cryptography", "Fuzzing", "TestSupport"],
            data: ["Fixtures"]
        ),
        tests(
            of: "Reports",
            uses: ["Primitives", "FleetModel", "IncidentLog", "Monitoring", "TestSupport"]
        ),
        tests(of: "CellGrid"),
        tests(
            of: "Commands",
            uses: ["CommandTable", "Primitives", "FleetModel", "IncidentLog", argumentParser]
        ),
        tests(
            of: "Screens",
            uses: [
                "Primitives", "FleetModel", "IncidentLog", "Monitoring", "Reports", "CellGrid",
                "CommandTable", "Commands",
            ],
            data: ["Goldens"]
        ),
        tests(of: "CursesBackend", uses: ["CellGrid", "CNcurses", "Fuzzing"]),
        tests(
            of: "EventStore",
            uses: [
                "Primitives", "FleetModel", "IncidentLog", "Reports", "SQLiteFiles",
                "SQLiteStore",
                "SampleStore",
                "TestSupport", "Fuzzing", database,
            ],
            data: ["Fixtures"]
        ),
        tests(
            of: "WebClient",
            uses: ["Primitives", httpClient, nioCore, nioHTTP1, nioSSL]
        ),
        tests(of: "HostAccess", uses: ["Primitives", "FleetModel", "TestSupport"]),
        tests(
            of: "Probing",
            uses: [
                "Primitives", "FleetModel", "WireFormats", "HostAccess", "TestSupport", "Fuzzing",
                nioCore,
                nioPosix,
                nioHTTP1, nioSSL, "Cryptography",
            ],
            data: ["Fixtures"]
        ),
        tests(
            of: "Broadcasting",
            uses: [
                "Primitives", "FleetModel", "IncidentLog", "TestServers", "TestSupport", nioCore,
                nioPosix,
                nioHTTP1,
            ]
        ),
        tests(
            of: "Runtime",
            uses: [
                "Primitives", "FleetModel", "IncidentLog", "Monitoring", "ConfigFiles", "Scenarios",
                "SimulatedFleet", "EventStore", "SQLiteStore", "SampleStore", "HostAccess",
                "Probing", "Broadcasting", "Commands", "Reports", "Fuzzing", "TestServers",
                "TestSupport", logging, nioCore, nioPosix, nioHTTP1, database,
            ],
            data: ["Exports"]
        ),
        tests(
            of: "CommandCentre",
            uses: [
                "Primitives", "FleetModel", "IncidentLog", "Monitoring", "CellGrid", "Screens",
                "EventStore", "FileWatching", "Runtime", "Commands", "TestSupport", logging,
            ]
        ),
        // The tests run the program itself, as a process.
        .testTarget(
            name: "TocsinTests",
            dependencies: [
                "tocsin", "Primitives", "FleetModel", "IncidentLog", "Scenarios", "SimulatedFleet",
                "CProcess", "Reports", "EventStore", "SQLiteStore", "SampleStore", "TestServers",
                "Fuzzing", "CellGrid",
                "CommandTable", "Commands", "Screens",
                nioCore,
                nioPosix, nioHTTP1, .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
