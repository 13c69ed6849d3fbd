import Orders
import Testing

@Suite struct LineValidationTests {
    private func verdict(_ items: [(String, String)], _ rules: Rules = .fixture()) -> Verdict {
        Submission.fixture { submission in
            submission.items = items.map { Submission.RequestedItem(item: $0.0, quantity: $0.1) }
        }.validated(by: rules)
    }

    @Test(arguments: [
        ("0", "quantity: 0 is not enough; 25 or more; leave the item out if you want none"),
        ("-1", "quantity: -1 is not enough; 25 or more; leave the item out if you want none"),
        ("", "quantity: is missing; 25, for example"),
        ("ten", "quantity: “ten” is no number; write it in digits, as in 100"),
        ("1,000", "quantity: “1,000” is no number; did you mean 1000?"),
        ("100.0", "quantity: “100.0” is no number; did you mean 100?"),
        ("100 copies", "quantity: “100 copies” is no number; did you mean 100?"),
        ("+100", "quantity: “+100” is no number; did you mean 100?"),
        ("1e3", "quantity: “1e3” is no number; write it in digits, as in 100"),
        ("99.5", "quantity: “99.5” is no number; write it in digits, as in 100"),
        ("١٠٠", "quantity: “١٠٠” is no number; write it in digits, as in 100"),
        ("10", "quantity: 10 is no multiple of 25; 25, it comes in packs of 25"),
        ("90", "quantity: 90 is no multiple of 25; 75 or 100"),
        ("1010", "quantity: 1010 is no multiple of 25; 1000, the most is 1000"),
        ("1030", "quantity: 1030 is no multiple of 25; 1025 or 1050"),
        ("20001", "quantity: 20001 is far too many; at most 1000 in one order"),
        ("1000000000", "quantity: 1000000000 is far too many; at most 1000 in one order"),
        ("99999999999999999999", "quantity: that is far too many; at most 1000 in one order"),
    ])
    func `refuses a wrong quantity and says what would be right`(quantity: String, complaint: String) {
        #expect(verdict([("leaflet-1", quantity)]).complaints == [complaint])
    }

    @Test(arguments: [("25", 25), (" 100 ", 100), ("0100", 100), ("1000", 1000)])
    func `takes a quantity of whole packs`(quantity: String, count: Int) {
        let verdict = verdict([("leaflet-1", quantity)])
        #expect(verdict.order?.lines == [OrderLine(item: "leaflet-1", quantity: count)])
        #expect(verdict.heldBecause.isEmpty)
    }

    @Test(arguments: ["1025", "20000"])
    func `holds more than the maximum, up to twenty times as much`(quantity: String) {
        let verdict = verdict([("leaflet-1", quantity)])
        #expect(verdict.order != nil)
        #expect(verdict.heldBecause == [.quantity])
    }

    @Test func `adds up items that are named twice, in the order of their first mention`() {
        let verdict = verdict([("poster-a3", "3"), ("leaflet-1", "50"), ("poster-a3", "2"), ("leaflet-1", "50")])
        #expect(
            verdict.order?.lines == [
                OrderLine(item: "poster-a3", quantity: 5), OrderLine(item: "leaflet-1", quantity: 100),
            ])
    }

    @Test func `holds the sum where only the sum exceeds the maximum`() {
        #expect(verdict([("leaflet-1", "600"), ("leaflet-1", "600")]).heldBecause == [.quantity])
    }

    @Test func `names the item where there are several`() {
        #expect(
            verdict([("leaflet-1", "90"), ("poster-a3", "x")]).complaints.sorted() == [
                "quantity: “leaflet-1”: 90 is no multiple of 25; 75 or 100",
                "quantity: “poster-a3”: “x” is no number; write it in digits, as in 100",
            ])
    }

    @Test(arguments: [
        ("leaflet1", "did you mean leaflet-1?"), ("Leaflet-1", "did you mean leaflet-1?"),
        ("poster", "did you mean poster-a3?"), ("postre-a3", "did you mean poster-a3?"),
        ("mug", "you can order leaflet-1, poster-a3, badge"),
    ])
    func `refuses an unknown item with the nearest known one`(sku: String, hint: String) {
        #expect(
            verdict([(sku, "5")]).problems
                == [Problem(field: "item", problem: "“\(sku)” isn't in the catalogue", hint: hint)])
    }

    @Test func `needs at least one item`() {
        let complaint = "items: is missing; you can order leaflet-1, poster-a3, badge"
        #expect(verdict([]).complaints == [complaint])
        #expect(verdict([("", " ")]).complaints == [complaint])
        #expect(verdict([("", "25")]).fields == ["item"])
    }

    @Test func `refuses more lines than anybody writes`() {
        #expect(verdict(Array(repeating: ("badge", "1"), count: 101)).fields == ["items"])
    }

    @Test func `refuses an item before its first day`() {
        let item = Item(sku: "badge", title: "Badge", availableFrom: .on("2026-12-02"))
        var rules = Rules.selling(item)
        #expect(
            verdict([("badge", "1")], rules).complaints
                == ["item: “badge” can't be ordered yet; it can be ordered from 2026-12-02 on"])
        rules.today = .on("2026-12-02")
        #expect(verdict([("badge", "1")], rules).order != nil)
    }

    // Tuesday's second class is expected on Thursday to Monday 7 December.
    @Test(arguments: [("2026-12-07", [HeldReason]()), ("2026-12-06", [.tooLate]), ("2026-11-30", [.tooLate])])
    func `holds what would arrive after the item's last day`(last: String, held: [HeldReason]) {
        let item = Item(sku: "badge", title: "Badge", availableUntil: .on(last))
        let verdict = verdict([("badge", "1")], .selling(item))
        #expect(verdict.order != nil)
        #expect(verdict.heldBecause == held)
    }

    @Test func `counts the arrival from the day on which the item ships`() {
        let item = Item(
            sku: "badge", title: "Badge", availableUntil: .on("2026-12-10"), ships: .from(.on("2026-12-08")))
        let verdict = verdict([("badge", "1")], .selling(item))
        #expect(verdict.heldBecause == [.tooLate])
        #expect(verdict.waits)
    }

    @Test func `holds an item whose imprint is missing`() {
        let item = Item(sku: "badge", title: "Badge", imprint: .campaign)
        var rules = Rules.selling(item)
        #expect(verdict([("badge", "1")], rules).heldBecause == [.imprint])
        rules.campaignHasImprint = true
        #expect(verdict([("badge", "1")], rules).heldBecause.isEmpty)
        #expect(
            verdict([("badge", "1")], .selling(Item(sku: "badge", title: "", imprint: .text("Printed by")))).heldBecause
                .isEmpty)
    }

    @Test(arguments: [
        (Item.Shipping.inStock, false), (.from(.on("2026-12-01")), false), (.from(.on("2026-12-02")), true),
        (.unknown, true),
    ])
    func `waits for an item that doesn't ship yet`(ships: Item.Shipping, waits: Bool) {
        #expect(verdict([("badge", "1")], .selling(Item(sku: "badge", title: "Badge", ships: ships))).waits == waits)
    }

    @Test func `names each reason to hold once`() {
        let items = ["a", "b"].map {
            Item(sku: $0, title: $0, maximum: 1, availableUntil: .on("2026-01-01"), imprint: .campaign)
        }
        let rules = Rules.fixture { $0.catalogue = Catalogue(items: items) }
        #expect(verdict([("a", "2"), ("b", "2")], rules).heldBecause == [.quantity, .tooLate, .imprint])
    }
}
