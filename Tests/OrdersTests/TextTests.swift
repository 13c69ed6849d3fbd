import Testing

@testable import Orders

@Suite struct TextTests {
    @Test(arguments: [
        ("", ""), ("a", "a"), (" a ", "a"), ("a  b", "a b"), ("a\tb", "a b"), ("a\u{A0}\u{2003}b\u{FEFF}", "a b"),
        ("   ", ""), ("á", "á"), ("a\n", "a\n"), ("নাম  ", "নাম"),
    ])
    func `tidies blanks and nothing else`(text: String, tidied: String) {
        #expect(text.tidied == tidied)
        #expect(text.tidied.tidied == tidied)
    }

    @Test(arguments: [
        ("O'Briàin", "obriain"), ("ŁÓDŹ", "lodz"), ("Straße 1", "strasse1"), ("Tŷ Gwyn", "tygwyn"),
        ("E\u{301}ire", "eire"),
        ("–", ""), ("খাতুন", "খাতুন"),
    ])
    func `folds what sounds the same`(text: String, folded: String) {
        #expect(text.folded == folded)
    }

    @Test(
        arguments: [
            ("leaflet1", "leaflet-1"), ("leafelt-1", "leaflet-1"), ("leaflets-1", "leaflet-1"),
            ("poster a3", "poster-a3"),
            ("leaflet", "leaflet-1"), ("mug", nil), ("", nil),
        ] as [(String, String?)])
    func `finds the nearest candidate, or none`(text: String, nearest: String?) {
        #expect(text.nearest(in: ["leaflet-1", "poster-a3"]) == nearest)
    }

    @Test func `quotes without anything invisible and not for ever`() {
        #expect("a\n\u{202E}b".quoted == "“a\u{FFFD}\u{FFFD}b”")
        #expect(String(repeating: "x", count: 100).quoted == "“\(String(repeating: "x", count: 40))…”")
    }

    @Test func `counts scalars, not bytes, against a limit`() {
        #expect(FieldText(String(repeating: "é", count: 10), atMost: 10).fault == nil)
        #expect(FieldText(String(repeating: "é", count: 11), atMost: 10).fault == .long(11))
    }
}
