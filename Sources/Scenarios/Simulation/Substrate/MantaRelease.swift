/// The releases of the Manta client that ran on Calamari in July 2022.
enum MantaRelease: String, Decodable, Sendable {
    /// Of 14 June 2022, on Substrate 0.9.18.
    case v320 = "v3.2.0"
    /// Of 25 July 2022, on Substrate 0.9.22, which starts the BEEFY gadget in the relay half.
    case v321 = "v3.2.1"

    /// The client version; the platform was dropped from it by Substrate PR 11062 of April 2022.
    var version: String {
        switch self {
        case .v320: "3.2.0-2477840-x86_64-linux-gnu"
        case .v321: "3.2.1-ff69d35"
        }
    }

    /// Whether the BEEFY voter of the relay half reads neither its gossip nor its finality stream.
    var leaks: Bool { self == .v321 }

    /// Whether the RPC server is jsonrpsee, which answers `GET /health` in a JSON-RPC envelope
    /// and says so when a call is unsafe.
    var hasJSONRPSee: Bool { self == .v321 }
}
