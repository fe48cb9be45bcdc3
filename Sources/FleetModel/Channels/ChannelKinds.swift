/// The kinds of channels that the fleet file knows.
package enum ChannelKinds {
    /// Every kind, in the order in which they are explained.
    package static let all: [any ChannelKind.Type] = [
        DiscordKind.self, MatrixKind.self, WebhookKind.self,
    ]

    /// The kind with this word.
    package static func named(_ word: String) -> (any ChannelKind.Type)? {
        all.first { $0.row.word == word }
    }
}

/// A Discord webhook (Discord's developer documentation, "Execute Webhook").
package enum DiscordKind: ChannelKind {
    /// A message has at most 2000 characters.
    package static let row = ChannelRow(
        word: "discord",
        settings: [
            ChannelSetting("discord", .secretAddress, example: "\"${DISCORD_WEBHOOK}\"")
        ],
        limits: ChannelLimits(
            longestPart: 2000,
            unit: .characters,
            editsMessages: true,
            dropsDuplicates: false
        ),
        exampleName: "ops"
    )
}

/// A room on a Matrix homeserver, written to with an access token (Matrix client-server API
/// v1.10).
package enum MatrixKind: ChannelKind {
    /// An event has at most 65,536 bytes; the text is in it twice, and at most five times as
    /// long in its HTML form.
    package static let row = ChannelRow(
        word: "matrix",
        settings: [
            ChannelSetting("homeserver", .address, example: "https://matrix.example.org"),
            ChannelSetting("room", .text, example: "'!abcdef:example.org'") { room in
                room.first == "!" || room.first == "#"
                    ? nil
                    : "must be an id such as '!abc:example.org' or an alias such as "
                        + "'#ops:example.org'"
            },
            ChannelSetting("token", .secret, example: "\"${MATRIX_TOKEN}\""),
        ],
        limits: ChannelLimits(
            longestPart: 8000,
            unit: .bytes,
            editsMessages: true,
            dropsDuplicates: true
        ),
        exampleName: "room"
    )
}

/// A generic receiver of signed webhooks (Standard Webhooks 1.0.0).
package enum WebhookKind: ChannelKind {
    /// The specification asks for bodies below 20 kB; 4 kB are left for the rest of the body.
    package static let row = ChannelRow(
        word: "webhook",
        settings: [
            ChannelSetting("url", .secretAddress, example: "\"${HOOK_URL}\""),
            ChannelSetting("secret", .secret, example: "'@/etc/tocsin/hook.secret'") { secret in
                secret.isWebhookSecret ? nil : "must be whsec_ and the base64 of 24 to 64 bytes"
            },
        ],
        limits: ChannelLimits(
            longestPart: 16_000,
            unit: .bytes,
            editsMessages: false,
            dropsDuplicates: true,
            keepsTitleApart: true
        ),
        exampleName: "hook",
        note: "A generic receiver of webhooks signed after Standard Webhooks; the secret is "
            + "whsec_…."
    )
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
