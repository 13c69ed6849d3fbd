import Foundation
import TestSupport
import Testing

/// `mail send` against Postfix's `smtp-sink`, well-behaved and not.
struct MailSendTests {
    private static func world(_ sink: SMTPSink) throws -> World {
        try World(settings: "mail: {url: \"\(sink.url)\"}")
    }

    private static func mails(_ world: World) throws -> [ListedMail] {
        try world.listing("mail", "list", as: [ListedMail].self)
    }

    /// How many seconds from now the next attempt is.
    private static func wait(_ mail: ListedMail) throws -> TimeInterval {
        try Date(try #require(mail.nextAttemptAt), strategy: .iso8601).timeIntervalSinceNow
    }

    @Test func `sends what is owed once, to whom it is owed`() throws {
        let sink = try SMTPSink()
        let world = try Self.world(sink)
        let references = try world.accept(OrderForm.several(20))
        let run = try world.handbill("mail", "send")
        #expect(run.exitCode == 0, "\(run.complaints)")
        #expect(run.text.contains("sent 20"))
        let received = try sink.received
        #expect(Set(received.map(\.to)) == Set((0..<20).map { ["person.\($0)@example.org"] }))
        #expect(received.allSatisfy { $0.from == "orders@example.org" })
        for (index, reference) in references.enumerated() {
            let mail = try #require(received.first { $0.to == ["person.\(index)@example.org"] })
            #expect(mail.text.contains("Subject: Your order \(reference)\n"))
        }
        #expect(try Self.mails(world).allSatisfy { $0.state == "sent" && $0.attempts == 1 && $0.nextAttemptAt == nil })
        #expect(try world.handbill("mail", "send").exitCode == 0)
        #expect(try sink.received.count == 20, "nothing is sent twice")
    }

    @Test func `owes no mail to who gave no address, nor where none is wanted`() throws {
        let world = try World()
        var order = OrderForm()
        order.email = nil
        try world.accept([order])
        let other = OrderForm(id: "other", name: "Jo Ashworth", address: OrderForm.Address(lines: ["2 Example Street"]))
        #expect(try world.handbill("submit", "-", "--no-confirmation", input: [other].json).exitCode == 0)
        #expect(try Self.mails(world).isEmpty)
    }

    @Test(arguments: ["MAIL", "RCPT", "DATA", "."])
    func `keeps a mail that the server can't take now, with its words and the next time`(verb: String) throws {
        let sink = try SMTPSink(options: ["-r", verb])
        let world = try Self.world(sink)
        let reference = try world.accept([OrderForm()])[0]
        let run = try world.handbill("mail", "send")
        #expect(run.exitCode == 75)
        let mail = try #require(try Self.mails(world).first)
        #expect(mail.reference == reference)
        #expect(mail.state == "queued")
        #expect(mail.attempts == 1)
        #expect(mail.lastProblem?.contains("4.3.0 Error: command failed") == true, "\(mail.lastProblem ?? "nothing")")
        #expect((30...300).contains(try Self.wait(mail)))
        #expect(try world.handbill("mail", "send").exitCode == 75)
        #expect(try Self.mails(world)[0].attempts == 1, "it isn't due yet")

        // The next server takes it.
        let good = try SMTPSink()
        #expect(try world.handbill("mail", "retry").exitCode == 0)
        #expect(try world.handbill("mail", "send", environment: ["HANDBILL_MAIL_URL": good.url]).exitCode == 0)
        #expect(try good.received.count == 1)
        #expect(try Self.mails(world).map(\.state) == ["sent"])
    }

    @Test(arguments: ["RCPT", "DATA", "."])
    func `gives up a mail that the server refuses, with its words`(verb: String) throws {
        let sink = try SMTPSink(options: ["-f", verb])
        let world = try Self.world(sink)
        try world.accept([OrderForm()])
        let run = try world.handbill("mail", "send")
        #expect(run.exitCode == 0)
        #expect(run.text.contains("failed 1"))
        #expect(run.complaints.contains("handbill mail list"))
        let mail = try #require(try Self.mails(world).first)
        #expect(mail.state == "failed")
        #expect(mail.nextAttemptAt == nil)
        #expect(mail.lastProblem?.contains("5.3.0 Error: command failed") == true, "\(mail.lastProblem ?? "nothing")")
        #expect(mail.lastProblem?.contains("aisha") == false, "no address")
    }

    @Test(arguments: ["CONNECT", "MAIL", "RCPT", "DATA"])
    func `keeps a mail whose connection is dropped before its text`(verb: String) throws {
        let sink = try SMTPSink(options: ["-q", verb])
        let world = try Self.world(sink)
        try world.accept([OrderForm()])
        #expect(try world.handbill("mail", "send").exitCode == 75)
        let mail = try #require(try Self.mails(world).first)
        #expect(mail.state == "queued")
        #expect(mail.lastProblem?.isEmpty == false)
        #expect(mail.lastProblem != "answer lost", "it surely wasn't delivered")
    }

    @Test func `keeps a mail apart whose answer was lost, and sends the same bytes when told to`() throws {
        let sink = try SMTPSink(options: ["-q", "."])
        let world = try Self.world(sink)
        try world.accept([OrderForm()])
        let run = try world.handbill("mail", "send")
        #expect(run.exitCode == 75)
        let mail = try #require(try Self.mails(world).first)
        #expect(mail.state == "queued")
        #expect(mail.lastProblem == "answer lost")
        #expect((25 * 60...31 * 60).contains(try Self.wait(mail)), "half an hour")
        let lost = try sink.received

        let good = try SMTPSink()
        let environment = ["HANDBILL_MAIL_URL": good.url]
        #expect(try world.handbill("mail", "send", environment: environment).exitCode == 75)
        #expect(try good.received.isEmpty, "not before its time")
        #expect(try world.handbill("mail", "retry", "\(mail.id)").exitCode == 0)
        #expect(try world.handbill("mail", "send", environment: environment).exitCode == 0)
        let received = try good.received
        #expect(received.count == 1)
        if let lost = lost.first { #expect(received == [lost]) }
        #expect(try Self.mails(world).map(\.state) == ["sent"])
        #expect(try world.handbill("mail", "retry", "\(mail.id)").exitCode == 65, "what is sent stays sent")
    }

    @Test func `waits for a server that is down, and loses nothing`() throws {
        let sink = try SMTPSink()
        sink.stop()
        let world = try Self.world(sink)
        try world.accept(OrderForm.several(10))
        let run = try world.handbill("mail", "send")
        #expect(run.exitCode == 75)
        #expect(run.complaints.contains("isn't there"))
        let mails = try Self.mails(world)
        #expect(mails.count == 10)
        #expect(mails.allSatisfy { $0.state == "queued" })
        #expect(mails.filter { $0.attempts > 0 }.count <= 2, "the others are left alone: one a connection is enough")
        #expect(try world.handbill("doctor").exitCode == 69)

        let good = try SMTPSink()
        #expect(try world.handbill("mail", "retry").exitCode == 0)
        #expect(try world.handbill("mail", "send", environment: ["HANDBILL_MAIL_URL": good.url]).exitCode == 0)
        #expect(try good.received.count == 10)
    }

    @Test func `lets mail wait while no server is named, and says so`() throws {
        let world = try World()
        try world.accept([OrderForm()])
        let run = try world.handbill("mail", "send")
        #expect(run.exitCode == 75)
        #expect(run.complaints.contains("mail.url"))
        #expect(try Self.mails(world).map(\.attempts) == [0])
        #expect(try world.handbill("doctor").text.contains("mail.url"))
    }

    @Test func `writes files for who has no server yet, and says so`() throws {
        let world = try World(settings: "mail: {transport: directory, directory: mails}")
        let references = try world.accept(OrderForm.several(3))
        let run = try world.handbill("mail", "send")
        #expect(run.exitCode == 0, "\(run.complaints)")
        #expect(run.complaints.contains("mails"))
        #expect(run.complaints.contains("nobody"))
        let files = try FileManager.default.contentsOfDirectory(atPath: world.path("mails")).sorted()
        #expect(files.count == 3)
        #expect(files.allSatisfy { $0.hasSuffix(".eml") })
        let texts = try files.map { String(decoding: try world.read("mails/\($0)"), as: UTF8.self) }
        for reference in references {
            #expect(texts.filter { $0.contains("Subject: Your order \(reference)\r\n") }.count == 1)
        }
        #expect(try Self.mails(world).allSatisfy { $0.state == "sent" })
    }

    @Test func `writes to a supporter in Welsh, and about what is held, backordered or cancelled`() throws {
        let world = try World(settings: "mail: {transport: directory, directory: mails}")
        var welsh = OrderForm(id: "welsh", name: "Siân Llywelyn", language: "cy")
        welsh.address = OrderForm.Address(lines: ["2 Heol y Bont"], town: "Caernarfon", postcode: "LL55 1AA")
        let waiting = OrderForm(
            id: "waiting", name: "Tomasz Nowak", address: OrderForm.Address(lines: ["3 Example Street"]),
            items: [OrderForm.Line(item: "leaflet-3", quantity: 25)])
        let large = OrderForm(
            id: "large", name: "Jo Ashworth", address: OrderForm.Address(lines: ["4 Example Street"]),
            items: [OrderForm.Line(quantity: 2000)])
        let answers = try world.listing("submit", "-", as: [Answer].self, input: [welsh, waiting, large].json)
        #expect(try world.handbill("order", "cancel", try #require(answers[0].reference)).exitCode == 0)
        #expect(try world.handbill("mail", "send").exitCode == 0)
        let mails = try Self.mails(world)
        #expect(
            mails.map(\.kind).sorted() == ["backordered", "cancelled", "confirmation", "held"]
                || mails.map(\.kind).sorted() == ["backordered", "cancelled", "held"])
        let files = try FileManager.default.contentsOfDirectory(atPath: world.path("mails"))
        let texts = try files.map { String(decoding: try world.read("mails/\($0)"), as: UTF8.self) }
        #expect(texts.contains { $0.contains("Content-Language: cy\r\n") })
        #expect(texts.contains { $0.contains("Content-Language: en\r\n") })
    }
}
