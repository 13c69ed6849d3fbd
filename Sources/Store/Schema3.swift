/// The third version of the tables: what the doors for people and programs keep beside their orders.
///
/// What is only to be known again is kept as a keyed hash of 16 bytes, which tells nothing and outlives an erasure.
enum Schema3 {
    static let changes = [submissions, agreements, requests, messages, tokens, figures]

    private static let submissions = """
        -- What the door said when it took the order, to be said again; personal.
        ALTER TABLE submissions ADD COLUMN words TEXT;
        """

    private static let agreements = """
        -- The privacy notice under which an order was given.
        CREATE TABLE agreements (
            order_id INTEGER PRIMARY KEY REFERENCES orders(id),
            notice TEXT NOT NULL CHECK (notice <> ''),
            is_consent INTEGER NOT NULL CHECK (is_consent IN (0, 1)),
            at INTEGER NOT NULL
        ) STRICT;
        """

    /// A request goes whole, when it is forgotten or one of its orders is erased: the orders' own keys stay.
    private static let requests = """
        -- Requests that named themselves, and what they were answered.
        CREATE TABLE requests (
            id INTEGER PRIMARY KEY,
            key BLOB NOT NULL UNIQUE CHECK (length(key) = 16),
            body BLOB NOT NULL CHECK (length(body) = 16),
            at INTEGER NOT NULL,
            status INTEGER NOT NULL CHECK (status >= 200 AND status <= 299),
            reply TEXT NOT NULL                                     -- personal
        ) STRICT;
        CREATE INDEX requests_by_time ON requests(at);
        -- The orders that a reply names.
        CREATE TABLE request_orders (
            order_id INTEGER NOT NULL REFERENCES orders(id),
            request_id INTEGER NOT NULL REFERENCES requests(id) ON DELETE CASCADE,
            PRIMARY KEY (order_id, request_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX request_orders_by_request ON request_orders(request_id);
        """

    private static let messages = """
        -- Messages whose orders are stored, or that hold none.
        CREATE TABLE messages (
            place BLOB NOT NULL PRIMARY KEY CHECK (length(place) = 16),
            message_id BLOB UNIQUE CHECK (length(message_id) = 16),
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let tokens = """
        -- Programs that may use the API.
        CREATE TABLE tokens (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL CHECK (name <> ''),
            scope TEXT NOT NULL CHECK (scope = 'orders' OR scope = 'desk'),
            rate INTEGER CHECK (rate >= 1),
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            created_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX tokens_in_force ON tokens(name) WHERE revoked_at IS NULL;
        """

    private static let figures = """
        CREATE INDEX mails_cancelled ON mails(settled_at) WHERE state = 'cancelled';
        """
}
