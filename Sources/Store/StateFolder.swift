import FoundationEssentials
import Glibc

/// The folder that holds the database: made if it is missing, refused if it is someone else's.
enum StateFolder {
    /// Makes the folder, the folder of the owners' locks and an empty database where they are missing.
    ///
    /// - Throws: `StoreError`: `foreignOwner`, `cannotOpen`.
    static func prepare(_ directory: String, database: String) throws {
        try refuseForeign(directory)
        try refuseForeign(database)
        do {
            let privately: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
            for folder in [directory, owners(in: directory)] {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: privately)
            }
        } catch {
            throw StoreError.cannotOpen(path: directory, cause: "the folder can't be made")
        }
        let file = open(database, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StoreError.cannotOpen(path: database, cause: words(errno)) }
        close(file)
        try sync(directory)
        try sync(directory + "/..")
    }

    static func owners(in directory: String) -> String {
        directory + "/owners"
    }

    /// Runs `body` while no other process does the same with this folder: two that open a new database at the same
    /// moment must not both make its tables.
    static func alone<Value>(in directory: String, _ body: () throws -> Value) throws -> Value {
        let folder = open(owners(in: directory), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw StoreError.cannotOpen(path: owners(in: directory), cause: words(errno)) }
        defer { close(folder) }
        while flock(folder, LOCK_EX) != 0 {
            guard errno == EINTR else { throw StoreError.cannotOpen(path: directory, cause: words(errno)) }
        }
        return try body()
    }

    /// Who serves this folder.
    enum Service {
        case none
        case ourselves
        /// - Parameter process: nil if it hasn't written its number down yet.
        case another(process: Int?)
    }

    /// Who holds `serve.lock`, in which a service writes its process's number.
    static func service(in directory: String) -> Service {
        let file = open(directory + "/serve.lock", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return .none }
        defer { close(file) }
        guard flock(file, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return .none }
        var digits = [UInt8](repeating: 0, count: 20)
        let count = pread(file, &digits, digits.count, 0)
        let number = Int(String(decoding: digits.prefix(max(count, 0)), as: UTF8.self).prefix { $0.isNumber })
        return number == Int(getpid()) ? .ourselves : .another(process: number)
    }

    static func words(_ code: Int32) -> String {
        String(cString: strerror(code))
    }

    private static func refuseForeign(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw StoreError.cannotOpen(path: path, cause: words(errno))
        }
        if status.st_uid != geteuid() {
            throw StoreError.foreignOwner(owner: name(of: status.st_uid))
        }
    }

    /// The user's login name, or the number where there is none.
    private static func name(of user: uid_t) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else { return String(user) }
        return String(cString: name)
    }

    /// Makes sure that the names in a folder survive a power cut.
    private static func sync(_ path: String) throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // A parent that may be passed but not read can't be synced by us.
        guard folder >= 0 else { return }
        defer { close(folder) }
        guard fsync(folder) == 0 || errno == EINVAL else {
            throw StoreError.cannotOpen(path: path, cause: words(errno))
        }
    }
}
