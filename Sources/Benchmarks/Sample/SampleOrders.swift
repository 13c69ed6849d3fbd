import Orders

/// Invented orders, as many as wanted and the same ones every time: distinct people, all kinds of postcodes, some of
/// them written carelessly, every eighth a colleague of the one before at the same address.
struct SampleOrders: Sequence {
    var count: Int

    func makeIterator() -> Iterator {
        Iterator(left: count)
    }

    struct Iterator: IteratorProtocol {
        fileprivate var left: Int
        private var number = 0
        private var dice = Dice(seed: 2017)
        private var last = SamplePlace()

        fileprivate init(left: Int) {
            self.left = left
        }

        mutating func next() -> Submission? {
            guard left > 0 else { return nil }
            left -= 1
            number += 1
            let first = dice.pick(Self.firstNames)
            // Counts through the surnames, so that a colleague is never a namesake.
            var surname = Self.surnames[number % Self.surnames.count]
            if dice.happens(10) { surname += "-" + dice.pick(Self.surnames) }
            if number % 8 != 0 { last = SamplePlace(&dice) }
            return Submission(
                id: "sample-\(number)", name: "\(first) \(surname)", email: "supporter\(number)@example.org",
                organisation: dice.happens(40) ? "\(dice.pick(Self.trades)) \(dice.roll(1...500))" : nil,
                addressLines: last.lines, town: last.town, postcode: last.postcode, country: last.country,
                items: items(), purpose: dice.pick(["own-workplace", "nearby-workplace", "event", "branch", "other"]),
                neededBy: dice.happens(10) ? "2026-11-\(dice.roll(10...28))" : nil,
                note: dice.happens(15) ? "For the early shift, please; use the side door" : nil,
                language: dice.happens(5) ? "cy" : "en")
        }

        private mutating func items() -> [Submission.RequestedItem] {
            var items = [Submission.RequestedItem(item: "leaflet-1", quantity: "\(25 * dice.roll(1...30))")]
            if dice.happens(25) { items.append(.init(item: "leaflet-2", quantity: "\(25 * dice.roll(1...10))")) }
            if dice.happens(10) { items.append(.init(item: "poster-a3", quantity: "\(5 * dice.roll(1...4))")) }
            return items
        }

        private static let firstNames = [
            "Aisha", "Bronwen", "Ciarán", "Dilys", "Ewa", "Femi", "Grace", "Hywel", "Ines", "Jakub", "Kieran", "Łucja",
            "Morag", "Niamh", "Olu", "Priya", "Renée", "Siân", "Tariq", "Zoë",
        ]
        private static let surnames = [
            "Adebayo", "Ashworth", "Bakare", "Baptiste", "Cholmeley", "Dąbrowska", "Entwistle", "Faulkner", "Griffiths",
            "Hartley", "Holroyd", "Iqbal", "Jahan", "Khan", "Llewellyn", "Mac Giolla", "Mokoena", "Nowak", "O'Brien",
            "Pritchard", "Raghunathan", "Strachan", "Thackray", "Żółkiewski",
        ]
        private static let trades = ["Bus Depot", "Clinic", "Cold Store", "Library", "Print Works", "Tram Shed"]
    }
}
