import NIOCore
import NIOWebSocket

/// Turns the frames of a WebSocket into the bytes that libp2p sends over it, and back.
final class WebSocketBytes: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = WebSocketFrame

    /// How many frames a peer may send in one conversation: the dialogue counts the bytes in them,
    /// but not those that are empty, nor pings.
    private static let frameLimit = 100_000
    private var frameCount = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        frameCount += 1
        guard frameCount <= Self.frameLimit else {
            context.close(promise: nil)
            return
        }
        switch frame.opcode {
        // Nodes send binary frames; a long message may continue in further ones.
        case .binary, .text, .continuation:
            context.fireChannelRead(wrapInboundOut(frame.unmaskedData))
        // Pongs for somebody who does not read them are not kept.
        case .ping where context.channel.isWritable: send(.pong, frame.unmaskedData, context)
        case .connectionClose:
            send(.connectionClose, frame.unmaskedData, context)
            context.close(promise: nil)
        default: break
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let frame = Self.frame(.binary, unwrapOutboundIn(data))
        context.write(wrapOutboundOut(frame), promise: promise)
    }

    private func send(
        _ code: WebSocketOpcode,
        _ data: ByteBuffer,
        _ context: ChannelHandlerContext
    ) {
        context.writeAndFlush(wrapOutboundOut(Self.frame(code, data)), promise: nil)
    }

    private static func frame(_ code: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
        WebSocketFrame(fin: true, opcode: code, maskKey: .random(), data: data)
    }
}
