/// A network address made of parts, such as `/dns4/node.example/tcp/30303/p2p/16U…` (multiaddr).
package struct Multiaddress: Equatable, Sendable {
    /// A part: the name of a protocol and its value, if it has one.
    struct Part: Equatable {
        var name: String
        var value: String?
    }

    var parts: [Part]

    /// The value of the last part of this name.
    func value(of name: String) -> String? { parts.last { $0.name == name }?.value }

    /// The form in text.
    package var text: String {
        parts.map { "/" + $0.name + ($0.value.map { "/" + $0 } ?? "") }.joined()
    }

    /// What stands for an address with a part that is not known here.
    static func text(ofBytes bytes: [UInt8]) -> String {
        (try? Multiaddress(bytes: bytes))?.text ?? "an address of an unknown kind"
    }

    private static let byteLimit = 1024
    private static let partLimit = 32
}

/// How the value of a part is written in bytes and in text.
private enum ValueForm {
    case none
    case ip4
    case ip6
    case port
    case text
    case peer
    /// Bytes behind their length whose text nobody here reads.
    case opaque
}

/// The protocols of the multiformats table that peers give in their addresses.
private let partForms: [(code: UInt64, name: String, form: ValueForm)] = [
    (4, "ip4", .ip4), (6, "tcp", .port), (41, "ip6", .ip6), (42, "ip6zone", .text),
    (53, "dns", .text), (54, "dns4", .text), (55, "dns6", .text), (56, "dnsaddr", .text),
    (273, "udp", .port), (280, "webrtc-direct", .none), (281, "webrtc", .none),
    (290, "p2p-circuit", .none), (400, "unix", .text), (421, "p2p", .peer), (448, "tls", .none),
    (449, "sni", .text), (454, "noise", .none), (460, "quic", .none), (461, "quic-v1", .none),
    (465, "webtransport", .none), (466, "certhash", .opaque), (477, "ws", .none),
    (478, "wss", .none), (480, "http", .none),
]

extension Multiaddress {
    /// Reads the binary form.
    package init(bytes: [UInt8]) throws(Libp2pError) {
        guard bytes.count <= Self.byteLimit else {
            throw .tooLarge(what: "an address", limitBytes: Self.byteLimit)
        }
        parts = []
        var queue = ByteQueue()
        queue.append(bytes)
        while queue.count > 0 {
            guard parts.count < Self.partLimit,
                let code = try UnsignedVarint(atStartOf: queue.peek(9))
            else { throw Self.unreadable }
            queue.drop(code.byteCount)
            guard let known = partForms.first(where: { $0.code == code.value }) else {
                throw .malformed("an address has a part of the unknown kind \(code.value)")
            }
            parts.append(Part(name: known.name, value: try Self.value(known.form, &queue)))
        }
    }

    private static let unreadable = Libp2pError.malformed("an address is not readable")

    private static func value(
        _ form: ValueForm,
        _ queue: inout ByteQueue
    ) throws(Libp2pError) -> String? {
        func fixed(_ count: Int) throws(Libp2pError) -> [UInt8] {
            guard let bytes = queue.take(count) else { throw unreadable }
            return bytes
        }
        func behindLength() throws(Libp2pError) -> [UInt8] {
            guard let bytes = try queue.takeDelimited("an address", limitBytes: byteLimit) else {
                throw unreadable
            }
            return bytes
        }
        switch form {
        case .none: return nil
        case .ip4: return try fixed(4).map(String.init).joined(separator: ".")
        case .ip6: return ip6Text(try fixed(16))
        case .port:
            let bytes = try fixed(2)
            return String(Int(bytes[0]) << 8 | Int(bytes[1]))
        case .text: return String(decoding: try behindLength(), as: UTF8.self)
        case .peer: return Base58.text(of: try behindLength())
        case .opaque: return "u" + String(try behindLength().count)
        }
    }

    /// The text of an IPv6 address, the longest run of zeros left out (RFC 5952).
    private static func ip6Text(_ bytes: [UInt8]) -> String {
        let groups = stride(from: 0, to: 16, by: 2).map {
            UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
        }
        var best = 0..<0
        var start = 0
        while start < 8 {
            let end = groups[start...].firstIndex { $0 != 0 } ?? 8
            if end - start > max(1, best.count) { best = start..<end }
            start = end + 1
        }
        func text(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !best.isEmpty else { return text(groups[...]) }
        return text(groups[..<best.lowerBound]) + "::" + text(groups[best.upperBound...])
    }
}
