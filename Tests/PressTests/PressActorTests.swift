import Orders
import Testing

@testable import Press

@Suite struct PressActorTests {
    @Test func `can be closed, and used again`() async throws {
        let press = try Press.fixture()
        let first = try await press.render(.labels, of: .fixture(), on: .l7159, as: .pdf)
        await press.close()
        let second = try await press.render(.labels, of: .fixture(), on: .l7159, as: .pdf)
        #expect(first == second)
    }

    @Test func `works beside others`() async throws {
        let papers = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<6 {
                group.addTask {
                    try await Press.fixture().render(.orders, of: .fixture(count: 5), on: .l7159, as: .pdf)
                }
            }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(papers.count == 1)
    }

    @Test(arguments: ["No Such Font", "", "Noto Sans</string>", "Noto\u{0} Sans"])
    func `refuses a font that isn't installed`(family: String) {
        #expect(throws: PressError.noFont(family: family)) { try Press(font: family) }
    }

    @Test func `refuses a font without the letters that papers need`() {
        #expect {
            try Press(font: "Noto Sans Arabic")
        } throws: { error in
            guard case .fontLacks("Noto Sans Arabic", let characters)? = error as? PressError else { return false }
            return characters.contains("U+0141")
        }
    }

    @Test func `refuses a sheet that labels leave`() async throws {
        var sheet = SheetGeometry.l7159
        sheet.pitchX = 80
        let press = try Press.fixture()
        await #expect(throws: PressError.sheet(name: "L7159", problems: sheet.problems())) {
            try await press.render(.labels, of: .fixture(), on: sheet, as: .pdf)
        }
    }

    @Test func `refuses paper that it doesn't know`() async throws {
        var snapshot = BatchSnapshot.fixture()
        snapshot.papers.orders = "Foolscap"
        let (press, foolscap) = (try Press.fixture(), snapshot)
        await #expect(throws: PressError.unknownPaper(name: "Foolscap")) {
            try await press.render(.orders, of: foolscap, on: .l7159, as: .pdf)
        }
    }

    @Test func `names all packets that can't be set, and no person`() async throws {
        let packets = (1...50).map {
            PacketSnapshot.fixture(sequence: $0, recipient: $0 % 20 == 0 ? ["Aisha 😀"] : ["Aisha"])
        }
        let press = try Press.fixture()
        let error = await #expect(throws: PressError.self) {
            try await press.render(.labels, of: .fixture(packets), on: .l7159, as: .pdf)
        }
        #expect(error == .unprintable(packets: [20, 40], sheet: "L7159"))
        #expect(error.map { "\($0)".contains("Aisha") } == false)
    }

    @Test(arguments: DocumentName.allCases)
    func `makes a paper of a batch without packets`(document: DocumentName) async throws {
        let bytes = try await Press.fixture().render(document, of: .fixture([]), on: .l7159, as: .pdf)
        #expect(bytes.starts(with: "%PDF-".utf8))
    }

    @Test(arguments: [("a4", PaperSize.a4), ("SRA3", .sra3), ("Letter", .letter)])
    func `knows papers by their names`(name: String, size: PaperSize) {
        #expect(PaperSize(named: name) == size)
        #expect(PaperSize(named: name + "x") == nil)
    }
}
