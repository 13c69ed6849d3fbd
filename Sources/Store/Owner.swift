import Glibc
import Synchronization

/// A live process that may hold claims: a row with a lease, and a locked file `<state>/owners/<id>`.
///
/// The kernel drops the lock when the process ends, however it ends, so its death is noticed at once; the lease counts
/// only where the file is gone. Let an owner go with `Store.retire`.
public final class Owner: Sendable {
    public let id: String
    /// For how long a claim is ours without being renewed, in seconds.
    public let lease: Int64
    private let path: String
    private let lock: Mutex<Int32?>
    /// Mails settled by this owner whose bytes are still to be deleted.
    private let spent = Mutex<[Int64]>([])

    /// Makes and locks the file. Nobody knows the id yet, so nobody can take the lock for a dead one's.
    init(id: String, lease: Int64, directory: String) throws {
        self.id = id
        self.lease = lease
        path = Self.path(of: id, in: directory)
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StoreError.cannotOpen(path: path, cause: StateFolder.words(errno)) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let cause = StateFolder.words(errno)
            close(file)
            throw StoreError.cannotOpen(path: path, cause: cause)
        }
        lock = Mutex(file)
    }

    deinit {
        letGo()
    }

    /// Remembers a settled mail, whose bytes nobody needs any more.
    func spend(_ mail: Int64) {
        spent.withLock { $0.append(mail) }
    }

    /// Takes out the settled mails: once there are so many that deleting their bytes together is cheap, or all of them.
    func takeSpent(all: Bool) -> [Int64] {
        spent.withLock { spent in
            guard all || spent.count >= 64 else { return [] }
            defer { spent = [] }
            return spent
        }
    }

    /// Drops the lock, as the end of the process would.
    func letGo() {
        lock.withLock { file in
            if let open = file { close(open) }
            file = nil
        }
    }

    static func path(of id: String, in directory: String) -> String {
        StateFolder.owners(in: directory) + "/" + id
    }

    /// What the lock file says of an owner.
    enum Sign {
        case alive, dead, unknown
    }

    /// Looks whether the owner's lock could be taken; leaves it as it was.
    static func sign(of id: String, in directory: String) -> Sign {
        let file = open(path(of: id, in: directory), O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return .unknown }
        defer { close(file) }
        return flock(file, LOCK_SH | LOCK_NB) == 0 ? .dead : .alive
    }
}
