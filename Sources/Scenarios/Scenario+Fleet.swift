import ConfigFiles
import FleetModel

extension Scenario {
    /// The secrets that the fleet files of drills name.
    ///
    /// They open nothing: names that end in
    /// `.invalid` have no address (RFC 2606), and the words are made up.
    private static let secrets = [
        "DRILL_DISCORD": "https://discord.invalid/api/webhooks/1000/drill-token",
        "DRILL_MATRIX_TOKEN": "drill-token",
        "DRILL_HOOK_URL": "https://status.invalid/hooks/drill",
        "DRILL_HOOK_SECRET": "whsec_ZHJpbGwgc2VjcmV0LCB1c2VkIG5vd2hlcmUgZWxzZQ==",
    ]

    /// Reads the text of a filled-in fleet file; neither the environment nor any other file is
    /// looked at.
    static func readFleet(_ text: String) throws(FleetMistake) -> Fleet {
        let result = FleetFile.read(
            text,
            file: "drill",
            environment: secrets,
            readSecretFile: { _ in "" }
        )
        // That nobody asks a node is how a drill made from a log is.
        guard let fleet = result.fleet, !result.problems.contains(where: \.isError) else {
            throw FleetMistake(sentence: result.problems.map(\.description).joined(separator: "\n"))
        }
        return fleet
    }
}
