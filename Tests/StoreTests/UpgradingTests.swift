import FoundationEssentials
import GRDB
import Glibc
import Orders
import Testing

@testable import Store

/// Databases of earlier versions, with everything in them that the first version knew.
@Suite struct UpgradingTests {
    private let orders = [
        "'accepted', NULL, NULL, NULL", "'held', 'quantity', NULL, NULL", "'backordered', NULL, NULL, NULL",
        "'batched', NULL, 1, 1", "'cancelled', NULL, NULL, NULL",
    ]

    /// Makes it as that version did.
    private func make(version: Int, in folder: String) throws {
        let database = try DatabaseQueue(path: folder + "/handbill.sqlite")
        try Schema.migrator.migrate(database, upTo: "\(version)")
        try database.write { db in
            try db.execute(sql: "INSERT INTO meta (name, value) VALUES ('secret', zeroblob(32))")
            try db.execute(
                sql: """
                    INSERT INTO batches (id, date, number, state, closed_at, frame) VALUES (1, 20804, 1, 'closed', 5, '{}');
                    INSERT INTO batch_history (batch_id, number, at, who, what) VALUES (1, 1, 5, 'batch', 'closed')
                    """)
            for (index, order) in orders.enumerated() {
                let reference = Reference(number: UInt64(index)).characters
                try db.execute(
                    sql: """
                        INSERT INTO orders (id, reference, state, held_because, batch_id, sequence, received_at, door,
                            purpose, language, wants_mail, country, name, email, address_lines, postcode)
                        VALUES (\(index + 1), '\(reference)', \(order), 5, 'file', 'other', 'en', 1, 'GB', 'Aisha Khan', 'aisha@example.org',
                            '1 Example Street', 'M9 0SQ')
                        """)
            }
            try db.execute(
                sql: """
                    INSERT INTO order_lines (order_id, item, position, quantity) SELECT id, 'leaflet-1', 1, 100 FROM orders;
                    INSERT INTO order_history (order_id, number, at, who, what) SELECT id, 1, 5, 'file', state FROM orders;
                    INSERT INTO packets (batch_id, sequence, part, of, bundle) VALUES (1, 1, 1, 1, 'M');
                    INSERT INTO packet_orders (batch_id, sequence, position, order_id, purpose, urgent)
                        VALUES (1, 1, 1, 4, 'other', 0);
                    INSERT INTO mails (order_id, kind, language, message_id, boundary, owed_at, state, composed, attempts,
                        next_attempt_at) SELECT id, 'confirmation', 'en', 'a@b', 'c', 5, 'queued', 0, 0, 5 FROM orders
                    """)
            #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == version)
        }
        try database.close()
        chmod(folder + "/handbill.sqlite", 0o600)
    }

