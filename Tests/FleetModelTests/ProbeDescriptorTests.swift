import FleetModel
import Primitives
import Testing

struct ProbeDescriptorTests {
    @Test func `every secret of a probe is known, however many commands it has`() {
        let command = { CommandSpec(["cat"], environment: ["A": Secret($0)], hidden: [Secret($1)]) }
        let target = ConfigTarget(
            sources: [
                .init(.command(command("one", "two"))), .init(.command(command("three", "four"))),
            ]
        )
        let spec = ProbeSpec(target: .config(target), headers: ["A": Secret("five")])
        let secrets = Set(spec.secrets.map { $0.reveal() })
        #expect(secrets == ["one", "two", "three", "four", "five"])
        #expect(spec.target.runsCommands)
    }

    @Test func `what is sent with a page is a secret`() {
        let target = HTTPTarget(url: "http://a/", body: Secret("all of it"), hidden: [Secret("it")])
        let spec = ProbeSpec(target: .http(target))
        #expect(Set(spec.secrets.map { $0.reveal() }) == ["all of it", "it"])
        #expect(!spec.target.runsCommands)
    }

    private static let hosts: [(target: ProbeTarget, host: String?)] = [
        (.waku(rest: nil, rpc: nil, metrics: "http://a.example/m"), "a.example"),
        (.substrate(SubstrateTarget(rpc: "http://b.example")), "b.example"),
        (.tcp(TCPTarget(address: "c.example:1")), "c.example"),
        (.libp2p(Libp2pTarget(address: "/dns4/d.example/tcp/1")), "d.example"),
        (.promql(PromQLTarget(server: "http://e.example")), nil),
        (.dns(DNSTarget(name: "f.example")), nil),
    ]

    @Test(arguments: hosts)
    func `the host of the node is not that of a server beside it`(
        _ target: ProbeTarget,
        host: String?
    ) {
        #expect(target.descriptor.reach.host == host)
    }

    @Test func `names are those that the addresses can give`() {
        let page = WakuTarget(metrics: "http://a/").names
        #expect(page.promises("mesh") && page.promises("version") && !page.promises("health"))
        let rest = WakuTarget(rest: "http://a/").names
        #expect(rest.promises("health") && rest.promises("peers") && !rest.promises("mesh"))
        let lone = SubstrateTarget(rpc: "http://a/").names
        #expect(lone.promises("head.age") && !lone.contains("relay.peers"))
        let command = ExecTarget(command: CommandSpec(["x"]), name: "disk").names
        #expect(command.contains("disk.anything") && !command.promises("disk.exit"))
        #expect(command.known == ["disk.exit", "disk.value"])
    }

    @Test func `every giver of the catalogue gives something`() {
        for part in MetricGiver.Part.allCases {
            #expect(!MetricCatalogue.names(givenBy: part).isEmpty, "\(part)")
        }
        let series = MetricCatalogue.series(of: .exporter)
        #expect(series.first { $0.name == .memory }?.series == "process_resident_memory_bytes")
        #expect(MetricCatalogue.names(givenBy: .certificate).contains(.certificateDays))
    }
}
