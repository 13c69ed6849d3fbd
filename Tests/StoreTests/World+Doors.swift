import FoundationEssentials
import Orders

@testable import Store

extension World {
    /// Takes what a door brings.
    func receive(
        _ arrivals: Arrival..., enclosing enclosure: Enclosure, at time: Int64? = nil, by store: Store? = nil
    ) async throws -> Reception {
        let store = store ?? self.store
        return try await store.accept(
            store.prepare(arrivals), enclosing: enclosure, at: time ?? now, duplicatesWithin: week,
            remember: quarter, who: "token shop")
    }

    /// The same folder, as another process opens it.
    func openAgain() throws -> Store {
        try Store.open(in: directory, identity: .init(mailDomain: "orders.example.org"))
    }

    /// Makes the database refuse a row of this table, as a defect in the program would.
    func refuseRows(of table: String) throws {
        try execute("CREATE TRIGGER refuse BEFORE INSERT ON \(table) BEGIN SELECT RAISE(ABORT, 'refused'); END")
    }

    /// Every byte of the database and its log.
    func bytes() throws -> Data {
        try ["handbill.sqlite", "handbill.sqlite-wal"].reduce(into: Data()) {
            $0 += try Data(contentsOf: URL(filePath: directory + "/" + $1))
        }
    }
}

extension Enclosure {
    /// What the API encloses: words that name the order, and a reply that tells every answer.
    static func request(
        _ key: String? = "key-1", body: String = "body", producer: String = "token:shop", status: Int = 201
    ) -> Enclosure {
        Enclosure(
            request: key.map { RequestKey(producer: producer, key: $0, body: Array(body.utf8)) },
            words: { "\($0.outcome) \($0.reference?.description ?? "none")" },
            reply: { answers in
                KeptReply(
                    status: status,
                    body: answers.map { "\($0.outcome): \($0.words ?? "no words")" }.joined(separator: "\r\n"))
            })
    }

    /// What the mail door encloses.
    static func message(uid: UInt32 = 17, validity: UInt32 = 1, id: String? = "a@example.org") -> Enclosure {
        Enclosure(message: .fixture(uid: uid, validity: validity, id: id))
    }
}

extension MessageKey {
    static func fixture(
        _ mailbox: String = "orders@imap.example.org/INBOX", uid: UInt32 = 17, validity: UInt32 = 1,
        id: String? = "a@example.org"
    ) -> MessageKey {
        MessageKey(mailbox: mailbox, validity: validity, uid: uid, messageID: id)
    }
}

extension Arrival {
    /// The same through another door.
    func through(_ door: Source.Door) -> Arrival {
        var arrival = self
        arrival.source = Source(door: door, origin: "web", row: nil)
        return arrival
    }
}
