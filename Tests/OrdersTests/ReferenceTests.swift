import Testing

@testable import Orders

@Suite struct ReferenceTests {
    /// References spread over all numbers.
    private static let samples: [Reference] = {
        var generator = SeededGenerator(seed: 1)
        return (0..<50).map { _ in Reference.random(using: &generator) } + [
            Reference(number: 0), Reference(number: .max),
        ]
    }()

    private static let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    @Test func `reads back what it wrote, in every way in which people write it`() throws {
        for reference in Self.samples {
            let text = reference.description
            #expect(text.hasPrefix("HB-"))
            #expect(text.utf8.count == 11)
            #expect(try Reference(reading: text) == reference)
            #expect(try Reference(reading: text.lowercased()) == reference)
            #expect(try Reference(reading: text.dropFirst(3)) == reference)
            #expect(try Reference(reading: " \(text.prefix(7)) \(text.dropFirst(7)) ") == reference)
            let confused = String(text.dropFirst(3).map { $0 == "1" ? "l" : $0 == "0" ? "o" : $0 })
            #expect(try Reference(reading: confused) == reference)
        }
    }

    @Test func `finds every single wrong character`() {
        for reference in Self.samples {
            let right = Array(reference.characters)
            for place in right.indices {
                for letter in Self.letters where letter != right[place] {
                    var wrong = right
                    wrong[place] = letter
                    #expect(throws: Reference.ReadingError.wrongCheck) { try Reference(reading: String(wrong)) }
                }
            }
        }
    }

    @Test func `finds nearly every swap of neighbours`() {
        var missed = 0
        var swaps = 0
        for reference in Self.samples {
            let right = Array(reference.characters)
            for place in right.indices.dropLast() where right[place] != right[place + 1] {
                var wrong = right
                wrong.swapAt(place, place + 1)
                swaps += 1
                missed += (try? Reference(reading: String(wrong))) == nil ? 0 : 1
            }
        }
        #expect(missed * 100 < swaps)
    }

    @Test(arguments: ["", "HB-", "HB-1234567", "HB-123456789", "HB-1234567U", "HB-1234567!", "XX-12345678"])
    func `refuses what isn't eight characters of the alphabet`(text: String) {
        #expect(throws: Reference.ReadingError.malformed) { try Reference(reading: text) }
    }

    @Test func `suggests the right reference for a wrong character, one for each place`() {
        for reference in Self.samples {
            var wrong = Array(reference.characters)
            wrong[3] = wrong[3] == "7" ? "9" : "7"
            guard wrong != Array(reference.characters) else { continue }
            let suggestions = Reference.suggestions(for: "hb-" + String(wrong))
            #expect(suggestions.contains(reference))
            #expect(suggestions.count >= 8)
            #expect(Set(suggestions).count == suggestions.count)
            #expect(suggestions.allSatisfy { (try? Reference(reading: $0.description)) == $0 })
        }
    }

    @Test func `suggests swapped neighbours first`() {
        var found = 0
        for reference in Self.samples {
            var wrong = Array(reference.characters)
            guard wrong[2] != wrong[3] else { continue }
            wrong.swapAt(2, 3)
            guard let place = Reference.suggestions(for: String(wrong)).firstIndex(of: reference) else { continue }
            #expect(place < 7)
            found += 1
        }
        #expect(found > 40)
    }

    @Test func `knows what a character outside the alphabet must have been`() {
        for reference in Self.samples {
            let wrong = "U" + reference.characters.dropFirst()
            #expect(Reference.suggestions(for: wrong) == [reference])
        }
    }

    @Test func `suggests nothing for what is right or hopeless`() {
        #expect(Reference.suggestions(for: Self.samples[0].description).isEmpty)
        #expect(Reference.suggestions(for: "HB-123").isEmpty)
        #expect(Reference.suggestions(for: "HB-UU345678").isEmpty)
    }
}
