import Fulfilment
import Orders
import Store

extension OrderRow {
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

extension OrderDetails {
    func write() throws {
        let order = placed.order
        try StandardOutput.line("\(row.reference)  \(row.state)  received \(row.receivedAt) by \(row.source)")
        if !placed.heldBecause.isEmpty {
            let note = placed.heldNote.map { " (\($0))" } ?? ""
            try StandardOutput.line("held because: \(row.heldBecause.joined(separator: ", "))\(note)")
        }
        if !order.isWhole {
            try StandardOutput.line("still missing: \(order.missingFields.joined(separator: ", "))")
        }
        if let message {
            try StandardOutput.line("\nthe message:")
            for line in message.split(separator: "\n", omittingEmptySubsequences: false) {
                try StandardOutput.line("  | \(String(line).printable)")
            }
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
            (
                "privacy notice",
                agreement.map { "\($0.notice)\($0.isConsent ? ", agreed to" : ""), \(Listing.time($0.at))" }
            ),
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
