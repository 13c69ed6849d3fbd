import Orders

extension Manifest {
    private static let allColumns = [
        "batch", "number", "part", "of", "bundle", "references", "urgent", "needed by", "name", "address", "town",
        "postcode", "country", "items", "copies", "weight g", "thickness mm", "packaging", "format", "band g",
        "postage", "class", "service code", "counter",
    ]

    var everything: [UInt8] {
        var table = CSVTable(Self.allColumns)
        for packet in packets { table.add(cells(of: packet)) }
        return table.bytes
    }

    private func cells(of packet: PacketSnapshot) -> [String] {
        let address = address(of: packet)
        let postage = packet.postage
        let lines = packet.orders.flatMap(\.lines)
        return [
            snapshot.id.description, "\(packet.sequence)", "\(packet.part)", "\(packet.of)", packet.bundle,
            packet.orders.map(\.reference.description).joined(separator: " "),
            packet.orders.contains(where: \.urgent) ? "yes" : "",
            packet.orders.compactMap(\.neededBy).min()?.description ?? "", address?.name ?? "",
            address?.lines.joined(separator: ", ") ?? "", address?.town ?? "", address?.postcode ?? "",
            address?.country.englishName ?? "", lines.map { "\($0.item):\($0.quantity)" }.joined(separator: "; "),
            "\(lines.reduce(0) { $0 + $1.quantity })", text(postage?.weightGrams),
            text(postage?.thicknessMillimetres), postage?.packaging ?? "", postage?.format ?? "",
            text(postage?.bandGrams), postage?.pricePence?.asDecimalPounds ?? "",
            postage?.service ?? "", postage?.serviceCode ?? "", counter(packet),
        ]
    }

    private func text(_ value: (some CustomStringConvertible)?) -> String {
        value?.description ?? ""
    }

    /// What is to be asked at the counter.
    private func counter(_ packet: PacketSnapshot) -> String {
        if packet.isAbroad { return "counter, customs?" }
        return packet.postage?.isForCounter == false ? "" : "weigh"
    }
}
