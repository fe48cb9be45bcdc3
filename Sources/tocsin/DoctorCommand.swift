import ArgumentParser
import ConfigFiles
import EventStore
import FleetModel
import Glibc
import IncidentLog
import Primitives
import Reports
import Runtime
import SQLiteStore

/// `tocsin doctor`: looks whether everything is here that Tocsin needs.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that everything is here that Tocsin needs."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    private typealias Finding = DoctorReport.Row

    func run() throws {
        let invocation = Invocation(common)
        let report = DoctorReport(
            [
                terminal(invocation), locale(invocation), fleetFile(invocation), store(invocation),
                disk(invocation),
            ] + proxies(invocation)
        )
        Output.show(report, as: output.form)
        let bad = report.badCount
        if bad > 0 { throw Failure(.failed, "\(bad) of \(report.rows.count) checks are not well") }
    }

    private func terminal(_ invocation: Invocation) -> Finding {
        let name = invocation.environment["TERM"] ?? ""
        let isUsable = !["", "dumb"].contains(name)
        let tmux = invocation.environment["TMUX"] == nil ? "" : ", inside tmux"
        return Finding(
            "terminal",
            isGood: isUsable,
            isUsable
                ? "TERM is \(name)\(tmux)"
                : "TERM is '\(name)'; set it, for example to xterm-256color"
        )
    }

    private func locale(_ invocation: Invocation) -> Finding {
        let variables = ["LC_ALL", "LC_CTYPE", "LANG"]
        let value = variables.compactMap { invocation.environment[$0] }.first { !$0.isEmpty } ?? ""
        let isUTF8 = value.uppercased().contains("UTF-8") || value.uppercased().contains("UTF8")
        return Finding(
            "locale",
            isGood: true,
            isUTF8 ? value : "'\(value)' is not UTF-8; the screen uses C.UTF-8 instead"
        )
    }

    /// Said only where somebody may expect otherwise.
    private func proxies(_ invocation: Invocation) -> [Finding] {
        let names = ["http_proxy", "https_proxy", "all_proxy"].flatMap { [$0, $0.uppercased()] }
        let found = names.filter { invocation.environment[$0]?.isEmpty == false }
        guard !found.isEmpty else { return [] }
        let detail =
            "\(found.joined(separator: ", ")) not used: nodes and channels are asked directly"
        return [Finding("proxy", isGood: true, detail)]
    }

    private func fleetFile(_ invocation: Invocation) -> Finding {
        guard let path = invocation.fleetPath else {
            return toBeMade("fleet file", at: invocation.places.fleetFile)
        }
        do throws(Failure) {
            let (fleet, problems) = try invocation.readFleet(path)
            guard let fleet else {
                return Finding(
                    "fleet file",
                    isGood: false,
                    problems.first(where: \.isError)?.description ?? "unreadable"
                )
            }
            return Finding(
                "fleet file",
                isGood: true,
                "\(path), \(fleet.nodes.count) nodes"
            )
        } catch {
            return Finding("fleet file", isGood: false, error.message)
        }
    }

    private func store(_ invocation: Invocation) -> Finding {
        let path = invocation.storePath
        do throws(Failure) {
            guard let log = try invocation.readLog() else {
                return toBeMade("store", at: path)
            }
            defer { blocking { await log.close() } }
            let last = blocking { (try? await log.lastSequence()) ?? 0 }
            let obstacle =
                access(path, W_OK) == 0
                ? FileText.obstacle(to: path) : "it can be read but not written"
            return Finding(
                "store",
                isGood: obstacle == nil,
                "\(path), \(last) entries" + (obstacle.map { "; \($0)" } ?? "")
            )
        } catch {
            return Finding("store", isGood: false, error.message)
        }
    }

    /// Something that is not there yet, which is well if it can be made.
    private func toBeMade(_ name: String, at path: String) -> Finding {
        let obstacle = FileText.obstacle(to: path)
        return Finding(
            name,
            isGood: obstacle == nil,
            "none yet; it would be \(path)" + (obstacle.map { ", but \($0)" } ?? "")
        )
    }

    private func disk(_ invocation: Invocation) -> Finding {
        var statistics = statvfs()
        let folder = FileText.nearestFolder(of: invocation.storePath)
        guard statvfs(folder, &statistics) == 0 else {
            return Finding("disk", isGood: false, "\(folder) cannot be looked at")
        }
        let free = Double(statistics.f_bavail) * Double(statistics.f_frsize)
        return Finding(
            "disk",
            isGood: free > 50_000_000,
            "\(NumberText.bytes(free)) free where the log lies, in \(folder)"
        )
    }
}