    private func open(_ folder: String) throws -> Store {
        try Store.open(in: folder, identity: .init(mailDomain: "orders.example.org"))
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6])
    func `a database of an earlier version is opened, keeps everything and goes on`(version: Int) async throws {
        let folder = try World.freshFolder()
        defer { World.remove(folder) }
        try make(version: version, in: folder)
        let store = try open(folder)
        #expect(
            try await store.figures()
                == .init(
                    orders: [.accepted: 1, .held: 1, .backordered: 1, .batched: 1, .cancelled: 1],
                    batches: [.closed: 1], mails: [.queued: 5], oldestAccepted: 5, oldestDueMail: 5))
        #expect(try await store.integrityCheck() == [])
        let found = try await store.orders()
        #expect(found.count == 5)
        #expect(found.allSatisfy { $0.dispatchedAt == nil && $0.returnedBecause == nil })
        let id = try #require(BatchID("2026-12-17-1"))
        let batched = try #require(try await store.orders(state: .batched).first)
        _ = try await store.markPrinted(id, at: 6, who: "root")
        #expect(
            try await store.dispatch([batched.reference], of: id, grace: 900, at: 7, who: "root").state == .dispatched)
        #expect(try await store.markReturned(batched.reference, reason: .moved, at: 8, who: "root").state == .returned)
        try await store.recordPrinting(Printing(startAt: 5), of: "labels", in: id, at: 8, who: "root")
        #expect(try await store.lastPrinting(of: "labels", in: id, on: nil)?.way.startAt == 5)
        let token = try await store.createToken(name: "shop", scope: .orders, rate: nil, at: 9)
        #expect(try await store.token(token.secret) == token.0)
        let reception = try await store.accept(
            store.prepare([.fixture()]), enclosing: .request(), at: 9, duplicatesWithin: 0, remember: 0,
            who: "token shop")
        #expect(reception.answers.map(\.outcome) == [.accepted])
        try store.close()
        // Once and no more.
        let again = try open(folder)
        #expect(try await again.order(batched.reference)?.returnedBecause == .moved)
        try again.close()
    }

    @Test func `isn't upgraded under a service that an earlier version runs`() throws {
        let folder = try World.freshFolder()
        defer { World.remove(folder) }
        try make(version: 5, in: folder)
        let file = Glibc.open(folder + "/serve.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        flock(file, LOCK_EX)
        let number = Array("1\n".utf8)
        #expect(write(file, number, number.count) == 2)
        #expect(throws: StoreError.servedByEarlierVersion(process: 1)) { try open(folder) }
        #expect(
            try DatabaseQueue(path: folder + "/handbill.sqlite").read {
                try Int.fetchOne($0, sql: "PRAGMA user_version")
            }
                == 5)
        close(file)
        try open(folder).close()
    }

    @Test func `an id that an earlier version took is known`() async throws {
        let folder = try World.freshFolder()
        defer { World.remove(folder) }
        try make(version: 5, in: folder)
        let secret = Secret(bytes: Data(count: 32), hasScatteredKeys: true)
        let database = try DatabaseQueue(path: folder + "/handbill.sqlite")
        try await database.write { db in
            try db.execute(
                sql: "INSERT INTO idempotency_keys (key, content, is_of_content, order_id) VALUES (?, ?, 0, 1)",
                arguments: [secret.scatteredKey(of: .fixture()), secret.fingerprint(of: .fixture())])
        }
        try database.close()
        let store = try open(folder)
        let reference = try #require(try await store.orders(state: .accepted).first?.reference)
        func answer(to arrival: Arrival) async throws -> [Answer] {
            try await store.accept([arrival], at: 9, duplicatesWithin: 0, remember: 0, who: "file")
        }
        #expect(try await answer(to: .fixture()) == [Answer(outcome: .duplicate, reference: reference)])
        #expect(try await answer(to: .fixture("web-2")).map(\.outcome) == [.accepted])
        #expect(try await answer(to: .fixture("web-2")).map(\.outcome) == [.duplicate])
        try store.close()
    }

    @Test(arguments: [
        (1, Schema1.tables, 5_850_163_467_476_296_694 as UInt64), (2, Schema2.changes, 4_445_614_838_547_134_359),
        (3, Schema3.changes, 173_460_919_455_661_205), (4, Schema4.changes, 4_693_086_657_834_442_114),
        (5, Schema5.changes, 2_454_070_834_028_858_799), (6, Schema6.changes, 1_550_050_282_870_806_056),
        (7, Schema7.changes, 2_422_349_374_600_306_493),
    ])
    func `the tables of a version are what they were when it came out`(
        version: Int, statements: [String], expected: UInt64
    ) {
        // FNV-1a over the text that databases out there were made with.
        let hash = statements.joined(separator: "\n").utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        #expect(hash == expected, "Schema\(version) must never change: what comes later is a migration of its own")
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6])
    func `an upgraded database has the same tables and indices as a new one`(version: Int) throws {
        let folder = try World.freshFolder()
        defer { World.remove(folder) }
        try make(version: version, in: folder)
        let (upgraded, new) = (try open(folder), try World())
        let tables = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
        let found = try upgraded.pool.read { try String.fetchAll($0, sql: tables) }
        #expect(try found == new.store.pool.read { try String.fetchAll($0, sql: tables) })
        #expect(try upgraded.pool.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 7)
        #expect(try new.number("PRAGMA user_version") == 7)
        try upgraded.close()
    }
}
