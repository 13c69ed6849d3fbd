import Foundation
import TestSupport
import Testing
import Wire

/// Against a real Dovecot.
struct IMAPDovecotTests {
    private static let message = Array(
        "From: Jo Doe <jo@example.org>\r\nSubject: Leaflets\r\n\r\n100 leaflets, please.\r\n{3}\r\nH3 OK caf\u{E9}\r\n"
            .utf8)

    private func mailbox(
        on dovecot: Dovecot, _ url: String? = nil, tls: TLSMode? = .required, password: String = Dovecot.password,
        folder: String = "INBOX", caFile: String? = nil
    ) throws -> IMAPMailbox {
        let server = try IMAPServer(
            url: url ?? dovecot.url, tls: tls, user: Dovecot.user, password: password,
            caFile: caFile ?? dovecot.certificate.certificateFile, connectTimeout: 20, commandTimeout: 20)
        return try IMAPMailbox(on: server, folder: folder)
    }

    @Test(arguments: [("imaps", TLSMode.required), ("imap", .required), ("imap", .opportunistic), ("imap", .none)])
    func `reads a message as it was sent, over TLS from the first byte, by STARTTLS and in the open`(
        scheme: String, tls: TLSMode
    ) throws {
        let dovecot = try Dovecot.start()
        try dovecot.deliver(Self.message)
        let mailbox = try mailbox(on: dovecot, scheme == "imaps" ? dovecot.tlsURL : dovecot.url, tls: tls)
        #expect(try mailbox.open() > 0)
        #expect(try mailbox.unseen() == [1])
        #expect(
            try mailbox.fetch(1, maximumBytes: 100_000) == IMAPMessage(uid: 1, bytes: Self.message, isCut: false))
        mailbox.close()
    }

    @Test func `leaves a message unseen until it is marked`() throws {
        let dovecot = try Dovecot.start()
        let first = try dovecot.deliver(Self.message)
        let second = try dovecot.deliver(Self.message)
        let mailbox = try mailbox(on: dovecot)
        let other = try self.mailbox(on: dovecot)
        let validity = try mailbox.open()
        #expect(try other.open() == validity)

        _ = try mailbox.fetch(1, maximumBytes: 100_000)
        #expect(try other.unseen() == [1, 2])
        #expect(try dovecot.flags(of: first) == "")
        try mailbox.markSeen([1])
        #expect(try mailbox.unseen() == [2])
        #expect(try mailbox.open() == validity)
        mailbox.close()
        #expect(try other.open() == validity)
        #expect(try other.unseen() == [2])
        #expect(try dovecot.flags(of: first) == "S")
        #expect(try dovecot.flags(of: second) == "")
    }

    @Test func `sees neither what somebody has read nor what somebody has deleted`() throws {
        let dovecot = try Dovecot.start()
        try dovecot.deliver(Self.message, isSeen: true)
        let mailbox = try mailbox(on: dovecot)
        _ = try mailbox.open()
        #expect(try mailbox.unseen() == [])
        #expect(try mailbox.present() == [1])
        try mailbox.markSeen([])
        try dovecot.deliver(Self.message)
        // Mail that has come in the meantime is seen by the next opening at the latest.
        _ = try mailbox.open()
        #expect(try mailbox.unseen() == [2])
    }

    @Test func `finds and marks five thousand messages`() throws {
        let dovecot = try Dovecot.start()
        try dovecot.deliver(Self.message, copies: 5_000)
        let mailbox = try mailbox(on: dovecot)
        _ = try mailbox.open()
        let unseen = try mailbox.unseen()
        #expect(unseen == Array(1...5_000))
        // Every second one makes the longest sets.
        try mailbox.markSeen(unseen.filter { $0 % 2 == 0 })
        _ = try mailbox.open()
        #expect(try mailbox.unseen() == unseen.filter { $0 % 2 == 1 })
    }

    @Test func `holds no more of a message than it was asked to`() throws {
        let dovecot = try Dovecot.start()
        let long = Self.message + Array(repeating: Array("0123456789abcdef\r\n".utf8), count: 100_000).joined()
        try dovecot.deliver(long)
        let mailbox = try mailbox(on: dovecot)
        _ = try mailbox.open()
        #expect(
            try mailbox.fetch(1, maximumBytes: 65_536)
                == IMAPMessage(uid: 1, bytes: Array(long[..<65_536]), isCut: true))
        #expect(try mailbox.fetch(1, maximumBytes: long.count)?.isCut == false)
        #expect(try mailbox.fetch(1, maximumBytes: long.count - 1)?.isCut == true)
        #expect(try mailbox.fetch(1, maximumBytes: long.count)?.bytes == long)
    }

    @Test func `takes a message that somebody removed for gone`() throws {
        let dovecot = try Dovecot.start()
        let first = try dovecot.deliver(Self.message)
        try dovecot.deliver(Self.message)
        let mailbox = try mailbox(on: dovecot)
        _ = try mailbox.open()
        try dovecot.remove(first)
        #expect(try mailbox.fetch(1, maximumBytes: 1_000) == nil)
        #expect(try mailbox.fetch(99, maximumBytes: 1_000) == nil)
        try mailbox.markSeen([1, 99])
        #expect(try mailbox.fetch(2, maximumBytes: 1_000)?.bytes == Self.message)
    }

    @Test(arguments: [
        ("Print orders", "Print orders"), ("Bestellungen für Mai", "Bestellungen f&APw-r Mai"),
        ("a \"b\" \\c", "a \"b\" \\c"), ("R&D", "R&-D"), ("注文", "&bOhlhw-"), ("Orders.In", "Orders.In"),
    ])
    func `opens a folder of any name`(name: String, maildir: String) throws {
        let dovecot = try Dovecot.start()
        let file = try dovecot.deliver(Self.message, to: maildir)
        let mailbox = try mailbox(on: dovecot, folder: name)
        #expect(try mailbox.open() > 0)
        #expect(try mailbox.unseen() == [1])
        try mailbox.markSeen([1])
        mailbox.close()
        #expect(try dovecot.flags(of: file, in: maildir) == "S")
        #expect(mailbox.place == "\(Dovecot.user)@127.0.0.1/\(name)")
    }

    @Test func `says what is wrong with the settings, without user and password`() throws {
        let dovecot = try Dovecot.start()
        func problem(_ mailbox: IMAPMailbox) -> IMAPProblem? {
            do { _ = try mailbox.open() } catch { return error }
            return nil
        }
        let strange = try TestCertificate(for: "DNS:mail.example.org")
        let cases: [(IMAPMailbox, IMAPProblem.Kind)] = [
            (try mailbox(on: dovecot, password: "wrong horse"), .loginRefused),
            (try mailbox(on: dovecot, folder: "Nowhere"), .folder),
            (try mailbox(on: dovecot, caFile: strange.certificateFile), .tls),
            (try mailbox(on: dovecot, dovecot.tlsURL, caFile: "/nowhere/ca.pem"), .tls),
            // TLS where none is spoken, and the other way round.
            (try mailbox(on: dovecot, "imaps://127.0.0.1:\(dovecot.port)"), .tls),
        ]
        for (mailbox, kind) in cases {
            let problem = try #require(problem(mailbox))
            #expect(problem.kind == kind, "\(problem)")
            for secret in [Dovecot.user, Dovecot.password, "wrong horse"] {
                #expect(!problem.description.contains(secret), "\(problem)")
            }
        }
        dovecot.stop()
        #expect(problem(try mailbox(on: dovecot))?.kind == .unreachable)
    }

    @Test func `comes back after the connection broke`() throws {
        let dovecot = try Dovecot.start()
        try dovecot.deliver(Self.message)
        let mailbox = try mailbox(on: dovecot)
        let validity = try mailbox.open()
        #expect(try dovecot.dropConnections() == 1)
        #expect(IMAPMailbox.kind { _ = try mailbox.unseen() } == .unreachable)
        #expect(IMAPMailbox.kind { try mailbox.markSeen([1]) } == .unreachable)
        #expect(try mailbox.open() == validity)
        #expect(try mailbox.unseen() == [1])
    }
}
