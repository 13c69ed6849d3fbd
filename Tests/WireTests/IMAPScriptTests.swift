import Foundation
import Testing
import Wire

/// Against a server that misbehaves as it is told.
struct IMAPScriptTests {
    @Test(arguments: [
        ("CONNECT", "!drop", IMAPProblem.Kind.unreachable), ("CONNECT", "* BYE full\r\n!drop", .unreachable),
        ("CONNECT", "HTTP/1.1 400 Bad Request\r\n\r\n!drop", .unreachable),
        ("LOGIN", "TAG NO [AUTHENTICATIONFAILED] no\r\n", .loginRefused),
        ("LOGIN", "TAG NO [UNAVAILABLE] later\r\n", .unreachable), ("LOGIN", "!drop", .unreachable),
        ("CAPABILITY", "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nTAG OK done\r\n", .loginRefused),
        ("SELECT", "TAG NO no such folder\r\n", .folder), ("SELECT", "TAG BAD what\r\n", .folder),
        ("SELECT", "* OK [UIDVALIDITY 7] valid\r\nTAG OK [READ-ONLY] done\r\n", .folder),
        ("SELECT", "TAG OK [READ-WRITE] done\r\n", .incomprehensible),
        ("SELECT", "* OK [UIDVALIDITY 0] valid\r\nTAG OK done\r\n", .incomprehensible),
        ("SELECT", "* OK [UIDVALIDITY 99999999999] valid\r\nTAG OK done\r\n", .incomprehensible),
        ("SELECT", "TAG PERHAPS\r\n", .incomprehensible), ("SELECT", "* OK half\r\n!drop", .unreachable),
        ("UID SEARCH", "TAG NO\r\n", .refused), ("UID SEARCH", "!drop", .unreachable),
        ("UID SEARCH", "* BYE going down\r\n!drop", .unreachable),
        (
            "UID SEARCH",
            "* X {1}\r\na{1}\r\nb{1}\r\nc{1}\r\nd{1}\r\ne{1}\r\nf{1}\r\ng{1}\r\nh{1}\r\ni{1}\r\nj{1}\r\n"
                + "k{1}\r\nl{1}\r\nm{1}\r\nn{1}\r\no{1}\r\np{1}\r\nq\r\n", .incomprehensible
        ),
        ("UID FETCH", "TAG NO\r\n", .refused),
        ("UID FETCH", "* 1 FETCH (UID 1 BODY[]<0> {99}\r\nhalf!drop", .unreachable),
        ("UID STORE", "TAG NO [READ-ONLY] no\r\n", .refused),
    ])
    func `judges faults by what they mean`(at verb: String, answer: String, kind: IMAPProblem.Kind) throws {
        let peer = try IMAPPeer([verb: answer])
        defer { peer.stop() }
        let mailbox = try peer.mailbox()
        #expect(
            IMAPMailbox.kind {
                _ = try mailbox.open()
                _ = try mailbox.unseen()
                _ = try mailbox.fetch(1, maximumBytes: 1_000)
                try mailbox.markSeen([1])
            } == kind)
        // The connection is gone, and says so.
        #expect(IMAPMailbox.kind { _ = try mailbox.unseen() } == .unreachable)
    }

    @Test func `asks for nothing that changes a message`() throws {
        let peer = try IMAPPeer(["UID SEARCH": "* SEARCH 3 1\r\n* SEARCH\r\n* SEARCH 2 x\r\nTAG OK done\r\n"])
        defer { peer.stop() }
        let mailbox = try peer.mailbox(folder: "a\"b")
        #expect(try mailbox.open() == 7)
        #expect(try mailbox.unseen() == [1, 2, 3])
        #expect(try mailbox.fetch(3, maximumBytes: 1_000) == nil)
        try mailbox.markSeen([7, 5, 6, 5])
        mailbox.close()
        #expect(
            peer.commands.filter { !$0.hasPrefix("LOGIN") && $0 != "CAPABILITY" && $0 != "LOGOUT" } == [
                "SELECT \"a\\\"b\"", "UID SEARCH UNSEEN UNDELETED", "UID FETCH 3 (UID BODY.PEEK[]<0.1001>)",
                "UID STORE 5:7 +FLAGS.SILENT (\\Seen)",
            ])
    }

    @Test(arguments: [
        // What a server answers, and which message that is.
        ("* 1 FETCH (UID 9 BODY[]<0> {3}\r\nabc)", "abc"), ("* 1 FETCH (BODY[]<0> {3}\r\nabc UID 9)", "abc"),
        ("* 1 fetch (uid 9 body[] {0}\r\n)", ""), ("* 1 FETCH (UID 9 BODY[]<0> NIL)", nil),
        ("* 1 FETCH (UID 9 BODY[]<0> \"\")", ""), ("* 1 FETCH (FLAGS (\\Seen) UID 9)", nil),
        ("* 1 FETCH (UID 8 BODY[]<0> {3}\r\nabc)", nil),
        ("* 1 FETCH (UID 9 BODY[]<0> {9}\r\nH3 OK x\r\n)", "H3 OK x\r"),
        ("* OK see {3}", nil), ("* 1 FETCH (FLAGS () UID 9)\r\n* 1 FETCH (UID 9 BODY[]<0> {1}\r\na)", "a"),
    ])
    func `knows the message among what a server says`(answer: String, message: String?) throws {
        let peer = try IMAPPeer(["UID FETCH": answer + "\r\nTAG OK done\r\n"])
        defer { peer.stop() }
        let mailbox = try peer.mailbox()
        _ = try mailbox.open()
        #expect(try mailbox.fetch(9, maximumBytes: 8).map { String(decoding: $0.bytes, as: UTF8.self) } == message)
    }

    @Test func `says goodbye in the server's words, cleaned`() throws {
        let peer = try IMAPPeer(["UID SEARCH": "* BYE \u{1B}[31morders@example.org is\tdone\r\n!drop"])
        defer { peer.stop() }
        let mailbox = try peer.mailbox()
        _ = try mailbox.open()
        do {
            _ = try mailbox.unseen()
            Issue.record("it goes on")
        } catch {
            #expect(
                error.description == "the mailbox server 127.0.0.1:\(peer.port) took its leave: [31m<address> is done")
        }
    }

    @Test(arguments: ["CONNECT", "LOGIN", "SELECT", "UID SEARCH", "UID FETCH"], [true, false])
    func `is stopped wherever a server keeps it waiting`(verb: String, isFinish: Bool) throws {
        let peer = try IMAPPeer([verb: "!hang"])
        defer { peer.stop() }
        let stop = StopFlag()
        Thread {
            peer.waitForHang()
            stop.raise()
        }.start()
        let mailbox = try isFinish ? peer.mailbox(finish: stop) : peer.mailbox(stop: stop)
        let start = ContinuousClock.now
        #expect(
            IMAPMailbox.kind {
                _ = try mailbox.open()
                _ = try mailbox.unseen()
                _ = try mailbox.fetch(1, maximumBytes: 1_000)
            } == .stopped)
        #expect(start.duration(to: .now) < .seconds(10))
        #expect(IMAPMailbox.kind { _ = try mailbox.open() } == .stopped)
    }

    @Test func `what is in hand is marked although nothing new is begun`() throws {
        let peer = try IMAPPeer()
        defer { peer.stop() }
        let finish = StopFlag()
        let mailbox = try peer.mailbox(finish: finish)
        _ = try mailbox.open()
        finish.raise()
        try mailbox.markSeen([1])
        #expect(IMAPMailbox.kind { _ = try mailbox.fetch(2, maximumBytes: 10) } == .stopped)
        #expect(peer.commands.contains("UID STORE 1 +FLAGS.SILENT (\\Seen)"))
    }

    @Test func `waits no longer than it was told`() throws {
        let peer = try IMAPPeer(["UID SEARCH": "!hang"])
        defer { peer.stop() }
        let mailbox = try peer.mailbox(commandTimeout: 1)
        #expect(
            IMAPMailbox.kind {
                _ = try mailbox.open()
                _ = try mailbox.unseen()
            } == .unreachable)
    }
}
