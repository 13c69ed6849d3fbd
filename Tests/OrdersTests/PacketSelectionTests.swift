import Orders
import Testing

@Suite struct PacketSelectionTests {
    private static let reference = Reference(number: 12_345)

    private func choices(_ text: String) throws -> [PacketSelection.Choice] {
        try PacketSelection(reading: text).parts.map(\.choice)
    }

    @Test(arguments: [
        ("5", [PacketSelection.Choice.number(5)]), ("0", [.number(0)]), ("007", [.number(7)]),
        ("1-120,133", [.range(1...120), .number(133)]), (" 3 - 5 ; 9 ", [.range(3...5), .number(9)]),
        ("3–5", [.range(3...5)]), ("3—3", [.range(3...3)]), ("1234-5678", [.range(1234...5678)]),
        (",5,,", [.number(5)]), ("5\n6", [.number(5), .number(6)]),
    ])
    func `reads numbers and ranges`(text: String, expected: [PacketSelection.Choice]) throws {
        #expect(try choices(text) == expected)
    }

    @Test func `reads references as people write them`() throws {
        let reference = Self.reference
        let characters = reference.characters
        for text in [
            "\(reference)", characters, characters.lowercased(), "hb \(characters)",
            "HB-\(characters.prefix(4))-\(characters.suffix(4))",
        ] {
            #expect(try choices(text) == [.reference(reference)])
        }
        #expect(try choices("00000000") == [.reference(Reference(number: 0))])
        #expect(try choices("1, \(reference) ,3") == [.number(1), .reference(reference), .number(3)])
    }

    @Test(arguments: [
        ("5-3", "“5-3” runs backwards", "did you mean 3-5?"),
        ("", "names no packet", "numbers, ranges and references: 1-120,133,HB-7K3M9QZX"),
        (" , ", "names no packet", "numbers, ranges and references: 1-120,133,HB-7K3M9QZX"),
        ("5-", "“5-” lacks an end", "write both, as in 5-6"), ("-5", "“-5” lacks an end", "write both, as in 5-6"),
        ("1 2", "“1 2” is no number", "did you mean 1,2?"),
        ("1 to 5", "“1 to 5” is neither a number nor a reference", "did you mean 1-5?"),
        ("5..1", "“5..1” is neither a number nor a reference", "did you mean 1-5?"),
        (
            "1-2-3", "“1-2-3” is neither a number nor a reference",
            "with commas between them: 1-120,133,HB-7K3M9QZX"
        ),
        ("x", "“x” is neither a number nor a reference", "with commas between them: 1-120,133,HB-7K3M9QZX"),
        ("123456789012", "“123456789012” is no number of a packet", "numbers count from 1 in each batch"),
    ])
    func `says what is wrong with the words`(text: String, problem: String, hint: String) {
        let error = #expect(throws: SelectionProblems.self) { try PacketSelection(reading: text) }
        #expect(error?.problems == [Problem(field: "list", problem: problem, hint: hint)])
    }

    @Test func `says everything that is wrong at once`() {
        let error = #expect(throws: SelectionProblems.self) { try PacketSelection(reading: "5-3,4,x,9-") }
        #expect(error?.problems.map(\.hint).prefix(1) == ["did you mean 3-5?"])
        #expect(error?.problems.count == 3)
        #expect(error?.description.contains("“5-3” runs backwards: did you mean 3-5?\n") == true)
    }

    @Test func `no words whatever make it trap`() {
        var generator = SeededGenerator(seed: 3)
        let letters = Array("0123459HB-–,; \nüx٣.")
        for _ in 0..<2000 {
            let text = String(
                (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                    letters[Int.random(in: 0..<letters.count, using: &generator)]
                })
            do {
                let selection = try PacketSelection(reading: text)
                #expect(!selection.parts.isEmpty)
            } catch {
                #expect(!error.problems.isEmpty)
                #expect(error.problems.allSatisfy { $0.hint != nil })
            }
        }
    }
}
