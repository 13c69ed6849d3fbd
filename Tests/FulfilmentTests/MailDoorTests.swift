import Foundation
import Orders
import Store
import Synchronization
import Testing
import Wire

@testable import Fulfilment

@Suite struct MailDoorTests {
    private let workshop: Workshop
    private let mailbox = ScriptedMailbox()
    private let log = LogLines()
    private let halt = Halt()
    private let limit = RateLimit(limit: 3)

    init() throws {
        workshop = try Workshop()
    }

    private var receiver: Receiver {
        Receiver(
            store: workshop.store,
            rules: Rules(
                catalogue: Workshop.catalogue, today: workshop.clock.today, calendar: Workshop.calendar,
                campaignHasImprint: true, emailRequired: true),
            clock: workshop.clock, duplicatesWithin: 7 * 86_400, remember: 90 * 86_400)
    }

    private func door(
        every: Duration = .seconds(60), catalogue: Catalogue = Workshop.catalogue,
        onPass: @escaping @Sendable (MailDoor.Tally) -> Void = { _ in }
    ) -> MailDoor {
        MailDoor(
            session: { [mailbox] in mailbox.session }, name: "orders@imap.example.org/INBOX",
            mailDomain: "orders.example.org", every: every, store: workshop.store,
            receiver: { [receiver] in receiver }, catalogue: { catalogue }, limit: limit,
            remember: 90 * 86_400, own: ["orders@example.org"],
            clock: workshop.clock, halt: halt, logger: log.logger, onPass: onPass)
    }

    /// A form filled in by another person for each number.
    private static func form(_ number: Int, quantity: String = "100", header: String = "", from: String? = nil)
        -> String
    {
        """
        From: \(from ?? "Person Number \(number) <person\(number)@example.org>")
        Message-ID: <\(number)@mail.example.org>
        Subject: Order
        \(header.isEmpty ? "" : header + "\n")Content-Type: text/plain; charset=utf-8

        Name: Person Number \(number)
        Address: \(number) Example Street
        Town: Manchester
        Postcode: M9 0SQ
        First leaflet (leaflet-1): \(quantity)

        """
    }

    private static let unclear = """
        From: Aisha Khan <aisha@example.org>
        Message-ID: <a@mail.example.org>
        Subject: leaflets
        Content-Type: text/plain

        Some leaflets for the early shift, please.
        """

    private func orders() async throws -> [PlacedOrder] {
        try await workshop.store.orders(state: nil).sorted { $0.order.name < $1.order.name }
    }

    private func mails() async throws -> [MailKind] {
        try await workshop.store.mailsToCompose(limit: 100).map(\.kind)
    }

    @Test func `takes a form, answers it, and marks it as seen`() async throws {
        mailbox.put(1, Self.form(1))
        let tally = try await door().pass()
        let order = try #require(try await orders().first)
        #expect(order.state == .accepted)
        #expect(order.door == .mail)
        #expect(order.order.email?.text == "person1@example.org")
        #expect(try await mails() == [.confirmation])
        #expect(mailbox.seen == [1])
        #expect(tally.orders == 1 && tally.held == 0)
        let original = try await workshop.store.original(of: order.reference)
        #expect(original?.hasPrefix("Subject: Order\nMessage-ID: <1@mail.example.org>\n\nName: Person") == true)
        #expect(try await workshop.store.history(of: order.reference).first?.who == "mail")
        #expect(try await workshop.store.order(order.reference, producer: "mail") != nil)
        #expect(mailbox.state.withLock(\.closed) == 1)
    }

    @Test func `holds what it can't read, with its text, and answers politely`() async throws {
        mailbox.put(1, Self.unclear)
        let tally = try await door().pass()
        let order = try #require(try await orders().first)
        #expect(tally.held == 1)
        #expect(order.heldBecause == [.unreadable])
        #expect(order.order.name == "Aisha Khan")
        #expect(try await workshop.store.original(of: order.reference)?.contains("for the early shift") == true)
        #expect(try await mails() == [.held])
        #expect(mailbox.seen == [1])
    }

