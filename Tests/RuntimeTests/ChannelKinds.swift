import FleetModel

/// A service that takes texts of any usual length.
enum WideKind: ChannelKind {
    static let row = made(longestPart: 16_000)

    static func made(longestPart: Int) -> ChannelRow {
        ChannelRow(
            word: "test",
            settings: [ChannelSetting("url", .secretAddress, example: "x")],
            limits: ChannelLimits(
                longestPart: longestPart,
                unit: .characters,
                editsMessages: false,
                dropsDuplicates: false
            ),
            exampleName: "test"
        )
    }
}

/// A service that takes very short ones.
enum NarrowKind: ChannelKind {
    static let row = WideKind.made(longestPart: 200)
}
