import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Web

/// The guard on a connection whose time the test makes.
@Suite struct ConnectionGuardTests {
    private let loop = EmbeddedEventLoop()
    private let channel: EmbeddedChannel

    init() throws {
        var limits = WebLimits()
        limits.arrival = .seconds(10)
        channel = EmbeddedChannel(loop: loop)
        let refusals = ConnectionGuard(limits: limits, openedAt: loop.now) { why, target in
            Reply(.text("\(why) \(target ?? "-")", .requestTimeout), isHead: false, closes: true, date: "now")
        }
        try channel.pipeline.syncOperations.addHandler(refusals)
    }

    private func said() throws -> String? {
        try channel.readOutbound(as: ByteBuffer.self).map { String(buffer: $0) }
    }

    @Test func `cuts a body that drips in, however often`() throws {
        try channel.writeInbound(
            HTTPServerRequestPart.head(HTTPRequestHead(version: .http1_1, method: .POST, uri: "/order")))
        for _ in 1...999 {
            loop.advanceTime(by: .milliseconds(10))
            try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(string: "a")))
            #expect(try said() == nil)
        }
        loop.advanceTime(by: .milliseconds(10))
        #expect(try said()?.hasSuffix("slowBody /order\n") == true)
    }

    @Test func `says nothing to a connection on which nothing is asked`() throws {
        loop.advanceTime(by: .milliseconds(9_999))
        #expect(try said() == nil)
        loop.advanceTime(by: .milliseconds(1))
        #expect(try said() == nil)
        #expect(!channel.isActive)
    }
}
