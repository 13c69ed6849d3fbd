import Foundation
import Orders
import Store
import TestSupport
import Testing

@testable import Fulfilment

@Suite struct MailerTests {
    @Test func `every order gets one confirmation, over several connections`() async throws {
        let workshop = try Workshop()
        try await workshop.take((1...20).map { .fixture($0) })
        let sink = try SMTPSink()

        let tally = try await workshop.mailer(sink.url, connections: 4).sendDue()

        #expect(tally.sent == 20)
        #expect(Set(try sink.received.flatMap(\.to)).count == 20)
        #expect(try sink.received.count == 20)
        #expect(try await workshop.store.mails().allSatisfy { $0.state == .sent && $0.attempts == 1 })
        #expect(try await workshop.mailer(sink.url).sendDue() == Mailer.Tally())
    }

    @Test func `a mail refused for now is tried again, later and later`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)])
        let sink = try SMTPSink(options: ["-r", "RCPT"])
        let mailer = try workshop.mailer(sink.url)

        #expect(try await mailer.sendDue().deferred == 1)
        let first = try #require(try await workshop.store.mails().first)
        #expect(first.state == .queued)
        #expect(first.nextAttemptAt == workshop.time.now + 60)
        #expect(first.lastProblem?.contains("4") == true)

        #expect(try await mailer.sendDue() == Mailer.Tally())
        workshop.time.advance(by: 60)
        #expect(try await mailer.sendDue().deferred == 1)
        #expect(try await workshop.store.mails().first?.nextAttemptAt == workshop.time.now + 300)
    }

    @Test func `a mail refused for good fails with the server's words`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)])
        let sink = try SMTPSink(options: ["-f", "RCPT"])

        #expect(try await workshop.mailer(sink.url).sendDue().failed == 1)

        let mail = try #require(try await workshop.store.mails().first)
        #expect(mail.state == .failed)
        #expect(mail.lastProblem?.isEmpty == false)
        #expect(mail.nextAttemptAt == nil)
    }

    @Test func `a connection lost after the text leaves the mail ambiguous for half an hour`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)])
        let lossy = try ScriptedSMTPPeer(script: [".": ["!drop"]])

        #expect(try await workshop.mailer(lossy.url, connections: 1).sendDue().ambiguous == 1)

        let mail = try #require(try await workshop.store.mails().first)
        #expect(mail.state == .queued)
        #expect(mail.lastProblem == "answer lost")
        #expect(mail.nextAttemptAt == workshop.time.now + 1800)

        workshop.time.advance(by: 1800)
        let sink = try SMTPSink()
        #expect(try await workshop.mailer(sink.url).sendDue().sent == 1)
        let text = try lossy.next("mail").text?.replacingOccurrences(of: "\r\n", with: "\n")
        let again = try #require(try sink.received.first?.text)
        #expect(text?.trimmingCharacters(in: .newlines) == again.trimmingCharacters(in: .newlines))
    }

    @Test func `a server that isn't there costs one attempt, not one a mail`() async throws {
        let workshop = try Workshop()
        try await workshop.take((1...10).map { .fixture($0) })
        let closed = try SMTPSink()
        closed.stop()

        let tally = try await workshop.mailer(closed.url, connections: 1).sendDue()

        #expect(tally.unreachable != nil)
        #expect(try await workshop.store.mails().map(\.attempts).reduce(0, +) == 1)
        #expect(try await workshop.store.mails().allSatisfy { $0.state == .queued })
    }

    @Test func `a mail that nobody took for five days is given up`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)])
        let sink = try SMTPSink(options: ["-r", "RCPT"])
        let mailer = try workshop.mailer(sink.url, connections: 1)
        var passes = 0
        while try await workshop.store.mails().first?.state == .queued, passes < 100 {
            _ = try await mailer.sendDue()
            workshop.time.advance(by: 4 * 3600)
            passes += 1
        }

        let mail = try #require(try await workshop.store.mails().first)
        #expect(mail.state == .failed)
        #expect(mail.lastProblem?.contains("five days") == true)
        #expect((25...40).contains(passes))
    }

    @Test func `a cancelled order's confirmation isn't sent, its cancellation is`() async throws {
        let workshop = try Workshop()
        let answers = try await workshop.take([.fixture(1)])
        let reference = try #require(answers[0].reference)
        _ = try await workshop.store.cancel(reference, at: workshop.time.now, who: "test")
        let sink = try SMTPSink()

        #expect(try await workshop.mailer(sink.url).sendDue().sent == 1)

        #expect(try sink.received.first?.text.contains("cancelled") == true)
    }

    @Test func `composing the same draft again gives the same bytes`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)])
        let draft = try #require(try await workshop.store.mailsToCompose(limit: 1).first)
        let first = try workshop.composer.compose(draft)
        workshop.time.advance(by: 100_000)
        #expect(try workshop.composer.compose(draft) == first)
    }
}
