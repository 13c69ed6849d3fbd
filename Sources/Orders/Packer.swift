/// Forms packets: what goes in each of an order, in what it is packed and what that costs.
///
/// Whole packs where one fits, never an empty packet, never more in one than the items' `perPacket` and than packaging
/// and post take. Of the ways to do that the cheapest one is chosen; of equally cheap ones the one with the fewest
/// packets. Where a price isn't known nothing is split to save money: then it is the fewest packets. What is searched
/// for it stands in `Packer+Dividing.swift`.
///
/// What goes into no packaging goes by itself, each copy, and is weighed at the counter.
///
/// Without postage only `perPacket` counts. It remembers what it has worked out, which changes nothing but the time that
/// it takes.
public struct Packer: Sendable {
    private let goods: [String: Goods]
    let postage: Postage?
    /// Every way to send something, the smallest format first.
    let options: [PackingOption]
    /// Those whose price is known, the cheapest first.
    let priced: [PackingOption]
    var divisions: [[String]: Division] = [:]
    var cheapest: [[String]: Division] = [:]
    /// What was worked out for orders of the same lines, at home and abroad.
    private var known: [[OrderLine]: [Packing]] = [:]
    private var knownAbroad: [[OrderLine]: [Packing]] = [:]

    /// - Parameter postage: nil where nothing is known of it, and no postage is reckoned.
    public init(catalogue: Catalogue, postage: Postage? = nil) {
        self.postage = postage
        let options = postage?.options() ?? []
        self.options = options
        priced = options.enumerated().filter { $0.element.price != nil }.sorted {
            ($0.element.price ?? 0, $0.offset) < ($1.element.price ?? 0, $1.offset)
        }.map(\.element)
        let places = (postage?.tariff.packagings ?? []).enumerated().map { ($0.element.name, $0.offset) }
        let byName = Dictionary(places) { first, _ in first }
        goods = Dictionary(
            catalogue.items.map { item in
                (item.sku, Goods(item, smallest: item.packaging.flatMap { byName[$0] } ?? 0, options: options))
            }
        ) { first, _ in first }
    }

    /// What goes in one packet, and its postage; nil where none is reckoned.
    public struct Packing: Sendable, Hashable {
        public var lines: [OrderLine]
        public var postage: PacketPostage?
    }

    /// The packets of an order, at least one.
    ///
    /// An item that the catalogue doesn't have counts as one without weight and limit.
    ///
    /// - Parameter isAbroad: whether it goes to another country, of whose postage the tariff says nothing.
    public mutating func packings(of lines: [OrderLine], isAbroad: Bool = false) -> [Packing] {
        guard postage != nil else { return slices(of: lines).map { Packing(lines: $0) } }
        if let known = isAbroad ? knownAbroad[lines] : known[lines] { return known }
        let packings = apart(lines, isAbroad: isAbroad)
        if isAbroad { knownAbroad[lines] = packings } else { known[lines] = packings }
        return packings
    }

    /// What goes into no packaging by itself, after the packets of everything else.
    private mutating func apart(_ lines: [OrderLine], isAbroad: Bool) -> [Packing] {
        let oversize = lines.filter { goods($0).isOversize }
        guard !oversize.isEmpty else { return workedOut(lines, isAbroad: isAbroad) }
        let rest = lines.filter { !goods($0).isOversize }
        let packed = rest.isEmpty ? [] : workedOut(rest, isAbroad: isAbroad)
        let singles = oversize.flatMap { line in
            Array(repeating: OrderLine(item: line.item, quantity: 1), count: line.quantity)
        }
        return packed + singles.map { Packing(lines: [$0], postage: unknown(isAbroad: isAbroad)) }
    }

