import Foundation
import Orders
import ServiceLifecycle
import Store
import TestSupport
import Testing
import Wire

@testable import Fulfilment

@Suite struct MailerServiceTests {
    private func service(
        _ workshop: Workshop, _ mailer: @escaping @Sendable () -> Mailer?, halt: Halt = Halt(), alarm: Alarm? = nil,
        log: LogLines = LogLines(), onPass: @escaping @Sendable (Mailer.Tally) -> Void = { _ in }
    ) throws -> MailService {
        MailService(
            store: workshop.store, mailer: mailer, clock: workshop.clock,
            alarm: try alarm ?? workshop.alarm(watching: true), halt: halt, logger: log.logger, onPass: onPass)
    }

    /// The address of a server that was there once.
    private func nobody() throws -> String {
        let sink = try SMTPSink()
        sink.stop()
        return sink.url
    }

    @Test func `a commit of another process wakes it, and its mail goes out`() async throws {
        let workshop = try Workshop()
        let sink = try SMTPSink()
        let mailer = try workshop.mailer(sink.url)
        let (passes, continuation) = AsyncStream.makeStream(of: Mailer.Tally.self)
        let halt = Halt()
        let service = try service(workshop, { mailer }, halt: halt) { continuation.yield($0) }
        try await workshop.take([.fixture(1)])

        let sent = try await running([service], halt: halt) {
            var iterator = passes.makeAsyncIterator()
            let first = await iterator.next()?.sent
            var other = workshop
            other.store = try workshop.otherStore()
            try await other.take([.fixture(2)])
            return [first, await iterator.next()?.sent]
        }

        #expect(sent == [1, 1])
        #expect(try sink.received.count == 2)
    }

    @Test func `a pass that finds nothing commits nothing, and so wakes nobody`() async throws {
        let workshop = try Workshop()
        let sink = try SMTPSink()
        let mailer = try workshop.mailer(sink.url)
        try await workshop.take([.fixture(1)])
        _ = try await mailer.sendDue()
        let before = try workshop.writings()

        #expect(try await mailer.sendDue() == Mailer.Tally())
        var rhythm = MailRhythm()
        #expect(try await service(workshop, { mailer }).step(&rhythm) == nil)

        #expect(try workshop.writings() == before)
    }

    @Test func `a server that turns one connection away while others get through isn't away`() {
        var rhythm = MailRhythm()
        var tally = Mailer.Tally()
        (tally.sent, tally.unreachable) = (5, "421 too many connections")
        #expect(rhythm.note(tally, at: 100) == nil)
        #expect(rhythm.resting(at: 100) == nil)
        tally.sent = 0
        #expect(rhythm.note(tally, at: 100) == .wentAway)
        #expect(rhythm.resting(at: 100) != nil)
    }

    @Test func `it sleeps until the next mail is due`() async throws {
        let workshop = try Workshop()
        let refusing = try SMTPSink(options: ["-r", "RCPT"])
        let mailer = try workshop.mailer(refusing.url)
        try await workshop.take([.fixture(1)])
        let service = try service(workshop, { mailer })
        var rhythm = MailRhythm()

        #expect(try await service.step(&rhythm) == workshop.time.now, "there may be more by now")
        #expect(try await service.step(&rhythm) == workshop.time.now + 60)
        #expect(try await workshop.store.mails().map(\.attempts) == [1])
    }

    @Test func `a server that isn't there is left alone, longer and longer, whoever rings`() async throws {
        let workshop = try Workshop()
        try await workshop.take((1...8).map { .fixture($0) })
        let mailer = try workshop.mailer(try nobody(), connections: 1)
        let log = LogLines()
        let service = try service(workshop, { mailer }, log: log)
        var rhythm = MailRhythm()

        for rest: Int64 in [30, 60, 120, 240, 480, 600, 600] {
            let attempts = try await workshop.store.mails().map(\.attempts).reduce(0, +)
            for _ in 0..<3 {
                _ = try workshop.store.retryMail(at: workshop.time.now)
                #expect(try await service.step(&rhythm) == workshop.time.now + rest)
            }
            #expect(try await workshop.store.mails().map(\.attempts).reduce(0, +) == attempts + 1)
            workshop.time.advance(by: rest)
        }

        #expect(log.all.count == 1, "only the change is told")
        #expect(log.all[0].hasPrefix("<4>mail server away hint="))
    }

