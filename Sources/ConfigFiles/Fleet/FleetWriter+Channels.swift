import Primitives
internal import FleetModel

extension FleetWriter {
    mutating func write(_ channel: ChannelSpec) {
        // What could not be read cannot be written either.
        guard case .configured(let settings) = channel.service else { return }
        let name = channel.id.rawValue
        add(1, "- name", name)
        add(2, "signals", channel.signals?.rawValue)
        add(2, "remind", channel.remind?.exact)
        add(2, "escalate", channel.escalate?.exact)
        if let only = settings.kind.row.singleSetting {
            write(only, of: settings, called: [name], at: 2)
        } else {
            add(line: settings.kind.row.word + ":", 2)
            for setting in settings.kind.row.settings {
                write(setting, of: settings, called: [name, setting.key], at: 3)
            }
        }
    }

    private mutating func write(
        _ setting: ChannelSetting,
        of settings: ChannelSettings,
        called words: [String],
        at depth: Int
    ) {
        let value = settings[setting.key]
        guard setting.form.isSecret else { return add(depth, setting.key, value.reveal()) }
        add(line: "\(setting.key): " + secrets.placeholder(for: value, called: words), depth)
    }
}
