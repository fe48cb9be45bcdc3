import Testing

/// The import table: what each target may import, besides the standard library.
struct ImportTests {
    private static let table: [String: Set<String>] = [
        "Primitives": [],
        "FleetModel": ["Primitives", "CRE2"],
        "IncidentLog": ["Primitives", "FleetModel"],
        "Monitoring": ["DequeModule", "Primitives", "FleetModel", "IncidentLog"],
        "Detection": [
            "DequeModule", "Primitives", "FleetModel", "IncidentLog", "Monitoring", "Glibc",
        ],
        "WireFormats": ["CXXHash", "Glibc"],
        "ConfigFiles": ["Primitives", "FleetModel", "Yams"],
        "Scenarios": ["Primitives", "FleetModel", "IncidentLog", "ConfigFiles", "Yams"],
        "SimulatedFleet": [
            "Primitives", "Scenarios", "NIOCore", "NIOPosix", "NIOHTTP1", "Synchronization",
        ],
        "Reports": [
            "Primitives", "FleetModel", "IncidentLog", "Monitoring", "FoundationEssentials",
        ],
        "CellGrid": [],
        "CommandTable": ["Primitives", "FleetModel", "IncidentLog", "CellGrid"],
        "Commands": [
            "Primitives", "FleetModel", "IncidentLog", "Monitoring", "CommandTable",
            "ArgumentParser", "Synchronization",
        ],
        "Screens": [
            "Primitives", "FleetModel", "IncidentLog", "Monitoring", "Reports", "CellGrid",
            "CommandTable",
        ],
        "CursesBackend": ["CellGrid", "CNcurses", "Glibc", "Synchronization"],
        "EventStore": [
            "Primitives", "FleetModel", "IncidentLog", "Cryptography", "FoundationEssentials",
            "Synchronization",
        ],
        "FileWatching": ["Dispatch", "Glibc"],
        "SQLiteFiles": ["EventStore", "GRDB", "Glibc", "Synchronization"],
        "SQLiteStore": [
            "Primitives", "FleetModel", "IncidentLog", "EventStore", "SQLiteFiles", "FileWatching",
            "GRDB", "Dispatch", "FoundationEssentials", "Glibc", "Synchronization",
        ],
        "SampleStore": [
            "Primitives", "FleetModel", "IncidentLog", "EventStore", "SQLiteFiles", "GRDB",
            "FoundationEssentials", "Glibc", "Synchronization",
        ],
        "WebClient": [
            "Primitives", "FleetModel", "AsyncHTTPClient", "NIOCore", "NIOPosix", "NIOHTTP1",
            "NIOTLS",
            "NIOSSL", "Glibc", "Synchronization",
        ],
        "HostAccess": ["Primitives", "FleetModel", "CProcess", "Glibc", "Synchronization"],
        "Cryptography": ["CCrypto"],
        "Libp2p": ["Cryptography"],
        "NodeConfiguration": [
            "Primitives", "FleetModel", "IncidentLog", "WireFormats", "ConfigFiles",
        ],
        "FileAccess": [
            "Primitives", "FleetModel", "GRDBSQLite", "Dispatch", "Glibc", "Synchronization",
        ],
        "Probing": [
            "DequeModule", "Primitives", "FleetModel", "IncidentLog", "WireFormats", "WebClient",
            "HostAccess",
            "Libp2p",
            "NodeConfiguration", "FileAccess", "Cryptography", "NIOCore",
            "NIOPosix", "NIOHTTP1", "NIOWebSocket", "NIOSSL", "Glibc", "Synchronization",
        ],
        "Broadcasting": [
            "DequeModule", "Primitives", "FleetModel", "IncidentLog", "WebClient",
            "Cryptography", "FoundationEssentials", "Synchronization",
        ],
        "Runtime": [
            "DequeModule", "Primitives", "FleetModel", "IncidentLog", "Monitoring", "Detection",
            "WireFormats",
            "ConfigFiles", "Scenarios", "Reports",
            "SimulatedFleet", "EventStore", "SQLiteStore", "SampleStore", "HostAccess", "Probing",
            "Broadcasting", "Logging",
            "Dispatch", "Glibc",
            "Synchronization",
        ],
        "CommandCentre": [
            "DequeModule", "Primitives", "FleetModel", "IncidentLog", "Monitoring", "ConfigFiles",
            "Scenarios",
            "CellGrid", "Screens", "CommandTable", "Commands", "CursesBackend",
            "EventStore", "SQLiteStore", "SampleStore", "FileWatching", "Probing", "Broadcasting",
            "Runtime", "Logging", "Dispatch",
            "FoundationEssentials", "Glibc", "Synchronization",
        ],
        "tocsin": [
            "CommandCentre", "CommandTable", "Commands", "Runtime", "Reports", "Primitives",
            "FleetModel", "IncidentLog", "Monitoring", "Detection",
            "ConfigFiles", "Scenarios",
            "CellGrid",
            "Screens", "HostAccess",
            "CursesBackend", "EventStore", "SQLiteStore", "SampleStore", "ArgumentParser",
            "Logging", "FoundationEssentials", "Glibc",
            "Synchronization",
        ],
    ]

    @Test func `every target imports only what the table allows it`() {
        for file in SourceTree.swiftFiles where file.isSource {
            guard let allowed = Self.table[file.target] else {
                Issue.record("\(file.path): the import table does not know \(file.target)")
                continue
            }
            for module in Self.imports(of: file) {
                #expect(allowed.contains(module), "\(file.path) imports \(module)")
            }
        }
    }

    @Test func `what is foreign is named by one target alone`() {
        let owners = [
            "GRDBSQLite": "FileAccess", "CNcurses": "CursesBackend",
            "AsyncHTTPClient": "WebClient", "CProcess": "HostAccess",
            "CCrypto": "Cryptography", "CXXHash": "WireFormats", "CRE2": "FleetModel",
        ]
        for file in SourceTree.swiftFiles where file.isSource {
            for module in Self.imports(of: file) {
                if module == "GRDB" {
                    let owners: Set = ["SQLiteFiles", "SQLiteStore", "SampleStore"]
                    #expect(owners.contains(file.target), "\(file.path)")
                }
                if let owner = owners[module] { #expect(file.target == owner, "\(file.path)") }
            }
        }
    }

    /// A server without a terminal links what `Runtime` leads to, and nothing of the screen.
    @Test func `what runs without a screen does not lead to one`() {
        var reached: Set<String> = []
        var next = ["Runtime"]
        while let target = next.popLast() {
            guard reached.insert(target).inserted else { continue }
            next += Self.table[target] ?? []
        }
        for screen in ["Screens", "CellGrid", "CursesBackend", "CNcurses", "CommandCentre"] {
            #expect(!reached.contains(screen), "Runtime leads to \(screen)")
        }
        #expect(reached.contains("GRDB"))
    }

    @Test func `adapters never import one another`() {
        let adapters: Set = [
            "SQLiteStore", "SampleStore", "Probing", "Broadcasting", "Screens", "CursesBackend",
        ]
        for file in SourceTree.swiftFiles where file.isSource && adapters.contains(file.target) {
            let others = Self.imports(of: file).filter {
                adapters.contains($0) && $0 != file.target
            }
            #expect(others.isEmpty, "\(file.path) imports \(others)")
        }
    }

    private static func imports(of file: SourceTree.File) -> [String] {
        file.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 2,
                words[..<place].allSatisfy({
                    ["package", "internal", "private", "@testable"].contains($0)
                }),
                words.count > place + 1
            else { return nil }
            return String(words[place + 1].prefix { $0 != "." })
        }
    }
}
