/// The second version of the tables: posting, returns, orders sent again, cut-offs.
///
/// Columns come by ALTER TABLE, which checks the rows that are there. No order of a first version was ever posted, and
/// no batch of it printed or posted, so the new pairs of columns hold for them as they are.
enum Schema2 {
    static let changes = [orders, batches, mails]

    private static let orders = """
        ALTER TABLE orders ADD COLUMN dispatched_at INTEGER
            CHECK ((state = 'dispatched' OR state = 'returned') = (dispatched_at IS NOT NULL));
        ALTER TABLE orders ADD COLUMN return_reason TEXT
            CHECK (return_reason IS NULL OR return_reason = 'moved' OR return_reason = 'unknown'
                OR return_reason = 'refused' OR return_reason = 'damaged')
            CHECK ((state = 'returned') = (return_reason IS NOT NULL));
        ALTER TABLE orders ADD COLUMN returned_at INTEGER
            CHECK ((return_reason IS NULL) = (returned_at IS NULL));
        -- The order that this one repeats.
        ALTER TABLE orders ADD COLUMN again_of INTEGER REFERENCES orders(id) CHECK (again_of <> id);
        -- Held, and changed in a way that nobody has written about: the release does.
        ALTER TABLE orders ADD COLUMN untold INTEGER NOT NULL DEFAULT 0
            CHECK (untold = 0 OR (untold = 1 AND state = 'held'));
        CREATE INDEX orders_again ON orders(again_of) WHERE again_of IS NOT NULL;
        CREATE INDEX orders_returned ON orders(like_premise) WHERE return_reason IS NOT NULL;
        CREATE INDEX orders_needed ON orders(needed_by)
            WHERE needed_by IS NOT NULL AND (state = 'accepted' OR state = 'batched' OR state = 'backordered');
        CREATE INDEX orders_to_post ON orders(batch_id) WHERE state = 'batched';
        """

    private static let batches = """
        -- Local dates whose cut-off is done, with or without a batch.
        CREATE TABLE cutoffs (
            date INTEGER NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL
        ) STRICT;
        -- Kept when it is posted, so that an undo knows where to go back to.
        ALTER TABLE batches ADD COLUMN printed_at INTEGER
            CHECK (state <> 'printed' OR printed_at IS NOT NULL) CHECK (state <> 'closed' OR printed_at IS NULL);
        -- The cut-off that closed it; none for those closed by hand.
        ALTER TABLE batches ADD COLUMN cutoff INTEGER REFERENCES cutoffs(date);
        """

    private static let mails = """
        -- Of a mail that tells of something that was changed: how the order goes on, as it says.
        ALTER TABLE mails ADD COLUMN change TEXT
            CHECK (change IS NULL OR change = 'accepted' OR change = 'backordered')
            CHECK (kind <> 'changed' OR change IS NOT NULL);
        DROP INDEX mails_to_compose;
        CREATE INDEX mails_to_compose ON mails(next_attempt_at) WHERE state = 'queued' AND composed = 0;
        CREATE INDEX mails_failed ON mails(settled_at) WHERE state = 'failed';
        CREATE INDEX mails_waiting ON mails(id) WHERE state = 'queued' AND last_problem IS NOT NULL;
        """
}
