import Orders

extension FourStateBars {
    /// What stands for a delivery point that isn't known. Which of 9U, 9W, 9X, 9Y and 9Z it is says nothing: all five
    /// mean the postcode as a whole.
    static let unknownDeliveryPoint = "9Z"

    /// The bars of a packet to these lines; nil where there is no British postcode, or none that this code can hold.
    ///
    /// - Parameter packet: what Mailmark counts.
    init?(_ barcode: LabelContent.Barcode, for lines: [String], packet: MailmarkItem) {
        guard let postcode = Self.postcode(of: lines) else { return nil }
        let destination = postcode + Self.unknownDeliveryPoint
        let symbol =
            switch barcode {
            case .rm4scc: Symbol(destination, as: .rm4scc)
            case .mailmark(let contract):
                Symbol(packet.text(to: destination, by: contract), as: .mailmark)
            }
        guard let symbol else { return nil }
        self.init(symbol)
    }

    /// The British postcode that ends an address, without its space: of Great Britain, Northern Ireland, the islands, or
    /// of the forces, where the number stands below it. Abroad the country is the last line, and there is none.
    static func postcode(of lines: [String]) -> String? {
        guard let last = lines.last, let code = Postcode(last) else { return nil }
        switch code.kind {
        case .uk, .crown: return code.unit.map(Self.withoutSpace)
        case .bfpo:
            if let unit = code.unit { return Self.withoutSpace(unit) }
            guard let above = lines.dropLast().last.flatMap({ Postcode($0) }), above.kind == .bfpo else { return nil }
            return above.unit.map(Self.withoutSpace)
        case .gibraltar, .ireland: return nil
        }
    }

    private static func withoutSpace(_ text: String) -> String {
        text.filter { $0 != " " }
    }
}

/// What Mailmark says of one packet: its format, and a number that doesn't come again for 90 days.
struct MailmarkItem {
    /// 1 for a letter, 2 for a large letter, 0 for what is neither or isn't known.
    let format: Int
    /// Eight digits at most: two of the day, two of the batch of that day, four of the sequence number.
    let id: Int

    /// Any packet: how long its bars are doesn't depend on which.
    static let any = MailmarkItem(format: 0, id: 0)

    private init(format: Int, id: Int) {
        (self.format, self.id) = (format, id)
    }

    /// The same for a packet however often its label is printed. Nil past a day's 99th batch and a batch's 9,999th
    /// packet, for which there are no numbers left.
    init?(_ packet: PacketSnapshot, of batch: BatchID) {
        guard batch.number < 100, packet.sequence < 10_000 else { return nil }
        let format =
            switch packet.postage?.format {
            case "letter": 1
            case "large-letter": 2
            default: 0
            }
        self.init(
            format: format,
            id: (batch.date.dayNumber % 100 * 100 + batch.number) * 10_000 + packet.sequence)
    }

    /// Format, version, class, supply chain, number, and the destination in nine characters.
    func text(to destination: String, by contract: Mailmark) -> String {
        let number = String(id)
        return "\(format)1\(contract.service)\(contract.supplyChain)"
            + String(repeating: "0", count: max(0, 8 - number.count)) + number
            + destination + String(repeating: " ", count: max(0, 9 - destination.count))
    }
}
