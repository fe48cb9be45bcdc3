import ConfigFiles
import EventStore
import FleetModel
import Glibc
import Primitives
import Reports
import Runtime
import SQLiteStore

// The fleet file, the log and the disk.
extension Doctor {
    /// What lies on the disk.
    var files: [Finding] { fleetFile + store + [disk] }

    private var fleetFile: [Finding] {
        guard let path = invocation.fleetPath else {
            return [
                toBeMade(
                    "fleet file",
                    at: invocation.places.fleetFile,
                    cure: "tocsin config detect URL… > '\(invocation.places.fleetFile)'"
                )
            ]
        }
        do throws(Failure) {
            let (fleet, problems) = try invocation.readFleet(path)
            guard let fleet else {
                let first = problems.first(where: \.isError)?.description
                return [
                    Finding(
                        "fleet file",
                        .fail,
                        first ?? "unreadable",
                        cure: "mend it; 'tocsin config check' names every mistake"
                    )
                ]
            }
            let found = Finding("fleet file", .ok, "\(path), \(fleet.nodes.count) nodes")
            return [found] + writers(of: path)
        } catch {
            return [
                Finding(
                    "fleet file",
                    .fail,
                    error.message,
                    cure: "make it readable: chmod u+r '\(path)'"
                )
            ]
        }
    }

    private func writers(of path: String) -> [Finding] {
        guard let read = try? FileText.readWithWriters(path), let problem = read.writers.problem
        else { return [] }
        return [Finding("permissions", .warn, "\(path): \(problem)")]
    }

    /// A log of more entries is verified by who asks for it.
    private static let verifiedEntries: Int64 = 20_000

    private var store: [Finding] {
        let path = invocation.storePath
        do throws(Failure) {
            guard let log = try invocation.readLog() else {
                return [toBeMade("store", at: path, cure: nil)]
            }
            defer { blocking { await log.close() } }
            let last = blocking { (try? await log.lastSequence()) ?? 0 }
            let obstacle =
                access(path, W_OK) == 0
                ? FileText.obstacle(to: path) : "it can be read but not written"
            let found = Finding(
                "store",
                obstacle == nil ? .ok : .fail,
                "\(path), \(last) entries" + (obstacle.map { "; \($0)" } ?? ""),
                cure: obstacle.map { _ in
                    "make it writable for this account, or name another with --store"
                }
            )
            return [found] + privacy(of: path) + verification(log, count: last)
        } catch {
            return [
                Finding(
                    "store",
                    .fail,
                    error.message.split(separator: "\n").first.map(String.init) ?? error.message,
                    cure: error.status == .damaged
                        ? "tocsin log recover, which keeps the damaged file"
                        : "see who holds it, or name another with --store"
                )
            ]
        }
    }

    private func verification(_ log: SQLiteEventLog, count: Int64) -> [Finding] {
        guard count > 0 else { return [] }
        guard count <= Self.verifiedEntries else {
            return [
                Finding("chain", .ok, "not verified here; 'tocsin log verify' follows all of it")
            ]
        }
        let result = blocking { await LogVerification.verify(log) { _ in } }
        guard case .success(let verification) = result else {
            return [Finding("chain", .warn, "cannot be followed now", cure: "tocsin log verify")]
        }
        guard let problem = verification.problems.first else {
            return [Finding("chain", .ok, "\(verification.verifiedCount) entries verify")]
        }
        return [Finding("chain", .fail, problem, cure: "tocsin log recover, which keeps the file")]
    }

    /// What incidents tell is not for every account of the machine.
    private func privacy(of path: String) -> [Finding] {
        var file = stat()
        guard stat(path, &file) == 0, file.st_mode & (S_IRWXO | S_IWGRP) != 0 else { return [] }
        return [
            Finding(
                "permissions",
                .warn,
                "other accounts may open \(path)",
                cure: "chmod go-rwx '\(path)'"
            )
        ]
    }

    /// Something that is not there yet, which is well if it can be made.
    private func toBeMade(_ name: String, at path: String, cure: String?) -> Finding {
        guard let obstacle = FileText.obstacle(to: path) else {
            return Finding(name, .ok, "none yet; it would be \(path)", cure: cure)
        }
        return Finding(
            name,
            .fail,
            "none yet; it would be \(path), but \(obstacle)",
            cure: "set TOCSIN_HOME to a folder that you may write to"
        )
    }

    private var disk: Finding {
        var statistics = statvfs()
        let folder = FileText.nearestFolder(of: invocation.storePath)
        guard statvfs(folder, &statistics) == 0 else {
            return Finding(
                "disk",
                .fail,
                "\(folder) cannot be looked at",
                cure: "ls -ld '\(folder)'"
            )
        }
        let free = Double(statistics.f_bavail) * Double(statistics.f_frsize)
        let text = "\(NumberText.bytes(free)) free where the log lies, in \(folder)"
        guard free > 50_000_000 else {
            return Finding("disk", .fail, text, cure: "make room, or name another with --store")
        }
        return Finding("disk", .ok, text)
    }
}