    @Test func `it says when the server is back`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)])
        let (away, sink) = (try workshop.mailer(try nobody()), try SMTPSink())
        let back = try workshop.mailer(sink.url)
        let log = LogLines()
        var rhythm = MailRhythm()
        _ = try await service(workshop, { away }, log: log).step(&rhythm)
        workshop.time.advance(by: 3600)

        _ = try await service(workshop, { back }, log: log).step(&rhythm)

        #expect(
            log.all.dropFirst() == ["<5>mail server back\n", "<6>mail sent failed=0 later=0 lost=0 sent=1\n"])
    }

    @Test func `a clock that is set back prolongs no rest`() {
        var rhythm = MailRhythm()
        var away = Mailer.Tally()
        away.unreachable = "connection refused"
        #expect(rhythm.note(away, at: 1_000_000) == .wentAway)
        #expect(rhythm.resting(at: 1_000_029) == 1_000_030)
        #expect(rhythm.resting(at: 900_000) == 900_030)
        #expect(rhythm.resting(at: 900_030) == nil)
    }

    @Test func `passes that get nothing done are followed by a rest`() {
        var rhythm = MailRhythm()
        for _ in 1..<MailRhythm.idlePasses {
            #expect(rhythm.note(Mailer.Tally(), at: 100) == nil)
            #expect(rhythm.resting(at: 100) == nil)
        }
        #expect(rhythm.note(Mailer.Tally(), at: 100) == nil)
        #expect(rhythm.resting(at: 100) == 100 + MailRhythm.idleRest)
    }

    @Test func `while another process has claims it looks each minute whether that one is dead`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)])
        let sink = try SMTPSink()
        let mailer = try workshop.mailer(sink.url)
        _ = try await workshop.composer.composeOwed(in: workshop.store, at: workshop.time.now)
        var other: Owner? = try workshop.store.enrol(role: "mail", at: workshop.time.now)
        if let other {
            _ = try workshop.store.advance(finished: nil, takeNext: true, owner: other, at: workshop.time.now)
        }
        let service = try service(workshop, { mailer })
        var rhythm = MailRhythm()

        #expect(try await service.step(&rhythm) == workshop.time.now + MailService.claimWatch)
        other = nil
        #expect(try await service.step(&rhythm) == workshop.time.now + Store.ambiguousRest)
        _ = other

        #expect(try await workshop.store.mails().map(\.lastProblem) == ["answer lost"])
    }

    @Test func `without a way to send mail waits, which is said once`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)])
        let (log, halt) = (LogLines(), Halt())
        let alarm = try workshop.alarm(watching: true)

        try await running([try service(workshop, { nil }, halt: halt, alarm: alarm, log: log)], halt: halt) {
            _ = await log.next("mail waits")
            alarm.ring()
        }

        #expect(log.all == ["<4>mail waits problem=\"mail.url is not set\"\n"])
        #expect(try await workshop.store.mails().map(\.attempts) == [0])
    }

    @Test(arguments: [("RCPT", false), (".", true)])
    func `told to end, it breaks off an attempt whose server never answers, and begins no other`(
        command: String, maybeDelivered: Bool
    ) async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1), .fixture(2)])
        let peer = try ScriptedSMTPPeer(script: [command: ["!hang"]])
        let mailer = try workshop.mailer(peer.url, connections: 1)
        let (log, halt) = (LogLines(), Halt())
        let service = try service(workshop, { mailer }, halt: halt, log: log)

        try await running([service], halt: halt, patience: .milliseconds(50)) {
            _ = try await onThread { try peer.next("hang") }
        }

        let mails = try await workshop.store.mails()
        #expect(mails.map(\.attempts) == [1, 0])
        #expect(mails.allSatisfy { $0.state == .queued })
        #expect((mails[0].lastProblem == "answer lost") == maybeDelivered)
        #expect(mails[0].nextAttemptAt == workshop.time.now + (maybeDelivered ? 1800 : 60))
        #expect(try await !workshop.store.hasClaims())
        #expect(!log.all.contains { $0.contains("server away") }, "the server did nothing wrong")
    }

    @Test func `told to end, it finishes the mail in hand and leaves the others`() async throws {
        let workshop = try Workshop()
        try await workshop.take((1...5).map { .fixture($0) })
        let sink = try SMTPSink(options: ["-w", "1"])
        let mailer = try workshop.mailer(sink.url, connections: 1)
        let halt = Halt()
        async let tally = mailer.sendDue(halt: halt) { _ in halt.finish.raise() }
        #expect(try await tally.sent == 1)
        #expect(try await workshop.store.mails().map(\.state) == [.sent, .queued, .queued, .queued, .queued])
        #expect(try await !workshop.store.hasClaims())
    }
}
