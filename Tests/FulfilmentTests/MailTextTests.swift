import Foundation
import Orders
import Templates
import Testing

@testable import Fulfilment

@Suite final class MailTextTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "handbill-\(UUID().uuidString)")

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Parsed once: nothing in them changes.
    private static let builtIn = Result { try MailTemplates() }
    private static let kinds = MailKind.allCases

    private static func content(
        _ kind: MailKind, _ language: Language = .english, full: Bool = true
    ) throws -> MailContent {
        let posting = try #require(LocalDate("2026-12-17"))
        var content = MailContent(
            kind: kind, language: language, reference: Reference(number: 12_345), name: "Niamh O'Brien",
            items: [.init(title: "First leaflet <new>", quantity: 100), .init(title: "Poster & frame", quantity: 5)],
            addressLines: ["Niamh O'Brien", "1 Example Street", "MANCHESTER", "M9 0SQ"],
            campaign: .init(name: "Example Campaign"))
        if full {
            content.posting = posting
            content.arrival = posting.advanced(by: 4)...posting.advanced(by: 6)
            content.packets = 2
            content.postClass = .second
            content.changeUntil = .init(day: posting.advanced(by: -1), minutes: 16 * 60)
            content.heldBecause = HeldReason.allCases
            content.expected = LocalDate("2027-01-04")
            content.campaign.website = "https://example.org/leaflets?a=1&b=2"
            content.campaign.privacyContact = "privacy@example.org"
            content.link = "https://example.org/order/1"
        }
        return content
    }

    private func render(_ content: MailContent) throws -> MailText {
        try Self.builtIn.get().render(content)
    }

    private func override(_ name: String, _ text: String) throws -> MailTemplates {
        let mail = folder.appending(path: "mail")
        try FileManager.default.createDirectory(at: mail, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: mail.appending(path: name))
        return try MailTemplates(directory: folder.path())
    }

    @Test(arguments: kinds, Language.allCases)
    func `every mail is whole, with and without what may be missing`(kind: MailKind, language: Language) throws {
        for full in [true, false] {
            let mail = try render(Self.content(kind, language, full: full))
            for body in [mail.text, mail.html] {
                #expect(!body.contains("{{") && !body.contains("}}") && !body.contains("Optional"))
                #expect(body.contains("HB-"))
                #expect(body.contains("Example Campaign"))
                #expect(body.contains("100"))
                #expect(!body.contains("  .") && !body.contains(" ,") && !body.contains("<b></b>"))
                #expect(!body.contains(" .") && !body.contains("\n\n\n"), "\(body)")
            }
            #expect(mail.text.hasSuffix("\n") && !mail.text.contains("<p"))
            #expect(mail.html.hasPrefix("<!DOCTYPE html>") && mail.html.contains("lang=\"\(language.rawValue)\""))
        }
    }

    @Test(arguments: kinds, Language.allCases)
    func `text is not escaped and HTML is`(kind: MailKind, language: Language) throws {
        var content = try Self.content(kind, language)
        content.items = [.init(title: "O'Brien & <Sons>", quantity: 25)]
        let mail = try render(content)
        #expect(mail.text.contains("Niamh O'Brien") && !mail.text.contains("&#"))
        #expect(mail.text.contains("25 × O'Brien & <Sons>"))
        #expect(mail.html.contains("Niamh O&#39;Brien") && !mail.html.contains("O'Brien"))
        #expect(mail.html.contains("O&#39;Brien &amp; &lt;Sons&gt;"))
    }

    @Test func `a confirmation says what, where, when, how to change it and how to be deleted`() throws {
        let text = try render(Self.content(.confirmation)).text
        for words in [
            "  100 × First leaflet <new>\n", "  1 Example Street\n  MANCHESTER\n  M9 0SQ\n",
            "post it on Thursday 17 December 2026. It should reach you between Monday 21 December 2026 and "
                + "Wednesday 23 December 2026.",
            "https://example.org/order/1\nuntil 16:00 on Wednesday 16 December 2026.", "write to privacy@example.org",
        ] {
            #expect(text.contains(words), "\(text)")
        }
    }

    @Test func `without a date, a link or a contact it says what can be said`() throws {
        let text = try render(Self.content(.confirmation, full: false)).text
        #expect(text.contains("We will post it with our next dispatch."))
        #expect(text.contains("reply to this mail before it is packed. A person reads it."))
        #expect(text.contains("To have them deleted, reply to this mail"))
    }

    @Test func `Welsh softens the day where it must`() throws {
        let text = try render(Self.content(.confirmation, .welsh)).text
        #expect(text.contains("ei phostio ddydd Iau 17 Rhagfyr 2026."))
        #expect(text.contains("rhwng dydd Llun 21 Rhagfyr 2026 a dydd Mercher 23 Rhagfyr 2026."))
        #expect(text.contains("tan 16:00 ddydd Mercher 16 Rhagfyr 2026."))
        #expect(
            try render(Self.content(.backordered, .welsh)).text.contains("o ddydd Llun 4 Ionawr 2027 ymlaen."))
    }

    @Test(arguments: [
        ("2026-12-17", "Thursday 17 December 2026", "dydd Iau 17 Rhagfyr 2026"),
        ("2027-03-01", "Monday 1 March 2027", "dydd Llun 1 Mawrth 2027"),
        ("2028-02-29", "Tuesday 29 February 2028", "dydd Mawrth 29 Chwefror 2028"),
    ])
    func `dates are written in words`(date: String, english: String, welsh: String) throws {
        let day = try #require(LocalDate(date))
        #expect(day.words(in: .english) == english)
        #expect(day.words(in: .welsh) == welsh)
    }

    @Test(arguments: HeldReason.allCases, Language.allCases)
    func `a held mail gives its reason`(reason: HeldReason, language: Language) throws {
        var content = try Self.content(.held, language)
        content.heldBecause = [reason]
        let mail = try render(content)
        #expect(mail.text.contains("  - \(reason.words(in: language))\n"))
        #expect(HeldReason.allCases.filter { mail.text.contains($0.words(in: language)) } == [reason])
    }

    @Test func `a backordered mail says from when, or that nobody knows`() throws {
        #expect(try render(Self.content(.backordered)).text.contains("post it from Monday 4 January 2027."))
        #expect(try render(Self.content(.backordered, full: false)).text.contains("We don't know yet when"))
    }

    @Test(arguments: [MailKind.held, .backordered]) func `an order that waits is promised no day of posting`(
        kind: MailKind
    ) throws {
        let text = try render(Self.content(kind)).text
        #expect(!text.contains("December 2026"))
        #expect(text.contains("before it is packed"))
    }

    @Test func `a posted mail says when, how, in how many packets, what, where, and what to do`() throws {
        let text = try render(Self.content(.posted)).text
        for words in [
            "is on its way: it goes by 2nd class post on Thursday 17 December 2026. It should reach you between Monday "
                + "21 December 2026 and Wednesday 23 December 2026.\n",
            "It goes in 2 packets, which may arrive on different days.\n", "  100 × First leaflet <new>\n",
            "  1 Example Street\n  MANCHESTER\n  M9 0SQ\n", "If it doesn't come",
            "reply to this mail: a person reads it",
        ] {
            #expect(text.contains(words), "\(text)")
        }
        #expect(!text.contains("until 16:00") && !text.contains("change or cancel"))
    }

    @Test func `a posted mail promises no days and no class where there are none`() throws {
        var content = try Self.content(.posted)
        (content.arrival, content.postClass, content.packets) = (nil, nil, 1)
        let english = try render(content).text
        #expect(english.contains("it goes by post on Thursday 17 December 2026.\n"))
        #expect(!english.contains("should reach") && english.contains("It goes in one packet.\n"))
        content.language = .welsh
        let welsh = try render(content).text
        #expect(welsh.contains("mae'n mynd gyda'r post ddydd Iau 17 Rhagfyr 2026.\n"))
        #expect(!welsh.contains("Dylai") && welsh.contains("mewn un pecyn."))
        content.packets = 0
        #expect(try !render(content).text.contains("pecyn"))
    }

    @Test(arguments: [
        (PostCalendar.PostClass.first, Language.english, "by 1st class post on Thursday"),
        (.first, .welsh, "gyda'r post dosbarth cyntaf ddydd Iau"), (.second, .english, "by 2nd class post on Thursday"),
        (.second, .welsh, "gyda'r post ail ddosbarth ddydd Iau"),
    ])
    func `a posted mail names the class`(postClass: PostCalendar.PostClass, language: Language, words: String) throws {
        var content = try Self.content(.posted, language)
        content.postClass = postClass
        let mail = try render(content)
        #expect(mail.text.contains(words), "\(mail.text)")
        #expect(
            mail.html.contains(words.replacing("Thursday", with: "<b>Thursday").replacing("ddydd", with: "<b>ddydd")))
    }

    @Test(arguments: [
        (OrderState.accepted, ["post it on Thursday 17 December 2026", "until 16:00 on Wednesday"]),
        (.batched, ["post it on Thursday 17 December 2026", "until 16:00 on Wednesday"]),
        (.backordered, ["ready to be sent yet", "post it from Monday 4 January 2027", "before it is packed"]),
        (.held, ["One of us is looking at it", "before it is packed"]),
    ])
    func `a mail about a change says how the order stands now`(state: OrderState, words: [String]) throws {
        var content = try Self.content(.changed)
        content.standing = state
        let text = try render(content).text
        for words in words + ["has been changed", "  100 × First leaflet <new>\n", "  1 Example Street\n"] {
            #expect(text.contains(words), "\(text)")
        }
        let isWaiting = state == .held || state == .backordered
        #expect(text.contains("December 2026") == !isWaiting)
        #expect(text.contains("January 2027") == (state == .backordered))
        #expect(text.contains("One of us") == (state == .held))
        content.language = .welsh
        let welsh = try render(content).text
        #expect(welsh.contains("Rhagfyr") == !isWaiting && welsh.contains("Ionawr") == (state == .backordered))
        #expect(welsh.contains("Mae un ohonom") == (state == .held))
        #expect(!welsh.contains("\n\n\n") && !text.contains("\n\n\n"))
    }

    @Test(arguments: kinds, Language.allCases)
    func `a subject tells neither the campaign nor the items`(kind: MailKind, language: Language) throws {
        let content = try Self.content(kind, language)
        let subject = try render(content).subject
        #expect(subject.contains(content.reference.description))
        for word in ["Campaign", "leaflet", "Poster", "O'Brien"] { #expect(!subject.contains(word)) }
        #expect(subject.hasPrefix(language == .english ? "Your order" : "Eich archeb"))
    }

    @Test(arguments: kinds, Language.allCases)
    func `HTML fetches nothing and sets no colours`(kind: MailKind, language: Language) throws {
        let html = try render(Self.content(kind, language)).html
        for word in ["<img", "<link", "<script", "url(", "src=", "@import", "color:#", "background"] {
            #expect(!html.contains(word))
        }
    }

    @Test func `one file of a folder stands in for one template`() throws {
        let templates = try override(
            "ending.en.txt.mustache", "{{% CONTENT_TYPE:TEXT}}\nYours, {{campaign}} ({{name}})\n")
        let mail = try templates.render(Self.content(.confirmation))
        #expect(mail.text.hasSuffix("Yours, Example Campaign (Niamh O'Brien)\n"))
        #expect(mail.html.contains("With best wishes"))
    }

    @Test(arguments: [
        (
            "held.en.txt.mustache", "{{% CONTENT_TYPE:TEXT}}\nDear\n{{#reasons}}\n", "a section begins that never ends",
            4
        ),
        ("held.en.txt.mustache", "{{% CONTENT_TYPE:TEXT}}\n{{#items}}\n{{/item}}\n", "another name", 3),
        ("held.en.html.mustache", "<p>\n{{name}\n", "not finished", 2),
        ("held.en.txt.mustache", "Dear {{name}}", "doesn't begin with {{% CONTENT_TYPE:TEXT}}", 1),
        ("held.en.html.mustache", "\n<p>{{refrence}}</p>", "names \"refrence\"", 2),
        ("held.en.html.mustache", "{{> fotter.html}}", "names \"fotter.html\"", 1),
    ])
    func `a broken template names its file and line`(name: String, text: String, problem: String, line: Int) throws {
        let error = #expect(throws: TemplateProblem.self) { try override(name, text) }
        #expect(error?.file.hasSuffix("/mail/\(name)") == true)
        #expect(error?.line == line, "\(String(describing: error))")
        #expect(error?.problem.contains(problem) == true, "\(String(describing: error))")
    }

    @Test func `a file that would replace nothing is a problem`() throws {
        #expect(throws: TemplateProblem.self) { try override("confirmation.en.text.mustache", "x") }
    }

    @Test func `a folder without mail templates is fine`() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = try MailTemplates(directory: folder.path())
    }

    @Test(arguments: [
        ("mail", Set(Templates.mail.keys)), ("sheets", Set(Templates.sheets.keys)),
        ("postage", Set(Templates.postage.keys)),
    ])
    func `every file of the templates folder is embedded`(name: String, embedded: Set<String>) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let files = try FileManager.default.contentsOfDirectory(
            atPath: root.appending(path: "templates/\(name)").path())
        #expect(Set(files) == embedded)
    }
}
