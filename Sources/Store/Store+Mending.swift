import GRDB
public import Orders

/// Changing what was ordered, and taking an order out of its batch.
extension Store {
    /// Changes an order that isn't posted: what it asks for, and with that where it stands. One in a batch is pulled
    /// out first; the papers keep its number.
    ///
    /// A held order stays held, for the reasons given; nothing is owed now, and its release will owe a mail even if
    /// one went out before. Any other becomes held, if there are reasons, and `held` is owed; or backordered or
    /// accepted, and then `changed` is owed if the supporter heard, or may have heard, how the order goes on, otherwise
    /// `confirmation` or `backordered`. What was said before and surely hasn't arrived is taken back.
    ///
    /// - Parameters:
    ///   - before: The order as the change was worked out from.
    ///   - order: What it is from now on.
    ///   - fields: The names of the fields that differ, for the history; if there are none, nothing is done.
    ///   - heldBecause: Why a person must look; empty if nobody must. For a held order never empty.
    ///   - heldNote: Why, in words.
    ///   - waits: Whether one of its items doesn't ship yet.
    /// - Throws: `StoreError`: `noSuchOrder`, `stateForbids`, and `changedMeanwhile` if it isn't `before` any more.
    public func amend(
        _ reference: Reference, from before: PlacedOrder, to order: Order, fields: [String],
        heldBecause: [HeldReason], heldNote: String? = nil, waits: Bool, at time: Int64, who: String
    ) async throws -> PlacedOrder {
        try await changingOrders(at: time, who: who) { ledger in
            let row = try OrderRow.fetch(ledger.db, reference)
            guard row.placed.state.canBeAmended else { throw row.forbids("amended") }
            guard row.placed == before else { throw StoreError.changedMeanwhile(reference) }
            guard !fields.isEmpty else { return row.placed }
            try ledger.amend(
                row, to: order, fields: fields,
                Amended(heldBecause: heldBecause, heldNote: heldNote, waits: waits))
            return try OrderRow.fetch(ledger.db, reference).placed
        }
    }

    /// Takes an order out of its batch again: it is accepted, and goes with the next. The papers keep its number. No
    /// mail is owed.
    ///
    /// - Throws: `StoreError`: `noSuchOrder`, `stateForbids`.
    public func pull(_ reference: Reference, at time: Int64, who: String) async throws -> PlacedOrder {
        try await changingOrders(at: time, who: who) { ledger in
            let row = try OrderRow.fetch(ledger.db, reference)
            guard row.placed.state == .batched else { throw row.forbids("pulled") }
            try ledger.pull(row)
            return try OrderRow.fetch(ledger.db, reference).placed
        }
    }
}

extension OrderState {
    /// Whether what was ordered may still be changed: until it is posted, or given up.
    fileprivate var canBeAmended: Bool {
        switch self {
        case .held, .accepted, .backordered, .batched: true
        case .dispatched, .returned, .cancelled: false
        }
    }
}

/// Where an amended order goes.
private struct Amended {
    let heldBecause: [HeldReason]
    let heldNote: String?
    let waits: Bool

    var destination: OrderLedger.Destination {
        guard heldBecause.isEmpty else {
            return .init(state: .held, heldBecause: heldBecause, heldNote: heldNote, isUntold: true)
        }
        return .init(state: waits ? .backordered : .accepted)
    }

    /// Why an order that was held still is.
    var stillHeldBecause: [HeldReason] {
        heldBecause.isEmpty ? [.manual] : heldBecause
    }

    /// What the history says of an order that stays held, if it is for other reasons; empty otherwise.
    func remark(onHeldFor before: [HeldReason]) -> String {
        let now = stillHeldBecause
        guard now != before else { return "" }
        let isWhole = before.contains(.unreadable) && !now.contains(.unreadable)
        // That a person still looks is no new reason.
        let isSettled = now == [.manual] && !before.contains(.manual)
        let rest = isSettled ? "look and release" : "held: " + now.map(\.rawValue).joined(separator: ", ")
        return "; " + (isWhole ? "whole now: " : "") + rest
    }

