import Foundation
import Fulfilment
import Orders

/// Invented labels in a file that the peers read too: a line each, the reference and the printed lines, separated by
/// tabs; and the batch that they are the labels of.
enum SampleLabels {
    static let sheet = SheetGeometry(
        name: "L7159", columns: 3, rows: 8, labelWidth: 63.5, labelHeight: 33.9, left: 7.21, top: 12.9, pitchX: 66.04,
        pitchY: 33.9)

    static func write(_ count: Int, to path: String) throws {
        var dice = Dice(seed: 3)
        var text = ""
        for submission in SampleOrders(count: count) {
            guard let order = submission.validated(by: SampleHouse.rules).order else { continue }
            let lines = order.address.printedLines(name: order.name)
            text += ([Reference.random(using: &dice).description] + lines).joined(separator: "\t") + "\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// A batch with these labels, one order of one item in each packet.
    static func snapshot(of path: String) throws -> BatchSnapshot {
        let rows = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n"))
        let packets = try rows.enumerated().map { index, row in
            let fields = row.split(separator: UInt8(ascii: "\t")).map { String(decoding: $0, as: UTF8.self) }
            return PacketSnapshot(
                sequence: index + 1, part: 1, of: 1, bundle: "mixed", recipient: Array(fields.dropFirst()),
                orders: [
                    PacketOrder(
                        reference: try Reference(reading: fields[0]),
                        lines: [OrderLine(item: "leaflet-1", quantity: 125)],
                        note: index % 7 == 0 ? "For the early shift, please; use the side door" : nil)
                ])
        }
        let item = SnapshotItem(
            sku: "leaflet-1", title: "First leaflet", pack: 25, weightGrams: 4.2, thicknessMillimetres: 0.12)
        return BatchSnapshot(
            id: BatchID(date: SampleHouse.clock.today, number: 1), closedAt: SampleHouse.now,
            closedOn: SampleHouse.clock.today, campaign: BatchSnapshot.Campaign(name: "Example campaign"),
            items: [item], packets: packets, papers: BatchSnapshot.Papers(labels: sheet))
    }
}
