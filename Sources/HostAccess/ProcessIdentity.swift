import Glibc

/// What tells one process from all others: on which start of which machine it ran, its number, and
/// when it was started, because numbers are given again.
package struct ProcessIdentity: Equatable, Sendable {
    /// The start of the machine and the spaces in which numbers and times of start are counted:
    /// only who has the same can tell anything about the process.
    package let machine: String
    /// The number.
    package let process: Int32
    /// When it was started, in ticks since the machine was.
    package let start: UInt64

    /// What was found of a number on this machine.
    package enum Sighting: Equatable, Sendable {
        /// No process has it.
        case absent
        /// A process has it that was started then, in ticks since the machine was.
        case started(UInt64)
        /// A process has it, and it cannot be seen which.
        case hidden
    }

    /// An identity of these parts.
    package init(machine: String, process: Int32, start: UInt64) {
        self.machine = machine
        self.process = process
        self.start = start
    }

    /// Whether it is proved that the process is gone, by somebody on this machine who saw this of
    /// its number: no process has it, or a process that was started at another time.
    ///
    /// A process that ended and was not collected is not taken for gone: the first thread of a
    /// program may end before the others.
    package func isGone(seenFrom machine: String, _ sighting: Sighting) -> Bool {
        guard machine == self.machine, !machine.isEmpty else { return false }
        switch sighting {
        case .absent: return true
        case .started(let start): return start != self.start
        case .hidden: return false
        }
    }

    /// Whether it is proved that the process is gone.
    package var isGone: Bool {
        guard let own = Self.own else { return false }
        return isGone(seenFrom: own.machine, Self.sighting(of: process))
    }
}

// MARK: As a word

extension ProcessIdentity {
    /// The identity as a word without spaces.
    package var text: String { "\(process)/\(start)/\(machine)" }

    /// The identity of such a word; nil for any other text.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let process = Int32(parts[0]), process > 0,
            let start = UInt64(parts[1]), !parts[2].isEmpty
        else { return nil }
        self.init(machine: String(parts[2]), process: process, start: start)
    }
}

// MARK: On this machine

extension ProcessIdentity {
    /// This process; nil where `/proc` does not tell, or tells of other numbers than our own.
    package static let own: Self? = {
        let process = getpid()
        // proc(5): a random identifier, made at each start of the machine.
        let boot = (SmallFile.read("/proc/sys/kernel/random/boot_id", limitBytes: 64) ?? [])
            .filter { $0 > 0x20 && $0 < 0x7F }
        guard !boot.isEmpty, link("/proc/self") == String(process),
            let numbers = link("/proc/self/ns/pid"), let times = link("/proc/self/ns/time"),
            let status = ProcessStatus(of: process)
        else { return nil }
        let machine = [String(decoding: boot, as: UTF8.self), numbers, times]
            .joined(separator: "/")
        return Self(machine: machine, process: process, start: status.start)
    }()

    /// What is found of a number now.
    private static func sighting(of process: Int32) -> Sighting {
        // A signal 0 is not sent; it tells whether there is somebody (kill(2)).
        if kill(process, 0) != 0, errno == ESRCH { return .absent }
        return ProcessStatus(of: process).map { .started($0.start) } ?? .hidden
    }

    /// Where a symbolic link leads; nil when there is none.
    private static func link(_ path: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = bytes.withUnsafeMutableBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { chars in
                chars.baseAddress.map { readlink(path, $0, chars.count) } ?? -1
            }
        }
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
