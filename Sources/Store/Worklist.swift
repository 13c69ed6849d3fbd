public import Orders

/// What waits for somebody: everything that `today` shows, read from one snapshot of the database.
public struct Worklist: Sendable, Hashable {
    /// Orders that wait for a person, oldest first; no more than were asked for.
    public var held: [PlacedOrder] = []
    public var heldCount = 0
    /// Accepted, batched and backordered orders that are needed soon, the soonest first; no more than were asked for.
    public var urgent: [PlacedOrder] = []
    public var urgentCount = 0
    /// How many orders the next batch may take.
    public var accepted = 0
    /// Batches with orders that aren't posted yet, oldest first.
    public var batches: [BatchStanding] = []
    /// What the packets that are still to be posted were reckoned to need, of all these batches together.
    public var postage = PostageTotals([])
    /// Mails that failed in the last 30 days, with no later mail of the same order sent or queued, oldest first; no more
    /// than were asked for.
    public var failedMails: [OwedMail] = []
    public var failedCount = 0
    /// Mails that were tried and wait for another attempt.
    public var waitingMails = 0
    /// Those of them of which nobody knows whether they arrived.
    public var answerLost = 0
    /// What backordered orders ask for, by sku.
    public var backordered: [Backorder] = []

    public init() {}

    /// A closed or printed batch with orders that aren't posted yet.
    public struct BatchStanding: Sendable, Hashable {
        public var record: BatchRecord
        /// The numbers of the packets that are still to be posted.
        public var waiting: [Int]
        /// How many of its orders are posted.
        public var dispatched: Int
        /// How many orders were taken out of it again.
        public var pulled: Int

        public init(record: BatchRecord, waiting: [Int], dispatched: Int, pulled: Int) {
            self.record = record
            self.waiting = waiting
            self.dispatched = dispatched
            self.pulled = pulled
        }
    }

    /// Copies of an item that backordered orders ask for.
    public struct Backorder: Sendable, Hashable {
        public var item: String
        public var orders: Int
        public var copies: Int

        public init(item: String, orders: Int, copies: Int) {
            self.item = item
            self.orders = orders
            self.copies = copies
        }
    }
}
