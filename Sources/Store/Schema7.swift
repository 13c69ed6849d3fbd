/// The seventh version of the tables: who ordered at which premise lately is remembered by `Neighbours`, not indexed.
enum Schema7 {
    static let changes = [byPerson, posted, moved]

    /// Premises come in no order: each new order had changed a page of its own of this index, which was nearly half of
    /// all that was written for it.
    private static let byPerson = "DROP INDEX orders_by_person"

    /// Whether somebody to whom a packet came back was posted another since.
    private static let posted = """
        CREATE INDEX orders_posted ON orders(like_premise, like_surname)
            WHERE state = 'dispatched' AND like_premise IS NOT NULL
        """

    /// Tells every process which orders must be found in another place than before.
    private static let moved = """
        CREATE TABLE moved_orders (
            number INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES orders(id)
        ) STRICT
        """
}
