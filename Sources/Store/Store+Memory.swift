import GRDB

extension Store {
    /// Gives back what the connections remember of pages and statements, soon and without waiting: after much work, so
    /// that a service at rest is small. What is asked next is read from the file again.
    public func giveBackMemory() {
        pool.releaseMemoryEventually()
    }
}
