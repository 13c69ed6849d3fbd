import Foundation
import Orders
import Testing

/// ARCHITECTURE.md draws the lifecycles; the types are what counts; the schema's CHECKs are compared in StoreTests.
@Suite struct LifecycleDiagramTests {
    /// The diagram's lines under a heading: each state with those that may follow it.
    private func drawn(_ heading: String) throws -> [String: Set<String>] {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../ARCHITECTURE.md").standardized
        let lines = String(decoding: try Data(contentsOf: page), as: UTF8.self).split(separator: "\n")
        let start = try #require(lines.firstIndex { $0 == heading })
        var table: [String: Set<String>] = [:]
        for line in lines[(start + 1)...].prefix(while: { $0.hasPrefix("  ") }) {
            let sides = line.split(separator: "->").map { $0.split(separator: " ").map(String.init) }
            let state = try #require(sides.first?.first)
            table[state] = Set(sides.last ?? [])
        }
        return table
    }

    private func table<State: Lifecycle>(of _: State.Type) -> [String: Set<String>] {
        Dictionary(
            uniqueKeysWithValues: State.allCases.filter { !$0.next.isEmpty }
                .map { ($0.rawValue, Set($0.next.map(\.rawValue))) })
    }

    @Test func `the drawn lifecycle of an order is the real one`() throws {
        var drawn = try drawn("order")
        #expect(drawn.removeValue(forKey: "(new)") == Set(OrderState.initial.map(\.rawValue)))
        #expect(drawn == table(of: OrderState.self))
    }

    @Test func `the drawn lifecycle of a batch is the real one`() throws {
        #expect(try drawn("batch") == table(of: BatchState.self))
    }

    @Test func `the drawn lifecycle of a mail is the real one`() throws {
        #expect(try drawn("mail") == table(of: MailState.self))
    }
}
