import Foundation
import Orders
import Store
import Testing
import Wire

@testable import Fulfilment

/// What the composer takes from an order; how it is worded is for `MailTextTests`.
@Suite struct MailComposerTests {
    private static func moment(_ text: String) throws -> Int64 {
        Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970)
    }

    private func composer(
        link: @escaping @Sendable (Reference) -> String? = { _ in nil }, form: String? = nil
    ) throws -> MailComposer {
        MailComposer(
            templates: try MailTemplates(),
            catalogue: Catalogue(items: [
                Item(sku: "leaflet-1", title: "First leaflet", titles: [.welsh: "Taflen gyntaf"]),
                Item(sku: "poster-a3", title: "Poster", ships: .from(LocalDate(dayNumber: 20_822))),
            ]),
            forecast: PostingForecast(
                cutoff: 16 * 60, days: PostCalendar.workingWeek,
                calendar: PostCalendar(holidays: [LocalDate(dayNumber: 20_812)], postClass: .first),
                clock: WallClock(timeZone: TimeZone(identifier: "Europe/London") ?? .gmt) { 0 }),
            from: Mailbox(name: "Example campaign", address: "orders@example.org"), replyTo: nil,
            campaign: MailContent.Campaign(name: "Example campaign"), link: link, form: form)
    }

    private func draft(
        _ kind: MailKind, _ state: OrderState, to address: Address = home, item: String = "leaflet-1",
        date: String = "2026-12-22T10:00:00Z", dispatchedAt: String? = nil, packets: Int = 1
    ) throws -> MailDraft {
        let order = Order(
            name: "Aisha Khan", email: try EmailAddress.read("aisha@example.org").get(), address: address,
            lines: [OrderLine(item: item, quantity: 100)])
        let placed = PlacedOrder(
            reference: Reference(number: 12_345), state: state, receivedAt: try Self.moment("2026-12-01T10:00:00Z"),
            door: .file, order: order, dispatchedAt: try dispatchedAt.map(Self.moment))
        return MailDraft(
            id: 1, kind: kind, language: .english, messageID: "1@example.org", date: try Self.moment(date),
            boundary: "b", order: placed, packets: packets)
    }

    private static let home = Address(
        lines: ["1 Example Street"], town: "Manchester", postcode: "M9 0SQ", country: .unitedKingdom)

    @Test(arguments: [(Language.english, "First leaflet"), (.welsh, "Taflen gyntaf")])
    func `calls an item as the language does`(language: Language, title: String) throws {
        var mail = try draft(.confirmation, .accepted)
        mail.language = language
        #expect(try composer().content(of: mail).items.map(\.title) == [title])
    }

    @Test func `names the message that it answers, in the head alone`() throws {
        var answer = try draft(.confirmation, .accepted)
        #expect(!String(decoding: try composer().compose(answer).message, as: UTF8.self).contains("In-Reply-To"))
        answer.inReplyTo = "a1@mail.example.org"
        let text = String(decoding: try composer().compose(answer).message, as: UTF8.self)
        #expect(text.contains("\r\nIn-Reply-To: <a1@mail.example.org>\r\nReferences: <a1@mail.example.org>\r\n"))
        #expect(text.contains("\r\nAuto-Submitted: auto-replied\r\n"))
    }

    @Test func `a packet goes on the posting day of its dispatch, whenever the mail is written`() throws {
        // Christmas Eve, a Thursday, after the cut-off; the mail on Boxing Day.
        let content = try composer().content(
            of: draft(
                .posted, .dispatched, date: "2026-12-26T10:00:00Z", dispatchedAt: "2026-12-24T17:00:00Z", packets: 2))
        #expect(content.posting == LocalDate("2026-12-24"))
        // The 25th is a holiday, the next two a weekend.
        #expect(content.arrival == LocalDate("2026-12-28").map { $0...$0.advanced(by: 1) })
        #expect(content.packets == 2)
        #expect(content.postClass == .first)
        let onSunday = try draft(.posted, .dispatched, dispatchedAt: "2026-12-27T12:00:00Z")
        #expect(try composer().content(of: onSunday).posting == LocalDate("2026-12-28"))
    }

    @Test func `a change is forecast by the date of its mail`() throws {
        let content = try composer().content(of: draft(.changed, .accepted, date: "2026-12-22T17:00:00Z"))
        #expect(content.posting == LocalDate("2026-12-23"))
        #expect(content.changeUntil == LocalDate("2026-12-23").map { .init(day: $0, minutes: 16 * 60) })
        #expect(content.standing == .accepted)
    }

    @Test func `a change of an order that waits says what for`() throws {
        let content = try composer().content(of: draft(.changed, .backordered, item: "poster-a3"))
        #expect(content.standing == .backordered)
        #expect(content.expected == LocalDate("2027-01-04"))
    }

    @Test(arguments: [
        (Address(lines: ["HMS Example"], town: nil, postcode: "BFPO 57", country: .unitedKingdom), true),
        (Address(lines: ["HMS Example"], town: nil, postcode: "BF1 2AW", country: .unitedKingdom), true),
        (Address(lines: ["1 Example Street"], town: "Dublin 2", postcode: "D02 X285", country: .ireland), false),
        (Address(lines: ["1 Example Street"], town: "Gibraltar", postcode: "GX11 1AA", country: .gibraltar), false),
    ])
    func `days are promised at home only, a class only where there is one`(address: Address, hasClass: Bool) throws {
        for kind in [MailKind.posted, .changed, .confirmation] {
            let content = try composer().content(
                of: draft(kind, kind == .posted ? .dispatched : .accepted, to: address))
            #expect(content.arrival == nil)
            #expect(content.posting != nil)
            #expect((content.postClass != nil) == hasClass)
        }
        #expect(try composer().content(of: draft(.posted, .dispatched)).arrival != nil)
    }

    @Test(arguments: MailKind.allCases) func `every kind becomes a message`(kind: MailKind) throws {
        let mail = try composer().compose(draft(kind, .dispatched, dispatchedAt: "2026-12-22T10:00:00Z"))
        let text = String(decoding: mail.message, as: UTF8.self)
        #expect(text.contains("Subject: Your order HB-"))
        #expect(mail.recipient.text == "aisha@example.org")
    }

    /// A mail about an order of which only so much could be read.
    private func tornDraft(_ kind: MailKind, _ order: Order, _ language: Language = .english) throws -> MailDraft {
        var order = order
        order.email = try EmailAddress.read("aisha@example.org").get()
        order.language = language
        return MailDraft(
            id: 1, kind: kind, language: language, messageID: "1@example.org",
            date: try Self.moment("2026-12-22T10:00:00Z"), boundary: "b",
            order: PlacedOrder(
                reference: Reference(number: 12_345), state: kind == .cancelled ? .cancelled : .held,
                receivedAt: try Self.moment("2026-12-22T10:00:00Z"), door: .mail, order: order,
                heldBecause: kind == .held ? [.unreadable] : []))
    }

    private static let nowhere = Address(lines: [], town: nil, postcode: nil, country: .unitedKingdom)
    private static let torn = [
        Order(name: "", address: nowhere, lines: []), Order(name: "Aisha Khan", address: nowhere, lines: []),
        Order(
            name: "", address: Address(lines: [], town: "Leeds", postcode: "LS1 1AA", country: .unitedKingdom),
            lines: [OrderLine(item: "leaflet-1", quantity: 100)]),
        Order(name: "Aisha Khan", address: home, lines: []),
    ]

    @Test(arguments: torn.indices, Language.allCases)
    func `a mail about an order that couldn't be read whole reads well`(index: Int, language: Language) throws {
        for (kind, form) in [(MailKind.held, "https://leaflets.example.org/"), (.held, nil), (.cancelled, nil)] {
            let draft = try tornDraft(kind, Self.torn[index], language)
            let composer = try composer(form: form)
            let text = try MailTemplates().render(composer.content(of: draft))
            for body in [text.text, text.html] {
                #expect(!body.contains(" ,") && !body.contains("\n\n\n") && !body.contains("{{"), "\(body)")
                #expect(!body.contains("<br>\n<br>") && !body.contains("\n  \n"), "\(body)")
                #expect(body.contains("leaflets.example.org") == (form != nil))
                if kind == .held {
                    #expect(!body.contains("on the label") && !body.contains("ar y label"), "\(body)")
                    #expect(!body.contains("Thank you for your order") && !body.contains("am eich archeb"), "\(body)")
                }
                let greeting = language == .english ? ["Dear Aisha Khan,", "Hello,"] : ["Annwyl Aisha Khan,", "Helo,"]
                #expect(body.contains(greeting[draft.order.order.name.isEmpty ? 1 : 0]), "\(body)")
            }
            #expect(text.text.contains("LS1 1AA") == false)
            #expect(text.text.contains("MANCHESTER") == false)
            if kind == .held {
                #expect(text.text.contains(language == .english ? "We could not read all of it." : "darllen y cyfan"))
                #expect(text.text.contains(language == .english ? "A person is reading" : "Mae rhywun yn darllen"))
            }
            #expect(!text.subject.contains("read") && !text.subject.contains("darllen"))
            _ = try composer.compose(draft)
        }
    }

    @Test func `the form is named only where something couldn't be read`() throws {
        let composer = try composer(form: "https://leaflets.example.org/")
        var draft = try tornDraft(.held, Self.torn[3])
        draft.order.heldBecause = [.quantity]
        let text = try MailTemplates().render(composer.content(of: draft)).text
        #expect(!text.contains("leaflets.example.org"))
        #expect(text.contains("There is nothing for you to do. We will write again once it is confirmed"))
    }

    @Test(arguments: [MailKind.confirmation, .held, .backordered, .changed], [true, false])
    func `a mail says where the order can be changed, by the link or by reply`(kind: MailKind, hasLink: Bool) throws {
        let composer = try composer(link: { hasLink ? "https://leaflets.example.org/order/\($0)?key=1&b" : nil })
        let draft = try draft(kind, kind == .held ? .held : .accepted)
        let text = try MailTemplates().render(composer.content(of: draft))
        #expect(text.text.contains("https://leaflets.example.org/order/\(draft.order.reference)?key=1&b") == hasLink)
        #expect(text.html.contains("?key=1&amp;b") == hasLink)
        #expect(text.text.contains("To change or cancel the order, reply to this mail") == !hasLink)
    }
}