    @Test(arguments: [form(1), unclear])
    func `an answer names the message that it answers`(message: String) async throws {
        mailbox.put(1, message)
        _ = try await door().pass()
        let drafts = try await workshop.store.mailsToCompose(limit: 10)
        #expect(drafts.map(\.inReplyTo) == [message == Self.unclear ? "a@mail.example.org" : "1@mail.example.org"])
    }

    @Test(arguments: [
        String(repeating: "x", count: 300) + "@example.org", "no-at", "(a)@example.org", "@", "a@[]",
        "a b@example.org",
    ])
    func `an answer leaves out a Message-ID that can't be repeated`(id: String) async throws {
        mailbox.put(1, Self.form(1).replacing("1@mail.example.org", with: id))
        _ = try await door().pass()
        #expect(try await workshop.store.mailsToCompose(limit: 10).map(\.inReplyTo) == [nil])
    }

    @Test func `a form with something wrong in it is held, and never rejected`() async throws {
        mailbox.put(1, Self.form(1, quantity: "30"))
        mailbox.put(2, Self.form(2).replacing("M9 0SQ", with: "RH6 OHP"))
        #expect(try await door().pass().held == 2)
        #expect(try await orders().allSatisfy { $0.heldBecause == [.unreadable] && $0.order.address.lines.count == 1 })
    }

    @Test func `a message is one order, however often it comes`() async throws {
        mailbox.put(1, Self.form(1))
        mailbox.put(2, Self.unclear)
        _ = try await door().pass()
        // Killed before \Seen; then another UIDVALIDITY; then a copy of the message.
        mailbox.state.withLock { $0.seen = [] }
        #expect(try await door().pass().seen == 2)
        #expect(mailbox.state.withLock(\.fetched) == [1, 2])
        mailbox.state.withLock {
            $0.seen = []
            $0.validity = 8
        }
        mailbox.put(9, Self.form(1).replacing("Subject: Order", with: "Subject: Fwd: Order"))
        #expect(try await door().pass().seen == 3)
        #expect(try await orders().count == 2)
        #expect(try await mails().count == 2)
        #expect(mailbox.seen == [1, 2, 9])
    }

    @Test func `what has left the mailbox is forgotten in time, what is there never`() async throws {
        mailbox.put(1, Self.form(1))
        mailbox.put(2, Self.form(2).replacing("Message-ID: <2@mail.example.org>\n", with: ""))
        _ = try await door().pass()
        func isKnown(_ uid: UInt32) async throws -> Bool {
            try await workshop.store.isSeen(
                MessageKey(mailbox: "orders@imap.example.org/INBOX", validity: 7, uid: uid, messageID: nil))
        }
        mailbox.state.withLock { $0.messages[1] = nil }
        let door = door()
        workshop.time.advance(by: 90 * 86_400)
        #expect(try await door.pass().seen == 0)
        #expect(try await isKnown(1), "not a second too early")
        workshop.time.advance(by: 86_400)
        mailbox.state.withLock { $0.seen = [] }
        #expect(try await door.pass().seen == 1)
        #expect(try await !isKnown(1))
        #expect(try await isKnown(2))
        #expect(try await orders().count == 2)
    }

    @Test func `without a Message-ID different texts are different orders, the same one the same`() async throws {
        let unclear = Self.unclear.replacing("Message-ID: <a@mail.example.org>\n", with: "")
        mailbox.put(1, unclear)
        mailbox.put(2, unclear.replacing("early", with: "late"))
        mailbox.put(3, unclear)
        mailbox.put(4, Self.form(4).replacing("Message-ID: <4@mail.example.org>\n", with: ""))
        mailbox.put(5, Self.form(4).replacing("Message-ID: <4@mail.example.org>\n", with: ""))
        _ = try await door().pass()
        #expect(try await orders().count == 3)
        #expect(mailbox.seen == [1, 2, 3, 4, 5])
    }

    @Test func `a very long Message-ID is an id like any other`() async throws {
        let id = String(repeating: "x", count: 400) + "@example.org"
        mailbox.put(1, Self.form(1).replacing("1@mail.example.org", with: id))
        #expect(try await door().pass().orders == 1)
    }

