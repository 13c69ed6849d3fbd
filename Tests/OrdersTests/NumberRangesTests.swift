import Testing

@testable import Orders

@Suite struct NumberRangesTests {
    @Test(arguments: [
        ([], "", ""), ([17], "17", "17"), ([17, 203], "17, 203", "17, 203"),
        ([203, 20, 22, 21, 17, 23], "17, 20–23, 203", "17, 20-23, 203"), ([4, 5], "4, 5", "4, 5"),
        ([1, 2, 4, 5, 6, 8], "1, 2, 4–6, 8", "1, 2, 4-6, 8"), ([3, 3, 3], "3", "3"),
    ])
    func `puts three or more neighbours together`(numbers: [Int], onPaper: String, typed: String) {
        let ranges = NumberRanges(numbers)
        #expect(ranges.onPaper == onPaper)
        #expect(ranges.typed == typed)
        #expect(ranges.isEmpty == numbers.isEmpty)
    }
}
