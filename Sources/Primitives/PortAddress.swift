/// A host and a port, such as `127.0.0.1:30303` or `[::1]:443`.
package struct PortAddress: Hashable, Sendable {
    /// A name or an IP address, without brackets.
    package let host: String
    /// From 1 to 65535.
    package let port: Int

    /// Reads a host and a port; nil when the text is something else.
    package init?(_ text: String) {
        // The rules for the part after `//` of a web address hold here too.
        guard let colon = text.lastIndex(of: ":"), !text[colon...].contains("]"),
            text.allSatisfy({ $0 != "/" && $0 != "?" }),
            let address = try? WebAddress("http://" + text)
        else { return nil }
        host = address.host
        port = address.port
    }

    /// A host and a port that were told apart already.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}