    private mutating func workedOut(_ lines: [OrderLine], isAbroad: Bool) -> [Packing] {
        if let packing = packing(of: lines, isAbroad: isAbroad) {
            let price = packing.postage?.pricePence
            // Two packets can't be cheaper than twice the cheapest one.
            guard let price, let least = priced.first?.price, price > 2 * least else { return [packing] }
            let divided = cheapest(of: lines).map { filled($0, isAbroad: isAbroad) } ?? []
            return divided.price.map { $0 < price } == true ? divided : [packing]
        }
        let fewest = filled(divided(lines), isAbroad: isAbroad)
        guard let price = fewest.price, let divided = cheapest(of: lines) else { return fewest }
        let cheapest = filled(divided, isAbroad: isAbroad)
        return cheapest.price.map { $0 < price || $0 == price && cheapest.count < fewest.count } == true
            ? cheapest : fewest
    }

    /// All of it in one packet; nil where it doesn't go into one.
    public func packing(of lines: [OrderLine], isAbroad: Bool = false) -> Packing? {
        var contents = Contents()
        for line in lines {
            guard let goods = goods[line.item] else {
                contents.isKnown = false
                continue
            }
            if let limit = goods.limit, line.quantity > limit { return nil }
            contents.add(line.quantity, of: goods)
        }
        guard postage != nil else { return Packing(lines: lines) }
        if lines.contains(where: { goods($0).isOversize }) {
            let copies = lines.reduce(0) { $0 + $1.quantity }
            return copies == 1 ? Packing(lines: lines, postage: unknown(isAbroad: isAbroad)) : nil
        }
        guard let first = options.first(where: { $0.takes(contents.measure, smallest: contents.smallest) }) else {
            return contents.isKnown || contents.measure != Measure()
                ? nil : Packing(lines: lines, postage: unknown(isAbroad: isAbroad))
        }
        return Packing(lines: lines, postage: postage(of: contents, in: first, isAbroad: isAbroad))
    }

    func goods(_ line: OrderLine) -> Goods { goods[line.item] ?? Goods() }

    private func filled(_ packets: [[OrderLine]], isAbroad: Bool) -> [Packing] {
        packets.map { lines in
            packing(of: lines, isAbroad: isAbroad) ?? Packing(lines: lines, postage: unknown(isAbroad: isAbroad))
        }
    }

    private func unknown(isAbroad: Bool = false) -> PacketPostage {
        PacketPostage(service: isAbroad ? PacketPostage.abroad : postage?.postClass.rawValue ?? "")
    }

    /// - Parameter first: the smallest format that takes it.
    private func postage(of contents: Contents, in first: PackingOption, isAbroad: Bool) -> PacketPostage? {
        guard let postage, contents.isKnown else { return unknown(isAbroad: isAbroad) }
        // A dearer format than the smallest is never chosen, but a cheaper one of those with a price may be.
        var option = first
        if first.price != nil, !isAbroad {
            option = priced.first { $0.takes(contents.measure, smallest: contents.smallest) } ?? first
        }
        let packaging = postage.tariff.packagings[option.packaging]
        let inside = packaging.isRigid ? packaging.holds : Double(contents.measure.micrometres) / 1_000
        var weight = Measure(grams: packaging.weightGrams, millimetres: 0)
        weight.add(1, of: contents.measure)
        var found = unknown(isAbroad: isAbroad)
        found.weightGrams = (weight.milligrams + 999) / 1_000
        found.thicknessMillimetres = ((inside + packaging.thickness) * 10).rounded() / 10
        found.packaging = packaging.title
        guard !isAbroad else { return found }
        let format = postage.tariff.formats[option.format]
        found.format = format.name
        found.bandGrams = format.bands[option.band]
        found.pricePence = option.price
        found.serviceCode = postage.tariff.serviceCodes[postage.postClass.rawValue]
        return found
    }
}

/// What is in a packet.
private struct Contents {
    var measure = Measure()
    var smallest = 0
    /// Whether the weight and thickness of everything in it is known.
    var isKnown = true

    mutating func add(_ copies: Int, of goods: Goods) {
        measure.add(copies, of: goods.copy)
        smallest = max(smallest, goods.smallest)
        if !goods.isKnown { isKnown = false }
    }
}

extension [Packer.Packing] {
    /// What all of them cost, in pence; nil unless all of it is known.
    var price: Int? {
        reduce(0) { sum, packing in
            guard let sum, let price = packing.postage?.pricePence else { return nil }
            return sum + price
        }
    }
}
