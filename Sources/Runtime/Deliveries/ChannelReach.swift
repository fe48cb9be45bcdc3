package import FleetModel
package import Primitives
import Probing

/// Whether the servers behind channels accept connections; nothing is sent to them.
package struct ChannelReach: Sendable {
    /// The channel.
    package let channel: ChannelID
    /// Where its service is; nil when the address is not among what the fleet file says.
    package let server: String?
    /// Why no connection came about, in a sentence; nil when one did, or none was tried.
    package let problem: String?

    /// Tries a connection to each channel that is configured.
    package static func look(at channels: [ChannelSpec], clock: any SessionClock) async
        -> [ChannelReach]
    {
        let servers = channels.map { server(of: $0) }
        var fleet = Fleet(name: "channels")
        fleet.nodes = servers.enumerated().compactMap { place, server in
            server.map { address in
                let target = ProbeTarget.tcp(TCPTarget(address: address))
                return Node(id: NodeID("\(place)"), probes: [ProbeSpec(target: target)])
            }
        }
        let client = ProbeClient()
        let runner = ProbeRunner(client: client, fleet: fleet) { clock.now }
        let answers = await runner.sweep(fleet.scheduledProbes)
        await client.shutdown()
        return channels.indices.map { place in
            let answer = answers.first { $0.node.rawValue == "\(place)" }
            let reason = answer.flatMap { $0.latency == nil ? $0.problems.first?.reason : nil }
            return ChannelReach(
                channel: channels[place].id,
                server: servers[place],
                problem: reason?.sentence
            )
        }
    }

    /// The host and the port of a channel's first address.
    private static func server(of channel: ChannelSpec) -> String? {
        guard case .configured(let settings) = channel.service else { return nil }
        for setting in settings.kind.row.settings {
            switch setting.form {
            case .address, .secretAddress:
                guard let address = try? WebAddress(settings[setting.key].reveal()) else {
                    continue
                }
                let host = address.host.contains(":") ? "[\(address.host)]" : address.host
                return "\(host):\(address.port)"
            case .text, .secret: continue
            }
        }
        return nil
    }
}
