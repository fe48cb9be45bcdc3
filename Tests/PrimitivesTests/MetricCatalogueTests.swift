import Primitives
import Testing

@Suite struct MetricCatalogueTests {
    @Test func `every name has one row, and what is usual can be`() throws {
        let names = MetricCatalogue.names
        #expect(Set(names).count == names.count)
        for name in names {
            let row = try #require(MetricCatalogue[name])
            #expect(row.name == name)
            guard let usual = row.usual else { continue }
            #expect(usual.range.contains(usual.level), "\(name)")
            #expect(!row.isCounter || usual.growth >= 0, "\(name)")
        }
    }

    @Test func `what tells most comes first, what hardly changes last`() {
        let names: [MetricName] = ["beefy", "x.total", .latency, .peers]
        let ranked = names.sorted { MetricCatalogue.rank(of: $0) < MetricCatalogue.rank(of: $1) }
        #expect(ranked == [.peers, .latency, "x.total", "beefy"])
    }

    @Test(arguments: ["cpu.seconds", "store.errors", "total", "graft_total", "a.total"])
    func `a counter is known by its row or its name`(name: String) {
        #expect(MetricName(name).isCounter)
        #expect(!MetricName(name + ".x").isCounter)
    }
}
