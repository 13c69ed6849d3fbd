import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct DirectStatementTests {
    /// Runs `body` on a table `t` with a column of each type.
    private func inTable(_ body: (Database) throws -> Void) throws {
        try DatabaseQueue().write { db in
            try db.execute(
                sql: "CREATE TABLE t (number INTEGER CHECK (number > 0), words TEXT UNIQUE, bytes BLOB) STRICT")
            try body(db)
        }
    }

    private static let insert = "INSERT INTO t (number, words, bytes) VALUES (?, ?, ?)"

    @Test(arguments: ["", "words", "a text that is longer than any that is kept in place", "Siân 🙂"])
    func `texts are kept as they are, empty ones too`(text: String) throws {
        try inTable { db in
            try DirectStatement(db, Self.insert).execute(.integer(7), .text(text), .blob(Data([0, 255])))
            let row = try #require(try Row.fetchOne(db, sql: "SELECT number, words, bytes FROM t"))
            #expect(row[0] == 7 && row[1] == text && row[2] == Data([0, 255]))
            let read = try DirectStatement(db, "SELECT number, words FROM t WHERE words = ?")
                .first(.text(text)) { ($0.integer(0), $0.text(1)) }
            #expect(read?.0 == 7 && read?.1 == text)
        }
    }

    @Test func `nothing is NULL, and an empty text isn't`() throws {
        try inTable { db in
            let insert = try DirectStatement(db, Self.insert)
            try insert.execute(.integer(nil), .text(nil), .blob(Data()))
            try insert.execute(.integer(1), .text(""), .blob(Data()))
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM t WHERE number IS NULL AND words IS NULL") == 1)
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM t WHERE words = ''") == 1)
        }
    }

    @Test func `arguments of one run don't stay for the next`() throws {
        try inTable { db in
            let insert = try DirectStatement(db, Self.insert)
            for number in 1...3 { try insert.execute(.integer(Int64(number)), .text("\(number)"), .blob(Data())) }
            let finds = try DirectStatement(db, "SELECT 1 FROM t WHERE words = ?")
            #expect(try finds.finds(.text("2")))
            #expect(try !finds.finds(.text("4")))
            #expect(try finds.finds(.text("3")))
        }
    }

    @Test func `a refusal says what rule was broken, never by what, and the statement works again`() throws {
        try inTable { db in
            let insert = try DirectStatement(db, Self.insert)
            try insert.execute(.integer(1), .text("Aisha Khan"), .blob(Data()))
            let rules: [(DirectStatement.Value, DirectStatement.Value, ResultCode)] = [
                (.integer(2), .text("Aisha Khan"), .SQLITE_CONSTRAINT_UNIQUE),
                (.integer(0), .text("Ben Two"), .SQLITE_CONSTRAINT_CHECK),
            ]
            for (number, words, code) in rules {
                let error = try #require(throws: DatabaseError.self) {
                    try insert.execute(number, words, .blob(Data()))
                }
                #expect(error.extendedResultCode == code && error.resultCode == .SQLITE_CONSTRAINT)
                #expect(!"\(error)".contains("Aisha") && !"\(error)".contains("Ben"))
            }
            try insert.execute(.integer(2), .text("Ben Two"), .blob(Data()))
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM t") == 2)
        }
    }
}
