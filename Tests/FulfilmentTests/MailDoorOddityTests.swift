import Orders
import Store
import Testing
import Wire

@testable import Fulfilment

/// What people and programs write that nobody thought of: it is kept, a person is told why, and nothing hangs.
@Suite(.timeLimit(.minutes(1))) struct MailDoorOddityTests {
    private let workshop: Workshop
    private let mailbox = ScriptedMailbox()

    init() throws {
        workshop = try Workshop()
    }

    private func take(_ message: String) async throws -> (tally: MailDoor.Tally, order: PlacedOrder) {
        mailbox.put(1, message)
        let store = workshop.store
        let receiver = Receiver(
            store: store,
            rules: Rules(
                catalogue: Workshop.catalogue, today: workshop.clock.today, calendar: Workshop.calendar,
                campaignHasImprint: true, emailRequired: true),
            clock: workshop.clock, duplicatesWithin: 7 * 86_400, remember: 90 * 86_400)
        let door = MailDoor(
            session: { [mailbox] in mailbox.session }, name: "orders@imap.example.org/INBOX",
            mailDomain: "orders.example.org", every: .seconds(60), store: store, receiver: { receiver },
            catalogue: { Workshop.catalogue }, limit: RateLimit(limit: 10), remember: 90 * 86_400,
            clock: workshop.clock, halt: Halt(), logger: LogLines().logger)
        let tally = try await door.pass()
        return (tally, try #require(try await store.orders(state: nil).first))
    }

    private static func head(subject: String = "Order", to: String = "orders@example.org", more: String = "") -> String
    {
        """
        From: Aisha Khan <aisha@example.org>
        To: \(to)
        Message-ID: <odd@mail.example.org>
        Subject: \(subject)
        MIME-Version: 1.0\(more.isEmpty ? "" : "\n" + more)
        """
    }

    private static func form(_ quantity: String = "100") -> String {
        """

        Name: Aisha Khan
        Address: 1 Example Street
        Town: Manchester
        Postcode: M9 0SQ
        First leaflet (leaflet-1): \(quantity)

        """
    }

    private static func prose(_ quantity: String) -> String {
        """

        Please send me \(quantity) First leaflet.

        Aisha Khan
        1 Example Street
        Manchester
        M9 0SQ

        """
    }

    @Test(
        arguments: [
            "99999999999999999999", "9223372036854775808", "-25", "−25", "½", "2½", "0.5", "CC", "ⅭⅭ", "cant",
            "dau gant",
            "a hundred", "1e2", "0x64", "١٠٠", "百", "100,00", "25 or 50", "all of them", "NaN",
        ], [form, prose])
    func `a quantity that isn't plainly a number is for a person`(
        quantity: String, body: @Sendable (String) -> String
    ) async throws {
        let (tally, order) = try await take(Self.head() + "\n" + body(quantity))
        #expect(tally.held == 1 && tally.failed == 0)
        #expect(order.heldBecause == [.unreadable] && order.heldNote?.isEmpty == false)
        #expect(order.order.lines.isEmpty)
        #expect(order.order.name == "Aisha Khan")
        #expect(try await workshop.store.original(of: order.reference)?.contains(quantity) == true)
        #expect(mailbox.seen == [1])
    }

    @Test func `a form without a subject is an order like any other`() async throws {
        let (tally, order) = try await take(Self.head(subject: "") + "\n" + Self.form())
        #expect(tally.orders == 1)
        #expect(order.order.lines == [OrderLine(item: "leaflet-1", quantity: 100)])
    }

    @Test func `ten thousand recipients are nothing to us`() async throws {
        let many = (1...10_000).map { "person\($0)@example.org" }.joined(separator: ",\n ")
        let (tally, order) = try await take(Self.head(to: many) + "\n" + Self.form())
        #expect(tally.orders == 1)
        #expect(order.order.email?.text == "aisha@example.org")
    }

    @Test func `a file of 25 megabytes is left in the mailbox, and the order to a person`() async throws {
        let line = String(repeating: "QUJD", count: 19) + "\n"
        let message =
            Self.head(more: "Content-Type: multipart/mixed; boundary=cut") + "\n\n--cut\nContent-Type: text/plain\n"
            + Self.form() + "--cut\nContent-Type: application/pdf; name=plan.pdf\n"
            + "Content-Transfer-Encoding: base64\n\n" + String(repeating: line, count: 25_000_000 / line.utf8.count)
            + "--cut--\n"
        let (tally, order) = try await take(message)
        #expect(tally.held == 1 && tally.failed == 0)
        #expect(order.heldNote?.contains("is longer than we read") == true, "\(order.heldNote ?? "")")
        #expect(order.order.address.postcode == "M9 0SQ")
        let original = try #require(try await workshop.store.original(of: order.reference))
        #expect(original.contains("see the mailbox") && original.utf8.count < 100_000)
    }

    @Test func `a text that is wrapped a thousand times is for a person`() async throws {
        var message = Self.head(more: "Content-Type: multipart/mixed; boundary=cut0")
        for depth in 1...1_000 {
            message += "\n\n--cut\(depth - 1)\nContent-Type: multipart/mixed; boundary=cut\(depth)"
        }
        message += "\n\n--cut1000\nContent-Type: text/plain\n" + Self.form()
        for depth in (0...1_000).reversed() { message += "--cut\(depth)--\n" }
        let (tally, order) = try await take(message)
        #expect(tally.held == 1 && tally.failed == 0)
        #expect(order.heldBecause == [.unreadable] && order.heldNote?.isEmpty == false)
    }
}
