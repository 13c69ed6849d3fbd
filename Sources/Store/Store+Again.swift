import GRDB
public import Orders

/// Sending something again.
extension Store {
    /// Makes a new order of one that was posted, came back or was cancelled, bound to it by both histories. It comes
    /// through the old one's door, isn't compared with orders that resemble it, and its mail is owed as that of any new
    /// order.
    ///
    /// - Parameters:
    ///   - order: What the new one asks for.
    ///   - heldBecause: Why a person must look first; `returned-address` is added here where it applies.
    ///   - waits: Whether one of its items doesn't ship yet.
    /// - Returns: the new order.
    /// - Throws: `StoreError`: `noSuchOrder`, `stateForbids`, and `sentAgain` if it was sent again and that order, or one
    ///   that repeats it in turn, is neither cancelled nor came back.
    public func again(
        _ reference: Reference, as order: Order, heldBecause: [HeldReason], waits: Bool, at time: Int64, who: String
    ) async throws -> PlacedOrder {
        try await changingOrders(at: time, who: who) { ledger in
            let old = try OrderRow.fetch(ledger.db, reference)
            guard [.dispatched, .returned, .cancelled].contains(old.placed.state) else {
                throw old.forbids("sent again")
            }
            if let going = try ledger.goingRepetition(of: old) {
                throw StoreError.sentAgain(reference, as: going)
            }
            let new = try ledger.insert(order, repeating: old, heldBecause: heldBecause, waits: waits)
            return try OrderRow.fetch(ledger.db, new).placed
        }
    }

    /// The order whose packet came back from this address, if the next one to it must be looked at: for the warning
    /// before anything is stored.
    public func isMarked(_ order: Order) async throws -> Reference? {
        let likeness = LikenessKeys(of: order)
        return try await read { try ReturnedPacket.marking(likeness, $0)?.reference }
    }

    /// Owes anew the mail that says where an order stands: `confirmation` of an accepted or batched one, `held`,
    /// `backordered`, `posted`, not before the grace is over, or `cancelled`. One of the same sort that surely hasn't
    /// arrived is taken back.
    ///
    /// - Parameters:
    ///   - address: The order's e-mail address from now on; nil to keep the one it has.
    ///   - grace: Seconds after which a posting can't be undone.
    /// - Throws: `StoreError`: `noSuchOrder`, `noMailAddress`, and `stateForbids` for an order that came back.
    public func mailAgain(
        _ reference: Reference, to address: EmailAddress? = nil, grace: Int64, at time: Int64, who: String
    ) async throws -> OwedMail {
        try await changingOrders(at: time, who: who) { ledger in
            let old = try OrderRow.fetch(ledger.db, reference)
            guard let kind = old.placed.state.mail else { throw old.forbids("written to") }
            guard address ?? old.placed.order.email != nil else { throw StoreError.noMailAddress(reference) }
            if let address { try ledger.write(address, to: old) }
            let row = try OrderRow.fetch(ledger.db, reference)
            try ledger.takeBackMails(kind.same, of: row.id)
            let due = row.placed.dispatchedAt.map { max(time, $0 + grace) }
            try ledger.owe(
                kind, order: row.id, language: row.placed.order.language, token: ledger.store.random.token(), due: due)
            let id = ledger.db.lastInsertedRowID
            try ledger.note("mail again: \(kind.rawValue)", on: row.id)
            return OwedMail(
                id: id, kind: kind, reference: reference, state: .queued, attempts: 0, nextAttemptAt: due ?? time,
                lastProblem: nil)
        }
    }
}

extension OrderState {
    /// The mail that says that an order is here; none says that it came back.
    fileprivate var mail: MailKind? {
        switch self {
        case .accepted, .batched: .confirmation
        case .held: .held
        case .backordered: .backordered
        case .dispatched: .posted
        case .cancelled: .cancelled
        case .returned: nil
        }
    }
}

extension MailKind {
    /// The kinds that say the same as this one, written anew.
    fileprivate var same: [MailKind] {
        switch self {
        case .confirmation, .backordered: [.confirmation, .backordered, .changed]
        default: [self]
        }
    }
}

extension OrderLedger {
    /// The latest order that repeats this one, or repeats one that does, and still goes on.
    func goingRepetition(of old: OrderRow) throws -> Reference? {
        let characters = try String.fetchOne(
            db,
            sql: """
                WITH RECURSIVE later(id) AS (
                    SELECT id FROM orders WHERE again_of = ?
                    UNION SELECT o.id FROM orders o JOIN later ON o.again_of = later.id)
                SELECT o.reference FROM orders o JOIN later ON o.id = later.id
                WHERE o.state NOT IN ('cancelled', 'returned') ORDER BY o.id DESC LIMIT 1
                """, arguments: [old.id])
        return try characters.map(IntakeRows.reference)
    }

    fileprivate func insert(
        _ order: Order, repeating old: OrderRow, heldBecause: [HeldReason], waits: Bool
    ) throws -> Reference {
        let likeness = LikenessKeys(of: order)
        var reasons = heldBecause.filter { $0 != .returnedAddress }
        var remarks = reasons.map(\.rawValue)
        if let returned = try ReturnedPacket.marking(likeness, db) {
            reasons.append(.returnedAddress)
            remarks.append(returned.remark)
        }
        let state: OrderState = !reasons.isEmpty ? .held : waits ? .backordered : .accepted
        let rows = try IntakeRows(db: db)
        var reference = store.random.reference()
        while try !rows.insert(
            reference, state, at, old.placed.door, wantsMail: old.wantsMail, order, likeness, reasons)
        {
            reference = store.random.reference()
        }
        let id = db.lastInsertedRowID
        try rows.insertLines(order.lines, of: id)
        try rows.insertRepetition(of: old, as: id)
        try note("again of \(old.placed.reference)", on: id)
        try note(state == .held ? "held: " + remarks.joined(separator: ", ") : state.rawValue, on: id)
        try note("again: \(reference)", on: old.id)
        if !reasons.contains(.mailAddress), let kind = state.mail {
            try owe(kind, to: try OrderRow.fetch(db, reference))
        }
        return reference
    }

    /// Makes this the address that the supporter is written to, and has her written to.
    fileprivate func write(_ address: EmailAddress, to row: OrderRow) throws {
        try db.execute(
            sql: "UPDATE orders SET email = ?, wants_mail = 1 WHERE id = ?", arguments: [address.text, row.id])
        if row.placed.order.email != address { try note("e-mail amended", on: row.id) }
    }
}
