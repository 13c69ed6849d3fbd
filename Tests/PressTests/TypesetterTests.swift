import CPangoCairo
import Testing

@testable import Press

@Suite struct TypesetterTests {
    @Test(arguments: [
        ("plain words", 200.0, ["plain words"]),
        ("two words", 14.0, ["two", "words"]),
        ("a  double  space", 14.0, ["a", "double", "space"]),
        ("Featherstonehaugh-Cholmondeley", 40.0, ["Featherstonehaugh-", "Cholmondeley"]),
        ("12-14 Mill Brow", 12.0, ["12-14", "Mill", "Brow"]),
        ("", 10.0, [""]),
    ])
    func `breaks lines at spaces and at hyphens between letters`(text: String, width: Double, lines: [String]) throws {
        let type = try Typesetter.fixture()
        #expect(type.wrap(text, face: .regular, points: 10, width: width, longWords: .keep) == lines)
    }

    @Test func `splits a word that is wider than the line, and loses no letter`() throws {
        let type = try Typesetter.fixture()
        let word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
        #expect(type.wrap(word, face: .regular, points: 10, width: 40, longWords: .keep) == nil)
        let lines = try #require(type.wrap("Heol " + word, face: .regular, points: 10, width: 40))
        #expect(lines.first == "Heol")
        #expect(lines.dropFirst().joined() == word)
        #expect(lines.allSatisfy { type.width(of: $0, face: .regular, points: 10) <= 40 })
    }

    @Test(arguments: ["一二三四五六七八九十", "สวัสดีชาวโลกทุกคน", "محمد الأحمد شارع المثال", "রহিমা বেগম উদাহরণ সড়ক"])
    func `breaks lines of every script, and loses nothing`(text: String) throws {
        let type = try Typesetter.fixture()
        let lines = try #require(type.wrap(text, face: .regular, points: 11, width: 22))
        #expect(lines.count > 1)
        #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        #expect(lines.allSatisfy { type.width(of: $0, face: .regular, points: 11) <= 22 })
    }

    @Test func `gives up on more lines than asked for`() throws {
        let type = try Typesetter.fixture()
        #expect(type.wrap("one two three", face: .regular, points: 10, width: 10, most: 2) == nil)
        #expect(type.wrap(String(repeating: "x", count: 10_000), face: .regular, points: 8, width: 50, most: 9) == nil)
    }

    @Test func `sets Arabic from right to left, and keeps its text`() throws {
        let type = try Typesetter.fixture()
        var runs: [ShapedRun] = []
        type.forEachRun(of: "محمد", face: .regular) { runs.append($0) }
        #expect(runs.map(\.backwards) == [true])
        #expect(runs.map { String(decoding: $0.text.map { UInt8(bitPattern: $0) }, as: UTF8.self) } == ["محمد"])
        #expect(runs[0].clusters.reduce(0) { $0 + $1.num_bytes } == Int32("محمد".utf8.count))
        #expect(runs[0].clusters.reduce(0) { $0 + $1.num_glyphs } == Int32(runs[0].glyphs.count))
    }

    @Test func `measures a line as the sum of its words, in every size alike`() throws {
        let type = try Typesetter.fixture()
        let whole = type.width(of: "Example Street", face: .regular, points: 10)
        let parts = ["Example", " ", "Street"].map { type.width(of: $0, face: .regular, points: 10) }.reduce(0, +)
        #expect(abs(whole - parts) < 1e-9)
        #expect(abs(type.width(of: "Example Street", face: .regular, points: 20) - 2 * whole) < 1e-9)
        #expect(type.width(of: "Example Street", face: .bold, points: 10) > whole)
    }

    @Test(arguments: [
        "Siân Ŵyn", "Łukasz Żółć", "Seán Ó Briain", "রহিমা বেগম", "محمد", "שלום", "Ἀθῆναι", "Київ", "O’Neill – €5",
    ])
    func `has a glyph for the names that come`(name: String) throws {
        #expect(try Typesetter.fixture().missing(in: name) == [])
    }

    @Test(arguments: [
        ("thank you 😀!", "thank you [grinning face]!"), ("tab\there", "tab here"), ("\u{7}", " "),
        ("e\u{301}", "e\u{301}"), ("\u{10FFFD}", "[U+10FFFD]"), ("plain", "plain"),
    ])
    func `spells out what no font has`(text: String, settable: String) throws {
        #expect(try Typesetter.fixture().settable(text, face: .regular) == settable)
    }

    @Test func `remembers only so much`() {
        let table = WordTable(capacity: 16)
        var made = 0
        func ask(_ word: String) -> ShapedWord {
            Array(word.utf8).withUnsafeBufferPointer { bytes in
                table.word(bytes, face: .regular) {
                    made += 1; return []
                }
            }
        }
        let often = ask("often")
        for number in 1..<1_000 {
            #expect(String(decoding: ask("word \(number)").text, as: UTF8.self) == "word \(number)")
            #expect(ask("often") === often)
            #expect(table.count <= 32)
        }
        #expect(made == 1_000, "what is asked for again and again is never made anew")
    }

    @Test func `tells words from each other by their letters and by their face`() throws {
        let type = try Typesetter.fixture()
        let regular = type.width(of: "Example", face: .regular, points: 10)
        #expect(type.width(of: "Example", face: .bold, points: 10) > regular)
        #expect(type.width(of: "Example", face: .regular, points: 10) == regular)
        #expect(type.width(of: "Examples", face: .regular, points: 10) > regular)
    }

    @Test(arguments: ["HB-7K3M9Q2T", "LL55", "1AV", "12345"])
    func `sets codes letter by letter, so that none need be shaped`(code: String) throws {
        let type = try Typesetter.fixture()
        var runs: [ShapedRun] = []
        type.forEachRun(of: code, face: .regular) { runs.append($0) }
        #expect(runs.count == code.count)
        #expect(runs.allSatisfy { $0.glyphs.count == 1 && $0.missing.isEmpty })
        #expect(type.words.count == 0)
    }
}
