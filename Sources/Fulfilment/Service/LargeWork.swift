import CLinux
import Store

/// What to do after work that took much memory: database and allocator would keep it for work of that size, which a
/// service meets once a day.
enum LargeWork {
    /// Orders or mails in one go from which on it is worth the few milliseconds.
    static let threshold = 500

    /// Gives memory back to the system, if there was much of it.
    static func ended(_ count: Int = threshold, in store: Store? = nil) {
        guard count >= threshold else { return }
        store?.giveBackMemory()
        linux_give_back_memory()
    }
}
