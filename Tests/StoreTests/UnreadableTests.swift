import Orders
import Testing

@testable import Store

/// Orders of which only a part could be read.
@Suite struct UnreadableTests {
    /// What could be read of a message without a name, an address or an item.
    private static let nothing = Order(
        name: "", email: Order.fixture().email, organisation: "Example Works",
        address: Address(lines: [], town: nil, postcode: nil, country: .unitedKingdom), lines: [])

    private static func part(_ change: (inout Order) -> Void) -> Order {
        var order = Order.fixture()
        change(&order)
        return order
    }

    private func place(_ order: Order = nothing, _ id: String = "mail-1", in world: World) async throws -> Reference {
        try await world.place(.fixture(id, order, heldBecause: [.unreadable]).through(.mail))
    }

    private func amend(_ reference: Reference, to order: Order, in world: World) async throws -> PlacedOrder {
        let before = try #require(try await world.store.order(reference))
        return try await world.store.amend(
            reference, from: before, to: order, fields: ["name"], heldBecause: [.manual], waits: false, at: world.now,
            who: "root")
    }

    @Test func `is stored, listed and found as little as there is`() async throws {
        let world = try World()
        let reference = try await place(in: world)
        let placed = try #require(try await world.store.order(reference))
        #expect(placed.state == .held)
        #expect(placed.heldBecause == [.unreadable])
        #expect(placed.order == Self.nothing)
        #expect(try await world.store.orders(state: .held) == [placed])
        #expect(try await world.store.find("aisha@example.org") == [placed])
        let day = LocalDate(dayNumber: 20_804)
        #expect(try await world.store.worklist(urgentBefore: day, at: world.now).held == [placed])
        #expect(try await world.mails(of: reference) == ["held queued"])
        #expect(try await world.store.original(of: reference) == "as it came")
    }

    @Test(arguments: [
        (nothing, ["name", "addressLine1", "town", "postcode", "items"]),
        (part { $0.name = "" }, ["name"]),
        (part { $0.address.lines = [] }, ["addressLine1"]),
        (part { $0.lines = [] }, ["items"]),
    ])
    func `isn't released, nor closed into a batch, while a part is missing`(
        order: Order, missing: [String]
    ) async throws {
        let world = try World()
        let reference = try await place(order, in: world)
        try await world.expectRefusal(.notWhole(reference, missing: missing)) {
            try await world.store.release(reference, waits: false, at: world.now, who: "root")
        }
        #expect(try await world.store.readyOrders().isEmpty)
        try await world.expectRefusal(world.forbids(reference, .held, "batched")) {
            try await world.store.readyOrders(only: [reference])
        }
    }

    @Test func `is made whole by an amendment, then released and posted`() async throws {
        let world = try World()
        let reference = try await place(in: world)
        #expect(try await amend(reference, to: .fixture(), in: world).state == .held)
        let released = try await world.store.release(reference, waits: false, at: world.now, who: "root")
        #expect(released.state == .accepted)
        #expect(released.order == .fixture())
        #expect(try await world.post([reference]).state == .dispatched)
    }

    @Test func `is cancelled as any other`() async throws {
        let world = try World()
        let reference = try await place(in: world)
        #expect(try await world.store.cancel(reference, at: world.now, who: "root").state == .cancelled)
    }

    @Test func `isn't sent again while it is held`() async throws {
        let world = try World()
        let reference = try await place(in: world)
        try await world.expectRefusal(world.forbids(reference, .held, "sent again")) {
            try await world.store.again(
                reference, as: .fixture(), heldBecause: [], waits: false, at: world.now, who: "root")
        }
    }

    @Test(arguments: [nothing, part { $0.lines = [] }, part { $0.name = "" }, part { $0.address.lines = [] }])
    func `resembles no order, and none resembles it`(order: Order) async throws {
        let world = try World()
        _ = try await place(order, "mail-1", in: world)
        let second = try await place(order, "mail-2", in: world)
        #expect(try await world.story(of: second) == ["held: unreadable"])
        let whole = try await world.place(.fixture("web-1"))
        #expect(try await world.story(of: whole) == ["accepted"])
        let third = try await place(order, "mail-3", in: world)
        #expect(try await world.story(of: third) == ["held: unreadable"])
        #expect(
            try world.number(
                """
                SELECT count(*) FROM orders WHERE coalesce(like_premise, like_surname, like_organisation) IS NOT NULL
                """) == 1)
    }

    @Test func `resembles others as soon as an amendment has made it whole`() async throws {
        let world = try World()
        let reference = try await place(in: world)
        _ = try await amend(reference, to: .fixture(), in: world)
        let answer = try await world.accept(.fixture("web-2"))[0]
        #expect(answer.heldBecause == [.duplicate])
        #expect(answer.warnings.map(\.problem).joined().contains(reference.description))
    }
}
