internal import FleetModel
internal import Primitives

extension FleetReader {
    /// The kinds of channels; each is a key of its own.
    private enum Kind: String, CaseIterable {
        case discord
        case matrix
        case webhook
    }

    mutating func channel(_ node: YAMLNode, _ names: inout Names) -> ChannelSpec? {
        let known = ["name", "signals", "remind", "escalate"] + Kind.allCases.map(\.rawValue)
        guard let fields = fields(node, of: "a channel", known) else { return nil }
        let name = name(fields, &names)
        let given = fields.keys.compactMap(Kind.init)
        guard given.count == 1, let kind = given.first else {
            reading.error(
                fields.place,
                "a channel needs exactly one of: discord, matrix, webhook"
            )
            return nil
        }
        let signals = values.choice(
            fields.optional("signals"),
            "signals",
            of: [SignalPriority.critical, .warning]
        )
        let remind = again(fields.optional("remind"), "remind")
        let escalate = again(fields.optional("escalate"), "escalate")
        guard let value = fields.required(kind.rawValue), let name else { return nil }
        // One channel without its secret must not keep the rest from working.
        let (service, lack) = reading.tolerating { self.service(value, kind) }
        if let service {
            return ChannelSpec(
                id: ChannelID(name),
                service: service,
                signals: signals,
                remind: remind,
                escalate: escalate
            )
        }
        guard let lack else { return nil }
        return ChannelSpec(
            id: ChannelID(name),
            service: .unusable(kind: kind.rawValue, reason: lack)
        )
    }

    /// A span after which something is told again: a minute to a day.
    private func again(_ node: YAMLNode?, _ key: String) -> Duration? {
        guard let node, let span = values.span(node, key) else { return nil }
        guard span >= .seconds(60), span <= .seconds(86_400) else {
            reading.error(node.place, "'\(key)' must be from 1m to 24h")
            return nil
        }
        return span
    }

    private func service(_ node: YAMLNode, _ kind: Kind) -> ChannelSpec.Service? {
        switch kind {
        case .discord:
            return values.secretAddress(node, "discord").map { .discord(webhook: $0) }
        case .matrix: return matrix(node)
        case .webhook: return webhook(node)
        }
    }

    private func matrix(_ node: YAMLNode) -> ChannelSpec.Service? {
        guard let fields = fields(node, of: "matrix", ["homeserver", "room", "token"]) else {
            return nil
        }
        let homeserver = values.address(fields.required("homeserver"), "homeserver")
        let roomNode = fields.required("room")
        let room = values.text(roomNode, "room")
        if let roomNode, let room, room.first != "!", room.first != "#" {
            reading.error(
                roomNode.place,
                "'room' must be an id such as '!abc:example.org' or an alias such as "
                    + "'#ops:example.org'"
            )
        }
        let token = values.secret(fields.required("token"), "token")
        guard let homeserver, let room, let token else { return nil }
        return .matrix(homeserver: homeserver, room: room, token: token)
    }

    private func webhook(_ node: YAMLNode) -> ChannelSpec.Service? {
        guard let fields = fields(node, of: "webhook", ["url", "secret"]) else { return nil }
        let url = values.secretAddress(fields.required("url"), "url")
        let secretNode = fields.required("secret")
        let secret = values.secret(secretNode, "secret")
        if let secretNode, let secret, !secret.reveal().isWebhookSecret {
            reading.error(
                secretNode.place,
                "'secret' must be whsec_ and the base64 of 24 to 64 bytes"
            )
        }
        guard let url, let secret else { return nil }
        return .webhook(url: url, secret: secret)
    }
}

extension String {
    /// One or several secrets of Standard Webhooks 1.0.0, separated by spaces.
    fileprivate var isWebhookSecret: Bool {
        let words = split(separator: " ")
        return !words.isEmpty
            && words.allSatisfy { word in
                guard word.hasPrefix("whsec_") else { return false }
                let digits = word.dropFirst(6)
                let data = digits.prefix { $0 != "=" }
                let isBase64 =
                    digits.count % 4 == 0 && digits.count - data.count <= 2
                    && digits.dropFirst(data.count).allSatisfy { $0 == "=" }
                    && data.utf8.allSatisfy {
                        switch $0 {
                        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F: true
                        default: false
                        }
                    }
                return isBase64 && (24...64).contains(data.count * 3 / 4)
            }
    }
}
