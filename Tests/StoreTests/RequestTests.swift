import Orders
import Testing

@testable import Store

@Suite struct RequestTests {
    @Test
    func `the same request again gets the first reply byte for byte, also from another process, and does nothing`()
        async throws
    {
        let world = try World()
        let first = try await world.receive(.fixture(), .numbered(2).refused, enclosing: .request())
        let reference = try #require(first.answers[0].reference)
        #expect(
            first.reply == KeptReply(status: 201, body: "accepted: accepted \(reference)\r\nrejected: no words"))
        #expect(!first.isReplay)
        let before = try world.everything()
        let again = try await world.receive(.fixture(), .numbered(2), enclosing: .request(status: 200))
        #expect(again.isReplay)
        #expect(again.answers.isEmpty)
        #expect(again.reply == first.reply)
        let other = try world.openAgain()
        let later = try await world.receive(.fixture(), enclosing: .request(), at: world.now + 9, by: other)
        #expect(later.reply == first.reply)
        #expect(try world.everything() == before)
        try other.close()
    }

    @Test func `a reply outlives the process that gave it`() async throws {
        let world = try World()
        let first = try await world.receive(.fixture(), enclosing: .request())
        try world.store.close()
        let store = try world.openAgain()
        let again = try await world.receive(.fixture(), enclosing: .request(), by: store)
        #expect(again.isReplay)
        #expect(again.reply != nil)
        #expect(again.reply == first.reply)
        #expect(try await store.orders().count == 1)
        try store.close()
    }

    @Test func `many that bring one request at once make one order and get one reply`() async throws {
        let world = try World()
        let receptions = try await withThrowingTaskGroup(of: Reception.self) { group in
            for _ in 0..<12 {
                group.addTask { try await world.receive(.numbered(1), .numbered(2), enclosing: .request()) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(receptions.count { !$0.isReplay } == 1)
        #expect(Set(receptions.map(\.reply)).count == 1)
        #expect(receptions[0].reply != nil)
        #expect(try world.number("SELECT count(*) FROM orders") == 2)
    }

    @Test func `the key of a request is no key for another body`() async throws {
        let world = try World()
        _ = try await world.receive(.fixture(), enclosing: .request())
        try await world.expectRefusal(.requestKeyUsed) {
            try await world.receive(.numbered(2), enclosing: .request(body: "other body"))
        }
    }

    @Test func `a key belongs to its sender`() async throws {
        let world = try World()
        let first = try await world.receive(.numbered(1), enclosing: .request())
        let second = try await world.receive(.numbered(2), enclosing: .request(producer: "token:other"))
        #expect(!second.isReplay)
        #expect(second.reply != first.reply)
    }

    @Test func `a reply that names only rejected orders is given and not kept`() async throws {
        let world = try World()
        let before = try world.everything()
        let refused = try await world.receive(.fixture().refused, enclosing: .request())
        #expect(refused.reply == KeptReply(status: 201, body: "rejected: no words"))
        #expect(try world.everything() == before)
        let mended = try await world.receive(.fixture(), enclosing: .request(body: "mended"))
        #expect(mended.answers.map(\.outcome) == [.accepted])
    }

    @Test(arguments: [100, 199, 300, 409, 422, 503])
    func `a reply that is no success is given and not kept`(status: Int) async throws {
        let world = try World()
        #expect(try await world.receive(.fixture(), enclosing: .request(status: status)).reply?.status == status)
        let again = try await world.receive(.fixture(), enclosing: .request(body: "other body"))
        #expect(again.answers.map(\.outcome) == [.duplicate])
    }

    @Test func `a reply about orders that are known already is kept`() async throws {
        let world = try World()
        _ = try await world.receive(.fixture(), enclosing: .request(nil))
        let first = try await world.receive(.fixture(), enclosing: .request())
        #expect(first.answers.map(\.outcome) == [.duplicate])
        #expect(!first.isReplay)
        let again = try await world.receive(.fixture(), enclosing: .request())
        #expect(again.isReplay)
        #expect(again.reply == first.reply)
    }

    @Test func `a request without orders is answered and not kept`() async throws {
        let world = try World()
        let before = try world.everything()
        #expect(try await world.receive(enclosing: .request()).reply == KeptReply(status: 201, body: ""))
        #expect(try await world.receive(enclosing: .request(nil)).reply == KeptReply(status: 201, body: ""))
        #expect(try world.everything() == before)
    }

    @Test func `replies are forgotten by their age, and the orders still known`() async throws {
        let world = try World()
        _ = try await world.receive(.numbered(1), enclosing: .request("old"))
        _ = try await world.receive(.numbered(2), enclosing: .request("new"), at: world.now + 1)
        #expect(try await world.store.forgetReplies(before: world.now + 1) == 1)
        #expect(try await world.store.forgetReplies(before: world.now + 1) == 0)
        let old = try await world.receive(.numbered(1), enclosing: .request("old"))
        #expect(!old.isReplay)
        #expect(old.answers.map(\.outcome) == [.duplicate])
        #expect(try await world.receive(.numbered(2), enclosing: .request("new")).isReplay)
        #expect(try await world.store.integrityCheck() == [])
    }

    @Test func `the orders that a kept reply names are bound to it, and unbound when it is forgotten`() async throws {
        let world = try World()
        _ = try await world.receive(.numbered(1), .numbered(2), .numbered(1), enclosing: .request())
        #expect(try world.number("SELECT count(*) FROM request_orders") == 2)
        _ = try await world.store.forgetReplies(before: world.now + 1)
        #expect(try world.number("SELECT count(*) FROM request_orders") == 0)
    }

    @Test(arguments: ["requests", "request_orders", "messages"])
    func `what can't be enclosed takes everything back`(table: String) async throws {
        let world = try World()
        try world.refuseRows(of: table)
        var enclosure = Enclosure.request()
        enclosure.message = .fixture()
        try await world.expectRefusal(.database(cause: "SQLite 1811: refused")) {
            try await world.receive(.numbered(1), .numbered(2), enclosing: enclosure)
        }
        #expect(try await !world.store.isSeen(.fixture()))
    }

    @Test func `a refused request takes nobody with it`() async throws {
        let world = try World()
        _ = try await world.receive(.numbered(0), enclosing: .request())
        let outcomes = await withTaskGroup(of: (Int, Result<Reception, any Error>).self) { group in
            for number in 1...20 {
                group.addTask {
                    let enclosure = Enclosure.request(number == 7 ? "key-1" : "own \(number)", body: "\(number)")
                    do {
                        return (number, .success(try await world.receive(.numbered(number), enclosing: enclosure)))
                    } catch { return (number, .failure(error)) }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (number, outcome) in outcomes {
            if number == 7 {
                #expect(throws: StoreError.requestKeyUsed) { try outcome.get() }
            } else {
                #expect(try outcome.get().answers.map(\.outcome) == [.accepted])
            }
        }
        #expect(try world.number("SELECT count(*) FROM orders") == 20)
    }

    @Test func `neither keys nor bodies of requests stand in the database`() async throws {
        let world = try World()
        _ = try await world.receive(
            .fixture(), enclosing: .request("a key of its sender's", body: "a body with a name in it"))
        let bytes = try world.bytes()
        #expect(bytes.firstRange(of: Array("as it came".utf8)) != nil, "what is kept is found")
        #expect(bytes.firstRange(of: Array("a key of its sender".utf8)) == nil)
        #expect(bytes.firstRange(of: Array("a body with a name".utf8)) == nil)
    }
}
