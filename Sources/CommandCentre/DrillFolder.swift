import ConfigFiles
package import IncidentCore
import Glibc

/// The folder of an interactive drill: its log, and its fleet file for a second terminal.
package enum DrillFolder {
    /// Writes the drill's fleet with the addresses of its simulated nodes.
    package static func writeFleet(_ fleet: Fleet, to path: String) throws(FileText.Failure) {
        let header = [
            "The simulated fleet of a drill that is being played. From another terminal:",
            "  tocsin fleet status --fleet \(path)",
        ]
        // The channels of a drill end in a sink of the drill's own process.
        var fleet = fleet
        fleet.channels = []
        try FileText.write(FleetFile.write(fleet, header: header), to: path)
    }

    /// Sets the log of the drill before aside, so that a drill begins with an empty one and no
    /// log is ever overwritten before the one after it exists.
    package static func setAside(_ store: String) {
        for suffix in ["", "-wal", "-shm"] where FileText.exists(store + suffix) {
            rename(store + suffix, store + ".before" + suffix)
        }
    }
}
