import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// What Hummingbird's server does with each connection: one request after the other, each read whole, within its limit,
/// before it is answered.
struct WebConnection: ServerChildChannel {
    typealias Value = NIOAsyncChannel<HTTPServerRequestPart, Reply>

    let limits: WebLimits
    let responder: WebResponder

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            var decoder = NIOHTTPDecoderLimitConfiguration()
            decoder.maxHeaderFieldSize = limits.headerBytes
            decoder.maxHeaderListSize = limits.headerBytes
            decoder.maxHeaderFieldCount = limits.headerFields
            let responder = responder
            let pipeline = channel.pipeline.syncOperations
            // Small pieces: many slow clients together must not fill the memory.
            try channel.syncOptions?.setOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 1_024, initial: 2_048, maximum: 16 * 1_024))
            try pipeline.addHandlers([
                ByteToMessageHandler(
                    HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: decoder),
                    // What nobody reads any more must not pile up.
                    maximumBufferSize: 4 * limits.headerBytes),
                ConnectionGuard(limits: limits, openedAt: channel.eventLoop.now) {
                    responder.reply(to: $0, target: $1)
                },
            ])
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel,
                configuration: .init(
                    backPressureStrategy: .init(lowWatermark: 1, highWatermark: 4),
                    isOutboundHalfClosureEnabled: false))
        }
    }

    func handle(value channel: Value, logger: Logger) async {
        // Whatever is thrown here says that the client has gone.
        try? await withTaskCancellationHandler {
            try await channel.executeThenClose { inbound, outbound in
                let peer = channel.channel.remoteAddress?.ipAddress
                var parts = inbound.makeAsyncIterator()
                while let part = try await parts.next() {
                    guard case .head(let head) = part else { break }
                    guard try await exchange(head, peer: peer, &parts, outbound) else { break }
                }
                // The guard closes it, once what was written has left.
                try await channel.channel.closeFuture.get()
            }
        } onCancel: {
            channel.channel.close(promise: nil)
        }
    }

    /// Reads the rest of a request and answers it.
    ///
    /// - Returns: whether another one may follow.
    private func exchange(
        _ received: HTTPRequestHead, peer: String?,
        _ parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<Reply>
    ) async throws -> Bool {
        let began = ContinuousClock.now
        let head: RequestHead
        do throws(RequestHead.Flaw) {
            head = try RequestHead(received)
        } catch {
            try await outbound.write(responder.reply(to: error, target: received.uri))
            return false
        }
        var exchange = await responder.begin(head, peer: peer, at: began)
        if let length = head.contentLength, length > exchange.bodyLimit { exchange.refuseBody() }
        if exchange.isAnswered, !mayBePassedOver(head) {
            try await outbound.write(await responder.finish(&exchange, body: [], closes: true))
            return false
        }
        if !exchange.isAnswered, head.hasBody, head.expectsContinue { try await outbound.write(.continue) }
        var body: [UInt8] = []
        reading: while let part = try await parts.next() {
            switch part {
            case .head:
                return false
            case .body where exchange.isAnswered:
                break
            case .body(let buffer):
                if body.count + buffer.readableBytes > exchange.bodyLimit {
                    exchange.refuseBody()
                    try await outbound.write(await responder.finish(&exchange, body: [], closes: true))
                    return false
                }
                if body.isEmpty, let length = head.contentLength { body.reserveCapacity(length) }
                body.append(contentsOf: buffer.readableBytesView)
            case .end:
                let reply = await responder.finish(&exchange, body: body, closes: !head.keepsAlive)
                try await outbound.write(reply)
                if let failure = exchange.failure { responder.fail(failure) }
                return head.keepsAlive
            }
        }
        return false
    }

    /// Whether a body that nobody wants is read all the same, so that the connection can be used again. A client that
    /// waits for our word and doesn't get it may send it or not: nobody knows.
    private func mayBePassedOver(_ head: RequestHead) -> Bool {
        guard head.hasBody else { return true }
        return !head.expectsContinue && head.contentLength.map { $0 <= limits.bodyBytes } ?? false
    }
}