    @Test(arguments: [
        "Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <list.example.org>", "Return-Path: <>",
        "X-Auto-Response-Suppress: All", "List-Unsubscribe: <mailto:off@example.org>",
        "Precedence: first-class\nPrecedence: bulk", "Auto-Submitted: no\nAuto-Submitted: auto-generated",
    ])
    func `nobody is answered for a program or a list`(header: String) async throws {
        mailbox.put(1, Self.form(1, header: header))
        mailbox.put(2, Self.unclear.replacing("Subject:", with: "\(header)\nSubject:"))
        mailbox.put(
            3,
            """
            From: Zoe Jones <zoe@example.org>
            \(header)

            100 leaflet-1 please

            Zoe Jones
            3 Example Street
            Manchester
            M9 0SQ
            """)
        let tally = try await door().pass()
        #expect(tally.orders == 1 && tally.held == 2)
        #expect(try await mails().isEmpty)
        let held = try await orders().map(\.heldBecause)
        #expect(held == [[.unreadable], [], [.manual]], "\(held)")
    }

    @Test func `our own mail come back is held and not answered`() async throws {
        mailbox.put(
            1, Self.unclear.replacing("a@mail.example.org", with: "0123456789abcdef0123456789ABCDEF@ORDERS.example.org")
        )
        #expect(try await door().pass().held == 1)
        #expect(try await mails().isEmpty)
    }

    @Test(arguments: ["", "From: \n", "From: nobody\n", "From: <@>\n", "From: =?utf-8?q?a=0D=0Ab?= <a@b>\n"])
    func `without a writer's address it is held, and nobody is written to`(from: String) async throws {
        mailbox.put(
            1,
            Self.form(1).split(separator: "\n", maxSplits: 1)[1].description.replacing(
                "Subject:", with: from + "Subject:"))
        #expect(try await door().pass().held == 1)
        let order = try #require(try await orders().first)
        #expect(order.order.email == nil)
        #expect(order.order.name == "Person Number 1")
        #expect(try await mails().isEmpty)
    }

    @Test(arguments: ["orders@example.org", "Orders@Example.org", "noreply@example.org", "no-reply@example.org"])
    func `nobody is answered at an address of ours, or where nobody reads`(address: String) async throws {
        mailbox.put(1, Self.form(1, from: "Somebody <\(address)>"))
        #expect(try await door().pass().orders == 1)
        #expect(try await mails().isEmpty)
    }

    @Test func `somebody else's message under a known Message-ID is another one`() async throws {
        mailbox.put(1, Self.form(1))
        mailbox.put(2, Self.form(2).replacing("<2@mail", with: "<1@mail"))
        mailbox.put(3, Self.form(1).replacing("1 Example Street", with: "3 Example Street"))
        mailbox.put(4, Self.form(1))
        let tally = try await door().pass()
        #expect(tally.orders + tally.held == 3 && tally.seen == 1)
        #expect(try await orders().count == 3)
    }

