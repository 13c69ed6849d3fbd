import FoundationEssentials
import GRDB
import Glibc
import Orders
import Synchronization
import TestSupport
import Testing

@testable import Store

/// A state folder of the test's own, removed with it.
final class World: Sendable {
    private let folder: TemporaryDirectory
    let directory: String
    let store: Store
    /// A Thursday noon.
    let now: Int64 = 1_797_508_800
    let week: Int64 = 7 * 86_400
    let quarter: Int64 = 90 * 86_400

    init() throws {
        folder = try TemporaryDirectory()
        directory = folder.path("state")
        try Self.blank.get().write(toNew: directory + "/handbill.sqlite", in: directory)
        store = try Store.open(in: directory, identity: .init(mailDomain: "orders.example.org"))
    }

    /// A database as the store makes it, made once: laying out the tables takes longer than most tests.
    private static let blank = Result {
        let folder = try TemporaryDirectory()
        let directory = folder.path("state")
        try Store.open(in: directory, identity: .init(mailDomain: "orders.example.org")).close()
        return try Data(contentsOf: URL(filePath: directory + "/handbill.sqlite"))
    }

    deinit {
        try? store.close()
    }

    static func remove(_ folder: String) {
        try? FileManager.default.removeItem(atPath: folder)
    }

    static func freshFolder() throws -> String {
        var template = Array("/tmp/handbill-store-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw StoreError.cannotOpen(path: "/tmp", cause: "mkdtemp") }
        return String(cString: made)
    }

    func accept(_ arrivals: Arrival..., at time: Int64? = nil) async throws -> [Answer] {
        try await store.accept(arrivals, at: time ?? now, duplicatesWithin: week, remember: quarter, who: "file")
    }

    /// Stores one order and gives its reference.
    func place(_ arrival: Arrival, at time: Int64? = nil) async throws -> Reference {
        try #require(try await accept(arrival, at: time).first?.reference)
    }

    func state(of reference: Reference) async throws -> OrderState? {
        try await store.order(reference)?.state
    }

    /// Runs SQL as a defect in the program would.
    func execute(_ sql: String) throws {
        try store.pool.write { try $0.execute(sql: sql) }
    }

    func number(_ sql: String) throws -> Int {
        try store.pool.read { try Int.fetchOne($0, sql: sql) } ?? -1
    }

    /// Everything in the tables, to see that nothing has changed.
    func everything() throws -> String {
        try store.pool.read { db in
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            return try tables.flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0.description)" }
            }.joined(separator: "\n")
        }
    }

    /// Composes every mail that waits for it.
    func compose() async throws {
        let drafts = try await store.mailsToCompose(limit: 1000)
        try await store.saveComposed(
            drafts.map { draft in
                ComposedMail(
                    id: draft.id, recipient: try #require(draft.order.order.email),
                    message: Array("Message-ID: <\(draft.messageID)>\r\n\r\n".utf8))
            })
    }

    /// Closes one batch of these orders, a packet each.
    func close(_ references: [Reference]) async throws -> BatchRecord {
        let orders = try await store.readyOrders(only: references)
        let date = LocalDate(dayNumber: Int(now / 86_400))
        let time = now
        return try #require(
            try await store.closeBatches(on: date, at: time, who: "batch") { first in
                [BatchSnapshot.fixture(BatchID(date: date, number: first), at: time, orders)]
            }.first)
    }
}

extension Data {
    /// Writes a private file into a private folder that doesn't exist yet.
    fileprivate func write(toNew path: String, in directory: String) throws {
        mkdir(directory, 0o700)
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        let written = withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        close(file)
        guard written == count else { throw StoreError.cannotOpen(path: path, cause: "it can't be written") }
    }
}

/// Repeats itself: SplitMix64.
struct Sequence64: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
