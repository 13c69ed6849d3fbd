import FoundationEssentials
import GRDB
import Orders

/// The statements of the intake, prepared once for many arrivals.
struct IntakeRows {
    private let db: Database
    private let known, marked, neighbour, words: DirectStatement
    private let order, line, history, submission, key, oldKey: DirectStatement
    private let organisation: Statement

    init(db: Database) throws {
        self.db = db
        known = try DirectStatement(
            db,
            """
            SELECT k.content, o.reference, o.id FROM idempotency_keys k JOIN orders o ON o.id = k.order_id
            WHERE k.key = ? AND (k.is_of_content = 0 OR o.received_at > ?)
            """)
        let ordered = """
            SELECT o.reference, l.item, l.quantity, o.state FROM orders o JOIN order_lines l ON l.order_id = o.id
            WHERE o.received_at > ? AND o.state <> 'cancelled' AND l.item = ?
            """
        marked = try DirectStatement(
            db, "SELECT 1 FROM orders WHERE like_premise = ? AND return_reason IS NOT NULL LIMIT 1")
        words = try DirectStatement(db, "SELECT words FROM submissions WHERE order_id = ? AND words IS NOT NULL")
        neighbour = try DirectStatement(
            db, "\(ordered) AND o.id = ? AND o.like_premise = ? AND coalesce(o.like_surname, 0) = ?")
        organisation = try db.cachedStatement(
            sql: "\(ordered) AND o.like_organisation = ? ORDER BY o.id DESC LIMIT 3")
        order = try DirectStatement(
            db,
            """
            INSERT INTO orders (reference, state, received_at, door, held_because, purpose, needed_by, language,
                wants_mail, country, name, email, organisation, address_lines, town, postcode, note, like_premise,
                like_surname, like_organisation, held_note)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (reference) DO NOTHING
            """)
        line = try DirectStatement(
            db, "INSERT INTO order_lines (order_id, item, position, quantity) VALUES (?, ?, ?, ?)")
        history = try DirectStatement(
            db, "INSERT INTO order_history (order_id, number, at, who, what) VALUES (?, 1, ?, ?, ?)")
        submission = try DirectStatement(
            db, "INSERT INTO submissions (order_id, producer, origin, row, original, words) VALUES (?, ?, ?, ?, ?, ?)")
        key = try DirectStatement(
            db, "INSERT INTO idempotency_keys (key, content, is_of_content, order_id) VALUES (?, ?, ?, ?)")
        oldKey = try DirectStatement(db, "DELETE FROM idempotency_keys WHERE key = ? AND is_of_content = 1")
    }

    /// What a key stands for: the order's content, reference and row.
    typealias Known = (fingerprint: Int64, reference: Reference, order: Int64)

    /// What the key stands for, if it was used.
    ///
    /// - Parameter contentSince: Since when a key counts that is made of content.
    func known(_ key: Data, contentSince: Int64) throws -> Known? {
        try known.first(.blob(key), .integer(contentSince)) { row in
            (row.integer(0), try Self.reference(row.text(1)), row.integer(2))
        }
    }

    /// What the door said when it took the order.
    func words(of order: Int64) throws -> String? {
        try words.first(.integer(order)) { $0.text(0) }
    }

    /// Whether any packet to the same premise ever came back. Mostly none has, and then nothing more is to be asked.
    func mayBeMarked(_ likeness: LikenessKeys) throws -> Bool {
        guard let premise = likeness.premise else { return false }
        return try marked.finds(.integer(premise))
    }

    /// The latest order of the same person for one of the items.
    ///
    /// - Parameter neighbours: those at the same premise, latest first.
    func orderOfSamePerson(
        _ likeness: LikenessKeys, _ lines: [OrderLine], among neighbours: [Neighbours.Neighbour], since: Int64
    ) throws -> NearbyOrder? {
        guard let surname = likeness.surname else { return nil }
        for line in lines {
            for other in neighbours where other.surname == surname {
                if let order = try order(of: other, at: likeness, for: line, since: since) { return order }
            }
        }
        return nil
    }

    /// Up to three orders for one of the items: of others at the same premise, and of the same organisation.
    ///
    /// - Parameter neighbours: those at the same premise, latest first.
    func ordersNearby(
        _ likeness: LikenessKeys, _ lines: [OrderLine], among neighbours: [Neighbours.Neighbour], since: Int64
    ) throws -> [NearbyOrder] {
        var found: [NearbyOrder] = []
        func add(_ order: NearbyOrder) {
            if !found.contains(where: { $0.reference == order.reference }) { found.append(order) }
        }
        for line in lines where found.count < 3 {
            // Where thousands ordered, those of late tell enough.
            for other in neighbours.prefix(200) where found.count < 3 {
                if let order = try order(of: other, at: likeness, for: line, since: since) { add(order) }
            }
            if found.count < 3, let there = likeness.organisation {
                let rows = try Row.fetchCursor(organisation, arguments: [since, line.item, there])
                while found.count < 3, let row = try rows.next() { add(try NearbyOrder(row)) }
            }
        }
        return found
    }

