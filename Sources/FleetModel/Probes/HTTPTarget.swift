import Primitives

/// What an `http` probe asks of a web server.
package struct HTTPTarget: ProbeDescriptor {
    /// The address.
    package var url: String
    /// The statuses that are expected, never empty; 200 unless the fleet file says otherwise.
    package var statuses: [Int]
    /// A text that the body must contain.
    package var contains: String?
    /// What is kept of a JSON body.
    package var picks: JSONPicks
    /// How it is asked.
    package var method: Method
    /// What is sent along; it may hold secrets.
    package var body: Secret?
    /// What the environment gave to the body, which must not be shown by itself either.
    package var hidden: [Secret]

    /// A target of these parts.
    package init(
        url: String,
        statuses: [Int] = [200],
        contains: String? = nil,
        picks: JSONPicks = JSONPicks(),
        method: Method = .get,
        body: Secret? = nil,
        hidden: [Secret] = []
    ) {
        self.url = url
        self.statuses = statuses
        self.contains = contains
        self.picks = picks
        self.method = method
        self.body = body
        self.hidden = hidden
    }

    /// The methods that a probe may use; the raw value stands in files.
    package enum Method: String, CaseIterable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    /// The body, and what the environment gave to it.
    package var secrets: [Secret] { [body].compactMap { $0 } + hidden }

    /// The page may be that of a server beside the node.
    package static let row = ProbeRow("http", reachesNode: true)

    /// The host of the page.
    package var reach: ProbeReach { .page(url) }

    /// The picks.
    package var names: ProbeNames {
        var names = ProbeNames()
        names.add(picks)
        return names
    }
}

extension ProbeTarget {
    /// An `http` probe that asks for a page and expects one status.
    package static func http(
        url: String,
        status: Int,
        contains: String?,
        picks: JSONPicks = JSONPicks()
    ) -> ProbeTarget {
        .http(HTTPTarget(url: url, statuses: [status], contains: contains, picks: picks))
    }
}
