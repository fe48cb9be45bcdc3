/// A sort of service that messages can be sent to: what the fleet file says of such a channel, and
/// what the service takes.
///
/// Reader, writer, example and validation of the fleet file are derived from it. A conformance to
/// `ChannelDriver`, in Broadcasting, makes it a channel that can be used.
package protocol ChannelKind: Sendable {
    /// Everything that is known of the kind before a message is sent.
    static var row: ChannelRow { get }
}

/// What is known of a kind of channel.
package struct ChannelRow: Sendable {
    /// The service's word in files and on screens.
    package let word: String
    /// What must be said of such a channel, in the order of the file; at least one.
    ///
    /// A single one has the kind's own word as its key and is written behind it.
    package let settings: [ChannelSetting]
    /// What the service takes in one message.
    package let limits: ChannelLimits
    /// The name of such a channel in the example of a fleet file.
    package let exampleName: String
    /// What the example says of it; empty when the settings speak for themselves.
    package let note: String

    /// A kind of channel.
    package init(
        word: String,
        settings: [ChannelSetting],
        limits: ChannelLimits,
        exampleName: String,
        note: String = ""
    ) {
        self.word = word
        self.settings = settings
        self.limits = limits
        self.exampleName = exampleName
        self.note = note
    }

    /// The setting of a kind that has only one.
    package var singleSetting: ChannelSetting? { settings.count == 1 ? settings.first : nil }
}

/// One thing that the fleet file must say of a channel.
package struct ChannelSetting: Sendable {
    /// The key in the file.
    package let key: String
    /// What sort of value it has.
    package let form: Form
    /// A value as the example of a fleet file writes it, in YAML.
    package let example: String
    /// What is wrong with a value that has the right form, as the rest of a sentence that begins
    /// with the key; nil when nothing is.
    package let mistake: @Sendable (String) -> String?

    /// The sorts of values.
    package enum Form: Sendable {
        case text
        /// A web address that anybody may see.
        case address
        /// A text that must not be shown.
        case secret
        /// A web address that carries a token.
        case secretAddress

        /// Whether the value is kept out of files that Tocsin writes.
        package var isSecret: Bool {
            switch self {
            case .text, .address: false
            case .secret, .secretAddress: true
            }
        }
    }

    /// A setting of this form; without `mistake`, any value of the form is right.
    package init(
        _ key: String,
        _ form: Form,
        example: String,
        mistake: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.key = key
        self.form = form
        self.example = example
        self.mistake = mistake
    }
}

/// The settings of one channel.
package struct ChannelSettings: Equatable, Sendable {
    /// The sort of service.
    package let kind: any ChannelKind.Type
    private let values: [String: Secret]

    /// The settings of a channel of this kind, by their keys.
    package init(_ kind: any ChannelKind.Type, _ values: [String: Secret]) {
        self.kind = kind
        self.values = values
    }

    /// The value of a setting; empty when it was not given.
    package subscript(key: String) -> Secret { values[key] ?? Secret("") }

    /// Whether both are of one kind and say the same.
    package static func == (left: Self, right: Self) -> Bool {
        left.kind == right.kind && left.values == right.values
    }
}
