import Foundation
import Orders
import Press
import Store
import TestSupport
import Testing

@testable import Fulfilment

@Suite struct DispatcherTests {
    /// A closed batch of so many orders, and what posts it.
    private func table(_ workshop: Workshop, orders: Int) async throws -> (dispatcher: Dispatcher, batch: BatchID) {
        try await workshop.take((1...orders).map { .fixture($0) })
        let batch = try #require(try await workshop.batcher(try Press()).close(who: "test").snapshots.first?.id)
        let lists = DispatchedList(
            store: workshop.store, directory: workshop.directory.path("state/batches"), postClass: .second)
        return (Dispatcher(store: workshop.store, lists: lists, grace: 900, clock: workshop.clock), batch)
    }

    /// The numbers in the dispatched list.
    private func listed(_ workshop: Workshop, _ batch: BatchID) throws -> [String] {
        try workshop.text(of: workshop.directory.path("state/batches/\(batch)/dispatched.csv"))
            .split(whereSeparator: \.isNewline).dropFirst().map { String($0.split(separator: ",")[1]) }
    }

    @Test func `marks what is chosen, and writes the list of what went`() async throws {
        let workshop = try Workshop()
        let (dispatcher, batch) = try await table(workshop, orders: 5)
        let plan = try await dispatcher.plan(
            batch, only: try PacketSelection(reading: "1-4"), except: try PacketSelection(reading: "2"))

        let record = try await dispatcher.dispatch(plan, of: batch, who: "test").record

        #expect(record.state == .closed)
        #expect(plan.told == 3)
        #expect(try listed(workshop, batch) == ["1", "3", "4"])
        #expect(try await workshop.store.orders(state: .dispatched).count == 3)
        let rest = try await dispatcher.plan(batch, only: nil, except: nil)
        #expect(try await dispatcher.dispatch(rest, of: batch, who: "test").record.state == .dispatched)
        #expect(try listed(workshop, batch) == ["1", "2", "3", "4", "5"])
    }

    @Test func `takes back what was marked within the grace, all of it or what is named`() async throws {
        let workshop = try Workshop()
        let (dispatcher, batch) = try await table(workshop, orders: 4)
        let all = try await dispatcher.plan(batch, only: nil, except: nil)
        _ = try await dispatcher.dispatch(all, of: batch, who: "test")

        let two = try await dispatcher.planUndoing(try PacketSelection(reading: "2"), of: batch)
        let undone = try await dispatcher.undo(two?.orders, of: batch, who: "test")
        #expect(undone.orders.count == 1)
        #expect(undone.record.state == .closed)
        #expect(try listed(workshop, batch) == ["1", "3", "4"])

        workshop.time.advance(by: 899)
        #expect(try await dispatcher.undo(nil, of: batch, who: "test").orders.count == 3)
        #expect(try listed(workshop, batch).isEmpty)
        #expect(try await workshop.store.mails().filter { $0.kind == .posted }.allSatisfy { $0.state == .cancelled })
    }

    @Test func `takes nothing back once the grace is over`() async throws {
        let workshop = try Workshop()
        let (dispatcher, batch) = try await table(workshop, orders: 2)
        _ = try await dispatcher.dispatch(
            try await dispatcher.plan(batch, only: nil, except: nil), of: batch, who: "test")
        workshop.time.advance(by: 900)

        await #expect(throws: StoreError.nothingToUndo(batch)) {
            try await dispatcher.undo(nil, of: batch, who: "test")
        }
        #expect(try await workshop.store.orders(state: .dispatched).count == 2)
    }
}
