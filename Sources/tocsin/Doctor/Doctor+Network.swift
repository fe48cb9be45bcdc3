import FleetModel
import Monitoring
import Primitives
import Reports
import Runtime

// The nodes and the channels of the fleet file.
extension Doctor {
    /// What answers; nothing when there is no fleet file that can be used.
    var network: [Finding] {
        guard let path = invocation.fleetPath, let fleet = try? invocation.readFleet(path).fleet
        else { return [] }
        return endpoints(of: fleet) + channels(of: fleet)
    }

    /// How many nodes are named one by one.
    private static let namedNodes = 10

    private func endpoints(of fleet: Fleet) -> [Finding] {
        guard !fleet.nodes.isEmpty || !fleet.sources.isEmpty else { return [] }
        let look = FleetLook(at: fleet, invocation)
        let silent = look.fleet.nodes.compactMap { node -> (Node, String)? in
            guard let seen = look.snapshot.assessments[node.id], seen.verdict == .down else {
                return nil
            }
            return (node, seen.reasons.first ?? "no answer")
        }
        let sources = look.sourceFaults.map {
            Finding("source", .fail, $0, cure: "try its address with curl from this machine")
        }
        let answering = look.fleet.nodes.count - silent.count
        let state: Finding.State = answering > 0 || look.fleet.nodes.isEmpty ? .ok : .fail
        let all = Finding(
            "endpoints",
            state,
            "\(answering) of \(look.fleet.nodes.count) nodes answer"
        )
        return [all] + sources
            + silent.prefix(Self.namedNodes).map { node, reason in
                Finding(
                    "endpoint \(node.id)",
                    .fail,
                    reason,
                    cure: "is it running, and is its address in the fleet file right?"
                )
            }
    }

    private func channels(of fleet: Fleet) -> [Finding] {
        guard !fleet.channels.isEmpty else {
            return [
                Finding(
                    "channels",
                    .warn,
                    "the fleet file names none: updates go nowhere",
                    cure: "see 'channels' in 'tocsin config example'"
                )
            ]
        }
        let channels = fleet.channels
        let reach = blocking { await ChannelReach.look(at: channels, clock: RunTime.clock) }
        return zip(channels, reach).map { channel, reach in
            let name = "channel \(channel.id)"
            if let problem = channel.service.problem {
                return Finding(name, .fail, problem, cure: "set what it names, then look again")
            }
            if let problem = reach.problem {
                return Finding(
                    name,
                    .fail,
                    "\(reach.server ?? channel.service.kind): \(problem)",
                    cure: "is the address right, and does the firewall let it out?"
                )
            }
            let server = reach.server.map { ", \($0) accepts connections" } ?? ""
            return Finding(
                name,
                .ok,
                "configured\(server); 'tocsin channel test \(channel.id)' sends a marked message"
            )
        }
    }
}
