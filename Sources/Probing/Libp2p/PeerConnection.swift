import Libp2p
import NIOCore

/// One connection to a libp2p peer, owned by its event loop: it feeds the dialogue and sends what
/// that has to say.
final class PeerConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var dialogue: PeerDialogue
    private let outcome: EventLoopPromise<PeerReport>
    /// When the connection was there.
    private var start = NIODeadline.now()
    private var alarm: Scheduled<Void>?
    private var isOver = false

    init(_ dialogue: PeerDialogue, outcome: EventLoopPromise<PeerReport>) {
        self.dialogue = dialogue
        self.outcome = outcome
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { proceed(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        start = .now()
        proceed(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        dialogue.receive(Array(unwrapInboundIn(data).readableBytesView), at: elapsed)
        proceed(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        dialogue.receiveEnd(at: elapsed)
        finish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset by the other side says no more than its end.
        dialogue.receiveEnd(at: elapsed)
        finish()
        context.close(promise: nil)
    }

    private var elapsed: Duration { .nanoseconds((NIODeadline.now() - start).nanoseconds) }

    private func proceed(_ context: ChannelHandlerContext) {
        guard !isOver else { return }
        let bytes = dialogue.takeOutput()
        if !bytes.isEmpty {
            let buffer = context.channel.allocator.buffer(bytes: bytes)
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        }
        alarm?.cancel()
        alarm = nil
        if dialogue.isFinished {
            finish()
            context.close(promise: nil)
        } else if let due = dialogue.wakeAt {
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            let boundContext = NIOLoopBound(context, eventLoop: context.eventLoop)
            alarm = context.eventLoop.scheduleTask(in: TimeAmount(due - elapsed)) {
                bound.value.wake(boundContext.value)
            }
        }
    }

    private func wake(_ context: ChannelHandlerContext) {
        // Timers may be a moment early; the dialogue minds.
        dialogue.wake(at: max(elapsed, dialogue.wakeAt ?? .zero))
        proceed(context)
    }

    private func finish() {
        guard !isOver else { return }
        isOver = true
        alarm?.cancel()
        outcome.succeed(dialogue.report)
    }
}
