import Orders
import Testing

@testable import Store

@Suite struct MessageTests {
    @Test(arguments: [
        MessageKey.fixture(), .fixture(uid: 18), .fixture(validity: 2), .fixture("other@imap.example.org/INBOX"),
        .fixture(id: nil), .fixture(id: "b@example.org"),
    ])
    func `a message seen at its place or by its id makes nothing`(key: MessageKey) async throws {
        let world = try World()
        #expect(try await !world.store.isSeen(key))
        let first = try await world.receive(.numbered(1), enclosing: .message())
        #expect(first.answers.map(\.outcome) == [.accepted])
        #expect(try await world.store.isSeen(key))
        let before = try world.everything()
        let again = try await world.receive(.numbered(2), enclosing: Enclosure(message: key))
        #expect(again.isReplay)
        #expect(again.answers.isEmpty)
        #expect(try world.everything() == before)
    }

    @Test(arguments: [
        (MessageKey.fixture(), MessageKey.fixture(uid: 18, id: "b@example.org")),
        (.fixture(id: nil), .fixture(uid: 18, id: nil)),
        (.fixture(id: ""), .fixture(uid: 18, id: "")),
        (.fixture(id: nil), .fixture(validity: 2, id: nil)),
        (.fixture(id: nil), .fixture("other@imap.example.org/INBOX", id: nil)),
    ])
    func `another message is another`(first: MessageKey, second: MessageKey) async throws {
        let world = try World()
        _ = try await world.receive(.numbered(1), enclosing: Enclosure(message: first))
        #expect(try await !world.store.isSeen(second))
        let other = try await world.receive(.numbered(2), enclosing: Enclosure(message: second))
        #expect(other.answers.map(\.outcome) == [.accepted])
    }

    @Test func `a message without an order is seen, and one whose order was refused isn't`() async throws {
        let world = try World()
        _ = try await world.receive(.fixture().refused, enclosing: .message(uid: 1, id: nil))
        _ = try await world.receive(enclosing: .message(uid: 2, id: nil))
        #expect(try await world.store.isSeen(.fixture(uid: 2, id: nil)))
        #expect(try await world.receive(.fixture(), enclosing: .message(uid: 2, id: nil)).isReplay)
        #expect(try world.number("SELECT count(*) FROM orders") == 0)
        #expect(try await !world.store.isSeen(.fixture(uid: 1, id: nil)))
        #expect(try await !world.receive(.fixture(), enclosing: .message(uid: 1, id: nil)).isReplay)
        #expect(try world.number("SELECT count(*) FROM orders") == 1)
    }

    @Test func `only what was seen long ago and is gone is forgotten`() async throws {
        let world = try World()
        for uid: UInt32 in 1...3 {
            _ = try await world.receive(.numbered(Int(uid)), enclosing: .message(uid: uid, id: "\(uid)@example.org"))
        }
        let there = MessageKey.fixture(uid: 2, id: nil)
        #expect(try await world.store.forgetMessages(before: world.now, besides: []) == 0)
        #expect(try await world.store.forgetMessages(before: world.now + 1, besides: [there]) == 2)
        #expect(try await world.store.isSeen(there))
        #expect(try await !world.store.isSeen(.fixture(uid: 1, id: "1@example.org")))
        // The order's own key still knows it, if the message has a Message-ID.
        let again = try await world.receive(.numbered(1), enclosing: .message(uid: 1, id: "1@example.org"))
        #expect(again.answers.map(\.outcome) == [.duplicate] && !again.isReplay)
        #expect(try world.number("SELECT count(*) FROM orders") == 3)
    }

    @Test func `neither mailbox nor Message-ID stands in the database`() async throws {
        let world = try World()
        _ = try await world.receive(.fixture(), enclosing: .message(id: "private-id@example.org"))
        let bytes = try world.bytes()
        #expect(bytes.firstRange(of: Array("as it came".utf8)) != nil, "what is kept is found")
        #expect(bytes.firstRange(of: Array("imap.example.org".utf8)) == nil)
        #expect(bytes.firstRange(of: Array("private-id".utf8)) == nil)
    }
}
