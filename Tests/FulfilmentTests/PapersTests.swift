import Foundation
import Orders
import Press
import Store
import TestSupport
import Testing

@testable import Fulfilment

@Suite struct PapersTests {
    private static func batch() async throws -> (Workshop, BatchSnapshot, Press) {
        let workshop = try Workshop()
        try await workshop.take((1...3).map { .fixture($0) })
        let press = try Press()
        return (workshop, try #require(try await workshop.batcher(press).close(who: "test").snapshots.first), press)
    }

    @Test func `the page of changes may differ from an earlier one, the other papers may not`() async throws {
        let (workshop, snapshot, press) = try await Self.batch()
        let papers = workshop.papers(press)
        let everything = DocumentName.ofClosing + [.changes]
        let before = try await papers.make(everything, of: snapshot, as: [.pdf])
        let reference = snapshot.packets[1].orders[0].reference
        let change = BatchChange(sequences: [2], reference: reference, fate: .cancelled, at: workshop.time.now)

        let after = try await papers.make(everything, of: snapshot, as: [.pdf], changes: [change])

        #expect(zip(before, after).map { $0.sha256 == $1.sha256 } == [true, true, true, false])
        #expect(after.allSatisfy { !$0.differs })
        #expect(after.last?.path.hasSuffix("/\(snapshot.id)/changes.pdf") == true)
        for name in ["labels.pdf", "orders.pdf", "picklist.pdf"] {
            let first = try await workshop.store.recordDocument(
                name, sha256: String(repeating: "0", count: 64), of: snapshot.id)
            #expect(first != nil)
        }
        let first = try await workshop.store.recordDocument(
            "changes.pdf", sha256: String(repeating: "0", count: 64), of: snapshot.id)
        #expect(first == nil, "nobody remembers a page that may change")
    }

    @Test func `the page of changes shows what the store knows`() async throws {
        let (workshop, snapshot, press) = try await Self.batch()
        let reference = snapshot.packets[1].orders[0].reference
        _ = try await workshop.store.cancel(reference, at: workshop.time.now, who: "test")

        let changes = try await workshop.store.changes(of: snapshot.id)

        #expect(changes.map(\.sequences) == [[2]])
        #expect(changes.map(\.fate) == [.cancelled])
        let papers = workshop.papers(press)
        let shown = try await papers.render(.changes, of: snapshot, as: .pdf, changes: changes)
        #expect(try await papers.render(.changes, of: snapshot, as: .pdf, changes: changes) == shown)
        #expect(try await papers.render(.changes, of: snapshot, as: .pdf) != shown)
    }
}
