import Orders

extension Manifest {
    /// Click & Drop's limits, in characters.
    enum Limit {
        static let reference = 40
        static let instructions = 100
        /// Of each address line and the city.
        static let line = 100
        static let postcode = 20
        static let service = 100
        static let name = 100
        static let country = 100
    }

    private static let columns = [
        "Order reference", "Special instructions", "Order date", "Full name", "Address line 1", "Address line 2",
        "Address line 3", "City", "Postcode", "Country", "Weight (kg)", "Package size", "Service code",
    ]

    var clickAndDrop: [UInt8] {
        var table = CSVTable(Self.columns)
        for packet in packets {
            table.add(row(of: packet).cells)
        }
        return table.bytes
    }

    /// The numbers of the packets whose address is longer than Click & Drop takes, and was shortened.
    public var shortened: [Int] {
        packets.filter { row(of: $0).isShortened }.map(\.sequence)
    }

    /// The numbers of the packets of whose name or address a word is missing, for it has no Roman letters.
    public var incomplete: [Int] {
        packets.filter { packet in
            let address = address(of: packet)
            let texts = [address?.name, address?.town].compactMap { $0 } + (address?.lines ?? [])
            return texts.contains(where: \.losesAWordInRomanLetters)
        }.map(\.sequence)
    }

    private func row(of packet: PacketSnapshot) -> (cells: [String], isShortened: Bool) {
        let address = address(of: packet)
        var isShortened = false
        func cell(_ text: String, _ most: Int) -> String {
            let roman = text.inRomanLetters
            // An apostrophe before a formula counts too.
            let room = most - (CSVTable.defused(roman) == roman ? 0 : 1)
            if roman.count > room { isShortened = true }
            return roman.cut(to: room)
        }
        let lines = Self.three(address?.lines.map(\.inRomanLetters) ?? [])
        // The note is for the campaign's eyes: what the table calls the packet is all that goes along.
        let cells =
            [
                cell(Self.reference(of: packet, most: Limit.reference), Limit.reference),
                cell("\(snapshot.id) no. \(packet.sequence)", Limit.instructions), Self.date(snapshot.closedOn),
                cell(name(of: packet, address), Limit.name),
            ] + lines.map { cell($0, Limit.line) } + [
                cell(address?.town ?? "", Limit.line), cell(address?.postcode ?? "", Limit.postcode),
                cell(address?.country.englishName ?? "", Limit.country),
                packet.postage?.weightGrams.map(Self.kilograms) ?? "",
                packet.postage?.format.map(PostalFormat.words) ?? "",
                cell(packet.postage?.serviceCode ?? "", Limit.service),
            ]
        return (cells, isShortened)
    }

    /// Where nothing of a name is left, what the table calls the packet.
    private func name(of packet: PacketSnapshot, _ address: PostalAddress?) -> String {
        guard let name = address?.name, name.inRomanLetters.isEmpty else { return address?.name ?? "" }
        return "Packet \(packet.sequence)"
    }

    /// The lines in three: where there are more, neighbours share one, so that none is too long if that can be.
    static func three(_ lines: [String]) -> [String] {
        var lines = lines.filter { !$0.isEmpty }
        while lines.count > 3 {
            let lengths = zip(lines, lines.dropFirst()).map { $0.count + $1.count + 2 }
            // The shortest pair, the last of equals: the first lines are the ones that say most.
            let shortest = lengths.indices.min { (lengths[$0], -$0) < (lengths[$1], -$1) } ?? 0
            lines[shortest...shortest + 1] = [lines[shortest] + ", " + lines[shortest + 1]]
        }
        return lines + Array(repeating: "", count: 3 - lines.count)
    }

    /// `dd/mm/yy`.
    static func date(_ day: LocalDate) -> String {
        let (year, month, day) = day.components
        return [day, month, year % 100].map { ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: "/")
    }

    /// `0.465` of 465 grams.
    static func kilograms(_ grams: Int) -> String {
        let rest = "\(grams % 1_000)"
        return "\(grams / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
