import NIOHTTP1

/// The answer of a web server, whatever its status.
package struct WebAnswer: Sendable {
    /// The HTTP status.
    package let status: Int
    /// The body; empty when it was neither needed nor came in time.
    package let body: [UInt8]
    private let headers: HTTPHeaders

    init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the status means success.
    package var isSuccess: Bool { (200..<300).contains(status) }

    /// The first value of a header; upper and lower case are the same.
    package func header(_ name: String) -> String? { headers.first(name: name) }

    /// All values of a header, in order.
    package func headers(_ name: String) -> [String] { headers[name] }
}
