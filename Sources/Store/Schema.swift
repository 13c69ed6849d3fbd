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
    static let version: Int32 = 7

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            for table in Schema1.tables {
                try db.execute(sql: table)
            }
            try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = 1")
        }
        let later = [
            (2, Schema2.changes), (3, Schema3.changes), (4, Schema4.changes), (5, Schema5.changes),
            (6, Schema6.changes), (7, Schema7.changes),
        ]
        for (version, changes) in later {
            migrator.registerMigration("\(version)", foreignKeyChecks: .immediate) { db in
                for change in changes {
                    try db.execute(sql: change)
                }
                try db.execute(sql: "PRAGMA user_version = \(version)")
            }
        }
        return migrator
    }
}
