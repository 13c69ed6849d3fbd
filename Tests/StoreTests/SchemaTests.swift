import GRDB
import Orders
import Testing

@testable import Store

@Suite struct SchemaTests {
    /// The words that a column's CHECK allows, read from the schema itself.
    private func words(of column: String, in table: String, _ world: World) throws -> Set<String> {
        let sql = try world.store.pool.read { db in
            try String.fetchOne(db, sql: "SELECT sql FROM sqlite_master WHERE name = ?", arguments: [table]) ?? ""
        }
        let check = try #require(
            sql.firstMatch(of: try Regex("\\b\(column) TEXT(?: NOT NULL)?\\s+CHECK \\(([^)]*)\\)")))
        let condition = try #require(check.output[1].substring)
        // Every second part stands between quotes.
        let parts = condition.split(separator: "'", omittingEmptySubsequences: false)
        return Set(parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) })
    }

    @Test func `the states in the schema are those of the lifecycles`() throws {
        let world = try World()
        #expect(try words(of: "state", in: "orders", world) == Set(OrderState.allCases.map(\.rawValue)))
        #expect(try words(of: "state", in: "batches", world) == Set(BatchState.allCases.map(\.rawValue)))
        #expect(try words(of: "state", in: "mails", world) == Set(MailState.allCases.map(\.rawValue)))
    }

    @Test func `the other words in the schema are those of the types`() throws {
        let world = try World()
        #expect(try words(of: "door", in: "orders", world) == Set(Source.Door.allCases.map(\.rawValue)))
        #expect(try words(of: "purpose", in: "orders", world) == Set(Purpose.allCases.map(\.rawValue)))
        #expect(try words(of: "purpose", in: "packet_orders", world) == Set(Purpose.allCases.map(\.rawValue)))
        #expect(try words(of: "language", in: "orders", world) == Set(Language.allCases.map(\.rawValue)))
        #expect(try words(of: "language", in: "mails", world) == Set(Language.allCases.map(\.rawValue)))
        #expect(try words(of: "kind", in: "mails", world) == Set(MailKind.allCases.map(\.rawValue)))
        #expect(try words(of: "return_reason", in: "orders", world) == Set(ReturnReason.allCases.map(\.rawValue)))
        #expect(try words(of: "ended", in: "printings", world) == Set(PrintingEnd.allCases.map(\.rawValue)))
        #expect(try words(of: "scope", in: "tokens", world) == Set(APIToken.Scope.allCases.map(\.rawValue)))
    }

    @Test func `every table is strict`() throws {
        let world = try World()
        let loose = try world.store.pool.read { db in
            try String.fetchAll(
                db, sql: "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict")
        }
        #expect(Set(loose).isSubset(of: ["sqlite_schema", "grdb_migrations"]))
    }

    @Test(arguments: [
        "UPDATE orders SET state = 'lost'",
        "UPDATE orders SET state = 'held'",
        "UPDATE orders SET held_because = 'manual'",
        "UPDATE orders SET state = 'batched'",
        "UPDATE orders SET sequence = 1",
        "UPDATE orders SET door = 'window'",
        "UPDATE orders SET reference = 'HB-1'",
        "UPDATE orders SET erased_at = 1",
        "UPDATE order_lines SET quantity = 0",
        "UPDATE idempotency_keys SET key = x'00'",
        "INSERT INTO order_lines (order_id, item, position, quantity) VALUES (99, 'leaflet-1', 1, 1)",
        "DELETE FROM orders",
        "UPDATE mails SET state = 'posted'",
        "UPDATE mails SET state = 'sent'",
        "UPDATE mails SET next_attempt_at = NULL",
        "UPDATE mails SET settled_at = 1",
        "UPDATE mails SET claim_expires_at = 1",
        "UPDATE mails SET claim_owner = 'nobody', claim_expires_at = 1",
        "UPDATE mails SET attempt_begun_at = 1",
        "UPDATE mails SET attempts = 1",
        "INSERT INTO batches (date, number, state, closed_at, frame) VALUES (1, 0, 'closed', 1, '{}')",
        "INSERT INTO packets (batch_id, sequence, part, of, bundle) VALUES (1, 1, 1, 1, 'M')",
        "INSERT INTO orders (reference) VALUES ('01234567')",
        "UPDATE orders SET dispatched_at = 1",
        "UPDATE orders SET return_reason = 'moved', returned_at = 1",
        "UPDATE orders SET returned_at = 1",
        "UPDATE orders SET again_of = 99",
        "UPDATE orders SET again_of = id",
        "UPDATE orders SET untold = 1",
        "UPDATE orders SET untold = 2",
        "UPDATE mails SET change = 'held'",
        "UPDATE mails SET kind = 'changed'",
    ])
    func `the schema refuses what must never be`(sql: String) async throws {
        let world = try World()
        _ = try await world.place(.fixture())
        let before = try world.everything()
        let error = #expect(throws: DatabaseError.self) { try world.execute(sql) }
        #expect(error?.resultCode == .SQLITE_CONSTRAINT)
        #expect(try world.everything() == before)
    }

    @Test(arguments: [
        "UPDATE requests SET key = x'00'",
        "UPDATE requests SET body = x'00'",
        "UPDATE requests SET status = 422",
        "UPDATE requests SET reply = NULL",
        "INSERT INTO request_orders (order_id, request_id) VALUES (1, 99)",
        "INSERT INTO request_orders (order_id, request_id) VALUES (99, 1)",
        "UPDATE messages SET place = x'00'",
        "UPDATE messages SET message_id = x'00'",
        "INSERT INTO messages (place, message_id, at) SELECT zeroblob(16), message_id, 1 FROM messages",
        "UPDATE agreements SET notice = ''",
        "UPDATE agreements SET is_consent = 2",
        "INSERT INTO agreements (order_id, notice, is_consent, at) VALUES (99, 'a', 1, 1)",
    ])
    func `the schema refuses of what was enclosed what must never be`(sql: String) async throws {
        let world = try World()
        var enclosure = Enclosure.request()
        enclosure.message = .fixture()
        enclosure.agreement = Agreement(notice: "3f2a", isConsent: true)
        _ = try await world.receive(.fixture(), enclosing: enclosure)
        let before = try world.everything()
        let error = #expect(throws: DatabaseError.self) { try world.execute(sql) }
        #expect(error?.resultCode == .SQLITE_CONSTRAINT)
        #expect(try world.everything() == before)
    }

    @Test(arguments: [
        "UPDATE orders SET state = 'dispatched'",
        "UPDATE orders SET state = 'returned', dispatched_at = 1",
        "UPDATE orders SET state = 'returned', dispatched_at = 1, return_reason = 'moved'",
        "UPDATE orders SET state = 'returned', dispatched_at = 1, returned_at = 1",
        "UPDATE orders SET state = 'returned', dispatched_at = 1, return_reason = 'lost', returned_at = 1",
        "UPDATE orders SET dispatched_at = 1",
        "UPDATE batches SET state = 'printed'",
        "UPDATE batches SET printed_at = 1",
        "UPDATE batches SET cutoff = 1",
        "INSERT INTO cutoffs (date, at) VALUES (1, 1), (1, 2)",
        "INSERT INTO cutoffs (date) VALUES (1)",
    ])
    func `the schema refuses of a batch what must never be`(sql: String) async throws {
        let world = try World()
        _ = try await world.order(.batched)
        let before = try world.everything()
        let error = #expect(throws: DatabaseError.self) { try world.execute(sql) }
        #expect(error?.resultCode == .SQLITE_CONSTRAINT)
        #expect(try world.everything() == before)
    }
}
