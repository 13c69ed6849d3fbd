public import Orders
public import Store

/// Makes the links under which supporters see their orders: nobody can guess one.
public struct StatusLinks: Sendable {
    private let store: Store
    /// The address under which people reach the form, without a slash at the end; nil if they don't.
    public let base: String?

    public init(store: Store, base: String?) {
        self.store = store
        self.base = base.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    /// `/order/HB-7K3M9Q2X?key=…`
    public func path(of reference: Reference) -> String {
        "/order/\(reference)?key=\(store.statusKey(of: reference))"
    }

    /// The same as a whole address; nil where people can't reach it.
    public func url(of reference: Reference) -> String? {
        base.map { $0 + path(of: reference) }
    }
}
