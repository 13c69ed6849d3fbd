import Foundation
import TestSupport
import Testing

@testable import Wire

struct MessageComposerTests {
    private let composer = MessageComposer()

    private func draft(_ change: (inout MessageDraft) -> Void = { _ in }) -> MessageDraft {
        var draft = MessageDraft(
            from: Mailbox(name: "Example Campaign", address: "campaign@example.org"),
            to: Mailbox(name: "Jo Doe", address: "jo@example.org"), subject: "Your order HB-7K3M9QX2",
            text: "Thank you.\n", html: "<p>Thank you.</p>\n", messageID: "HB-7K3M9QX2.1@example.org",
            date: 1_797_508_800, boundary: "=_0123456789abcdef", language: "en")
        change(&draft)
        return draft
    }

    @Test func `writes a message byte for byte`() throws {
        let expected = """
            From: Example Campaign <campaign@example.org>
            To: Jo Doe <jo@example.org>
            Reply-To: help@example.org
            Subject: Your order HB-7K3M9QX2
            Message-Id: <HB-7K3M9QX2.1@example.org>
            Date: Thu, 17 Dec 2026 12:00:00 +0000
            Auto-Submitted: auto-generated
            List-Help: <https://example.org/help>
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="=_0123456789abcdef"
            Content-Language: en

            --=_0123456789abcdef
            Content-Type: text/plain; charset=utf-8

            Thank you.

            --=_0123456789abcdef
            Content-Type: text/html; charset=utf-8

            <p>Thank you.</p>

            --=_0123456789abcdef--

            """
        let message = try composer.compose(
            draft {
                $0.replyTo = Mailbox(address: "help@example.org")
                $0.headers = [.init("List-Help", "<https://example.org/help>")]
            })
        #expect(String(decoding: message, as: UTF8.self) == expected.replacing("\n", with: "\r\n"))
    }

    @Test func `gives the same bytes for the same draft, on any thread`() async throws {
        let draft = draft { $0.text = "Diolch, Siân!\n" }
        let first = try composer.compose(draft)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { try MessageComposer().compose(draft) == first } }
            for try await isSame in group { #expect(isSame) }
        }
    }

    @Test(arguments: [
        "Diolch, Siân!\r\nŵ ŷ\n", "ধন্যবাদ\nআপনার অর্ডার\n", "شكرا لك\n", "no line end", "a\rb\r\nc\nd\n",
        "\n\n.\n..\nFrom here\n",
        String(repeating: "long ", count: 1_000) + "\n", String(repeating: "x", count: 5_000) + "\n",
        "€ = \u{1F4E8} \n\tindented\n",
        "trailing space \nequals = sign =\n", "",
    ])
    func `carries any text as it is`(text: String) throws {
        let message = try composer.compose(
            draft {
                $0.text = text
                $0.html = "<pre>\(text)</pre>"
                $0.to.name = String(text.prefix { !$0.isNewline }.prefix(40))
                $0.subject = String(text.prefix { !$0.isNewline }.prefix(40))
            })
        #expect(MessageBytes.problem(in: message) == nil)
        #expect(message.allSatisfy { $0 < 0x80 })

        let read = try ReadMessage(message)
        let whole = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        #expect(read.parts["text/plain"] == (whole.hasSuffix("\n") ? whole : whole + "\n"))
        #expect(read.parts["text/html"] == "<pre>\(whole)</pre>\n")
    }

    @Test(arguments: [
        "Aisha Khan", "Siân Ŵyn", "Seán Ó Briain", "Łukasz Żółć", "রহিমা বেগম", "ليلى حسن", "O'Brien, Pat (\"Paddy\")",
        "a@b",
        "Doe; Jo <jo>", "\u{1F4E8}", String(repeating: "Ŵ", count: 200), "",
    ])
    func `carries any name`(name: String) throws {
        let message = try composer.compose(
            draft {
                $0.to.name = name
                $0.subject = "Your order, \(name)"
            })
        let read = try ReadMessage(message)
        #expect(read.to == [[name, "jo@example.org"]])
        #expect(read.headers["subject"]?.trimmed == "Your order, \(name)".trimmed)
    }

    @Test func `writes plain text alone if there is no HTML`() throws {
        let read = try ReadMessage(try composer.compose(draft { $0.html = nil }))
        #expect(read.headers["content-type"] == "text/plain; charset=utf-8")
        #expect(read.headers["content-language"] == "en")
        #expect(read.headers["auto-submitted"] == "auto-generated")
        #expect(read.parts == ["text/plain": "Thank you.\n"])
    }

    @Test(arguments: [
        "\r\nBcc: eve@example.org", "\nBcc: eve@example.org", "\r", "\0", "\u{2028}", "\u{85}", "\u{B}", "\u{7F}",
    ])
    func `refuses line breaks and control characters in every header`(evil: String) {
        let drafts = [
            draft { $0.from.name += evil }, draft { $0.from.address += evil }, draft { $0.to.name += evil },
            draft { $0.to.address += evil }, draft { $0.replyTo = Mailbox(name: evil, address: "a@example.org") },
            draft { $0.subject += evil }, draft { $0.messageID += evil }, draft { $0.inReplyTo = "a@b" + evil },
            draft { $0.boundary += evil },
            draft { $0.language += evil }, draft { $0.headers = [.init("X-A", "b" + evil)] },
            draft { $0.headers = [.init("X-A" + evil, "b")] },
        ]
        for draft in drafts {
            #expect(throws: WireProblem.self) { try composer.compose(draft) }
        }
    }

    @Test(arguments: [
        "From", "bcc", "Content-Type", "MIME-Version", "Auto-Submitted", "Date", "References", "X-A: b", "X A", "",
    ])
    func `refuses further headers that are the draft's own or none`(name: String) {
        #expect(throws: WireProblem.self) { try composer.compose(draft { $0.headers = [.init(name, "b")] }) }
    }

    @Test func `refuses what could not arrive as it is meant`() {
        let drafts = [
            draft { $0.text = "--=_0123456789abcdef\n" }, draft { $0.boundary = "" },
            draft { $0.boundary = String(repeating: "b", count: 71) }, draft { $0.messageID = "no-at" },
            draft { $0.messageID = "<a@b>" }, draft { $0.date = -1 }, draft { $0.date = .max },
            draft { $0.to.address = "jö@example.org" }, draft { $0.subject = String(repeating: "x", count: 2_001) },
        ]
        for draft in drafts {
            #expect(throws: WireProblem.self) { try composer.compose(draft) }
        }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
