import Foundation
import Orders
import Press
import Store
import TestSupport
import Testing

@testable import Fulfilment

@Suite struct DispatchedListTests {
    static let id = BatchID(date: LocalDate(dayNumber: 20_803), number: 1)
    static let references = (1...6).map { Reference(number: UInt64($0) * 987_654_321) }
    static let header = "batch,number,part,of,bundle,reference,postcode,items,class,dispatched at,returned"

    private static func packet(
        _ sequence: Int, of reference: Reference = references[0], _ state: OrderState = .dispatched,
        at: Int64? = 1_797_436_800, bundle: String = "M14", part: Int = 1, parts: Int = 1
    ) -> BatchPacket {
        BatchPacket(
            sequence: sequence, part: part, of: parts, bundle: bundle, reference: reference, state: state,
            dispatchedAt: at)
    }

    private static func snapshot(_ packets: [(Int, [PacketOrder])]) -> BatchSnapshot {
        BatchSnapshot(
            id: id, closedAt: 1_797_400_000, closedOn: id.date,
            campaign: BatchSnapshot.Campaign(name: "Example campaign"), items: [],
            packets: packets.map { sequence, orders in
                PacketSnapshot(
                    sequence: sequence, part: 1, of: 1, bundle: "M14",
                    recipient: ["Aisha Example", "1 Example Street", "MANCHESTER", "M9 0SQ"], orders: orders)
            }, papers: BatchSnapshot.Papers(labels: Workshop.sheet))
    }

    private static func order(_ reference: Reference, _ lines: (String, Int)...) -> PacketOrder {
        PacketOrder(
            reference: reference, lines: lines.map { OrderLine(item: $0, quantity: $1) }, organisation: "Example Works",
            note: "For the early shift")
    }

    private static func csv(
        _ packets: [BatchPacket], in snapshot: BatchSnapshot, postcodes: [Reference: String] = [:],
        returned: [Reference: ReturnReason] = [:]
    ) -> String {
        String(
            decoding: DispatchedList.csv(
                of: packets, in: snapshot, postClass: .second, postcodes: postcodes, returned: returned), as: UTF8.self)
    }

    @Test func `has a row for each packet that was posted, by number, and names nobody`() {
        let (first, second) = (Self.references[0], Self.references[1])
        let text = Self.csv(
            [
                Self.packet(18, of: second, bundle: "urgent", part: 2, parts: 2),
                Self.packet(17, of: second, bundle: "urgent", part: 1, parts: 2), Self.packet(3, of: first),
            ].shuffled(),
            in: Self.snapshot([
                (3, [Self.order(first, ("leaflet-1", 100), ("poster-a3", 5))]),
                (17, [Self.order(second, ("leaflet-1", 500))]),
                (18, [Self.order(second, ("leaflet-1", 25))]),
            ]), postcodes: [first: "M9 0SQ"])
        #expect(
            text == """
                \(Self.header)\r
                2026-12-16-1,3,1,1,M14,\(first),M9 0SQ,leaflet-1:100; poster-a3:5,2nd,2026-12-16T16:00:00Z,\r
                2026-12-16-1,17,1,2,urgent,\(second),,leaflet-1:500,2nd,2026-12-16T16:00:00Z,\r
                2026-12-16-1,18,2,2,urgent,\(second),,leaflet-1:25,2nd,2026-12-16T16:00:00Z,\r\n
                """)
    }

    @Test(arguments: [
        (OrderState.batched, Int64?.none), (.accepted, nil), (.held, nil), (.cancelled, nil), (.batched, 1_797_436_800),
    ])
    func `leaves out what wasn't posted, or was taken back`(state: OrderState, at: Int64?) {
        let packets = [Self.packet(1, state, at: at), Self.packet(2, of: Self.references[1])]
        let rows = Self.csv(packets, in: Self.snapshot([])).split(separator: "\r\n")
        #expect(rows.count == 2)
        #expect(rows[1].hasPrefix("2026-12-16-1,2,"))
    }

    @Test func `is only a header where nothing was posted`() {
        #expect(Self.csv([], in: Self.snapshot([])) == Self.header + "\r\n")
    }

    @Test func `says of what came back why`() {
        let packets = [
            Self.packet(1, .returned), Self.packet(2, of: Self.references[1], .returned),
            Self.packet(3, of: Self.references[2]),
        ]
        let text = Self.csv(packets, in: Self.snapshot([]), returned: [Self.references[0]: .moved])
        #expect(
            text.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",").last } == [
                "moved", "yes", "2026-12-16T16:00:00Z",
            ])
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+44", "'+44"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
        ("\r=1", "\"'\r=1\""), ("\r\n=1", "\"'\r\n=1\""), ("=\"a\",b", "\"'=\"\"a\"\",b\""), ("a,b", "\"a,b\""),
        ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("D02 X285", "D02 X285"), ("12-345", "12-345"),
    ])
    func `gives a spreadsheet nothing to reckon with, and nothing that ends a cell`(code: String, cell: String) {
        let text = Self.csv([Self.packet(1)], in: Self.snapshot([]), postcodes: [Self.references[0]: code])
        let row = "2026-12-16-1,1,1,1,M14,\(Self.references[0]),\(cell),,2nd,2026-12-16T16:00:00Z,\r\n"
        #expect(text == Self.header + "\r\n" + row)
    }

    @Test func `shows of a packet that several orders share what is each one's`() {
        let (first, second) = (Self.references[0], Self.references[1])
        let snapshot = Self.snapshot([
            (1, [Self.order(first, ("leaflet-1", 25)), Self.order(second, ("leaflet-3", 50))])
        ])
        let text = Self.csv([Self.packet(1, of: second)], in: snapshot)
        #expect(text.contains(",leaflet-3:50,"))
        #expect(!text.contains("leaflet-1"))
    }
}

