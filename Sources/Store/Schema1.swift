/// The first version of the tables. Never changed: what comes later is a migration of its own.
///
/// Three words or more that a column may hold are compared with OR, not IN: for IN in a CHECK SQLite builds a table of
/// the words for every row, which takes as long as the rest of the INSERT.
enum Schema1 {
    static let tables = [meta, batches, orders, parts, keys, packets, owners, mails]

    /// The secret for keyed hashes.
    private static let meta = """
        CREATE TABLE meta (
            name TEXT NOT NULL PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let orders = """
        CREATE TABLE orders (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) = 8),
            state TEXT NOT NULL CHECK (state = 'accepted' OR state = 'held' OR state = 'backordered'
                OR state = 'batched' OR state = 'dispatched' OR state = 'returned' OR state = 'cancelled'),
            received_at INTEGER NOT NULL,
            door TEXT NOT NULL CHECK (door = 'file' OR door = 'submit' OR door = 'web' OR door = 'api' OR door = 'sqs'
                OR door = 'mail'),
            held_because TEXT,
            batch_id INTEGER REFERENCES batches(id),
            sequence INTEGER CHECK (sequence >= 1),
            purpose TEXT NOT NULL CHECK (purpose = 'own-workplace' OR purpose = 'nearby-workplace' OR purpose = 'event'
                OR purpose = 'branch' OR purpose = 'other'),
            needed_by INTEGER,
            language TEXT NOT NULL CHECK (language IN ('en', 'cy')),
            wants_mail INTEGER NOT NULL CHECK (wants_mail IN (0, 1)),
            country TEXT NOT NULL CHECK (length(country) = 2),
            name TEXT NOT NULL,                                     -- personal, and so all that follows
            email TEXT,
            organisation TEXT,
            address_lines TEXT NOT NULL,
            town TEXT,
            postcode TEXT,
            note TEXT,
            held_note TEXT,
            like_premise INTEGER,
            like_surname INTEGER,
            like_organisation INTEGER,
            erased_at INTEGER,
            CHECK ((state = 'held') = (held_because IS NOT NULL)),
            CHECK ((state = 'batched' OR state = 'dispatched' OR state = 'returned') = (batch_id IS NOT NULL)),
            CHECK ((batch_id IS NULL) = (sequence IS NULL)),
            CHECK (erased_at IS NULL OR (name = '' AND address_lines = '' AND coalesce(email, organisation, town,
                postcode, note, held_note, like_premise, like_surname, like_organisation) IS NULL))
        ) STRICT;
        CREATE INDEX orders_by_state ON orders(state);
        CREATE INDEX orders_by_batch ON orders(batch_id) WHERE batch_id IS NOT NULL;
        CREATE INDEX orders_by_person ON orders(like_premise, like_surname) WHERE like_premise IS NOT NULL;
        CREATE INDEX orders_by_organisation ON orders(like_organisation) WHERE like_organisation IS NOT NULL;
        """

    /// What hangs on an order.
    private static let parts = """
        CREATE TABLE order_lines (
            order_id INTEGER NOT NULL REFERENCES orders(id),
            item TEXT NOT NULL,
            position INTEGER NOT NULL CHECK (position >= 1),
            quantity INTEGER NOT NULL CHECK (quantity >= 1),
            PRIMARY KEY (order_id, item)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE order_history (
            order_id INTEGER NOT NULL REFERENCES orders(id),
            number INTEGER NOT NULL CHECK (number >= 1),
            at INTEGER NOT NULL,
            who TEXT NOT NULL,
            what TEXT NOT NULL,
            PRIMARY KEY (order_id, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE submissions (
            order_id INTEGER PRIMARY KEY REFERENCES orders(id),
            producer TEXT NOT NULL,
            origin TEXT NOT NULL,
            row INTEGER CHECK (row >= 1),
            original TEXT                                           -- personal
        ) STRICT;
        """

    /// Keyed hashes only: they outlive an erasure.
    private static let keys = """
        CREATE TABLE idempotency_keys (
            key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 16),
            content INTEGER NOT NULL,
            is_of_content INTEGER NOT NULL CHECK (is_of_content IN (0, 1)),
            order_id INTEGER NOT NULL REFERENCES orders(id)
        ) STRICT, WITHOUT ROWID;
        """

    private static let batches = """
        CREATE TABLE batches (
            id INTEGER PRIMARY KEY,
            date INTEGER NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 1),
            state TEXT NOT NULL CHECK (state = 'closed' OR state = 'printed' OR state = 'dispatched'
                OR state = 'reopened'),
            closed_at INTEGER NOT NULL,
            frame TEXT NOT NULL,                                    -- the snapshot without its packets, as JSON
            UNIQUE (date, number)
        ) STRICT;
        CREATE TABLE batch_history (
            batch_id INTEGER NOT NULL REFERENCES batches(id),
            number INTEGER NOT NULL CHECK (number >= 1),
            at INTEGER NOT NULL,
            who TEXT NOT NULL,
            what TEXT NOT NULL,
            PRIMARY KEY (batch_id, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE documents (
            batch_id INTEGER NOT NULL REFERENCES batches(id),
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            PRIMARY KEY (batch_id, name)
        ) STRICT, WITHOUT ROWID;
        """

    /// The packets of a batch as they were at closing.
    private static let packets = """
        CREATE TABLE packets (
            batch_id INTEGER NOT NULL REFERENCES batches(id),
            sequence INTEGER NOT NULL CHECK (sequence >= 1),
            part INTEGER NOT NULL CHECK (part >= 1),
            of INTEGER NOT NULL CHECK (of >= part),
            bundle TEXT NOT NULL,
            recipient TEXT,                                         -- personal
            PRIMARY KEY (batch_id, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE packet_orders (
            batch_id INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            position INTEGER NOT NULL CHECK (position >= 1),
            order_id INTEGER NOT NULL REFERENCES orders(id),
            purpose TEXT NOT NULL CHECK (purpose = 'own-workplace' OR purpose = 'nearby-workplace' OR purpose = 'event'
                OR purpose = 'branch' OR purpose = 'other'),
            needed_by INTEGER,
            urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
            organisation TEXT,                                      -- personal
            note TEXT,                                              -- personal
            PRIMARY KEY (batch_id, sequence, position),
            FOREIGN KEY (batch_id, sequence) REFERENCES packets(batch_id, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX packet_orders_by_order ON packet_orders(order_id);
        CREATE TABLE packet_lines (
            batch_id INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            position INTEGER NOT NULL,
            line INTEGER NOT NULL CHECK (line >= 1),
            item TEXT NOT NULL,
            quantity INTEGER NOT NULL CHECK (quantity >= 1),
            PRIMARY KEY (batch_id, sequence, position, line),
            FOREIGN KEY (batch_id, sequence, position) REFERENCES packet_orders(batch_id, sequence, position)
        ) STRICT, WITHOUT ROWID;
        """

    /// The processes that may hold claims.
    private static let owners = """
        CREATE TABLE owners (
            id TEXT NOT NULL PRIMARY KEY,
            role TEXT NOT NULL,
            process INTEGER NOT NULL,
            enrolled_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let mails = """
        CREATE TABLE mails (
            id INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES orders(id),
            kind TEXT NOT NULL CHECK (kind = 'confirmation' OR kind = 'held' OR kind = 'backordered' OR kind = 'posted'
                OR kind = 'cancelled' OR kind = 'changed'),
            language TEXT NOT NULL CHECK (language IN ('en', 'cy')),
            message_id TEXT NOT NULL,
            boundary TEXT NOT NULL,
            owed_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state = 'queued' OR state = 'sent' OR state = 'failed' OR state = 'cancelled'),
            composed INTEGER NOT NULL CHECK (composed IN (0, 1)),
            attempts INTEGER NOT NULL CHECK (attempts >= 0),
            next_attempt_at INTEGER,
            settled_at INTEGER,
            last_problem TEXT,
            claim_owner TEXT REFERENCES owners(id),
            claim_expires_at INTEGER,
            attempt_begun_at INTEGER,
            CHECK ((state = 'queued') = (next_attempt_at IS NOT NULL)),
            CHECK ((state = 'queued') = (settled_at IS NULL)),
            CHECK (state <> 'sent' OR attempts >= 1),
            CHECK (attempts = 0 OR composed = 1),
            CHECK ((claim_owner IS NULL) = (claim_expires_at IS NULL)),
            CHECK (claim_owner IS NULL OR (state = 'queued' AND composed = 1)),
            CHECK (attempt_begun_at IS NULL OR (claim_owner IS NOT NULL AND attempts >= 1))
        ) STRICT;
        CREATE INDEX mails_by_order ON mails(order_id);
        CREATE INDEX mails_to_compose ON mails(id) WHERE state = 'queued' AND composed = 0;
        CREATE INDEX mails_due ON mails(next_attempt_at)
            WHERE state = 'queued' AND composed = 1 AND claim_owner IS NULL;
        CREATE INDEX mails_claimed ON mails(claim_owner) WHERE claim_owner IS NOT NULL;
        CREATE TABLE mail_messages (
            mail_id INTEGER PRIMARY KEY REFERENCES mails(id),
            recipient TEXT NOT NULL,                                -- personal
            message BLOB NOT NULL                                   -- personal
        ) STRICT;
        """
}
