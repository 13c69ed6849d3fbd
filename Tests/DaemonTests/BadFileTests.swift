import Foundation
import TestSupport
import Testing

/// Files that can't be taken as a whole, or only in part.
struct BadFileTests {
    private static let good = OrderForm.several(3)

    /// Expects that the file is refused as a whole, quickly, with a hint, and that nothing is stored of it, while a
    /// good file beside it is.
    private static func expectRefused(
        _ file: String, in world: World, saying words: String..., through wrapper: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try world.write(good.csv(), to: "good.csv")
        let run = try world.run(
            ["submit", file, "good.csv", "--json"], through: wrapper, within: .seconds(20))
        #expect(run.exitCode == 65, sourceLocation: sourceLocation)
        let answers = try JSONDecoder().decode([Answer].self, from: run.output)
        #expect(
            answers.map(\.outcome) == ["rejected", "accepted", "accepted", "accepted"], sourceLocation: sourceLocation)
        #expect(answers[0].row == nil, sourceLocation: sourceLocation)
        #expect(answers[0].reference == nil, sourceLocation: sourceLocation)
        for problem in answers[0].problems { #expect(problem.hint?.isEmpty == false, sourceLocation: sourceLocation) }
        let orders = try world.listing("order", "list", as: [ListedOrder].self)
        #expect(orders.count == good.count, sourceLocation: sourceLocation)
        let plain = try world.run(["submit", file], through: wrapper, within: .seconds(20))
        #expect(plain.exitCode == 65, sourceLocation: sourceLocation)
        for word in words { #expect(plain.complaints.contains(word), sourceLocation: sourceLocation) }
    }

    @Test func `refuses a table that lacks a column`() throws {
        let world = try World()
        try world.write(
            "name,email,address line 1,town,postcode\nAisha Khan,a@example.org,1 Example Street,Leeds,LS1 4QD\n",
            to: "bad.csv")
        try Self.expectRefused("bad.csv", in: world, saying: "items", "bad.csv")
    }

    @Test func `refuses UTF-16 and says what to save instead`() throws {
        let world = try World()
        try world.write(try #require(Self.good.csv().data(using: .utf16)), to: "bad.csv")
        try Self.expectRefused("bad.csv", in: world, saying: "UTF-16", "UTF-8")
    }

    @Test(arguments: ["bad.csv", "bad.json", "bad.jsonl"])
    func `refuses a file of 200 MB unread`(file: String) throws {
        let world = try World()
        try world.write("", to: file)
        #expect(truncate(world.path(file), 200 << 20) == 0)
        let began = ContinuousClock.now
        try Self.expectRefused(file, in: world, saying: "64 MB", "queue.maximumMegabytes")
        #expect(.now - began < .seconds(10))
    }

    @Test(arguments: ["bad.csv", "bad.json"])
    func `refuses an empty file`(file: String) throws {
        let world = try World()
        try world.write("", to: file)
        try Self.expectRefused(file, in: world)
    }

    @Test func `refuses a folder`() throws {
        let world = try World()
        try FileManager.default.createDirectory(atPath: world.path("bad.csv"), withIntermediateDirectories: false)
        try Self.expectRefused("bad.csv", in: world, saying: "folder")
    }

    @Test func `refuses a pipe instead of waiting for it`() throws {
        let world = try World()
        #expect(mkfifo(world.path("bad.csv"), 0o600) == 0)
        try Self.expectRefused("bad.csv", in: world, saying: "pipe")
    }

    @Test func `refuses a file that it may not read`() throws {
        let world = try World()
        try world.write(Self.good.csv(), to: "bad.csv")
        #expect(chmod(world.path("bad.csv"), 0) == 0)
        // Root may read everything, unless that right is taken away.
        let wrapper =
            geteuid() == 0
            ? [
                "setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps",
                "-dac_override,-dac_read_search",
            ]
            : []
        try Self.expectRefused("bad.csv", in: world, saying: "may not be read", through: wrapper)
    }

    @Test func `refuses what isn't text`() throws {
        let world = try World()
        var random = SeededRandom()
        let noise = Data((0..<10_000).map { _ in UInt8.random(in: 0...255, using: &random) })
        try world.write(noise, to: "bad.csv")
        try world.write(noise, to: "bad.json")
        for file in ["bad.csv", "bad.json"] {
            let run = try world.handbill("submit", file)
            #expect(run.exitCode == 65, "\(random)")
        }
        #expect(try world.listing("order", "list", as: [ListedOrder].self).isEmpty, "\(random)")
    }

    @Test func `takes the rows before and after a quote that never closes`() throws {
        let world = try World()
        let rows = Self.good.csv().split(whereSeparator: \.isNewline).map(String.init)
        let broken = "several-9,\"Jo Ashworth,jo@example.org,9 Example Street,Leeds,LS1 4QD,leaflet-1:25"
        try world.write((rows[0...2] + [broken] + rows[3...]).joined(separator: "\n") + "\n", to: "bad.csv")
        let answers = try world.listing("submit", "bad.csv", as: [Answer].self, exits: 65)
        let refused = answers.filter { $0.outcome == "rejected" }
        #expect(refused.map(\.row) == [4])
        #expect(refused[0].problems.contains { $0.problem.contains("never closes") })
        #expect(answers.filter { $0.outcome == "accepted" }.count == Self.good.count)
    }

    @Test func `reads the orders around one that is broken JSON`() throws {
        let world = try World()
        let lines = try Self.good.map { try [$0].json.dropFirst().dropLast() }
        try world.write("\(lines[0])\n{\"name\": \"Jo\n\(lines[1])\n\(lines[2])\n", to: "bad.jsonl")
        let answers = try world.listing("submit", "bad.jsonl", as: [Answer].self, exits: 65)
        #expect(answers.map(\.outcome) == ["accepted", "rejected", "accepted", "accepted"])
        #expect(answers[1].problems.first?.problem.contains("line 2") == true)
    }

    @Test func `reads Windows-1252 and UTF-8 with a byte-order mark alike`() throws {
        let world = try World()
        let forms = [
            OrderForm(
                id: "one", name: "Siân Müller", email: nil,
                address: OrderForm.Address(lines: ["2 Heol y Bont"], town: "Caernarfon", postcode: "LL55 1AA"))
        ]
        try world.write(try #require(forms.csv().data(using: .windowsCP1252)), to: "excel.csv")
        try world.write(Data([0xEF, 0xBB, 0xBF]) + Data(forms.csv().utf8), to: "marked.csv")
        let first = try world.listing("submit", "excel.csv", as: [Answer].self)
        let second = try world.listing("submit", "marked.csv", as: [Answer].self)
        #expect(first.map(\.outcome) == ["accepted"])
        #expect(second.map(\.outcome) == ["duplicate"])
        #expect(try world.listing("order", "list", as: [ListedOrder].self).map(\.name) == ["Siân Müller"])
    }

    @Test func `warns of a column that it doesn't know`() throws {
        let world = try World()
        let table = """
            Name,Address line 1,Town,Postcode,Colour,Items
            Aisha Khan,1 Example Street,Leeds,LS1 4QD,red,leaflet-1:25
            """
        try world.write(table, to: "orders.csv")
        let run = try world.handbill("submit", "orders.csv")
        #expect(run.exitCode == 0)
        #expect(run.complaints.contains("Colour"))
        #expect(run.complaints.contains("ignored"))
    }
}
