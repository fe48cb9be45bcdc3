/// Who gives a metric: a part of a probe, and the series that it takes it from where it is one.
package struct MetricGiver: Sendable {
    /// The part.
    package let part: Part
    /// The series of an exposition page, whose label sets are added up; nil where the part has
    /// other ways.
    package let series: String?

    private init(_ part: Part, _ series: String? = nil) {
        self.part = part
        self.series = series
    }

    /// The parts of probes that tell metrics of their own names.
    package enum Part: CaseIterable, Sendable {
        /// Every probe, of itself.
        case poll
        /// A Waku node, in whatever way it is asked.
        case waku
        /// The metrics page of a Waku node.
        case wakuPage
        /// The JSON-RPC of a Substrate node.
        case substrateRPC
        /// The relay half of a Substrate node, by its JSON-RPC or its page.
        case substrateRelay
        /// A metrics page of either half of a Substrate node.
        case substratePage
        /// The metrics page of the relay half.
        case substrateRelayPage
        /// Any exposition page.
        case page
        /// An exposition page of which nothing is picked by hand.
        case exporter
        /// The JSON-RPC of a family of other chains.
        case chainRPC
        /// The certificate of a port.
        case certificate
        /// A name server.
        case nameServer
        /// A libp2p peer.
        case libp2p
    }
}

extension MetricGiver {
    static let poll = Self(.poll)
    static let waku = Self(.waku)
    static let substrateRPC = Self(.substrateRPC)
    static let substrateRelay = Self(.substrateRelay)
    static let substratePage = Self(.substratePage)
    static let substrateRelayPage = Self(.substrateRelayPage)
    static let page = Self(.page)
    static let chainRPC = Self(.chainRPC)
    static let certificate = Self(.certificate)
    static let nameServer = Self(.nameServer)
    static let libp2p = Self(.libp2p)

    /// The metrics page of a Waku node, with more than one series.
    static let wakuPage = Self(.wakuPage)

    /// A series of a Waku node's page, under the oldest of its names.
    static func wakuPage(_ series: String) -> Self { Self(.wakuPage, series) }

    /// A series that many exporters have.
    static func exporter(_ series: String) -> Self { Self(.exporter, series) }
}
