/// Why a packet came back.
public enum ReturnReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// The addressee has gone away.
    case moved
    /// Nobody of that name, or no such address.
    case unknown
    /// Somebody there wouldn't take it in.
    case refused
    /// It was spoilt on the way: that says nothing about the address.
    case damaged

    /// Whether what goes to this address next must be looked at first.
    public var marksAddress: Bool {
        self != .damaged
    }
}
