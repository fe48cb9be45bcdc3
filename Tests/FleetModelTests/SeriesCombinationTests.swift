import FleetModel
import Primitives
import Testing

/// What the series of one metric stand for together.
struct SeriesCombinationTests {
    @Test(
        arguments: [
            // Spans are amounts, moments are not, and only their size tells them apart.
            ("busy", "x_cpu_time_seconds", [1, 2], 3),
            ("push", "push_time_seconds", [1.7e9, 1.8e9], 1.8e9),
            ("cert", "probe_ssl_earliest_cert_expiry", [1.8e9, 1.81e9], 1.81e9),
            ("cert", "x509_cert_not_after", [1.8e9, 0], 1.8e9),
            ("pod", "kube_pod_start_time", [1.7e9, 1.6e9], 1.7e9),
            ("run", "last_run_unixtime", [1.7e9, 1.6e9], 1.7e9),
            ("start", "process_start_time_ms", [1.7e12, 1.6e12], 1.7e12),
            ("busy", "worker_time_ms", [1.7e9, 1.6e9], 3.3e9),
            ("run", "job_last_success_timestamp_ms", [1.7e12, 1.6e12], 1.7e12),
            ("changes", "config_reload_time_total", [2e9, 3e9], 5e9),
            // Positions, states and shares.
            ("height.best", "blocks", [100, 101], 101),
            ("head", "chain_head_block", [100, 101], 101),
            ("best", "substrate_block_height", [100, 101], 101),
            ("number", "eth_block_number", [100, 101], 101),
            ("syncing", "syncing", [1, 1], 1),
            ("on", "feature_enabled", [1, 1], 1),
            ("up", "up", [1, 1], 1),
            ("heat", "node_hwmon_temp_celsius", [40, 50], 50),
            ("share", "cache_hit_ratio", [0.8, 0.9], 0.9),
            ("build", "geth_build_info", [1, 1], 1),
            // Amounts.
            ("peers", "peers_max", [3, 4], 7),
            ("blocks", "blocks_imported_total", [3, 4], 7),
            ("heights", "height_changes_total", [3, 4], 7),
            ("queue", "queue", [3, 4], 7),
            ("peers", "sum by (a) (height)", [3, 4], 7),
        ] as [(MetricName, String, [Double], Double)]
    )
    func `only amounts are added up`(
        _ metric: MetricName,
        _ series: String,
        _ values: [Double],
        _ expected: Double
    ) {
        #expect(SeriesCombination(of: metric, series: series).value(of: values) == expected)
    }

    @Test func `the parts of a distribution are not added up`() {
        let parted = SeriesCombination(of: "wait", series: "wait_length", isParted: true)
        #expect(parted.value(of: [1, 3]) == 3)
        #expect(parted.value(of: []) == nil)
    }
}
