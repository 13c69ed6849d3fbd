import Fulfilment
import Orders
import Store

/// What `today` shows, as its JSON: every row with the next command to type.
struct TodayRows: Encodable {
    /// The local date.
    var date: String
    /// Orders that wait for the next batch.
    var accepted: Int
    /// When the next batch is closed; null where that is done by hand.
    @OrNull var nextCutoff: String?
    var held: [Row<OrderRow>]
    /// How many there are, where not all are listed.
    var heldCount: Int
    var urgent: [Row<OrderRow>]
    var urgentCount: Int
    /// Closed batches that nobody has said were printed.
    var unprinted: [Row<BatchRow>]
    /// Batches with packets that nobody has said were posted.
    var unposted: [Row<UnpostedBatch>]
    /// The stamps that closed batches still need.
    var postage: [Stamps]
    /// How many of their packets somebody at the counter must weigh or price.
    var postageAtCounter: Int
    var failedMail: [Row<MailRow>]
    var failedMailCount: Int
    /// Mails that were tried and wait to be tried again.
    var waitingMail: Int
    var backordered: [Row<WaitingItem>]

    /// A row of another listing with the command that comes next.
    struct Row<Content: Encodable>: Encodable {
        var content: Content
        var next: String

        private enum Keys: String, CodingKey { case next }

        func encode(to encoder: any Encoder) throws {
            try content.encode(to: encoder)
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(next, forKey: .next)
        }
    }

    /// A batch that isn't posted, or not all of it.
    struct UnpostedBatch: Encodable {
        var batch: BatchRow
        /// The numbers of the packets that aren't posted.
        var left: [Int]

        private enum Keys: String, CodingKey { case left }

        func encode(to encoder: any Encoder) throws {
            try batch.encode(to: encoder)
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(left, forKey: .left)
        }
    }

    /// Packets that need the same stamp.
    struct Stamps: Encodable {
        /// By the tariff's name: `large-letter`; null at the counter, like the next two.
        @OrNull var format: String?
        @OrNull var bandGrams: Int?
        @OrNull var pricePence: Int?
        var service: String
        var packets: Int

        init(_ row: PostageTotals.Row) {
            (format, bandGrams, pricePence) = (row.format, row.bandGrams, row.pricePence)
            (service, packets) = (row.service, row.packets)
        }
    }

    /// An item that orders wait for.
    struct WaitingItem: Encodable {
        var item: String
        var title: String
        var orders: Int
        var copies: Int
        /// From when it ships, `unknown`, or null where the catalogue says that it ships already.
        @OrNull var shipsFrom: String?
    }

    init(_ worklist: Worklist, house: House, today: LocalDate) throws {
        let catalogue = try house.catalogue
        date = today.description
        accepted = worklist.accepted
        nextCutoff = house.cutoffPlan?.next(after: house.clock.now).map { JSONOutput.time($0.instant) }
        held = worklist.held.map { placed in
            Row(
                content: OrderRow(placed, urgent: house.isUrgent(placed)),
                next: "handbill order show \(placed.reference)")
        }
        urgent = worklist.urgent.map { placed in
            Row(content: OrderRow(placed, urgent: true), next: Self.next(forUrgent: placed))
        }
        (heldCount, urgentCount) = (worklist.heldCount, worklist.urgentCount)
        failedMailCount = worklist.failedCount
        let untouched = worklist.batches.filter { $0.record.state == .closed && $0.dispatched == 0 }
        unprinted = untouched.map { standing in
            Row(
                content: BatchRow(standing.record),
                next: "handbill print \(standing.record.id) && handbill batch printed \(standing.record.id)")
        }
        unposted = worklist.batches.filter { $0.record.state == .printed || $0.dispatched > 0 }.map { standing in
            Row(
                content: UnpostedBatch(batch: BatchRow(standing.record), left: standing.waiting),
                next: "handbill dispatch \(standing.record.id)")
        }
        postage = worklist.postage.rows.map(Stamps.init)
        postageAtCounter = worklist.postage.atCounter
        failedMail = worklist.failedMails.map { mail in
            Row(content: MailRow(mail), next: "handbill mail again \(mail.reference) --to EMAIL")
        }
        waitingMail = worklist.waitingMails
        // What they wait with may be in stock; what they wait for isn't.
        let lacking = worklist.backordered.filter { catalogue[$0.item]?.ships(on: today) != true }
        backordered = (lacking.isEmpty ? worklist.backordered : lacking).map { waiting in
            let item = catalogue[waiting.item]
            return Row(
                content: WaitingItem(
                    item: waiting.item, title: item?.title ?? waiting.item, orders: waiting.orders,
                    copies: waiting.copies, shipsFrom: item?.shipsFrom),
                next: "handbill order list --state backordered")
        }
    }

    private static func next(forUrgent placed: PlacedOrder) -> String {
        switch placed.state {
        case .accepted: "handbill batch close --only \(placed.reference)"
        case .batched: placed.batch.map { "handbill batch show \($0)" } ?? "handbill order show \(placed.reference)"
        default: "handbill order show \(placed.reference)"
        }
    }
}
