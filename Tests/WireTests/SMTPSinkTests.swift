import TestSupport
import Testing
import Wire

/// Against Postfix's `smtp-sink`.
struct SMTPSinkTests {
    @Test func `hands over a message word for word`() throws {
        let sink = try SMTPSink()
        let connection = try SMTPConnection(sink.url)
        #expect(connection.sendSample() == .accepted)

        let mail = try #require(try sink.received.first)
        #expect(mail.from == Sample.sender)
        #expect(mail.to == [Sample.recipient])
        #expect(mail.text == String(decoding: Sample.message, as: UTF8.self).replacing("\r\n", with: "\n"))
    }

    @Test func `sends many messages, each once`() throws {
        let sink = try SMTPSink()
        let connection = try SMTPConnection(sink.url)
        for number in 0..<50 {
            let message = Array("Subject: \(number)\r\n\r\ntext\r\n".utf8)
            #expect(connection.send(message, from: Sample.sender, to: "jo\(number)@example.org") == .accepted)
        }
        let received = try sink.received
        #expect(Set(received.map(\.to)) == Set((0..<50).map { ["jo\($0)@example.org"] }))
        #expect(Set(received.map { $0.text.prefix { $0 != "\n" } }).count == 50)
        #expect(received.count == 50)
    }

    @Test(arguments: [
        ("CONNECT", Kind.unreachable), ("EHLO,HELO", .unreachable), ("MAIL", .permanent), ("RCPT", .permanent),
        ("DATA", .permanent), (".", .permanent),
    ])
    func `takes 5xx for final, except before MAIL`(verbs: String, kind: Kind) throws {
        let sink = try SMTPSink(options: ["-f", verbs])
        let result = try SMTPConnection(sink.url).sendSample()
        #expect(Kind(result) == kind)
        if case .permanent(let code, let words) = result {
            #expect(code == 500)
            #expect(words == "5.3.0 Error: command failed")
        }
    }

    @Test(arguments: [
        ("CONNECT", Kind.unreachable), ("EHLO,HELO", .unreachable), ("MAIL", .temporary), ("RCPT", .temporary),
        ("DATA", .temporary), (".", .temporary),
    ])
    func `takes 4xx for passing`(verbs: String, kind: Kind) throws {
        let sink = try SMTPSink(options: ["-r", verbs])
        let result = try SMTPConnection(sink.url).sendSample()
        #expect(Kind(result) == kind)
        if case .temporary(let code, let words) = result {
            #expect(code == 450)
            #expect(words == "4.3.0 Error: command failed")
        }
    }

    @Test(arguments: [
        ("CONNECT", Kind.unreachable), ("EHLO,HELO", .unreachable), ("MAIL", .unreachable), ("RCPT", .unreachable),
        ("DATA", .unreachable), (".", .ambiguous),
    ])
    func `knows a connection lost before the text from one lost after it`(verbs: String, kind: Kind) throws {
        let sink = try SMTPSink(options: ["-q", verbs])
        #expect(Kind(try SMTPConnection(sink.url).sendSample()) == kind)
    }

    @Test(arguments: [
        ("CONNECT", Kind.unreachable), ("EHLO,HELO", .unreachable), ("MAIL", .temporary), ("RCPT", .temporary),
        ("DATA", .temporary), (".", .temporary),
    ])
    func `takes 421 for passing`(verbs: String, kind: Kind) throws {
        let sink = try SMTPSink(options: ["-Q", verbs])
        #expect(Kind(try SMTPConnection(sink.url).sendSample()) == kind)
    }

    @Test func `sends the next message after a refused one`() throws {
        let peer = try ScriptedSMTPPeer(script: ["RCPT": ["550 no such user", "250 ok"]])
        let connection = try SMTPConnection(peer.url)
        #expect(connection.sendSample() == .permanent(code: 550, words: "no such user"))
        #expect(connection.sendSample() == .accepted)
    }

    @Test func `says that nobody listens`() throws {
        let sink = try SMTPSink()
        sink.stop()
        #expect(Kind(try SMTPConnection(sink.url).sendSample()) == .unreachable)
    }

    @Test func `refuses bad addresses and messages without asking the server`() throws {
        let connection = try SMTPConnection("smtp://127.0.0.1:1")
        let good = Sample.message
        #expect(Kind(connection.send(good, from: "a b@example.org", to: Sample.recipient)) == .refusedLocally)
        #expect(Kind(connection.send(good, from: Sample.sender, to: "a@b>\r\nRCPT TO:<c@d")) == .refusedLocally)
        #expect(
            Kind(connection.send(Array("a\nb\r\n".utf8), from: Sample.sender, to: Sample.recipient)) == .refusedLocally)
        #expect(Kind(connection.send(good, from: Sample.sender, to: Sample.recipient)) == .unreachable)
    }
}
