/// One request to a web server.
package struct WebRequest: Sendable {
    /// What is asked of the address.
    package var method: Method
    /// The whole address.
    package var url: String
    /// Headers in order; of several with the same name the last one counts.
    package var headers: [(name: String, value: String)]
    /// The body; nil for none.
    package var body: [UInt8]?
    /// Whom it trusts.
    package var trust = WebTrust()
    /// The largest body of an answer that is read, in bytes; nil for what the requester reads.
    package var bodyLimitBytes: Int?

    /// The methods that are used.
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    /// A request without headers of its own.
    package init(_ method: Method, _ url: String) {
        self.method = method
        self.url = url
        headers = []
    }

    /// A request that carries JSON.
    package init(_ method: Method, _ url: String, json: [UInt8]) {
        self.init(method, url)
        headers = [("content-type", "application/json")]
        body = json
    }
}

/// Which bodies of answers are read.
package enum BodyNeed: Sendable {
    /// Every body belongs to its answer: one that does not arrive fails the request.
    case always
    /// The body of a success belongs to it; any other status counts without its body.
    case ofSuccess
    /// Every status counts without its body, and the body of a success is not read.
    case never
}
