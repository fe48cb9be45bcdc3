import ConfigFiles
import EventStore
package import FleetModel
import Glibc
import SampleStore

/// The folder of an interactive drill: its log, and its fleet file for a second terminal.
package enum DrillFolder {
    /// Claims a drill's folder for this process, until it ends.
    /// - Throws: `FileText.Failure` when another process plays the drill at this moment.
    package static func claim(_ folder: String) throws(FileText.Failure) {
        let path = folder + "/lock"
        try FileText.makeFolder(of: path)
        // The descriptor stays open on purpose: the lock ends with the process, however it ends.
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw FileText.Failure(message: "cannot make \(path): \(reason)")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw FileText.Failure(
                message: "this drill is already being played here (\(folder)); quit it there first"
            )
        }
    }

    /// Writes the drill's fleet with the addresses of its simulated nodes.
    package static func writeFleet(_ fleet: Fleet, to path: String) throws(FileText.Failure) {
        let header = [
            "The simulated fleet of a drill that is being played. From another terminal:",
            "  tocsin drill join",
            "  tocsin fleet status --fleet \(path)",
        ]
        // The channels of a drill end in a sink of the drill's own process.
        var fleet = fleet
        fleet.channels = []
        try FileText.write(FleetFile.write(fleet, header: header), to: path)
    }

    /// Sets the log and the history of the drill before aside, so that a drill begins with empty
    /// ones and none is ever overwritten before the one after it exists.
    package static func setAside(_ store: String) {
        for file in [store, SampleFile.path(besideLog: store)] {
            for suffix in ["", "-wal", "-shm", "-tip"] where FileText.exists(file + suffix) {
                rename(file + suffix, file + ".before" + suffix)
            }
        }
    }
}
