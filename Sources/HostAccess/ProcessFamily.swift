import CProcess
import Glibc

/// A command and all that it started, also what left its group and its session.
///
/// Whoever was started by the command has its mark in the environment, and a parent in the family
/// as long as that parent lives. A process that escapes both, by an environment of its own and
/// a parent that is gone, is not found; nobody else is ever taken for a member.
struct ProcessFamily {
    private let leader: pid_t
    private let mark: ProcessMark
    /// Members that were seen, with the moment of their start: a number alone may be given again.
    private var known: [pid_t: UInt64] = [:]

    /// How often it is looked whether those that were killed are gone.
    private static let lookInterval: Int32 = 5

    /// The family of a process that nobody has collected yet.
    init(leader: pid_t, mark: ProcessMark) {
        self.leader = leader
        self.mark = mark
    }

    /// Sends a signal to the leader's group, and to each member that left it.
    mutating func signal(_ number: CInt) {
        // Who the members are is asked first: a parent that ends does not tell any more.
        let members = members()
        Glibc.kill(-leader, number)
        for member in members where member.group != leader { Self.signal(member, number) }
    }

    /// Kills until nobody is left, or until these milliseconds are over.
    mutating func kill(withinMilliseconds limit: Int32) {
        let end = ContinuousClock.now + .milliseconds(limit)
        while true {
            Glibc.kill(-leader, SIGKILL)
            let members = members()
            guard !members.isEmpty else { return }
            for member in members { Self.signal(member, SIGKILL) }
            guard .now < end else { return }
            _ = readyDescriptors(of: [], milliseconds: Self.lookInterval)
        }
    }

    /// The members that run, without the leader.
    private mutating func members() -> [ProcessStatus] {
        guard let first = ProcessStatus(of: leader) else { return [] }
        // Whoever is older than the leader was not started by it.
        let younger = ProcessStatus.all().filter { $0.start >= first.start && $0.id != leader }
        let children = Dictionary(grouping: younger, by: \.parent)
        var found: Set<pid_t> = [leader]
        var next = younger.filter { known[$0.id] == $0.start || mark.isOn($0.id) }
        next += children[leader] ?? []
        var members: [ProcessStatus] = []
        while let member = next.popLast() {
            guard found.insert(member.id).inserted else { continue }
            next += children[member.id] ?? []
            known[member.id] = member.start
            if member.isRunning { members.append(member) }
        }
        return members
    }

    /// Sends a signal to this process, and to none that has got its number since.
    private static func signal(_ member: ProcessStatus, _ number: CInt) {
        let handle = cprocess_exit_descriptor(member.id)
        let descriptor = handle < 0 ? nil : Descriptor(handle)
        guard ProcessStatus(of: member.id)?.start == member.start else { return }
        guard let descriptor, cprocess_signal(descriptor.number, number) == 0 else {
            Glibc.kill(member.id, number)
            return
        }
    }
}

/// What tells that a process was started by one command: a variable of its environment.
struct ProcessMark {
    /// The name of the variable.
    static let name = "TOCSIN_CHILD"

    /// The mark is the first that a command is given; few environments are as large as this.
    private static let environmentLimit = 128 << 10

    /// The variable as `NAME=value`.
    let variable: String

    /// A mark that no other command has.
    init() {
        variable = Self.name + "=" + String(UInt64.random(in: 0 ... .max), radix: 36)
    }

    /// Whether a process carries the mark; false for one whose environment may not be read.
    func isOn(_ process: pid_t) -> Bool {
        let environment = SmallFile.read(
            "/proc/\(process)/environ",
            limitBytes: Self.environmentLimit
        )
        return (environment ?? []).split(separator: 0).contains { $0.elementsEqual(variable.utf8) }
    }
}