    /// What the history says of where it goes.
    var remark: String {
        let state = destination.state
        return state == .held
            ? "held: " + heldBecause.map(\.rawValue).joined(separator: ", ") : state.rawValue
    }
}

extension OrderLedger {
    /// Makes a batched order accepted.
    fileprivate func pull(_ row: OrderRow) throws {
        try move(
            row, to: Destination(state: .accepted),
            what: "pulled: " + (row.placed.batch?.description ?? "its batch"))
    }

    fileprivate func amend(_ row: OrderRow, to order: Order, fields: [String], _ amended: Amended) throws {
        if row.placed.state == .batched { try pull(row) }
        try rewrite(row, as: order)
        let now = try OrderRow.fetch(db, row.placed.reference)
        let fate = now.placed.state == .held ? amended.remark(onHeldFor: row.placed.heldBecause) : ""
        try note("amended: " + fields.joined(separator: ", ") + fate, on: row.id)
        if now.placed.state == .held {
            try stayHeld(now, amended, hasNewAddress: row.placed.order.email != order.email)
        } else {
            let destination = amended.destination
            if destination.state != now.placed.state {
                try move(now, to: destination, what: amended.remark)
            }
            try tellOfChange(now, destination)
        }
    }

    /// A mail `held` stays as it is, unless it would go to the wrong address.
    private func stayHeld(_ row: OrderRow, _ amended: Amended, hasNewAddress: Bool) throws {
        let because = amended.stillHeldBecause
        try write(
            Destination(state: .held, heldBecause: because, heldNote: amended.heldNote, isUntold: true), to: row)
        try takeBackMails(Self.standing.filter { $0 != .held }, of: row.id)
        if hasNewAddress, try takeBackMails([.held], of: row.id).count > 0, !because.contains(.mailAddress) {
            try owe(.held, to: row)
        }
    }

    private func tellOfChange(_ row: OrderRow, _ destination: Destination) throws {
        try takeBackMails(Self.standing, of: row.id)
        let state = destination.state
        if state == .held {
            // Nothing is written to an address that a person must look at first.
            if !destination.heldBecause.contains(.mailAddress) { try owe(.held, to: row) }
        } else if try mayHaveHeard(row) {
            try owe(.changed, to: row, change: state)
        } else {
            try owe(state == .backordered ? .backordered : .confirmation, to: row)
        }
    }

    /// Writes what an order asks for, and anew by what it is found alike to others; the submission that it came from
    /// stays as it was.
    private func rewrite(_ row: OrderRow, as order: Order) throws {
        let likeness = LikenessKeys(ofPerhapsPart: order)
        try db.execute(
            sql: """
                UPDATE orders SET purpose = ?, needed_by = ?, language = ?, country = ?, name = ?, email = ?,
                    organisation = ?, address_lines = ?, town = ?, postcode = ?, note = ?, like_premise = ?,
                    like_surname = ?, like_organisation = ?
                WHERE id = ?
                """,
            arguments: [
                order.purpose.rawValue, order.neededBy?.dayNumber, order.language.rawValue,
                order.address.country.rawValue, order.name, order.email?.text, order.organisation,
                Lines.join(order.address.lines), order.address.town, order.address.postcode, order.note,
                likeness.premise, likeness.surname, likeness.organisation, row.id,
            ])
        let earlier = LikenessKeys(ofPerhapsPart: row.placed.order)
        if (earlier.premise, earlier.surname) != (likeness.premise, likeness.surname) {
            try db.execute(sql: "INSERT INTO moved_orders (order_id) VALUES (?)", arguments: [row.id])
        }
        guard order.lines != row.placed.order.lines else { return }
        try db.execute(sql: "DELETE FROM order_lines WHERE order_id = ?", arguments: [row.id])
        for (index, line) in order.lines.enumerated() {
            try db.execute(
                sql: "INSERT INTO order_lines (order_id, item, position, quantity) VALUES (?, ?, ?, ?)",
                arguments: [row.id, line.item, index + 1, line.quantity])
        }
    }
}
