import Cryptography
import FoundationEssentials
import NIOCore

/// A libp2p node behind a WebSocket, as far as the agreement on encryption.
final class WebSocketPeer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Manner: CaseIterable {
        /// Its header comes together with its consent to speak WebSocket.
        case hasty
        /// It says nothing before it is spoken to.
        case patient
        /// It wants to know now and then whether somebody is there, and cuts messages.
        case wordy
        /// It says goodbye when all is agreed on.
        case closing
    }

    private let manner: Manner
    private var heard: [UInt8] = []
    private var hasConsented = false
    private var hasAnswered = false

    init(_ manner: Manner) {
        self.manner = manner
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heard += unwrapInboundIn(data).readableBytesView
        if !hasConsented {
            consent(context)
        } else if !hasAnswered, heard.count >= 34 {
            // Two bytes of head, four of the mask, and both lines of multistream-select.
            hasAnswered = true
            answer(context)
        }
    }

    private func consent(_ context: ChannelHandlerContext) {
        let request = String(decoding: heard, as: UTF8.self)
        guard request.hasSuffix("\r\n\r\n") else { return }
        let line = request.split(separator: "\r\n").first {
            $0.lowercased().hasPrefix("sec-websocket-key: ")
        }
        let key = String(line?.dropFirst(19) ?? "") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        let digest = Data(HashFunction.sha1.digest(of: Array(key.utf8))).base64EncodedString()
        heard = []
        hasConsented = true
        var bytes = Array(
            """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: \(digest)\r
            \r

            """.utf8
        )
        if manner == .hasty { bytes += Self.frame(0x82, Self.header) }
        say(bytes, context)
    }

    private func answer(_ context: ChannelHandlerContext) {
        switch manner {
        case .hasty: say(Self.frame(0x82, Self.noise), context)
        case .patient: say(Self.frame(0x82, Self.header + Self.noise), context)
        case .wordy:
            say(Self.frame(0x89, "there?") + Self.frame(0x02, Self.header), context)
            say(Self.frame(0x80, Self.noise), context)
        case .closing:
            say(Self.frame(0x82, Self.header + Self.noise) + Self.frame(0x88, ""), context)
        }
    }

    private static let header = "\u{13}/multistream/1.0.0\n"
    private static let noise = "\u{7}/noise\n"

    private static func frame(_ head: UInt8, _ text: String) -> [UInt8] {
        [head, UInt8(text.utf8.count)] + Array(text.utf8)
    }

    private func say(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }
}
