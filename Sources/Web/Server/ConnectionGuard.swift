import HTTPTypes
import NIOCore
import NIOHTTP1

/// Stands between a connection and whoever answers on it: cuts what takes too long, refuses what is no HTTP, and ends
/// connections so that the last response is seen.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = Reply
    typealias OutboundOut = ByteBuffer

    private enum Stage {
        case open
        /// The last response is written or about to be; what still comes in is thrown away.
        case closing
    }

    private let limits: WebLimits
    private let refusal: @Sendable (_ why: Refusal, _ target: String?) -> Reply
    private var clock: ConnectionClock
    /// What the request that is arriving asks for; nil while none is, or its first line hasn't been read.
    private var target: String?
    private var stage = Stage.open
    private var isInputClosed = false
    private var isQuiescing = false
    /// What is said once everything before it is answered.
    private var lastWords: Reply?
    private var timer: Scheduled<Void>?
    /// When the timer rings.
    private var ringsAt = NIODeadline.distantFuture

    /// Why the server itself refuses.
    enum Refusal: Sendable {
        case malformed, headerTooLarge, slowBody
        /// Our own answer took too long: nothing is said.
        case slowAnswer
    }

    /// - Parameter refusal: hears of each refusal and of what was asked for, if it could be read, and says what is
    ///   answered.
    init(
        limits: WebLimits, openedAt now: NIODeadline,
        refusal: @escaping @Sendable (_ why: Refusal, _ target: String?) -> Reply
    ) {
        self.limits = limits
        self.refusal = refusal
        clock = ConnectionClock(limits: limits, now: now)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        schedule(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    // MARK: - In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard stage == .open, lastWords == nil else { return }
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            target = head.uri
            clock.headArrived()
        case .body: break
        case .end:
            target = nil
            clock.endArrived(now: context.eventLoop.now)
            keepTime(context)
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // Nobody behind us reads any more.
        if stage == .closing { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else {
            context.close(promise: nil)
            return
        }
        guard stage == .open, lastWords == nil else { return }
        // The connection was closed inside a request.
        if error == .invalidEOFState { return context.close(promise: nil) }
        lastWords = refusal(error == .headerOverflow ? .headerTooLarge : .malformed, target)
        if clock.waiting == 0 { sayLastWords(context) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            isQuiescing = true
            if clock.waiting == 0, !clock.isArriving, stage == .open {
                context.close(promise: nil)
            } else {
                clock.hurry(now: context.eventLoop.now)
                schedule(context)
            }
        case ChannelEvent.inputClosed:
            isInputClosed = true
            if stage == .closing || clock.waiting == 0 {
                context.close(promise: nil)
            } else {
                context.fireUserInboundEventTriggered(event)
            }
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    // MARK: - Out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let reply = Self.unwrapOutboundIn(data)
        guard stage == .open else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        guard reply.isFinal else {
            context.write(Self.wrapOutboundOut(reply.bytes), promise: promise)
            return
        }
        // One that isn't wholly there yet may be answered early; then the connection ends.
        if reply.closes || clock.isArriving && clock.waiting == 0 { stage = .closing }
        let promise = promise ?? context.eventLoop.makePromise()
        let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        promise.futureResult.whenComplete { result in
            let (handler, context) = loopBound.value
            if case .success = result { handler.written(context) }
        }
        context.write(Self.wrapOutboundOut(reply.bytes), promise: promise)
    }

    /// A response has left.
    private func written(_ context: ChannelHandlerContext) {
        clock.answered(now: context.eventLoop.now)
        if stage == .closing {
            end(context)
        } else if clock.waiting == 0, lastWords != nil {
            sayLastWords(context)
        } else if clock.waiting == 0, isInputClosed || isQuiescing && !clock.isArriving {
            context.close(promise: nil)
        } else {
            if isQuiescing { clock.hurry(now: context.eventLoop.now) }
            keepTime(context)
        }
    }

    private func sayLastWords(_ context: ChannelHandlerContext) {
        guard stage == .open, let reply = lastWords else { return }
        stage = .closing
        let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.writeAndFlush(Self.wrapOutboundOut(reply.bytes)).whenSuccess {
            let (handler, context) = loopBound.value
            handler.end(context)
        }
    }

    /// Closes our half, and reads for a moment what the client still sends: closed at once, the kernel would take back
    /// the response that is on its way.
    private func end(_ context: ChannelHandlerContext) {
        guard !isInputClosed else { return context.close(promise: nil) }
        clock.linger(now: context.eventLoop.now)
        schedule(context)
        context.close(mode: .output, promise: nil)
        context.read()
    }

    // MARK: - Time

    /// One timer a connection: if the deadline has moved on when it rings, it is set anew.
    private func schedule(_ context: ChannelHandlerContext) {
        timer?.cancel()
        ringsAt = clock.deadline
        let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: clock.deadline) {
            let (handler, context) = loopBound.value
            handler.timer = nil
            handler.ring(context)
        }
    }

    /// A timer that rings too early is set anew then; one that would ring too late must be set now.
    private func keepTime(_ context: ChannelHandlerContext) {
        if clock.deadline < ringsAt { schedule(context) }
    }

    private func ring(_ context: ChannelHandlerContext) {
        guard clock.deadline <= context.eventLoop.now else { return schedule(context) }
        if stage == .closing {
            context.close(promise: nil)
        } else if clock.waiting > 0 {
            _ = refusal(.slowAnswer, nil)
            context.close(promise: nil)
        } else if clock.isArriving {
            lastWords = refusal(.slowBody, target)
            sayLastWords(context)
        } else {
            context.close(promise: nil)
        }
    }
}