/// The list of a real batch, from order to file.
@Suite struct DispatchedListWritingTests {
    /// Three orders, the second of two packets, in a closed batch.
    private static func batch() async throws -> (Workshop, BatchID, [Reference]) {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1), .fixture(2, quantity: "1000"), .fixture(3)])
        let snapshot = try #require(try await workshop.batcher(try Press()).close(who: "test").snapshots.first)
        var references: [Reference] = []
        for packet in snapshot.packets where packet.part == 1 { references.append(packet.orders[0].reference) }
        return (workshop, snapshot.id, references)
    }

    private static func rows(_ workshop: Workshop, _ path: String) throws -> [[Substring]] {
        try workshop.text(of: path).split(separator: "\r\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
    }

    @Test func `follows what is posted, taken back and returned`() async throws {
        let (workshop, id, references) = try await Self.batch()
        let lists = DispatchedList(
            store: workshop.store, directory: workshop.directory.path("state/batches"), postClass: .first)
        let path = try await lists.write(of: id)
        #expect(path == workshop.directory.path("state/batches/\(id)/dispatched.csv"))
        #expect(try Self.rows(workshop, path).isEmpty)

        let now = workshop.time.now
        _ = try await workshop.store.dispatch(references, of: id, grace: 900, at: now, who: "test")
        try await lists.write(of: id)
        let rows = try Self.rows(workshop, path)
        #expect(rows.map { $0[1] } == ["1", "2", "3", "4"])
        #expect(rows.map { $0[8] } == Array(repeating: "1st", count: 4))
        #expect(rows.map { $0[6] } == Array(repeating: "M9 0SQ", count: 4))
        #expect(rows.map { $0[9] } == Array(repeating: "2026-12-07T12:00:00Z", count: 4))
        #expect(Set(rows.map { String($0[5]) }) == Set(references.map(\.description)))
        #expect(rows.map { $0[7] }.sorted() == ["leaflet-1:100", "leaflet-1:100", "leaflet-1:500", "leaflet-1:500"])
        #expect(try workshop.text(of: path) == String(decoding: try await lists.bytes(of: id), as: UTF8.self))

        _ = try await workshop.store.undoDispatch([references[0]], of: id, grace: 900, at: now, who: "test")
        _ = try await workshop.store.markReturned(references[1], reason: .unknown, at: now, who: "test")
        try await lists.write(of: id)
        let left = try Self.rows(workshop, path)
        #expect(!left.contains { $0[5] == references[0].description })
        for row in left { #expect(row[10] == (row[5] == references[1].description ? "unknown" : "")) }
        #expect(left.contains { $0[10] == "unknown" })
    }

    @Test func `goes to a folder that is named, and leaves no half-written file behind`() async throws {
        let (workshop, id, _) = try await Self.batch()
        let folder = workshop.directory.path("out")
        try DurableFile.makeDirectory(folder)
        try Data("M9 0SQ".utf8).write(to: URL(fileURLWithPath: folder + "/.handbill-left.tmp"))
        let lists = DispatchedList(
            store: workshop.store, directory: workshop.directory.path("state/batches"), postClass: .second)
        #expect(try await lists.write(of: id, in: folder) == folder + "/dispatched.csv")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["dispatched.csv"])
        #expect(!FileManager.default.fileExists(atPath: workshop.directory.path("state/batches/\(id)/dispatched.csv")))
    }

    @Test func `is there for a closed batch only`() async throws {
        let (workshop, _, _) = try await Self.batch()
        let lists = DispatchedList(store: workshop.store, directory: workshop.directory.path, postClass: .second)
        await #expect(throws: StoreError.noSuchBatch(Self.noBatch)) { try await lists.write(of: Self.noBatch) }
        #expect(!FileManager.default.fileExists(atPath: workshop.directory.path("\(Self.noBatch)")))
    }

    private static let noBatch = BatchID(date: LocalDate(dayNumber: 1), number: 1)
}
