/// The fourth version of the tables: what was printed, and how.
enum Schema4 {
    static let changes = [printings]

    private static let printings = """
        -- A paper of a batch as it was laid on its sheets, so that one of them can be printed again.
        CREATE TABLE printings (
            id INTEGER PRIMARY KEY,
            batch_id INTEGER NOT NULL REFERENCES batches(id),
            document TEXT NOT NULL CHECK (document <> ''),
            at INTEGER NOT NULL,
            who TEXT NOT NULL,
            way TEXT NOT NULL                                       -- as JSON
        ) STRICT;
        CREATE INDEX printings_of_batch ON printings(batch_id, document);
        """
}
