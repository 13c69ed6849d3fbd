import GRDB

/// The tables, and how a database of an older version becomes one of this version.
///
/// The schema is the last defence: states and pairs of columns are checked, and rows that belong together are bound by
/// foreign keys. Times are seconds since 1970-01-01T00:00:00Z; days are counted from 1970-01-01; lists of lines are
/// separated by LF, lists of words by commas. Columns with personal data are marked "personal": an erasure empties
/// them, and the row stays. Where a row goes whole, its table says so.
enum Schema {
    /// "HBLL": tells the file from other people's databases.
    static let applicationID: Int32 = 0x4842_4C4C
    /// The number of the newest migration.
    static let version: Int32 = 5

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            for table in Schema1.tables {
                try db.execute(sql: table)
            }
            try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = 1")
        }
        migrator.registerMigration("2", foreignKeyChecks: .immediate) { db in
            for change in Schema2.changes {
                try db.execute(sql: change)
            }
            try db.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3", foreignKeyChecks: .immediate) { db in
            for change in Schema3.changes {
                try db.execute(sql: change)
            }
            try db.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4", foreignKeyChecks: .immediate) { db in
            for change in Schema4.changes {
                try db.execute(sql: change)
            }
            try db.execute(sql: "PRAGMA user_version = 4")
        }
        migrator.registerMigration("5", foreignKeyChecks: .immediate) { db in
            for change in Schema5.changes {
                try db.execute(sql: change)
            }
            try db.execute(sql: "PRAGMA user_version = 5")
        }
        return migrator
    }
}
