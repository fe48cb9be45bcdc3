import Testing

@testable import WireFormats

struct MetricSelectionTests {
    private func names(_ selection: MetricSelection, _ page: String) throws -> [String] {
        var result: [String] = []
        _ = try PrometheusText.scan(page.body.span, selection: selection) {
            result.append(selection.wanted[$0.index].name + "<" + $0.name)
        }
        return result
    }

    @Test(arguments: [
        "waku_node_errors", "waku_node_errors_total", "logos_delivery_node_errors",
        "logos_delivery_node_errors_total",
    ])
    func `a Waku metric is found under every name of its history`(asked: String) throws {
        let page = """
            waku_node_errors{type="a"} 1
            waku_node_errors_total{type="a"} 1
            logos_delivery_node_errors_total{type="a"} 1
            node_errors 1
            waku_node_errors_total_total 1
            """
        let selection = MetricSelection([.waku("libp2p_peers"), .waku(asked)])
        #expect(
            try names(selection, page) == [
                "\(asked)<waku_node_errors", "\(asked)<waku_node_errors_total",
                "\(asked)<logos_delivery_node_errors_total",
            ]
        )
    }

    @Test
    func `a metric without a Waku prefix has only its suffix varied`() throws {
        let page = "libp2p_dials 1\nlibp2p_dials_total 2\nwaku_libp2p_dials 3\n"
        let found = try names(MetricSelection([.waku("libp2p_dials_total")]), page)
        #expect(
            found == ["libp2p_dials_total<libp2p_dials", "libp2p_dials_total<libp2p_dials_total"]
        )
    }

    @Test
    func `the message count is found before and after the archive split`() throws {
        let page = "logos_delivery_archive_messages 1\nwaku_store_messages 2\n"
        #expect(try names(MetricSelection([.waku("waku_store_messages")]), page).count == 2)
        #expect(try names(MetricSelection([.waku("waku_archive_messages")]), page).count == 2)
    }

    /// Every rename of the family, with the name asked for and a name found on a page.
    @Test(arguments: [
        ("waku_version", "logos_delivery_version"),
        ("waku_node_messages", "logos_delivery_node_messages_total"),
        ("waku_rendezvousPeerFoundTotal", "logos_delivery_rendezvous_peer_found"),
        ("logos_delivery_rendezvous_peer_found", "waku_rendezvousPeerFoundTotal"),
        ("waku_filter_errors", "waku_filter_errors_total"),
        ("waku_filter_errors_total", "waku_filter_errors"),
        ("waku_store_messages", "waku_archive_messages"),
        ("waku_store_messages", "logos_delivery_archive_messages"),
        ("waku_peers_dials_total", "waku_peers_dials"),
        ("waku_peers_dials_total", "waku_node_conns_initiated"),
        ("waku_peers_dials", "logos_delivery_node_conns_initiated_total"),
        ("waku_connected_peers", "waku_connected_peers"),
        ("libp2p_peers", "libp2p_peers"),
    ])
    func `a renamed Waku metric is found`(asked: String, found: String) throws {
        let selection = MetricSelection([.waku(asked)])
        #expect(try names(selection, "\(found){a=\"b\"} 1\n") == ["\(asked)<\(found)"])
    }

    @Test
    func `errors of the archive are not those of the store's protocol`() throws {
        let page = "waku_archive_errors_total 1\n"
        #expect(try names(MetricSelection([.waku("waku_store_errors")]), page) == [])
    }

    @Test(arguments: [
        ("substrate_sub_libp2p_peers_count", "polkadot_sub_libp2p_peers_count"),
        ("polkadot_block_height", "substrate_block_height"),
        ("substrate_sub_libp2p_out_events_events_total", "polkadot_sub_libp2p_out_events_events"),
    ])
    func `a renamed Substrate metric is found`(asked: String, found: String) throws {
        let selection = MetricSelection([.substrate(asked)])
        #expect(try names(selection, "\(found) 1\n") == ["\(asked)<\(found)"])
    }

    @Test
    func `a Substrate metric is found under both namespaces`() throws {
        let page = "polkadot_block_height 1\nsubstrate_block_height 2\nblock_height 3\n"
        let found = try names(MetricSelection([.substrate("substrate_block_height")]), page)
        #expect(
            found == [
                "substrate_block_height<polkadot_block_height",
                "substrate_block_height<substrate_block_height",
            ]
        )
    }

    @Test
    func `a thousand names are told apart`() throws {
        let wanted = (0..<1000).map { "metric_\($0)_of_the_same_kind_total" }
        let page = wanted.reversed().map { "\($0) 1\n\($0)x 2\n" }.joined()
        let found = try names(MetricSelection(names: wanted), page)
        #expect(found == wanted.reversed().map { "\($0)<\($0)" })
    }

    @Test
    func `short names are found`() throws {
        let found = try names(MetricSelection(names: ["a", "up", ""]), "up 1\na 2\nb 3\nupp 4\n")
        #expect(found == ["up<up", "a<a"])
    }

    @Test
    func `a quoted name inside the braces is matched`() throws {
        #expect(try names(MetricSelection(names: ["a.b"]), #"{"a.b",x="y"} 1"#) == ["a.b<a.b"])
    }

    @Test
    func `the first owner keeps a spelling`() throws {
        let selection = MetricSelection([
            .init("first", spellings: ["x"]), .init("second", spellings: ["x", "y"]),
        ])
        #expect(try names(selection, "x 1\ny 2\n") == ["first<x", "second<y"])
    }
}
