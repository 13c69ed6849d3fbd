import Orders
import Testing

@Suite struct CanonicalTextTests {
    private func text(_ change: (inout Submission) -> Void) -> String {
        Submission.fixture(change).canonicalText
    }

    @Test func `is the same however the same content is written`() {
        let same = text {
            $0.name = "  Aisha   Khan"
            $0.addressLines = ["Unit 2,", "", "1 Example Street", "Higher Blackley "]
            $0.postcode = "M9-0sq"
            $0.country = "gb"
            $0.items = [.init(item: " leaflet-1", quantity: "050"), .init(item: "leaflet-1", quantity: "50 ")]
            $0.purpose = "Own workplace"
            $0.note = "For the early shift\r\n"
            $0.language = "EN"
        }
        #expect(same == Submission.fixture().canonicalText)
    }

    @Test func `leaves the id out`() {
        #expect(text { $0.id = nil } == Submission.fixture().canonicalText)
    }

    @Test func `fills in the defaults`() {
        #expect(
            text {
                $0.purpose = nil; $0.language = ""
            }
                == text {
                    $0.purpose = "other"; $0.language = "en"
                })
    }

    @Test func `doesn't care for the order of the items`() {
        let items = ["badge", "leaflet-1", "poster-a3"].map { Submission.RequestedItem(item: $0, quantity: "5") }
        #expect(text { $0.items = items } == text { $0.items = items.reversed() })
    }

    @Test func `is another for every other content`() {
        let changes: [(inout Submission) -> Void] = [
            { _ in }, { $0.name = "Aisha Kahn" }, { $0.email = "a@example.org" }, { $0.email = nil },
            { $0.organisation = nil }, { $0.addressLines.removeLast() }, { $0.addressLines.swapAt(0, 1) },
            { $0.town = "Salford" }, { $0.postcode = "M9 0SR" }, { $0.postcode = "RH6 OHP" }, { $0.country = nil },
            { $0.items[0].quantity = "125" }, { $0.items[0].quantity = "x" }, { $0.items[0].item = "badge" },
            { $0.items.append(.init(item: "badge", quantity: "1")) }, { $0.purpose = "event" }, { $0.neededBy = nil },
            { $0.note = "For the late shift" }, { $0.language = "cy" },
        ]
        let texts = changes.map { text($0) }
        #expect(Set(texts).count == texts.count)
    }

    @Test func `no field can pass for another`() {
        let forged = text {
            $0.organisation = nil
            $0.note = "x\norganisation=Example Works"
        }
        let honest = text {
            $0.organisation = "Example Works"
            $0.note = "x"
        }
        #expect(forged != honest)
        #expect(text { $0.note = "a\\nb" } != text { $0.note = "a\nb" })
    }
}
