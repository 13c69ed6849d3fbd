/// Who a message is from or to.
public struct Mailbox: Sendable, Hashable {
    /// As people write it; empty for none.
    public var name: String
    public var address: String

    public init(name: String = "", address: String) {
        self.name = name
        self.address = address
    }
}
