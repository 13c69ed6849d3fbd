import Orders
import Store

/// An order as `order list` and `order find` show it.
struct OrderRow: Encodable {
    var reference: String
    var state: String
    var receivedAt: String
    var source: String
    var name: String
    @OrNull var organisation: String?
    @OrNull var postcode: String?
    @OrNull var neededBy: String?
    var urgent: Bool
    var lines: [OrderLine]
    var heldBecause: [String]

    /// - Parameter urgent: whether ordinary post would be too slow.
    init(_ placed: PlacedOrder, urgent: Bool) {
        reference = placed.reference.description
        state = placed.state.rawValue
        receivedAt = JSONOutput.time(placed.receivedAt)
        source = placed.door.rawValue
        name = placed.order.name
        organisation = placed.order.organisation
        postcode = placed.order.address.postcode
        neededBy = placed.order.neededBy?.description
        self.urgent = urgent
        lines = placed.order.lines
        heldBecause = placed.heldBecause.map(\.rawValue)
    }

    static func writeTable(_ rows: [OrderRow]) throws {
        var table = Table(["reference", "state", "received", "postcode", "name", "items", ""])
        for row in rows {
            let remark = row.urgent ? "urgent, by \(row.neededBy ?? "")" : row.heldBecause.joined(separator: ", ")
            table.add([
                row.reference, row.state, row.receivedAt, row.postcode, row.name, row.lines.summary, remark,
            ])
        }
        try table.write()
    }
}

/// An order as `order show` shows it: everything that is kept about it.
struct OrderDetails: Encodable {
    var row: OrderRow
    var placed: PlacedOrder
    var mails: [MailRow]
    var history: [HistoryEntry]

    private enum Keys: String, CodingKey {
        case email, address, note, batch, sequence, mails, history
    }

    private struct AddressFields: Encodable {
        var lines: [String]
        @OrNull var town: String?
        @OrNull var postcode: String?
        var country: String
    }

    private struct HistoryRow: Encodable {
        var at: String
        var who: String
        var what: String
    }

    func encode(to encoder: any Encoder) throws {
        try row.encode(to: encoder)
        var container = encoder.container(keyedBy: Keys.self)
        let order = placed.order
        try container.encode(order.email?.text, forKey: .email)
        try container.encode(
            AddressFields(
                lines: order.address.lines, town: order.address.town, postcode: order.address.postcode,
                country: order.address.country.rawValue),
            forKey: .address)
        try container.encode(order.note, forKey: .note)
        try container.encode(placed.batch?.description, forKey: .batch)
        try container.encode(placed.sequence, forKey: .sequence)
        try container.encode(mails, forKey: .mails)
        try container.encode(
            history.map { HistoryRow(at: JSONOutput.time($0.at), who: $0.who, what: $0.what) }, forKey: .history)
    }

    func write() throws {
        let order = placed.order
        try StandardOutput.line("\(row.reference)  \(row.state)  received \(row.receivedAt) by \(row.source)")
        if !placed.heldBecause.isEmpty {
            let note = placed.heldNote.map { " (\($0))" } ?? ""
            try StandardOutput.line("held because: \(row.heldBecause.joined(separator: ", "))\(note)")
        }
        try StandardOutput.line()
        for line in order.address.printedLines(name: order.name) { try StandardOutput.line("    \(line)") }
        try StandardOutput.line()
        let facts: [(String, String?)] = [
            ("items", order.lines.summary), ("purpose", order.purpose.rawValue),
            ("needed by", order.neededBy.map { "\($0)\(row.urgent ? " (urgent)" : "")" }),
            ("organisation", order.organisation), ("note", order.note), ("e-mail", order.email?.text),
            ("batch", placed.batch.map { "\($0), number \(placed.sequence ?? 0)" }),
            ("posted", placed.dispatchedAt.map(JSONOutput.time)),
            ("came back", placed.returnedBecause?.rawValue),
        ]
        for case (let label, let fact?) in facts { try StandardOutput.line("\(label): \(fact)") }
        try StandardOutput.line()
        for entry in history {
            try StandardOutput.line("\(JSONOutput.time(entry.at))  \(entry.who)  \(entry.what)")
        }
        for mail in mails {
            let problem = mail.lastProblem.map { ": \($0)" } ?? ""
            try StandardOutput.line("mail \(mail.id)  \(mail.kind)  \(mail.state)\(problem)")
        }
        sayWhatNext()
    }

    /// The commands that lead on from here, for people only.
    private func sayWhatNext() {
        let commands =
            switch placed.state {
            case .held: ["amend \(row.reference) FIELD=VALUE", "release \(row.reference)", "cancel \(row.reference)"]
            case .accepted, .backordered, .batched: ["amend \(row.reference) FIELD=VALUE", "cancel \(row.reference)"]
            case .dispatched: ["return \(row.reference) --reason WHY", "again \(row.reference)"]
            case .returned, .cancelled: ["again \(row.reference) FIELD=VALUE"]
            }
        StandardError.line("next, if need be: " + commands.map { "handbill order \($0)" }.joined(separator: "; "))
    }
}

/// A mail owed as `mail list` shows it: no address, no text.
struct MailRow: Encodable {
    var id: Int64
    var kind: String
    var reference: String
    var state: String
    var attempts: Int
    @OrNull var nextAttemptAt: String?
    @OrNull var lastProblem: String?

    init(_ mail: OwedMail) {
        id = mail.id
        kind = mail.kind.rawValue
        reference = mail.reference.description
        state = mail.state.rawValue
        attempts = mail.attempts
        nextAttemptAt = mail.nextAttemptAt.map(JSONOutput.time)
        lastProblem = mail.lastProblem
    }
}
