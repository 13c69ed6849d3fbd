import FoundationEssentials
import GRDB
import GRDBSQLite

/// A statement that every order passes, bound and stepped by SQLite's own functions.
///
/// GRDB boxes each argument, which took as long as the rest of an INSERT. Preparing, keeping and finalizing stay its own;
/// no transaction observer hears of what is done here, and none is used.
struct DirectStatement {
    /// An argument, in the types of STRICT tables.
    enum Value {
        case integer(Int64?)
        case text(String?)
        case blob(Data)

        fileprivate var byteCount: Int {
            switch self {
            case .integer, .text(nil): 0
            case .text(let text?): text.utf8.count
            case .blob(let data): data.count
            }
        }
    }

    /// Keeps `handle` alive.
    private let statement: Statement
    private let handle: OpaquePointer
    private let sql: String

    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        self.sql = sql
    }

    /// Runs it to its end.
    ///
    /// - Throws: `DatabaseError`, without the arguments: they may be personal.
    func execute(_ values: Value...) throws {
        _ = try run(values) { _ in }
    }

    /// The first row of what it finds; nil if it finds nothing.
    func first<Result>(_ values: Value..., read: (Columns) throws -> Result) throws -> Result? {
        try run(values, read)
    }

    /// Whether it finds anything.
    func finds(_ values: Value...) throws -> Bool {
        try run(values) { _ in true } ?? false
    }

    /// Reads row after row, until `read` says that it has enough.
    func each(_ values: Value..., read: (Columns) throws -> Bool) throws {
        _ = try run(values) { row in
            var row = row
            while try read(row) {
                let code = sqlite3_step(handle)
                if code == SQLITE_DONE { return }
                guard code == SQLITE_ROW else { throw failure(code) }
                row = Columns(handle: handle)
            }
        }
    }

    private func run<Result>(_ values: [Value], _ read: (Columns) throws -> Result) throws -> Result? {
        let room = values.reduce(0) { $0 + $1.byteCount }
        return try withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { bytes in
            var rest = bytes[...]
            for (index, value) in values.enumerated() {
                try check(bind(value, at: Int32(index + 1), in: &rest))
            }
            defer {
                // Its code says once more what the step said.
                sqlite3_reset(handle)
                // What was bound lies in memory that ends here.
                sqlite3_clear_bindings(handle)
            }
            let code = sqlite3_step(handle)
            guard code != SQLITE_DONE else { return nil }
            guard code == SQLITE_ROW else { throw failure(code) }
            return try read(Columns(handle: handle))
        }
    }

    /// - Parameter room: where texts and blobs are put, from its beginning; SQLite reads them there and copies nothing.
    private func bind(
        _ value: Value, at place: Int32, in room: inout Slice<UnsafeMutableRawBufferPointer>
    ) -> Int32 {
        switch value {
        case .integer(let number?):
            return sqlite3_bind_int64(handle, place, number)
        case .text(var text?):
            let bytes = text.withUTF8 { Self.put(UnsafeRawBufferPointer($0), in: &room) }
            // A null pointer would be NULL.
            guard let start = bytes.baseAddress, !bytes.isEmpty else {
                return sqlite3_bind_text(handle, place, "", 0, Self.copied)
            }
            return sqlite3_bind_text(
                handle, place, start.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil)
        case .blob(let data):
            let bytes = data.withUnsafeBytes { Self.put($0, in: &room) }
            return sqlite3_bind_blob(handle, place, bytes.baseAddress, Int32(bytes.count), nil)
        case .integer(nil), .text(nil):
            return sqlite3_bind_null(handle, place)
        }
    }

    /// Copies bytes to the beginning of the room, and leaves the rest of it.
    private static func put(
        _ bytes: UnsafeRawBufferPointer, in room: inout Slice<UnsafeMutableRawBufferPointer>
    ) -> UnsafeRawBufferPointer {
        let place = UnsafeMutableRawBufferPointer(rebasing: room.prefix(bytes.count))
        place.copyMemory(from: bytes)
        room = room.dropFirst(bytes.count)
        return UnsafeRawBufferPointer(place)
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private func failure(_ code: Int32) -> DatabaseError {
        let message = sqlite3_errmsg(sqlite3_db_handle(handle)).map { String(cString: $0) }
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: sql)
    }

    /// Tells SQLite to copy what it is given.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    /// The columns of a row, from 0.
    struct Columns {
        fileprivate let handle: OpaquePointer

        func isNull(_ column: Int32) -> Bool {
            sqlite3_column_type(handle, column) == SQLITE_NULL
        }

        /// 0 for NULL.
        func integer(_ column: Int32) -> Int64 {
            sqlite3_column_int64(handle, column)
        }

        /// - Returns: what a column that isn't NULL holds; empty for one that is.
        func text(_ column: Int32) -> String {
            String(
                decoding: UnsafeBufferPointer(
                    start: sqlite3_column_text(handle, column), count: Int(sqlite3_column_bytes(handle, column))),
                as: UTF8.self)
        }
    }
}
