import TestSupport
import Testing

/// The same order again, from the same file or another.
struct DuplicateTests {
    private static let orders = OrderForm.several(20)

    @Test(arguments: ["orders.json", "orders.csv", "no-ids.csv", "no-ids.json"])
    func `answers the same file with the same references, and makes no second order`(file: String) throws {
        let world = try World()
        var orders = Self.orders
        if file == "no-ids.json" { for index in orders.indices { orders[index].id = nil } }
        try world.write(
            file.hasSuffix(".csv") ? orders.csv(withIDs: file == "orders.csv") : orders.json, to: file)
        let first = try world.listing("submit", file, as: [Answer].self)
        #expect(first.map(\.outcome) == orders.map { _ in "accepted" })
        let second = try world.listing("submit", file, as: [Answer].self)
        #expect(second.map(\.outcome) == orders.map { _ in "duplicate" })
        #expect(second.map(\.reference) == first.map(\.reference))
        #expect(Set(first.compactMap(\.reference)).count == orders.count)
        #expect(try world.listing("order", "list", as: [ListedOrder].self).map(\.reference) == first.map(\.reference))
        #expect(try world.listing("mail", "list", as: [ListedMail].self).count == orders.count)
    }

    @Test func `knows an order by its id in CSV and in JSON alike`() throws {
        let world = try World()
        let references = try world.accept(Self.orders)
        try world.write(Self.orders.csv(), to: "orders.csv")
        let again = try world.listing("submit", "orders.csv", as: [Answer].self)
        #expect(again.map(\.outcome) == Self.orders.map { _ in "duplicate" })
        #expect(again.map(\.reference) == references)
    }

    @Test func `takes equal orders of one file for several, and the file again for the same`() throws {
        let world = try World(settings: "duplicates: {days: 0}")
        let twice = [OrderForm(), OrderForm()]
        let references = try world.accept(twice)
        #expect(Set(references).count == 2)
        let again = try world.listing("submit", "-", as: [Answer].self, input: twice.json)
        #expect(again.map(\.outcome) == ["duplicate", "duplicate"])
        #expect(again.map(\.reference) == references)
    }

    @Test func `refuses an id that stands for another order`() throws {
        let world = try World()
        let reference = try world.accept([OrderForm(id: "web-000123")])[0]
        let other = OrderForm(id: "web-000123", name: "Siân Llywelyn")
        let answers = try world.listing("submit", "-", as: [Answer].self, input: [other].json, exits: 65)
        #expect(answers.map(\.outcome) == ["rejected"])
        #expect(answers[0].problems.map(\.field) == ["id"])
        #expect(answers[0].problems.allSatisfy { $0.hint != nil })
        let orders = try world.listing("order", "list", as: [ListedOrder].self)
        #expect(orders.map(\.reference) == [reference])
        #expect(orders.map(\.name) == ["Aisha Khan"])
    }

    @Test func `gives the first answer again also when the order was cancelled since`() throws {
        let world = try World()
        let order = OrderForm(id: "web-000123")
        let reference = try world.accept([order])[0]
        #expect(try world.handbill("order", "cancel", reference).exitCode == 0)
        let again = try world.listing("submit", "-", as: [Answer].self, input: [order].json)
        #expect(again.map(\.outcome) == ["duplicate"])
        #expect(again.map(\.reference) == [reference])
    }

    @Test func `uses up no id by a rejection`() throws {
        let world = try World()
        var order = OrderForm(id: "web-000123")
        order.items[0].quantity = 101
        _ = try world.listing("submit", "-", as: [Answer].self, input: [order].json, exits: 65)
        order.items[0].quantity = 100
        try world.accept([order])
    }

    @Test func `says what submit would say when it only checks, and keeps nothing`() throws {
        let world = try World()
        let text = try Self.orders.json
        let checked = try world.listing("check", "-", as: [Answer].self, input: text)
        #expect(checked.map(\.outcome) == Self.orders.map { _ in "accepted" })
        #expect(checked.allSatisfy { $0.reference == nil })
        #expect(try world.listing("order", "list", as: [ListedOrder].self).isEmpty)
        let references = try world.accept(Self.orders)
        let again = try world.listing("check", "-", as: [Answer].self, input: text)
        #expect(again.map(\.outcome) == Self.orders.map { _ in "duplicate" })
        #expect(again.map(\.reference) == references)
    }
}
