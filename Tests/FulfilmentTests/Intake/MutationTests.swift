import Orders
import Testing

@testable import Fulfilment

/// Damaged files: reading them never crashes, and every byte of an order comes out in a row.
@Suite struct MutationTests {
    private static let csv = """
        Ann,"1 ""Long"" Row
        Far Yard",York,YO1 7ZZ,leaflet-1:25
        Bob,2 Short Row,Hull,HU1 2ZQ,"leaflet-1:50; poster-a3:5"
        ,,,,
        Cy,"3, Wide Row",Bath,BA1 2ZZ,stickers:10

        """
    private static let array = #"""
        [{"name": "Ann", "address": {"lines": ["1 \"Long\" Row", "Yard"], "town": "York"}, "items": []},
         {"name": "B]b", "items": [{"item": "x", "quantity": 25}, {"item": "y", "quantity": 5}]},
         {"name": "C}y\\", "note": "\u0041", "items": []}]

        """#
    private static let lines = #"""
        {"name": "Ann", "items": [{"item": "x", "quantity": 25}]}
        {"name": "B}b", "items": [{"item": "x", "quantity": 25}]}

        {"name": "Cy", "note": "\"", "items": []}

        """#

    @Test(arguments: 0..<80) func `damaged CSV loses nothing`(seed: UInt64) throws {
        let damaged = damage(Array(Self.csv.utf8), seed: seed)
        guard fileProblem(in: Array(CSV.header.utf8) + damaged) == nil else {
            #expect(essence(of: damaged, without: ", \r\n\t\"").isEmpty)
            return
        }
        let reading = try Reading(Array(CSV.header.utf8) + damaged)
        let rows = reading.rows.map(\.original).joined()
        #expect(essence(of: Array(rows.utf8), without: ", \r\n\t\"") == essence(of: damaged, without: ", \r\n\t\""))
        #expect(reading.rows.allSatisfy { $0.submission != nil || !$0.problems.isEmpty })
        #expect(reading.rows.map(\.row) == reading.rows.map(\.row).sorted())
        let failed = reading.rows.count { !$0.problems.isEmpty }
        if failed > 0 {
            #expect(try Reading(reading.failed).rows.count == failed)
        }
    }

    @Test(arguments: 0..<50, [array, lines]) func `damaged JSON loses nothing`(seed: UInt64, text: String) throws {
        let damaged = damage(Array(text.utf8), seed: seed)
        guard fileProblem(in: damaged, name: "orders.json") == nil else { return }
        let reading = try Reading(damaged, name: "orders.json")
        let rows = reading.rows.map(\.original).joined()
        #expect(essence(of: Array(rows.utf8), without: ", \r\n\t[]") == essence(of: damaged, without: ", \r\n\t[]"))
        #expect(reading.rows.allSatisfy { $0.submission != nil || !$0.problems.isEmpty })
        #expect(reading.rows.map(\.row) == Array(1...reading.rows.count))
        let failed = reading.rows.count { !$0.problems.isEmpty && !$0.original.isEmpty }
        if failed > 0 {
            #expect(try Reading(reading.failed, name: "orders.json").rows.count == failed)
        }
    }

    @Test(arguments: 0..<60) func `bytes of any kind never crash`(seed: UInt64) {
        var random = Seeded(state: seed)
        let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
        for prefix in ["", CSV.header, "[{\"name\":", "{"] {
            _ = try? Reading(Array(prefix.utf8) + bytes)
            _ = try? Reading(Array(prefix.utf8) + bytes, name: "orders.jsonl")
        }
    }

    /// A few bytes replaced, put in, taken out, and sometimes the end cut off.
    private func damage(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
        var random = Seeded(state: seed)
        var damaged = bytes
        let pool = Array("\"\",,;:{}[]\\\n\r\t x1".utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) where !damaged.isEmpty {
            let index = Int.random(in: 0..<damaged.count, using: &random)
            let byte = pool[Int.random(in: 0..<pool.count, using: &random)]
            switch Int.random(in: 0..<8, using: &random) {
            case 0..<3: damaged[index] = byte
            case 3..<5: damaged.insert(byte, at: index)
            case 5..<7: damaged.remove(at: index)
            default: damaged.removeSubrange(index...)
            }
        }
        return damaged
    }

    /// What is left when everything is taken away that may stand between orders.
    private func essence(of bytes: [UInt8], without padding: String) -> String {
        let padding = Set(padding.utf8)
        return String(decoding: bytes.filter { !padding.contains($0) }, as: UTF8.self)
    }
}

/// SplitMix64, so that every run damages the same bytes.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
