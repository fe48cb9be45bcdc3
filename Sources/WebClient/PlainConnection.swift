import Primitives
import NIOCore
import NIOHTTP1

/// A connection of a `PlainRequester`: one request after the other.
final class PlainConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// Host and port at the other end.
    let place: String
    /// Since when nobody has used it.
    private(set) var idleSince = NIODeadline.now()
    private let requester: PlainRequester
    private var exchange: PlainExchange?
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []
    private var context: ChannelHandlerContext?

    init(for exchange: PlainExchange, in requester: PlainRequester) {
        place = exchange.address.hostAndPort
        self.exchange = exchange
        self.requester = requester
    }

    /// Sends a request; the connection must be idle.
    func run(_ exchange: PlainExchange) {
        self.exchange = exchange
        write(exchange)
    }

    /// Closes it, whatever it does.
    func close() {
        context?.close(promise: nil)
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        requester.opened(self)
        if let exchange { write(exchange) }
    }

    private func write(_ exchange: PlainExchange) {
        guard let context else { return exchange.promise.fail(ChannelError.alreadyClosed) }
        context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
        if let body = exchange.request.body {
            let buffer = ByteBuffer(bytes: body)
            context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        exchange.promise.futureResult.whenFailure { _ in
            // Given up from outside: what still comes belongs to nobody.
            if bound.value.exchange === exchange { bound.value.close() }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What nobody asked for makes everything after it doubtful.
        guard let exchange else { return context.close(promise: nil) }
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            do throws(FailureReason) {
                let length = try head.headers.bodyLength(atMost: exchange.bodyLimitBytes)
                body.reserveCapacity(length)
            } catch {
                fail(error)
            }
        case .body(let part):
            guard part.readableBytes <= exchange.bodyLimitBytes - body.count else {
                return fail(FailureReason.tooLarge(limitBytes: exchange.bodyLimitBytes))
            }
            body.append(contentsOf: part.readableBytesView)
        case .end: finish(exchange)
        }
    }

    private func finish(_ exchange: PlainExchange) {
        guard let head else { return fail(ChannelError.eof) }
        let answer = WebAnswer(status: Int(head.status.code), headers: head.headers, body: body)
        self.exchange = nil
        self.head = nil
        body = []
        if head.isKeepAlive {
            idleSince = .now()
            requester.keep(self)
        } else {
            close()
        }
        exchange.promise.succeed(answer)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        requester.closed(self)
        fail(ChannelError.eof)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Behind the head, only the lengths of chunks can be wrong.
        let isOfChunks = head != nil && error is HTTPParserError
        fail(isOfChunks && !isEnd(error) ? FailureReason.badBody(Self.wrongChunks) : error)
    }

    private static let wrongChunks = "a body whose length is impossible"

    private func isEnd(_ error: any Error) -> Bool {
        if case HTTPParserError.invalidEOFState = error { true } else { false }
    }

    private func fail(_ error: any Error) {
        let exchange = exchange
        self.exchange = nil
        body = []
        close()
        exchange?.promise.fail(error)
    }
}

extension HTTPHeaders {
    /// How long the body will be as far as the head tells, 0 where it does not.
    /// - Throws: why the body is not wanted.
    func bodyLength(atMost limit: Int) throws(FailureReason) -> Int {
        let codings =
            self[canonicalForm: "content-encoding"] + self[canonicalForm: "transfer-encoding"]
        let plain = ["identity", "chunked", ""]
        if let packing = codings.map({ $0.lowercased() }).first(where: { !plain.contains($0) }) {
            // Unasked, and a few bytes of it can unpack to any size.
            let known = ["gzip", "deflate", "br", "zstd"].first { $0 == packing }
            throw .badBody("a body packed with \(known ?? "an unknown method")")
        }
        let announced = first(name: "content-length").flatMap { Int($0) } ?? 0
        guard announced <= limit else { throw .tooLarge(limitBytes: limit) }
        return Swift.max(0, announced)
    }
}
