import FoundationEssentials
import Testing

/// What is written of the commands themselves: completions and manual pages.
struct DocumentationTests {
    @Test(.timeLimit(.minutes(15)), arguments: ["bash", "zsh", "fish"])
    func `the completions of a shell know every command`(shell: String) async throws {
        let program = try Program()
        let script = try await program.good("completions \(shell)")
        for word in ["signal", "shelve", "maintenance", "--incident", "completions"] {
            #expect(script.contains(word.drop { $0 == "-" }), "\(word)")
        }
        #expect(!program.homeExists)
    }

    @Test(.timeLimit(.minutes(15)))
    func `bash takes its completions and completes a verb`() async throws {
        let program = try Program()
        let outcome = try await program.shell(
            """
            bash <<'END'
            eval "$("$TOCSIN" completions bash)"
            COMP_WORDS=(tocsin signal sh); COMP_CWORD=2; COMP_LINE='tocsin signal sh'
            COMP_POINT=${#COMP_LINE}; _tocsin tocsin sh signal; echo "${COMPREPLY[@]}"
            END
            """
        )
        #expect(outcome.output.contains("show"), "\(outcome.errors)")
        #expect(outcome.output.contains("shelve"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `another shell is refused`() async throws {
        let outcome = try await Program().run("completions tcsh")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("is not a shell known here"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `the manual has a page of every group with every verb and option`() async throws {
        let program = try Program()
        let folder = program.folder + "/man"
        let written = try await program.good("docs man \(folder)")
        #expect(written.contains("\(folder)/tocsin.1\n"))
        let page = try String(
            decoding: Data(contentsOf: URL(filePath: "\(folder)/tocsin-signal.1")),
            as: UTF8.self
        )
        for word in ["tocsin signal shelve", "\\-\\-reason", ".TH TOCSIN-SIGNAL 1"] {
            #expect(page.contains(word), "\(word)")
        }
        // No line of text may begin with what starts a macro, but macros themselves.
        let macros = [".TH ", ".SH ", ".PP", ".TP", ".br"]
        for line in page.split(separator: "\n") where line.hasPrefix(".") {
            #expect(macros.contains(where: line.hasPrefix), "\(line)")
        }
    }
}
