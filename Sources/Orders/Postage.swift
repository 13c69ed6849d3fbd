/// By what packets are packed and paid on a day: the tariff, and the setting `post.class`.
public struct Postage: Sendable, Hashable {
    public var tariff: Tariff
    public var postClass: PostCalendar.PostClass
    /// The day whose prices hold: that of the closing.
    public var day: LocalDate

    public init(tariff: Tariff, postClass: PostCalendar.PostClass, day: LocalDate) {
        self.tariff = tariff
        self.postClass = postClass
        self.day = day
    }

    /// Every way to send something: in each packaging, as each format that it can be, in each band; the smallest format
    /// first.
    func options(isAbroad: Bool = false) -> [PackingOption] {
        let prices = isAbroad ? nil : tariff.table(on: day)?.prices[postClass.rawValue]
        var options: [PackingOption] = []
        for (number, format) in tariff.formats.enumerated() {
            for (packaging, size) in tariff.packagings.enumerated() {
                guard let most = size.mostContents(as: format) else { continue }
                let bears = size.holdsGrams ?? .infinity
                for (band, grams) in format.bands.enumerated() {
                    let room = Measure(grams: min(Double(grams) - size.weightGrams, bears), millimetres: most)
                    guard room.milligrams > 0 else { continue }
                    let known = prices?[format.name] ?? []
                    options.append(
                        PackingOption(
                            packaging: packaging, format: number, band: band, room: room,
                            price: known.indices.contains(band) ? known[band] : nil))
                }
            }
        }
        return options.sorted { left, right in
            (left.format, left.band, tariff.packagings[left.packaging].weightGrams, left.packaging)
                < (right.format, right.band, tariff.packagings[right.packaging].weightGrams, right.packaging)
        }
    }
}

/// Weight and thickness, in units so small that sums are exact.
struct Measure: Sendable, Hashable {
    var milligrams = 0
    var micrometres = 0

    init() {}

    init(grams: Double, millimetres: Double) {
        milligrams = Int((grams * 1_000).rounded())
        micrometres = Int((millimetres * 1_000).rounded())
    }

    /// Whether this goes into so much room.
    func fits(_ room: Measure) -> Bool {
        milligrams <= room.milligrams && micrometres <= room.micrometres
    }

    mutating func add(_ count: Int, of other: Measure) {
        milligrams += count * other.milligrams
        micrometres += count * other.micrometres
    }

    /// How many of the other go into this room.
    func holds(_ other: Measure) -> Int {
        min(
            other.milligrams > 0 ? max(0, milligrams) / other.milligrams : .max,
            other.micrometres > 0 ? max(0, micrometres) / other.micrometres : .max)
    }
}

/// One way to send something: a packaging, the format that it is then, and the weight band.
struct PackingOption: Sendable, Hashable {
    /// The tariff's packaging, format, and the format's band, by their places.
    let packaging: Int
    let format: Int
    let band: Int
    /// What may be in it.
    let room: Measure
    /// In pence; nil where it isn't known.
    let price: Int?

    /// Whether it takes these contents.
    func takes(_ contents: Measure, smallest packaging: Int) -> Bool {
        self.packaging >= packaging && contents.fits(room)
    }

    /// Whether it takes whatever the other takes.
    func takesAll(of other: PackingOption) -> Bool {
        packaging >= other.packaging && other.room.fits(room)
    }
}
