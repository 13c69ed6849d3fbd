import Testing

@testable import Orders

@Suite struct LikenessTests {
    private func likeness(
        _ line: String = "1 Example Street", name: String = "Aisha Khan", postcode: String? = "M9 0SQ",
        organisation: String? = nil
    ) -> Likeness {
        Likeness(
            of: Order(
                name: name, organisation: organisation,
                address: Address(lines: [line], town: "Manchester", postcode: postcode, country: .unitedKingdom),
                lines: [OrderLine(item: "leaflet-1", quantity: 25)]))
    }

    @Test(arguments: [
        ("1 Example Street", "1 EXAMPLE ST."), ("Flat 2, 10a Example Road", "flat 2 10A Example Rd"),
        ("Unit 02", "Unit 2"),
        ("Rose Cottage", "ROSE-COTTAGE,"), ("Tŷ Gwyn", "Ty Gwyn"),
    ])
    func `knows the same premise however it is written`(one: String, other: String) {
        #expect(likeness(one).premise == likeness(other).premise)
        #expect(!likeness(one).premise.isEmpty)
    }

    @Test(arguments: [
        ("1 Example Street", "2 Example Street"), ("10 Example Street", "1 Example Street"),
        ("10a Example Street", "10b Example Street"), ("Rose Cottage", "Ivy Cottage"),
        ("Flat 2, 10 Example Street", "Flat 3, 10 Example Street"),
    ])
    func `tells premises apart`(one: String, other: String) {
        #expect(likeness(one).premise != likeness(other).premise)
    }

    @Test(arguments: [
        ("Aisha Khan", "A. KHAN"), ("Pat O'Brien", "Patricia Obrien"), ("Siân Ŵyn", "Sian Wyn"),
        ("Łucja Gęślą", "L. Gesla"),
        ("রহিমা খাতুন", "র. খাতুন"), ("Khan", "Aisha Khan –"),
    ])
    func `knows the same surname however it is written`(one: String, other: String) {
        #expect(likeness(name: one).surname == likeness(name: other).surname)
        #expect(!likeness(name: one).surname.isEmpty)
    }

    @Test func `tells surnames apart`() {
        #expect(likeness(name: "Aisha Khan").surname != likeness(name: "Aisha Kahn").surname)
        #expect(likeness(name: "রহিমা খাতুন").surname != likeness(name: "রহিমা খাতন").surname, "a vowel sign matters")
    }

    @Test func `compares postcode and organisation without blanks and case`() {
        #expect(likeness().postcode == "m90sq")
        #expect(likeness(organisation: "Example Works, Ltd.").organisation == "exampleworksltd")
    }

    @Test func `is like nothing where nothing is given`() {
        #expect(likeness(postcode: nil).postcode.isEmpty)
        #expect(likeness().organisation.isEmpty)
    }
}
