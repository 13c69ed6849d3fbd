import GRDB
import Orders

/// An order as it stands in the tables, with the row's own number.
struct OrderRow {
    let id: Int64
    let placed: PlacedOrder
    /// Whether the supporter is to be written to, as whoever sent the order said.
    let wantsMail: Bool
    /// Whether it is held and was changed in a way that nobody has written about.
    let isUntold: Bool
    /// The row of its batch.
    let batchRow: Int64?

    private static let selection = """
        SELECT o.id, o.reference, o.state, o.received_at, o.door, o.held_because, b.date, b.number, o.sequence,
            o.purpose, o.needed_by, o.language, o.country, o.name, o.email, o.organisation, o.address_lines, o.town,
            o.postcode, o.note, o.held_note, o.wants_mail, o.untold, o.batch_id, o.dispatched_at, o.return_reason
        FROM orders o LEFT JOIN batches b ON b.id = o.batch_id
        """

    /// The orders that meet the condition, oldest first.
    ///
    /// - Parameters:
    ///   - condition: SQL that names the order's columns by `o`.
    ///   - order: SQL by which they are sorted.
    ///   - limit: At most so many; nil for all.
    static func fetch(
        _ db: Database, where condition: String, _ arguments: StatementArguments = StatementArguments(),
        sortedBy order: String = "o.id", limit: Int? = nil
    ) throws -> [OrderRow] {
        let end = limit.map { "LIMIT \(max(0, $0))" } ?? ""
        let statement = try db.cachedStatement(sql: "\(selection) WHERE \(condition) ORDER BY \(order) \(end)")
        let lines = try db.cachedStatement(
            sql: "SELECT item, quantity FROM order_lines WHERE order_id = ? ORDER BY position")
        var rows: [OrderRow] = []
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try cursor.next() {
            let id: Int64 = row[0]
            let ordered = try Row.fetchAll(lines, arguments: [id]).map { OrderLine(item: $0[0], quantity: $0[1]) }
            rows.append(
                OrderRow(
                    id: id, placed: try placedOrder(row, lines: ordered), wantsMail: row[21], isUntold: row[22],
                    batchRow: row[23]))
        }
        return rows
    }

    /// The order with this reference.
    ///
    /// - Throws: `StoreError.noSuchOrder`.
    static func fetch(_ db: Database, _ reference: Reference) throws -> OrderRow {
        guard let row = try fetch(db, where: "o.reference = ?", [reference.characters]).first else {
            throw StoreError.noSuchOrder(reference)
        }
        return row
    }

    private static func placedOrder(_ row: Row, lines: [OrderLine]) throws -> PlacedOrder {
        let text: String = row[1]
        guard let reference = try? Reference(reading: text), let state = OrderState(rawValue: row[2]),
            let door = Source.Door(rawValue: row[4]), let purpose = Purpose(rawValue: row[9]),
            let language = Language(rawValue: row[11]), let country = Country(rawValue: row[12])
        else { throw StoreError.damaged(subject: "order HB-\(text)") }
        let order = Order(
            name: row[13], email: (row[14] as String?).map(EmailAddress.init(stored:)), organisation: row[15],
            address: Address(lines: Lines.split(row[16]), town: row[17], postcode: row[18], country: country),
            lines: lines, purpose: purpose, neededBy: (row[10] as Int?).map(LocalDate.init(dayNumber:)),
            note: row[19], language: language)
        let batch = (row[6] as Int?).map { BatchID(date: LocalDate(dayNumber: $0), number: row[7]) }
        return PlacedOrder(
            reference: reference, state: state, receivedAt: row[3], door: door, order: order,
            heldBecause: Reasons.read(row[5]), heldNote: row[20], batch: batch, sequence: row[8],
            dispatchedAt: row[24], returnedBecause: try reason(row[25], of: text))
    }
}

extension OrderRow {
    /// The other orders in its packets that are in the same batch and state, by their numbers.
    static func sharing(with row: OrderRow, _ db: Database) throws -> [OrderRow] {
        guard let batch = row.batchRow else { return [] }
        return try fetch(
            db,
            where: """
                o.id <> ?1 AND o.batch_id = ?2 AND o.state = ?3 AND o.id IN (
                    SELECT s.order_id FROM packet_orders c
                    JOIN packet_orders s ON s.batch_id = c.batch_id AND s.sequence = c.sequence
                    WHERE c.order_id = ?1 AND c.batch_id = ?2)
                """, [row.id, batch, row.placed.state.rawValue])
    }

    /// Its place in its batch, as it goes on to be.
    var place: (id: Int64, sequence: Int)? {
        guard let batchRow, let sequence = placed.sequence else { return nil }
        return (batchRow, sequence)
    }

    private static func reason(_ word: String?, of reference: String) throws -> ReturnReason? {
        guard let word else { return nil }
        guard let reason = ReturnReason(rawValue: word) else {
            throw StoreError.damaged(subject: "order HB-\(reference)")
        }
        return reason
    }
}

/// Lists of lines in one column, separated by LF: no printed line holds one.
enum Lines {
    static func join(_ lines: [String]) -> String {
        lines.joined(separator: "\n")
    }

    static func split(_ text: String) -> [String] {
        text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

/// Why an order is held, in one column, separated by commas.
enum Reasons {
    static func join(_ reasons: [HeldReason]) -> String? {
        reasons.isEmpty ? nil : reasons.map(\.rawValue).joined(separator: ",")
    }

    static func read(_ text: String?) -> [HeldReason] {
        guard let text else { return [] }
        return text.split(separator: ",").compactMap { HeldReason(rawValue: String($0)) }
    }
}
