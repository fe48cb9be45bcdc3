internal import FleetModel
internal import Primitives

extension FleetReader {
    mutating func channel(_ node: YAMLNode, _ names: inout Names) -> ChannelSpec? {
        let words = ChannelKinds.all.map { $0.row.word }
        let known = ["name", "signals", "remind", "escalate"] + words
        guard let fields = fields(node, of: "a channel", known) else { return nil }
        let name = name(fields, &names)
        let given = fields.keys.compactMap(ChannelKinds.named)
        guard given.count == 1, let kind = given.first else {
            reading.error(
                fields.place,
                "a channel needs exactly one of: \(words.joined(separator: ", "))"
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
        guard let value = fields.required(kind.row.word), let name else { return nil }
        // One channel without its secret must not keep the rest from working.
        let (settings, lack) = reading.tolerating { self.settings(value, kind) }
        if let settings {
            return ChannelSpec(
                id: ChannelID(name),
                service: .configured(settings),
                signals: signals,
                remind: remind,
                escalate: escalate
            )
        }
        guard let lack else { return nil }
        return ChannelSpec(
            id: ChannelID(name),
            service: .unusable(kind: kind.row.word, reason: lack)
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

    /// The settings of a channel; nil when one of them is missing or wrong.
    private func settings(_ node: YAMLNode, _ kind: any ChannelKind.Type) -> ChannelSettings? {
        var given: [String: Secret] = [:]
        let row = kind.row
        if let only = row.singleSetting {
            given[only.key] = value(node, only)
        } else {
            let keys = row.settings.map(\.key)
            guard let fields = fields(node, of: row.word, keys) else { return nil }
            for setting in row.settings {
                guard let node = fields.required(setting.key) else { continue }
                given[setting.key] = value(node, setting)
            }
        }
        guard given.count == row.settings.count else { return nil }
        return ChannelSettings(kind, given)
    }

    private func value(_ node: YAMLNode, _ setting: ChannelSetting) -> Secret? {
        let key = setting.key
        let value =
            switch setting.form {
            case .text: values.text(node, key).map(Secret.init)
            case .address: values.address(node, key).map(Secret.init)
            case .secret: values.secret(node, key)
            case .secretAddress: values.secretAddress(node, key)
            }
        if let value, let mistake = setting.mistake(value.reveal()) {
            reading.error(node.place, "'\(key)' \(mistake)")
        }
        return value
    }
}
