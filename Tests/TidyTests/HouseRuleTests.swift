import Testing

/// The house rules that a program can check.
struct HouseRuleTests {
    private static let columnLimit = 100
    private static let fileLimit = 400
    private static let functionLimit = 70

    /// Files that are one long table.
    private static let tables: Set<String> = ["Sources/CellGrid/ScalarTable.swift"]

    @Test func `no line is longer than 100 columns`() {
        for file in SourceTree.swiftFiles {
            for (number, line) in file.lines.enumerated() where line.count > Self.columnLimit {
                // A text that cannot be broken may stand out of its line.
                if line.contains("\"") { continue }
                Issue.record("\(file.path):\(number + 1) has \(line.count) columns")
            }
        }
    }

    @Test func `no file is longer than 400 lines`() {
        for file in SourceTree.swiftFiles where !Self.tables.contains(file.path) {
            #expect(file.lines.count <= Self.fileLimit + 1, "\(file.path)")
        }
    }

    @Test func `no function is longer than 70 lines`() {
        for file in SourceTree.swiftFiles where file.isSource {
            for (name, length) in Self.functions(of: file) {
                #expect(length <= Self.functionLimit, "\(file.path): \(name)")
            }
        }
    }

    private static let banned: [(word: String, instead: String)] = [
        ("try!", "handle the error"), ("as!", "as? with a guard"),
        ("Task.detached", "a task group"), ("Thread.sleep", "a clock that is passed in"),
        ("usleep(", "a clock that is passed in"), ("String(format:", "NumberText"),
        ("FIXME", "an issue"), ("TODO", "an issue"), ("XXX", "an issue"),
        ("@MainActor", "the main loop blocks; post to the mailbox"),
        ("import Foundation\n", "FoundationEssentials"),
    ]

    @Test func `no banned word stands in the sources`() {
        for file in SourceTree.swiftFiles where file.isSource {
            let text = file.lines.joined(separator: "\n") + "\n"
            for (word, instead) in Self.banned {
                #expect(!text.contains(word), "\(file.path): '\(word)'; use \(instead)")
            }
        }
    }

    /// The optimiser of Swift 6.3.1 breaks a typed `do` in the closure of a task group that returns
    /// several values: every value is that of the last task.
    @Test func `no task of a group catches typed errors itself`() {
        for file in SourceTree.swiftFiles where file.isSource {
            for number in Self.typedCatches(in: file.lines) {
                Issue.record("\(file.path):\(number): let a function return the Result")
            }
        }
        let bad = [
            "group.addTask {", "    let place = 1", "    do throws(E) {", "    }", "}",
            "do throws(E) {", "group.addTask { (1, await a()) }", "do throws(E) {",
        ]
        #expect(Self.typedCatches(in: bad) == [3])
    }

    /// The numbers of the lines with a typed `do` inside the closure of an `addTask`.
    private static func typedCatches(in lines: [String]) -> [Int] {
        var found: [Int] = []
        var depth = 0
        for (number, line) in lines.enumerated() {
            var code = line[...]
            if depth == 0 {
                guard let start = line.firstRange(of: "addTask {") else { continue }
                code = line[start.lowerBound...]
            }
            if code.contains("do throws(") { found.append(number + 1) }
            depth += code.count { $0 == "{" } - code.count { $0 == "}" }
        }
        return found
    }

    /// The files that may write to a stream of the process, and what each of them writes.
    private static let writers = [
        // Text for people and machines, made safe.
        "Sources/tocsin/Output.swift",
        // Cells of the screen, which are safe by their kind.
        "Sources/CursesBackend/",
    ]

    @Test func `one file writes to standard output and standard error`() {
        let ways = [
            "print(", "debugPrint(", "dump(", "fputs(", "puts(", "fwrite(", "putchar(", "perror(",
            "printf(", "dprintf(", "FileHandle", "STDOUT_FILENO", "stdout,", "stdout)", "stderr,",
            "stderr)", "Glibc.write(1,", "Glibc.write(2,", "to: &standardError", "withError:",
            "/dev/stdout",
            "/dev/stderr", "/dev/tty", "fatalError(",
        ]
        for file in SourceTree.swiftFiles where file.isSource {
            guard !Self.writers.contains(where: file.path.hasPrefix) else { continue }
            for line in file.lines where !line.trimmedStart.hasPrefix("//") {
                let found = ways.filter { Self.calls($0, in: line) }
                #expect(found.isEmpty, "\(file.path): \(line)")
            }
        }
        #expect(Self.calls("print(", in: "    print(text)"))
        #expect(!Self.calls("print(", in: "    footprint(text)"))
    }

