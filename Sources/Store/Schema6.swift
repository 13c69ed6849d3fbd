/// The sixth version of the tables: whether keys of ids are there that were made before those of neighbours lay together.
enum Schema6 {
    static let changes = [keys]

    private static let keys = """
        INSERT INTO meta (name, value) SELECT 'scattered keys', x'01'
            WHERE EXISTS (SELECT 1 FROM idempotency_keys WHERE is_of_content = 0);
        """
}
