/// A message as a cloud queue hands it over.
public struct QueueMessage: Sendable, Hashable {
    /// The queue's own name for it, the same each time that it is delivered.
    public var id: String
    /// What this delivery is deleted or kept hidden by; another one each time.
    public var receipt: String
    /// What the sender wrote.
    public var body: String
    /// How often it has been delivered, this time included; 1 where the queue doesn't say.
    public var receiveCount: Int
    /// Whether the body isn't what the queue says it handed over.
    public var isDamaged: Bool

    public init(id: String, receipt: String, body: String, receiveCount: Int = 1, isDamaged: Bool = false) {
        self.id = id
        self.receipt = receipt
        self.body = body
        self.receiveCount = receiveCount
        self.isDamaged = isDamaged
    }
}