    /// What a neighbour ordered, if it is still there, counts and has the item.
    private func order(
        of other: Neighbours.Neighbour, at likeness: LikenessKeys, for line: OrderLine, since: Int64
    ) throws -> NearbyOrder? {
        try neighbour.first(
            .integer(since), .text(line.item), .integer(other.order), .integer(likeness.premise),
            .integer(other.surname)
        ) { try NearbyOrder($0) }
    }

    /// - Parameter note: Why it is held, in words.
    /// - Returns: whether the row was written; if not, the reference belongs to another order.
    func insert(
        _ reference: Reference, _ state: OrderState, _ at: Int64, _ door: Source.Door, wantsMail: Bool,
        _ ordered: Order, _ likeness: LikenessKeys, _ heldBecause: [HeldReason], note: String? = nil
    ) throws -> Bool {
        try order.execute(
            .text(reference.characters), .text(state.rawValue), .integer(at), .text(door.rawValue),
            .text(Reasons.join(heldBecause)), .text(ordered.purpose.rawValue),
            .integer(ordered.neededBy.map { Int64($0.dayNumber) }), .text(ordered.language.rawValue),
            .integer(wantsMail ? 1 : 0), .text(ordered.address.country.rawValue), .text(ordered.name),
            .text(ordered.email?.text), .text(ordered.organisation), .text(Lines.join(ordered.address.lines)),
            .text(ordered.address.town), .text(ordered.address.postcode), .text(ordered.note),
            .integer(likeness.premise), .integer(likeness.surname), .integer(likeness.organisation), .text(note))
        return db.changesCount == 1
    }

    func insertLines(_ lines: [OrderLine], of order: Int64) throws {
        for (index, ordered) in lines.enumerated() {
            try line.execute(
                .integer(order), .text(ordered.item), .integer(Int64(index + 1)), .integer(Int64(ordered.quantity)))
        }
    }

    func insertHistory(of order: Int64, _ at: Int64, _ who: String, _ what: String) throws {
        try history.execute(.integer(order), .integer(at), .text(who), .text(what))
    }

    func insertSubmission(_ arrival: Arrival, words: String?, of order: Int64) throws {
        try submission.execute(
            .integer(order), .text(arrival.producer), .text(arrival.source.origin),
            .integer(arrival.source.row.map(Int64.init)), .text(arrival.original), .text(words))
    }

    /// Says that the order came from no submission of its own, but repeats this order.
    func insertRepetition(of old: OrderRow, as order: Int64) throws {
        try db.execute(sql: "UPDATE orders SET again_of = ? WHERE id = ?", arguments: [old.id, order])
        try db.execute(
            sql: """
                INSERT INTO submissions (order_id, producer, origin, row, original)
                SELECT ?1, producer, ?2, NULL, NULL FROM submissions WHERE order_id = ?3
                """, arguments: [order, "again of \(old.placed.reference)", old.id])
    }

    /// Writes the key; one that was forgotten stands for the new order from now on.
    ///
    /// Not with ON CONFLICT DO UPDATE: for that SQLite keeps a journal of each statement, which costs more the more
    /// pages the database has, and took half the time of a large intake.
    func insertKey(_ prepared: PreparedArrival, of order: Int64) throws {
        let isOfContent = prepared.arrival.id == nil
        if isOfContent { try oldKey.execute(.blob(prepared.key)) }
        try key.execute(
            .blob(prepared.key), .integer(prepared.fingerprint), .integer(isOfContent ? 1 : 0), .integer(order))
    }

    static func reference(_ characters: String) throws -> Reference {
        guard let reference = try? Reference(reading: characters) else {
            throw StoreError.damaged(subject: "a reference")
        }
        return reference
    }
}

/// An order that an arrival resembles.
struct NearbyOrder {
    let reference: Reference
    let item: String
    let quantity: Int
    let state: String

    init(_ row: DirectStatement.Columns) throws {
        reference = try IntakeRows.reference(row.text(0))
        item = row.text(1)
        quantity = Int(row.integer(2))
        state = row.text(3)
    }

    init(_ row: Row) throws {
        reference = try IntakeRows.reference(row[0])
        item = row[1]
        quantity = row[2]
        state = row[3]
    }

    /// How it is spoken of: by its reference, or without one while it isn't stored.
    struct Described {
        let reference: String
        let item: String
        let text: String
    }

    func described(as reference: Reference?) -> Described {
        let name = reference?.description ?? "an order just before"
        return Described(reference: name, item: item, text: "\(name), \(quantity), \(state)")
    }
}
