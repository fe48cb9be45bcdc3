import ConfigFiles
import FleetModel
import Testing

struct SecretTests {
    private let good = """
        fleet: f
        nodes:
          - name: a
            http:
              url: http://a/
              headers: {Authorization: "Bearer ${PROBE_TOKEN}", Accept: text/plain}
        channels:
          - {name: ops, discord: "${DISCORD_WEBHOOK}"}
          - {name: room, matrix: {homeserver: https://m/, room: '#a:b', token: "${MATRIX_TOKEN}"}}
          - {name: hook, webhook: {url: "${HOOK_URL}", secret: '@/etc/tocsin/hook.secret'}}
        """

    @Test func `secrets come from the environment and from files`() {
        let result = readFleet(good)
        #expect(result.problems == [])
        #expect(
            result.fleet?.channels.map(\.service) == [
                .of(
                    DiscordKind.self,
                    ["discord": Secret("https://discord.example/api/webhooks/1/\(plainSecret)")]
                ),
                .of(
                    MatrixKind.self,
                    [
                        "homeserver": Secret("https://m/"),
                        "room": Secret("#a:b"),
                        "token": Secret(plainSecret),
                    ]
                ),
                .of(
                    WebhookKind.self,
                    [
                        "url": Secret("https://hooks.example/\(plainSecret)"),
                        "secret": Secret(webhookSecret),
                    ]
                ),
            ]
        )
    }

    @Test func `a channel without its secret is warned of and the rest stays usable`() throws {
        let text = good.replacing("DISCORD_WEBHOOK", with: "NOT_SET_ANYWHERE")
        let result = readFleet(text)
        let fleet = try #require(result.fleet)
        #expect(result.problems.map(\.isError) == [false])
        #expect(
            fleet.channels.first?.service
                == .unusable(
                    kind: "discord",
                    reason: "the environment variable NOT_SET_ANYWHERE is not set"
                )
        )
        #expect(fleet.channels.count == 3)
    }

    @Test func `a probe without its credentials is warned of and asks without them`() throws {
        let result = readFleet(good.replacing("PROBE_TOKEN", with: "NOT_SET_ANYWHERE"))
        let fleet = try #require(result.fleet)
        #expect(result.problems.map(\.isError) == [false])
        #expect(fleet.nodes.first?.probes.first?.headers.keys.sorted() == ["Accept"])
    }

    @Test func `printing and dumping a fleet shows no secret`() throws {
        let fleet = try #require(readFleet(good).fleet)
        var dumped = ""
        dump(fleet, to: &dumped)
        let shown =
            dumped + "\(fleet)" + String(reflecting: fleet)
            + FleetFile.write(fleet, header: [])
        #expect(!shown.contains(plainSecret))
        #expect(!shown.contains(webhookSecret))
        #expect(shown.contains("Authorization"))
    }

    @Test(arguments: [
        "channels: [{name: a, discord: \(plainSecret)}]",
        "channels: [{name: a, discord: 'http://u:\(plainSecret)@h/'}]",
        "channels: [{name: a, matrix: \(plainSecret)}]",
        "channels: [{name: a, discord: *\(plainSecret)}]",
        "channels: [{name: a, discord: [\(plainSecret)]}]",
        "channels: [{name: a, matrix: {token \(plainSecret)}}]",
        "channels: [{name: a, matrix: {x \(plainSecret): 1, x \(plainSecret): 2}}]",
        "channels: [{name: a, webhook: {url: https://h/, secret: \(plainSecret)}}]",
        "channels: [{name: a, webhook: {url: https://h/, secret: '@/etc/tocsin/two-lines'}}]",
        "nodes: [{name: a, http: {url: http://a/, headers: {Authorization: [\(plainSecret)]}}}]",
        "nodes: [{name: a, http: \"http://${SOON} x/\"}]",
        "nodes: [{name: a, http: 'http://me:\(plainSecret)@a/'}]",
        "poll: {every: \"${SOON}\", timeout: \"${SOON}\", concurrency: \"${SOON}\"}",
        "checks: [{name: a, when: \"peers ${SOON}\", each: \"${SOON}\"}]",
        "channels: [{name: a, discord: \"\(plainSecret)",
        "channels:\n  - name: a\n    discord: a: \(plainSecret)",
    ])
    func `no problem repeats a secret`(_ part: String) {
        let result = readFleet("fleet: f\n" + part)
        #expect(result.fleet == nil)
        #expect(result.problems.contains { $0.isError })
        #expect(!result.problems.contains { $0.description.contains(plainSecret) })
    }

    @Test func `a secret in the file itself is taken with a warning`() {
        let result = readFleet(
            """
            fleet: f
            nodes:
              - {name: a, http: {url: http://a/, headers: {x-api-key: \(plainSecret), Accept: a}}}
            channels:
              - {name: ops, discord: https://d/\(plainSecret)}
            """
        )
        #expect(result.fleet != nil)
        #expect(
            result.problems.map(\.description)
                == ["3:59: ", "5:26: "].map {
                    let key = $0.hasPrefix("3") ? "x-api-key" : "discord"
                    return "fleet.yaml:\($0)warning: '\(key)' stands in the file itself; write "
                        + "\"${NAME}\" for a variable of the environment or '@/path' for a file"
                }
        )
    }
}
