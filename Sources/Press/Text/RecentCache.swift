/// A bounded memory of what was asked for lately.
///
/// Two generations: what is asked for lives in the young one; when that is full it becomes the old one, and what was in
/// the old one and not asked for since is forgotten. As cheap as a dictionary, and never more than twice `capacity`.
struct RecentCache<Key: Hashable, Value> {
    let capacity: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The value for the key, made now if it isn't remembered.
    mutating func value(for key: Key, make: () -> Value) -> Value {
        if let value = young[key] { return value }
        let value = old[key] ?? make()
        if young.count >= capacity {
            old = young
            young.removeAll(keepingCapacity: false)
        }
        young[key] = value
        return value
    }

    var count: Int {
        young.count + old.count
    }
}