    /// Whether a line of code has this word, and not only as the end of a longer one.
    private static func calls(_ word: String, in line: String) -> Bool {
        line.ranges(of: word).contains { place in
            guard word.first?.isLetter == true, place.lowerBound > line.startIndex else {
                return true
            }
            let before = line[line.index(before: place.lowerBound)]
            return !before.isLetter && !before.isNumber
        }
    }

    @Test func `whatever escapes the checker says why`() {
        for file in SourceTree.swiftFiles where file.isSource {
            for (number, line) in file.lines.enumerated()
            where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                let before = file.lines[max(0, number - 6)..<number]
                #expect(
                    before.contains { $0.contains("//") },
                    "\(file.path):\(number + 1) gives no proof"
                )
            }
        }
    }

    @Test func `every package declaration is documented`() {
        let starts = ["package ", "@discardableResult package "]
        for file in SourceTree.swiftFiles where file.isSource {
            for (number, line) in file.lines.enumerated() {
                let code = line.trimmedStart
                guard starts.contains(where: code.hasPrefix), !code.hasPrefix("package import")
                else { continue }
                #expect(
                    Self.isDocumented(file.lines, at: number),
                    "\(file.path):\(number + 1) \(code)"
                )
            }
        }
    }

    @Test func `nothing public, nothing that names this machine`() {
        for file in SourceTree.swiftFiles where file.isSource {
            for line in file.lines {
                #expect(!line.trimmedStart.hasPrefix("public "), "\(file.path): \(line)")
            }
        }
        let places = ["/wor" + "k/", "/ro" + "ot/", "/op" + "t/swift"]
        for path in SourceTree.allPaths where !path.hasPrefix("Package.resolved") {
            let text = SourceTree.text(of: path)
            for place in places { #expect(!text.contains(place), "\(path) names \(place)") }
        }
    }

    @Test func `the top level holds only what belongs there`() {
        let allowed: Set = [
            "Package.swift", "Package.resolved", "Sources", "Tests", "themes", "README.md",
            "Makefile", "LICENSE", ".swift-format", ".gitignore", ".ci",
        ]
        for path in SourceTree.allPaths {
            let top = String(path.prefix { $0 != "/" })
            #expect(allowed.contains(top), "\(path)")
        }
    }

    @Test func `tests neither sleep nor read the wall clock`() {
        let banned = ["Task." + "sleep", "Thread." + "sleep", "usle" + "ep(", "Date" + "()"]
        for file in SourceTree.swiftFiles
        where !file.isSource && !["TidyTests", "Benchmarks"].contains(file.target) {
            for line in file.lines {
                for word in banned { #expect(!line.contains(word), "\(file.path): \(line)") }
            }
        }
    }

    private static func isDocumented(_ lines: [String], at number: Int) -> Bool {
        var place = number - 1
        while place >= 0 {
            let line = lines[place].trimmedStart
            if line.hasPrefix("///") { return true }
            // Attributes stand between a declaration and its comment.
            guard line.hasPrefix("@") || line.hasPrefix(")") else { return false }
            place -= 1
        }
        return false
    }

    /// The functions of a file with their lengths: from the line of `func` or `init` to the
    /// closing brace at the same indentation.
    private static func functions(of file: SourceTree.File) -> [(String, Int)] {
        var found: [(String, Int)] = []
        for (number, line) in file.lines.enumerated() {
            let code = line.trimmedStart
            let words = code.split(separator: " ").prefix { !$0.contains("(") }
            let isFunction = words.contains("func") && !code.hasPrefix("//")
            let isInitialiser = [
                "init(", "init?(", "package init(", "package init?(", "private init(",
            ]
            .contains(where: code.hasPrefix)
            guard isFunction || isInitialiser else { continue }
            let indent = String(line.prefix(line.count - code.count))
            guard
                let end = file.lines[number...].firstIndex(where: { $0 == indent + "}" }),
                file.lines[number..<end].contains(where: { $0.hasSuffix("{") })
            else { continue }
            found.append((code, end - number))
        }
        return found
    }
}

extension String {
    /// The text without the spaces at its start.
    fileprivate var trimmedStart: String { String(drop { $0 == " " }) }
}
