package import IncidentLog
import Primitives

/// Why the log could not be opened, read or written.
package enum StoreError: Error, Equatable, Sendable {
    /// Somebody else appended first; read on after the entries known, decide anew and try again.
    case conflict(lastSequence: Int64)
    /// There is no file at this path, and the log was opened for reading only.
    case notFound(path: String)
    /// The file is something else than an event log of Tocsin; it was left as it is.
    case notAStore(path: String, reason: String)
    /// A newer Tocsin made the file; `known` is the newest version that this one reads.
    case newer(path: String, version: Int, known: Int)
    /// An older Tocsin made the file, and only reading it would not bring it up to date.
    case older(path: String, version: Int, known: Int)
    /// The file was removed or replaced while it was open; nothing more is written to it.
    case moved(path: String)
    /// What is in the file is not what was written.
    case damaged(Damage)
    /// Another process held the file for longer than 5 seconds.
    case busy
    /// There is no room left on the disk; nothing of the call was written.
    case full
    /// Anything else, in words; nothing of the call was written.
    case failed(String)

    /// How a log is damaged.
    package enum Damage: Equatable, Sendable {
        /// An entry does not fit into the chain.
        case chain(ChainDamage)
        /// The file itself is broken, in the words of the check that found it.
        case file(String)
        /// Entries that were acknowledged are not in it.
        case missing(ClosedRange<Int64>)
        /// The entry is another than the one that was acknowledged.
        case replaced(Int64)

        /// What is wrong, without naming the log.
        package var problem: String {
            switch self {
            case .chain(let damage): "entry \(damage.sequence): \(damage.problem)"
            case .file(let problem): problem
            case .missing(let lost):
                lost.count == 1
                    ? "entry \(lost.lowerBound) was acknowledged and is missing"
                    : "entries \(lost.lowerBound) to \(lost.upperBound) were acknowledged and are "
                        + "missing"
            case .replaced(let sequence):
                "entry \(sequence) is another than the one that was acknowledged: the file was "
                    + "replaced or written anew"
            }
        }
    }

    /// The sentence shown to a person.
    package var message: String {
        switch self {
        case .conflict(let lastSequence):
            "somebody else wrote entry \(lastSequence) in the meantime; try again"
        case .notFound(let path):
            "there is no log at \(path)"
        case .notAStore(let path, let reason):
            "\(path) is not a log of Tocsin: \(reason)"
        case .newer(let path, let version, let known):
            "\(path) was made by a newer Tocsin (version \(version) of the log, this program "
                + "reads up to \(known)); update Tocsin on this machine"
        case .older(let path, let version, let known):
            "\(path) was made by an older Tocsin (version \(version) of the log, this program reads "
                + "version \(known)); a command that writes, such as 'tocsin log add', brings it up "
                + "to date"
        case .moved(let path):
            "\(path) was removed or replaced while it was open; nothing more is written to it: put "
                + "it back, or start again"
        case .damaged(.chain(let damage)):
            "the log is damaged at entry \(damage.sequence): \(damage.problem)"
        case .damaged(.file(let problem)):
            "the log's file is damaged: \(problem)"
        case .damaged(let damage):
            "the log is damaged: \(damage.problem)"
        case .busy:
            "another program is holding the log; try again"
        case .full:
            "the disk is full; nothing was written"
        case .failed(let reason):
            "the log could not be used: \(reason)"
        }
    }
}
