import FoundationEssentials
public import Orders

extension DispatchedList {
    private static let columns = [
        "batch", "number", "part", "of", "bundle", "reference", "postcode", "items", "class", "dispatched at",
        "returned",
    ]

    /// One row for every packet that was posted with the batch and not taken back, by number: CSV by RFC 4180 in UTF-8,
    /// without names and addresses.
    ///
    /// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    ///
    /// - Parameters:
    ///   - packets: those of the batch, as they stand now.
    ///   - snapshot: says what is in each.
    ///   - postcodes: of the orders that have one; after an erasure there is none.
    ///   - returned: why those came back that did.
    public static func csv(
        of packets: [BatchPacket], in snapshot: BatchSnapshot, postClass: PostCalendar.PostClass,
        postcodes: [Reference: String], returned: [Reference: ReturnReason]
    ) -> [UInt8] {
        let contents = Dictionary(
            snapshot.packets.map { ($0.sequence, $0.orders) }, uniquingKeysWith: { first, _ in first })
        var table = CSVTable(columns)
        for packet in packets.sorted(by: { $0.sequence < $1.sequence }) {
            guard packet.state == .dispatched || packet.state == .returned, let at = packet.dispatchedAt else {
                continue
            }
            let items = (contents[packet.sequence] ?? []).filter { $0.reference == packet.reference }
                .flatMap(\.lines).map { "\($0.item):\($0.quantity)" }
            table.add([
                snapshot.id.description, "\(packet.sequence)", "\(packet.part)", "\(packet.of)", packet.bundle,
                packet.reference.description, postcodes[packet.reference] ?? "", items.joined(separator: "; "),
                postClass.rawValue, time(at), packet.state == .returned ? reason(returned[packet.reference]) : "",
            ])
        }
        return table.bytes
    }

    private static func reason(_ reason: ReturnReason?) -> String {
        reason?.rawValue ?? "yes"
    }

    /// RFC 3339, in UTC, whole seconds.
    private static func time(_ moment: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(moment)).formatted(.iso8601)
    }
}
