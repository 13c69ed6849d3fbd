import Foundation
import TestSupport
import Testing
import Wire

/// Against a server that misbehaves as it is told.
struct SMTPScriptTests {
    @Test(arguments: [
        // What a server does where, and how the attempt ends.
        ("CONNECT", "!drop", Kind.unreachable), ("CONNECT", "!reset", .unreachable),
        ("CONNECT", "554 go away", .unreachable),
        ("CONNECT", "HTTP/1.1 400 Bad Request\n!drop", .unreachable), ("CONNECT", "220-one\n220 two", .accepted),
        ("EHLO", "!reset", .unreachable), ("EHLO", "500 what?", .accepted), ("EHLO", "garbage\n!drop", .unreachable),
        ("MAIL", "!reset", .unreachable), ("MAIL", "530 log in first", .unreachable),
        ("MAIL", "999 what\n!drop", .unreachable),
        ("RCPT", "garbage\n!drop", .unreachable), ("RCPT", "550-one\n550 two", .permanent),
        ("RCPT", "251 forwarded", .accepted),
        ("DATA", "250 what text?", .unreachable), ("DATA", "354 go on\n!drop", .ambiguous),
        ("DATA", "!reset", .unreachable),
        (".", "!drop", .ambiguous), (".", "!reset", .ambiguous), (".", "garbage\n!drop", .ambiguous),
        (".", "354 more?\n!drop", .ambiguous), (".", "250 taken\n!drop", .accepted),
        (".", "250 taken\n!reset", .accepted),
        (".", "250-taken\n!drop", .ambiguous), (".", "251 taken", .accepted), (".", "421 later\n!drop", .temporary),
        (".", "552 too long", .permanent), ("QUIT", "!drop", .accepted),
    ])
    func `judges faults by when they happen`(at verb: String, answer: String, kind: Kind) throws {
        let peer = try ScriptedSMTPPeer(script: [verb: [answer]])
        let connection = try SMTPConnection(peer.url)
        #expect(Kind(connection.sendSample()) == kind)
    }

    @Test func `keeps the server's words without the recipient`() throws {
        let peer = try ScriptedSMTPPeer(script: [
            "RCPT": ["550-5.1.1 <Jo.Doe@example.org>:\n550 5.1.1 \u{1B}no \u{202E}such user"]
        ])
        #expect(
            try SMTPConnection(peer.url).sendSample()
                == .permanent(code: 550, words: "5.1.1 <address>: 5.1.1 no such user"))
    }

    @Test func `surely did not deliver a text that broke off in the middle`() throws {
        let peer = try ScriptedSMTPPeer(script: ["DATA": ["354 go on\n!reset"]])
        let long = Array(repeating: Array("a line of a long message\r\n".utf8), count: 200_000).flatMap { $0 }
        let result = try SMTPConnection(peer.url).send(long, from: Sample.sender, to: Sample.recipient)
        #expect(Kind(result) == .unreachable)
    }

    @Test func `uses one connection for many messages`() throws {
        let peer = try ScriptedSMTPPeer()
        let connection = try SMTPConnection(peer.url)
        for _ in 0..<3 { #expect(connection.sendSample() == .accepted) }
        #expect(try commands(of: peer, messages: 3).filter { $0.hasPrefix("EHLO") } == ["EHLO handbill.example.org"])
    }

    @Test(arguments: ["421 idle too long\n!drop", "!drop"])
    func `connects again at once where the server had closed a used connection`(farewell: String) throws {
        let peer = try ScriptedSMTPPeer(script: ["MAIL": ["250 ok", farewell, "250 ok"]])
        let connection = try SMTPConnection(peer.url)
        #expect(connection.sendSample() == .accepted)
        #expect(connection.sendSample() == .accepted)
        let commands = try commands(of: peer, messages: 2)
        #expect(commands.filter { $0.hasPrefix("EHLO") }.count == 2)
        #expect(commands.filter { $0.hasPrefix("MAIL") }.count == 3)
    }

    @Test func `never hands a message over twice by itself`() throws {
        let peer = try ScriptedSMTPPeer(script: [".": ["250 ok", "!drop", "250 ok"]])
        let connection = try SMTPConnection(peer.url)
        #expect(connection.sendSample() == .accepted)
        #expect(Kind(connection.sendSample()) == .ambiguous)
        #expect(connection.sendSample() == .accepted)
        #expect(try commands(of: peer, messages: 3).filter { $0.hasPrefix("DATA") }.count == 3)
    }

    @Test func `sends the same bytes from the first on in every attempt`() throws {
        let peer = try ScriptedSMTPPeer(script: [".": ["451 later", "250 ok"]])
        let connection = try SMTPConnection(peer.url)
        #expect(connection.sendSample() == .temporary(code: 451, words: "later"))
        #expect(connection.sendSample() == .accepted)
        for _ in 0..<2 { #expect(try peer.next("mail").text == String(decoding: Sample.message, as: UTF8.self)) }
    }

    @Test(arguments: [("MAIL", Kind.unreachable), (".", .ambiguous)])
    func `gives up on a server that never answers`(verb: String, kind: Kind) throws {
        let peer = try ScriptedSMTPPeer(script: [verb: ["!hang"]])
        #expect(Kind(try SMTPConnection(peer.url, responseTimeout: 1).sendSample()) == kind)
    }

    @Test(arguments: [("CONNECT", Kind.unreachable), ("RCPT", .unreachable), (".", .ambiguous)])
    func `stops while the server keeps it waiting`(verb: String, kind: Kind) throws {
        let peer = try ScriptedSMTPPeer(script: [verb: ["!hang"]])
        let stop = StopFlag()
        let raiser = Thread {
            _ = try? peer.next("hang")
            stop.raise()
        }
        raiser.start()
        let connection = try SMTPConnection(peer.url, responseTimeout: 600, stop: stop)
        #expect(Kind(connection.sendSample()) == kind)
        #expect(Kind(connection.sendSample()) == .unreachable)
    }

    @Test func `reports a refusal although the server never answers QUIT`() throws {
        let peer = try ScriptedSMTPPeer(script: ["RCPT": ["550 no such user"], "QUIT": ["!hang"]])
        let begun = ContinuousClock.now
        let result = try SMTPConnection(peer.url, responseTimeout: 600).sendSample()
        #expect(result == .permanent(code: 550, words: "no such user"))
        #expect(begun.duration(to: .now) < .seconds(10))
    }

    @Test func `does not wait for the answer to QUIT`() throws {
        let peer = try ScriptedSMTPPeer(script: ["QUIT": ["!hang"]])
        var connection: SMTPConnection? = try SMTPConnection(peer.url, responseTimeout: 600)
        #expect(connection?.sendSample() == .accepted)
        let begun = ContinuousClock.now
        connection = nil
        #expect(begun.duration(to: .now) < .seconds(5))
        #expect(try peer.next("hang").line == "QUIT")
    }

    /// The commands that the peer saw up to the end of so many texts.
    private func commands(of peer: ScriptedSMTPPeer, messages: Int) throws -> [String] {
        var lines: [String] = []
        var texts = 0
        while texts < messages {
            let event = try peer.next()
            if event.event == "mail" { texts += 1 }
            if let line = event.line, event.event == "command" { lines.append(line) }
        }
        return lines
    }
}
