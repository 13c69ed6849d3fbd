import Fulfilment
import Orders
import Store

/// `today` for a terminal: sections with a line for each thing that waits, and beside it the next command.
struct TodayPage {
    private let rows: TodayRows
    private let worklist: Worklist
    private let house: House
    private let ink: Ink

    init(_ rows: TodayRows, worklist: Worklist, house: House) {
        self.rows = rows
        self.worklist = worklist
        self.house = house
        ink = Ink(environment: house.environment)
    }

    func write() throws {
        try head()
        try section("Held: somebody must look", worklist.held, of: worklist.heldCount, more: "order list --state held")
        {
            placed in
            let reasons = placed.heldBecause.map(\.rawValue).joined(separator: ", ")
            return ["\(placed.reference)", placed.order.address.postcode ?? "", ink.care(reasons)]
        } next: {
            rows.held[$0].next
        }
        try section("Urgent", worklist.urgent, of: worklist.urgentCount, more: "today --json") { placed in
            [
                "\(placed.reference)", placed.order.address.postcode ?? "",
                ink.alarm("by \(placed.order.neededBy?.description ?? "")"), standing(of: placed),
            ]
        } next: {
            rows.urgent[$0].next
        }
        let unprinted = worklist.batches.filter { $0.record.state == .closed && $0.dispatched == 0 }
        try section("Not printed", unprinted) { standing in
            let batch = standing.record
            let closed = "\(house.clock.date(at: batch.closedAt)) at \(house.timeOfDay(at: batch.closedAt))"
            let out = batch.packets - standing.waiting.count
            return [
                "\(batch.id)", batch.packets.of("packet") + (out > 0 ? ", \(ink.care("\(out) not to be packed"))" : ""),
                "closed \(closed)",
            ]
        } next: {
            rows.unprinted[$0].next
        }
        try section("Not posted", rows.unposted) { row in
            let left = row.content.left
            let batch = row.content.batch
            let numbers = left.count < batch.packets ? ": \(ink.care(left.ranges))" : ""
            return [batch.id, "\(left.count) of \(batch.packets.of("packet"))\(numbers)"]
        } next: {
            rows.unposted[$0].next
        }
        try stamps()
        try section("Failed mail", worklist.failedMails, of: worklist.failedCount, more: "mail list") { mail in
            ["\(mail.reference)", mail.kind.rawValue, ink.care(mail.lastProblem ?? "")]
        } next: {
            rows.failedMail[$0].next
        }
        try section("Waiting for an item", rows.backordered) { row in
            let item = row.content
            return [
                item.item, item.orders.of("order"), item.copies.copies,
                item.shipsFrom.map { $0 == "unknown" ? "nobody knows from when" : "ships from \($0)" } ?? "ships now",
            ]
        } next: {
            rows.backordered[$0].next
        }
        if rows.waitingMail > 0 {
            try StandardOutput.line()
            try StandardOutput.line(
                "\(rows.waitingMail.of("mail")) \(rows.waitingMail == 1 ? "waits" : "wait") to be tried again   "
                    + ink.command("handbill mail list"))
        }
    }

    private func head() throws {
        let today = house.clock.today.words(in: .english)
        let waiting = "\(rows.accepted.of("order")) \(rows.accepted == 1 ? "waits" : "wait") for the next batch"
        let cutoff = house.cutoffPlan?.next(after: house.clock.now).map { moment in
            ", which closes on \(moment.date.words(in: .english)) at \(house.timeOfDay(at: moment.instant))"
        }
        try StandardOutput.line(ink.heading(today))
        try StandardOutput.line(waiting + (cutoff ?? ""))
        if cutoff == nil, rows.accepted > 0 {
            try StandardOutput.line("   " + ink.command("handbill batch close"))
        }
        if isQuiet { try StandardOutput.line("nothing waits for you") }
    }

    /// What stamps the packets still need that aren't posted, of all batches together.
    private func stamps() throws {
        let totals = worklist.postage
        guard !totals.rows.isEmpty else { return }
        try StandardOutput.line()
        let sum = totals.priced > 0 ? ", \(totals.pence.asPounds)" : ""
        let counter = totals.atCounter > 0 ? ", \(ink.care("\(totals.atCounter) at the counter"))" : ""
        try StandardOutput.line(
            ink.heading("Stamps") + " for \((totals.priced + totals.atCounter).of("packet"))" + sum + counter)
        var table = Table(nil, numeric: [1])
        for row in totals.rows {
            let price = row.pricePence.map { "at \($0.asPounds)" } ?? ""
            table.add([row.inWords + ":", String(row.packets), price])
        }
        try table.write(indent: "  ")
    }

    private var isQuiet: Bool {
        worklist.held.isEmpty && worklist.urgent.isEmpty && worklist.batches.isEmpty && worklist.failedMails.isEmpty
    }

    private func standing(of placed: PlacedOrder) -> String {
        guard let batch = placed.batch, let sequence = placed.sequence else { return placed.state.rawValue }
        return "\(placed.state.rawValue), number \(sequence) of \(batch)"
    }

    /// A heading and its lines, aligned, with the next commands behind them; nothing if there are none.
    private func section<Content>(
        _ title: String, _ contents: [Content], of count: Int? = nil, more: String = "",
        line: (Content) -> [String], next: (Int) -> String
    ) throws {
        guard !contents.isEmpty else { return }
        try StandardOutput.line()
        try StandardOutput.line(ink.heading(title))
        var table = Table(nil)
        for (index, content) in contents.enumerated() {
            table.add(line(content) + [ink.command(next(index))])
        }
        try table.write(indent: "  ")
        if let count, count > contents.count {
            try StandardOutput.line("  and \(count - contents.count) more: " + ink.command("handbill \(more)"))
        }
    }
}

extension Int {
    /// `1 packet`, `12 packets`.
    func of(_ noun: String) -> String {
        "\(self) \(noun)\(self == 1 ? "" : "s")"
    }

    /// `1 copy`, `100 copies`.
    var copies: String {
        self == 1 ? "1 copy" : "\(self) copies"
    }
}

extension [Int] {
    /// `17, 20-23`: what `dispatch` understands.
    var ranges: String {
        NumberRanges(self).typed
    }
}
