/// What the post takes and what it costs, and what is packed in: a dated file that the operator keeps.
///
/// A price that isn't known is nil, never a guess: what would cost it is weighed at the counter.
public struct Tariff: Sendable, Hashable {
    /// Whose it is: `Royal Mail`.
    public var name: String
    /// From the smallest to the largest.
    public var formats: [PostalFormat]
    /// From the smallest to the largest.
    public var packagings: [Packaging]
    /// By the day from which they hold, the oldest first.
    public var tables: [Table]
    /// What Click & Drop calls each class, where the operator has told.
    public var serviceCodes: [String: String]

    /// The prices from one day on.
    public struct Table: Sendable, Hashable {
        public var validFrom: LocalDate
        /// Of each class, `2nd`, and each format, `large-letter`: the price of each of the format's bands in pence, nil
        /// where it isn't known.
        public var prices: [String: [String: [Int?]]]

        public init(validFrom: LocalDate, prices: [String: [String: [Int?]]]) {
            self.validFrom = validFrom
            self.prices = prices
        }
    }

    public init(
        name: String, formats: [PostalFormat], packagings: [Packaging], tables: [Table],
        serviceCodes: [String: String] = [:]
    ) {
        self.name = name
        self.formats = formats
        self.packagings = packagings
        self.tables = tables.sorted { $0.validFrom < $1.validFrom }
        self.serviceCodes = serviceCodes
    }

    /// The table that holds on this day; nil if none does yet.
    public func table(on day: LocalDate) -> Table? {
        tables.last { $0.validFrom <= day }
    }

    /// Those of which not even one copy goes into any packaging, as far as they are weighed and measured.
    public func oversize(of items: [Item]) -> [Item] {
        // Neither class nor day changes what goes in.
        let options = Postage(tariff: self, postClass: .second, day: LocalDate(dayNumber: 0)).options()
        return items.filter { item in
            let smallest = item.packaging.flatMap { name in packagings.firstIndex { $0.name == name } } ?? 0
            return Goods(item, smallest: smallest, options: options).isOversize
        }
    }
}

extension Tariff {
    /// Why its prices may not be today's.
    public enum Age: Sendable, Hashable {
        /// No table holds on that day.
        case noTable(LocalDate)
        /// The newest table is older than 13 months: prices change about once a year.
        case old(LocalDate)

        /// As a sentence without a full stop.
        public var sentence: String {
            switch self {
            case .noTable(let day): "the tariff has no prices for \(day)"
            case .old(let day): "the newest prices of the tariff are of \(day): postage may cost more by now"
            }
        }

        /// What to do about it.
        public var hint: String {
            "write the new prices below those of before, in a file that post.tariff names"
        }
    }

    /// Whether the prices may be out of date on this day; nil if they aren't.
    public func age(on day: LocalDate) -> Age? {
        guard table(on: day) != nil, let newest = tables.last?.validFrom else { return .noTable(day) }
        func months(_ date: LocalDate, _ more: Int = 0) -> (Int, Int) {
            let (year, month, day) = date.components
            return (year * 12 + month + more, day)
        }
        return months(day) > months(newest, 13) ? .old(newest) : nil
    }
}
