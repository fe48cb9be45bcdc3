import EventStore
import FoundationEssentials
import IncidentLog
import Testing

@Suite struct ZWrite {
    @Test func `write fixtures`() throws {
        let folder = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Fixtures"
        for (name, event) in EventSamples.all {
            let path = "\(folder)/events/\(name).json"
            guard !FileManager.default.fileExists(atPath: path) else { continue }
            try Data((try EventCodec.payload(of: event) + "\n").utf8).write(to: URL(filePath: path))
        }
    }
}
