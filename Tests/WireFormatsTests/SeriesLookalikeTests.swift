import Testing
import WireFormats

/// The likely new name of a metric that is gone from a page.
struct SeriesLookalikeTests {
    @Test(arguments: [
        ("node_rpc_calls", "node_rpc_calls_started"),
        ("substrate_sub_libp2p_peers_count", "substrate_sub_libp2p_peers"),
        ("polkadot_parachain_blocks_total", "polkadot_parachain_blocks_produced"),
    ])
    func `a name that was changed is found by its words`(old: String, new: String) {
        let page: Set<String> = [new, "process_open_fds", "node_cpu_seconds_total"]
        #expect(SeriesLookalike.of(old, among: page) == new)
    }

    @Test func `a name that is like no other has none`() {
        let page: Set<String> = ["process_open_fds", "node_load1"]
        #expect(SeriesLookalike.of("node_rpc_calls", among: page) == nil)
        #expect(SeriesLookalike.of("up", among: ["up_time"]) == nil)
    }

    @Test func `names are read from the beginnings of lines`() {
        let page = Array("# HELP a_b x\na_b{c=\"d_e\"} 1\n\nf_g 2".utf8)
        #expect(SeriesLookalike.names(on: page.span) == ["a_b", "f_g"])
    }
}