    @Test func `says why it is held, without anything of what was written`() async throws {
        mailbox.put(1, Self.unclear)
        mailbox.put(2, Self.form(2).replacing("M9 0SQ", with: "RH6 OHP"))
        _ = try await door().pass()
        let notes = try await orders().map(\.heldNote)
        #expect(
            notes == ["the message has no postcode; look at postcode, addressLine1, town, items", "look at postcode"])
    }

    @Test func `a form that only the HTML holds is read`() async throws {
        let lines = Self.form(1).split(separator: "\n").dropFirst(4).joined(separator: "<br>\n")
        func message(_ number: Int, plain: String, html: String) -> String {
            """
            From: Person Number \(number) <person\(number)@example.org>
            Message-ID: <html\(number)@example.org>
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary=cut

            --cut
            Content-Type: text/plain

            \(plain)
            --cut
            Content-Type: text/html

            <p>\(html)</p>
            --cut--
            """
        }
        mailbox.put(1, message(1, plain: "Your mail program needs an HTML reader.", html: lines))
        let plain = lines.replacing("<br>", with: "")
        mailbox.put(2, message(2, plain: plain, html: lines + "<s>not this</s>"))
        let tally = try await door().pass()
        #expect(tally.orders == 1 && tally.held == 1)
        #expect(try await orders().map(\.heldNote).contains("the message has something struck out"))
    }

    @Test func `a writer over the limit gets no more answers`() async throws {
        for number in 1...6 {
            mailbox.put(UInt32(number), Self.form(number, from: "Aisha Khan <aisha@example.org>"))
        }
        #expect(try await door().pass().held == 3)
        #expect(try await mails().count == 3)
    }

    @Test func `what waits is fetched and told once, until its time`() async throws {
        for number in 1...32 { mailbox.put(UInt32(number), Self.form(number, from: "a@example.org")) }
        let door = door()
        var isAway = false
        for _ in 1...3 { try await door.look(&isAway) }
        #expect(mailbox.state.withLock { $0.fetched.count } == 32)
        #expect(log.all.filter { $0.contains("mailbox read") }.count == 1)
        workshop.time.advance(by: 3600)
        #expect(try await door.pass().later == 0)
        #expect(mailbox.seen.count == 32)
    }

    @Test func `what a pass did before the mailbox went away is told`() async throws {
        mailbox.put(1, Self.form(1))
        mailbox.put(2, Self.form(2))
        mailbox.fail("fetch 2")
        var isAway = false
        try await door().look(&isAway)
        #expect(log.all.contains { $0.contains("mailbox read") && $0.contains("orders=1") })
        #expect(log.all.contains { $0.contains("mailbox away") })
    }

    @Test func `what is refused in spite of all stays unread, is told once a day, and hides nothing`() async throws {
        mailbox.put(1, Self.form(1))
        _ = try await door().pass()
        #expect(mailbox.seen == [1])
        mailbox.state.withLock { $0.messages = [:] }
        workshop.time.advance(by: 400 * 86_400)
        _ = try await door().pass()
        mailbox.put(2, Self.form(1))
        mailbox.put(3, Self.form(3))
        // With another catalogue the same words are another order, under an id that was used.
        func told() -> Int { log.all.filter { $0.contains("mail not taken") && $0.contains("uid=2") }.count }
        var isAway = false
        // The second door is the one after a restart.
        for start in 1...2 {
            let door = door(catalogue: Catalogue(items: []))
            for _ in 1...3 { try await door.look(&isAway) }
            #expect(told() == 2 * start - 1)
            workshop.time.advance(by: 86_401)
            try await door.look(&isAway)
            #expect(told() == 2 * start)
        }
        #expect(mailbox.seen == [1, 3])
        #expect(try await orders().count == 2)
    }

    @Test func `a message that is listed and not shown is told as left for later`() async throws {
        mailbox.put(1, Self.form(1))
        mailbox.state.withLock { state in state.hidden = [1] }
        let door = door()
        #expect(try await door.pass().later == 1)
        #expect(try await door.pass().later == 1)
        #expect(mailbox.state.withLock(\.fetched) == [1])
        mailbox.state.withLock { state in state.hidden = [] }
        workshop.time.advance(by: 3601)
        #expect(try await door.pass().orders == 1)
    }

    @Test func `an answer to a mail of ours that is no order is held and not answered`() async throws {
        let ours = "In-Reply-To: <0123456789abcdef0123456789abcdef@orders.example.org>"
        mailbox.put(1, Self.unclear.replacing("Subject: leaflets", with: "Subject: away until Monday\n\(ours)"))
        mailbox.put(2, Self.form(2, header: ours))
        let tally = try await door().pass()
        #expect(tally.held == 1 && tally.orders == 1)
        #expect(try await mails() == [.confirmation])
        let held = try #require(try await orders().first { $0.state == .held })
        #expect(try await workshop.store.order(held.reference)?.heldNote?.contains("nobody was answered") == true)
        // What becomes of it she hears all the same.
        _ = try await workshop.store.cancel(held.reference, at: workshop.clock.now, who: "test")
        #expect(try await mails().sorted { $0.rawValue < $1.rawValue } == [.cancelled, .confirmation])
    }

    @Test func `one bad message never stops the next`() async throws {
        mailbox.put(1, bytes: [])
        mailbox.put(2, bytes: Array(repeating: 0, count: 10_000))
        mailbox.put(3, bytes: (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) })
        mailbox.put(4, Self.unclear + String(repeating: "x", count: 2 << 20))
        mailbox.put(5, "Content-Type: multipart/mixed; boundary=\"\n\n--\n--\n")
        mailbox.put(6, Self.form(6))
        let tally = try await door().pass()
        #expect(tally.held == 5)
        #expect(tally.orders == 1)
        #expect(tally.seen + tally.failed == 0)
        #expect(mailbox.seen == [1, 2, 3, 4, 5, 6])
        let long = try #require(try await orders().first { $0.order.name == "Aisha Khan" })
        let original = try #require(try await workshop.store.original(of: long.reference))
        #expect(original.contains("it goes on") && original.utf8.count < 70_000)
    }

    @Test func `a writer with too many messages is held, one with far too many waits`() async throws {
        let from = "Aisha Khan <Aisha@example.org>"
        for number in 1...35 { mailbox.put(UInt32(number), Self.form(number, from: from)) }
        mailbox.put(36, Self.form(36))
        let tally = try await door().pass()
        #expect(tally.orders == 4 && tally.held == 27 && tally.later == 5)
        #expect(mailbox.seen == (1...30).map { UInt32($0) } + [36])
        let concerned = try await workshop.store.orders(state: .held)
        #expect(
            concerned.allSatisfy { $0.heldBecause == [.manual] && $0.heldNote?.contains("this e-mail address") == true }
        )
        workshop.time.advance(by: 3600)
        #expect(try await door().pass().orders == 3)
        #expect(mailbox.seen.count == 36)
        #expect(try await orders().count == 36)
    }

    @Test(arguments: ["open", "unseen", "present", "fetch 2", "mark"])
    func `a mailbox that goes away is told once, and read when it is back`(call: String) async throws {
        mailbox.put(1, Self.form(1))
        mailbox.put(2, Self.form(2))
        let door = door()
        var isAway = false
        mailbox.fail(call)
        try await door.look(&isAway)
        mailbox.fail("open")
        try await door.look(&isAway)
        #expect(isAway)
        try await door.look(&isAway)
        #expect(!isAway)
        #expect(log.all.filter { $0.contains("mailbox away") }.count == 1)
        #expect(log.all.first { $0.contains("mailbox away") }?.contains("hint=wait") == true)
        #expect(log.all.filter { $0.contains("mailbox back") }.count == 1)
        #expect(try await orders().count == 2)
        #expect(mailbox.seen == [1, 2])
        #expect(!log.all.contains { $0.contains("example.org") || $0.contains("Person") })
    }

    @Test func `what was away because we stop is no word worth`() async throws {
        mailbox.fail("open")
        halt.breakOff.raise()
        var isAway = false
        try await door().look(&isAway)
        #expect(log.all.isEmpty && !isAway)
    }

    @Test func `a closed database leaves the messages, and their counts`() async throws {
        for number in 1...3 { mailbox.put(UInt32(number), Self.form(number, from: "a@example.org")) }
        var isAway = false
        try workshop.store.close()
        try await door().look(&isAway)
        #expect(mailbox.seen.isEmpty)
        #expect(log.all.contains { $0.contains("mailbox not read") || $0.contains("mail not taken") }, "\(log.all)")
        #expect(limit.senders == 0)
    }

    @Test func `nothing new is begun once we stop`() async throws {
        for number in 1...3 { mailbox.put(UInt32(number), Self.form(number)) }
        mailbox.state.withLock { $0.onFetch = { [halt] _ in halt.finish.raise() } }
        #expect(try await door().pass().orders == 1)
        #expect(mailbox.seen == [1])
    }

    @Test func `it reads again and again until it is told to end`() async throws {
        let (passes, continuation) = AsyncStream<MailDoor.Tally>.makeStream()
        mailbox.put(1, Self.form(1))
        let door = door(every: .seconds(1)) { continuation.yield($0) }
        try await running([door], halt: halt) { [mailbox] in
            _ = await passes.first { $0.orders == 1 }
            mailbox.put(2, Self.form(2))
            _ = await passes.first { $0.orders == 1 }
        }
        #expect(mailbox.seen == [1, 2])
        #expect(log.all.filter { $0.contains("info mailbox read orders=1") || $0.contains("mailbox read") }.count == 2)
    }
}
