import Primitives
import NIOCore
import NIOHTTP1

/// Stands before the decoder of answers, which is stricter than what nodes send, and hands it
/// heads that it takes.
///
/// It waits for a head from the moment a request is written, and lets everything else pass.
final class ResponseHeadReader: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private var isInHead = false
    /// What came of a head that is not complete.
    private var gathered: ByteBuffer?
    private var searchedBytes = 0

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head = unwrapOutboundIn(data) { isInHead = true }
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isInHead else { return context.fireChannelRead(data) }
        var buffer = unwrapInboundIn(data)
        if var whole = gathered {
            whole.writeBuffer(&buffer)
            buffer = whole
            gathered = nil
        }
        do throws(FailureReason) {
            while isInHead, let head = try nextHead(in: &buffer) {
                context.fireChannelRead(wrapInboundOut(head))
            }
        } catch {
            isInHead = false
            return context.fireErrorCaught(error)
        }
        guard buffer.readableBytes > 0 else { return }
        if isInHead {
            gathered = buffer
        } else {
            context.fireChannelRead(wrapInboundOut(buffer))
        }
    }

    /// The decoder knows best what to think of an answer that breaks off.
    func channelInactive(context: ChannelHandlerContext) {
        if let gathered {
            self.gathered = nil
            context.fireChannelRead(wrapInboundOut(gathered))
        }
        context.fireChannelInactive()
    }

    /// Takes a complete head from a buffer; nil while there is none.
    private func nextHead(in buffer: inout ByteBuffer) throws(FailureReason) -> ByteBuffer? {
        if searchedBytes == 0 {
            let blanks = buffer.readableBytesView.prefix { $0 == 0x0A || $0 == 0x0D }.count
            buffer.moveReaderIndex(forwardBy: blanks)
            try checkStart(buffer.readableBytesView.prefix(Self.start.utf8.count))
        }
        let searched = searchedBytes
        let end = buffer.withUnsafeReadableBytes { ResponseHead.end(in: $0, from: searched) }
        guard end ?? buffer.readableBytes <= ResponseHead.limitBytes else {
            throw .badBody("headers of more than \(ResponseHead.limitBytes >> 10) KiB")
        }
        guard let end, var head = buffer.readSlice(length: end) else {
            // The first bytes are judged once they are there.
            searchedBytes = buffer.readableBytes < Self.start.utf8.count ? 0 : buffer.readableBytes
            return nil
        }
        searchedBytes = 0
        // What is only announced, such as 100, is followed by the real head (RFC 9110, 15.2).
        let status = head.readableBytesView.dropFirst("HTTP/1.1 ".utf8.count).prefix(3)
        isInHead = status.first == UInt8(ascii: "1") && !status.elementsEqual("101".utf8)
        guard !head.withUnsafeReadableBytes(ResponseHead.isPlain) else { return head }
        let normalised = try ResponseHead(head.readableBytesView).normalised()
        head = ByteBuffer(bytes: normalised)
        return head
    }

    private static let start = "HTTP/"
    /// How a TLS server says that it did not understand: an alert (RFC 8446, 5.1 and 6).
    private static let alert: [UInt8] = [0x15, 0x03]

    private func checkStart(_ bytes: ByteBufferView) throws(FailureReason) {
        if bytes.count >= Self.alert.count, bytes.starts(with: Self.alert) {
            throw .wrongAPI("the port speaks TLS: the address must begin with https")
        }
        guard Self.start.utf8.starts(with: bytes) else {
            throw .wrongAPI("the port answers, but not with HTTP")
        }
    }
}
