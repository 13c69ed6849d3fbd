import FoundationEssentials
import GRDB
import Orders

/// The statements of the intake, prepared once for many arrivals.
struct IntakeRows {
    private let db: Database
    private let known, place, neighbour, person, premise, organisation: Statement
    private let order, line, history, submission, key, oldKey: Statement

    init(db: Database) throws {
        self.db = db
        known = try db.cachedStatement(
            sql: """
                SELECT k.content, o.reference, o.id FROM idempotency_keys k JOIN orders o ON o.id = k.order_id
                WHERE k.key = ? AND (k.is_of_content = 0 OR o.received_at > ?)
                """)
        let nearby = """
            SELECT o.reference, l.item, l.quantity, o.state FROM orders o JOIN order_lines l ON l.order_id = o.id
            WHERE o.received_at > ? AND o.state <> 'cancelled' AND l.item = ?
            """
        place = try db.cachedStatement(sql: "SELECT 1 FROM orders WHERE like_premise = ? LIMIT 1")
        neighbour = try db.cachedStatement(
            sql: "SELECT 1 FROM orders WHERE like_premise = ? AND received_at > ? AND state <> 'cancelled' LIMIT 1")
        person = try db.cachedStatement(
            sql: "\(nearby) AND o.like_premise = ? AND o.like_surname = ? ORDER BY o.id DESC LIMIT 1")
        premise = try db.cachedStatement(sql: "\(nearby) AND o.like_premise = ? LIMIT 3")
        organisation = try db.cachedStatement(
            sql: "\(nearby) AND o.like_organisation = ? ORDER BY o.id DESC LIMIT 3")
        order = try db.cachedStatement(
            sql: """
                INSERT INTO orders (reference, state, received_at, door, held_because, purpose, needed_by, language,
                    wants_mail, country, name, email, organisation, address_lines, town, postcode, note, like_premise,
                    like_surname, like_organisation, held_note)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (reference) DO NOTHING
                """)
        line = try db.cachedStatement(
            sql: "INSERT INTO order_lines (order_id, item, position, quantity) VALUES (?, ?, ?, ?)")
        history = try db.cachedStatement(
            sql: "INSERT INTO order_history (order_id, number, at, who, what) VALUES (?, 1, ?, ?, ?)")
        submission = try db.cachedStatement(
            sql: "INSERT INTO submissions (order_id, producer, origin, row, original, words) VALUES (?, ?, ?, ?, ?, ?)")
        key = try db.cachedStatement(
            sql: "INSERT INTO idempotency_keys (key, content, is_of_content, order_id) VALUES (?, ?, ?, ?)")
        oldKey = try db.cachedStatement(sql: "DELETE FROM idempotency_keys WHERE key = ? AND is_of_content = 1")
    }

    /// What the key stands for, if it was used.
    ///
    /// - Parameter contentSince: Since when a key counts that is made of content.
    func known(
        _ key: Data, contentSince: Int64
    ) throws -> (fingerprint: Int64, reference: Reference, order: Int64)? {
        guard let row = try Row.fetchOne(known, arguments: [key, contentSince]) else { return nil }
        return (row[0], try Self.reference(row[1]), row[2])
    }

    /// Whether anybody at the same premise ever ordered anything. Mostly nobody has, and then the premise needs no
    /// further question.
    func isKnownPlace(_ likeness: LikenessKeys) throws -> Bool {
        guard let premise = likeness.premise else { return false }
        return try Int.fetchOne(place, arguments: [premise]) != nil
    }

    /// Whether anybody at the same premise has ordered anything lately.
    func hasNeighbour(_ likeness: LikenessKeys, since: Int64) throws -> Bool {
        guard let premise = likeness.premise else { return false }
        return try Int.fetchOne(neighbour, arguments: [premise, since]) != nil
    }

    /// The latest order of the same person for one of the items.
    func orderOfSamePerson(_ likeness: LikenessKeys, _ lines: [OrderLine], since: Int64) throws -> NearbyOrder? {
        guard let premise = likeness.premise, let surname = likeness.surname else { return nil }
        for line in lines {
            if let row = try Row.fetchOne(person, arguments: [since, line.item, premise, surname]) {
                return try NearbyOrder(row)
            }
        }
        return nil
    }

    /// Up to three orders of others at the same premise, if it has neighbours, and of the same organisation, for one of
    /// the items.
    func ordersNearby(
        _ likeness: LikenessKeys, _ lines: [OrderLine], since: Int64, hasNeighbour: Bool
    ) throws -> [NearbyOrder] {
        var found: [NearbyOrder] = []
        func add(_ statement: Statement, _ arguments: StatementArguments) throws {
            let rows = try Row.fetchCursor(statement, arguments: arguments)
            while found.count < 3, let row = try rows.next() {
                let order = try NearbyOrder(row)
                if !found.contains(where: { $0.reference == order.reference }) { found.append(order) }
            }
        }
        for line in lines where found.count < 3 {
            if hasNeighbour, let there = likeness.premise {
                try add(premise, [since, line.item, there])
            }
            if found.count < 3, let there = likeness.organisation {
                try add(organisation, [since, line.item, there])
            }
        }
        return found
    }

    /// - Parameter note: Why it is held, in words.
    /// - Returns: whether the row was written; if not, the reference belongs to another order.
    func insert(
        _ reference: Reference, _ state: OrderState, _ at: Int64, _ door: Source.Door, wantsMail: Bool,
        _ ordered: Order, _ likeness: LikenessKeys, _ heldBecause: [HeldReason], note: String? = nil
    ) throws -> Bool {
        try order.execute(arguments: [
            reference.characters, state.rawValue, at, door.rawValue, Reasons.join(heldBecause),
            ordered.purpose.rawValue, ordered.neededBy?.dayNumber, ordered.language.rawValue,
            wantsMail, ordered.address.country.rawValue, ordered.name, ordered.email?.text, ordered.organisation,
            Lines.join(ordered.address.lines), ordered.address.town, ordered.address.postcode, ordered.note,
            likeness.premise, likeness.surname, likeness.organisation, note,
        ])
        return db.changesCount == 1
    }

    func insertLines(_ lines: [OrderLine], of order: Int64) throws {
        for (index, ordered) in lines.enumerated() {
            try line.execute(arguments: [order, ordered.item, index + 1, ordered.quantity])
        }
    }

    func insertHistory(of order: Int64, _ at: Int64, _ who: String, _ what: String) throws {
        try history.execute(arguments: [order, at, who, what])
    }

    func insertSubmission(_ arrival: Arrival, words: String?, of order: Int64) throws {
        try submission.execute(arguments: [
            order, arrival.producer, arrival.source.origin, arrival.source.row, arrival.original, words,
        ])
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
        if isOfContent { try oldKey.execute(arguments: [prepared.key]) }
        try key.execute(arguments: [prepared.key, prepared.fingerprint, isOfContent, order])
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
