import Foundation
import TestSupport
import Testing

/// `dispatch --scan`: the scanner types, the program says yes or no.
struct ScanTests {
    private struct Answer: Decodable {
        var yes: Bool?
        var answer: String
        var words: String
        var sequence: Int?
        var batch: String?
        var packed: Int
        var of: Int
        var missing: [Int]?
    }

    private func world(_ packets: Int) throws -> (World, [String]) {
        let world = try World()
        try world.accept(OrderForm.several(packets))
        try world.expectSuccess("batch", "close")
        return (world, try world.listing("batch", "show", "latest", as: ShownBatch.self).orders.map(\.reference))
    }

    /// What is said to each line; what follows the lines is the summary.
    private func answers(_ run: FinishedProgram) -> [Answer] {
        run.output.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONDecoder().decode(Answer.self, from: $0) }
    }

    private func states(_ world: World) throws -> [String] {
        try world.listing("batch", "show", "latest", as: ShownBatch.self).orders.map(\.state)
    }

    @Test func `what is scanned is what is marked`() throws {
        let (world, references) = try world(4)
        let run = try world.run(
            ["dispatch", "latest", "--scan", "--yes"],
            input: "\(references[0])\n\(references[2])\n4\nend\n\(references[1])\n")
        #expect(run.exitCode == 0, "\(run.complaints)")
        let lines = run.text.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.hasPrefix("YES") })
        #expect(lines.last?.contains("(3 of 4)") == true)
        #expect(run.complaints.contains("marked 3 packets as posted"))
        #expect(try states(world) == ["dispatched", "batched", "dispatched", "dispatched"])
    }

    @Test func `each scan gets a clear yes or no, with the reason`() throws {
        let (world, references) = try world(3)
        try world.expectSuccess("order", "pull", references[1])
        let other = try world.accept([OrderForm(id: "other", name: "Other Person")])[0]
        let mistyped = references[0].replacing("-", with: "-").dropLast() + (references[0].hasSuffix("7") ? "8" : "7")
        let input = [
            references[0], references[0], references[1], other, "HB-00000000", String(mistyped), "99", "hello world",
            "",
            "undo",
        ].joined(separator: "\n")
        let run = try world.run(["dispatch", "latest", "--scan", "--json"], input: input)
        let answers = answers(run)
        #expect(
            answers.map(\.answer) == [
                "packed", "already-packed", "pulled", "no-batch", "unknown", "misread", "no-number", "unreadable",
                "missing",
                "undone",
            ])
        #expect(answers.map(\.yes) == [true] + Array(repeating: false, count: 7) + [nil, nil])
        #expect(answers[8].missing == [3])
        #expect(answers[4].words.contains("backup"))
        #expect(answers[0].packed == 1 && answers[0].of == 2 && answers[9].packed == 0)
        #expect(run.exitCode == 65, "nothing was scanned in the end")
    }

    @Test func `the order of another batch is named with its batch`() throws {
        let (world, references) = try world(2)
        let first = try #require(try world.listing("batch", "list", as: [ListedBatch].self).last)
        try world.accept([OrderForm(id: "other", name: "Other Person")])
        try world.expectSuccess("batch", "close")
        let run = try world.run(["dispatch", "latest", "--scan", "--json"], input: references[1] + "\n")
        let answer = try #require(answers(run).first)
        #expect(answer.answer == "other-batch" && answer.batch == first.id && answer.words.contains("number 2"))
    }

    @Test func `an order that went into a later batch is named with it, and isn't packed`() throws {
        let (world, references) = try world(2)
        let first = try #require(try world.listing("batch", "list", as: [ListedBatch].self).first)
        try world.expectSuccess("order", "pull", references[1])
        try world.expectSuccess("batch", "close")
        let later = try world.listing("batch", "show", "latest", as: ShownBatch.self)
        #expect(later.orders.map(\.reference) == [references[1]])
        let run = try world.run(["dispatch", first.id, "--scan", "--json"], input: "\(references[1])\n2\n")
        let answers = answers(run)
        #expect(answers.map(\.answer) == ["pulled", "pulled"])
        #expect(answers.allSatisfy { $0.yes == false && $0.batch == later.id })
        #expect(answers.allSatisfy { $0.words.contains("it is number 1 in \(later.id)") })
    }

    @Test func `a list is no scan: nothing of it is marked, and the command for it is shown`() throws {
        let (world, references) = try world(3)
        let batch = try world.listing("batch", "show", "latest", as: ShownBatch.self).id
        let run = try world.run(
            ["dispatch", "latest", "--scan", "--yes", "--json"], input: "1-2\n-3\n]Q3\(references[0])\nend\n")
        let answers = answers(run)
        #expect(answers.map(\.answer) == ["list", "unreadable", "packed"])
        #expect(answers[0].words == "one number a line, or handbill dispatch \(batch) --only 1-2")
        #expect(try states(world) == ["dispatched", "batched", "batched"])
    }

    @Test func `undo takes nothing back that was scanned elsewhere`() throws {
        let (world, references) = try world(2)
        _ = try world.run(["dispatch", "latest", "--scan"], input: references[0] + "\n")
        let run = try world.run(["dispatch", "latest", "--scan", "--json"], input: "2\nundo\nundo\n")
        #expect(answers(run).map(\.answer) == ["packed", "undone", "nothing-to-undo"])
        #expect(answers(run).last?.packed == 1)
    }

    @Test func `what was scanned outlives the program, and is forgotten once it is marked`() throws {
        let (world, references) = try world(3)
        let asked = try world.run(["dispatch", "latest", "--scan"], input: references[0] + "\n")
        #expect(asked.exitCode == 64, "nobody is there to be asked")
        #expect(asked.complaints.contains("what was scanned is kept"))
        #expect(asked.complaints.contains("add --yes: handbill dispatch "), "\(asked.complaints)")
        #expect(try states(world) == ["batched", "batched", "batched"])
        let run = try world.run(
            ["dispatch", "latest", "--scan", "--yes", "--json"], input: "\(references[0])\n\(references[1])\n")
        #expect(answers(run).map(\.answer) == ["already-packed", "packed"])
        #expect(try states(world) == ["dispatched", "dispatched", "batched"])
        let rest = try world.run(["dispatch", "latest", "--scan", "--yes"], input: "")
        #expect(rest.exitCode == 65)
        #expect(rest.complaints.contains("0 of 1 packed"))
    }

    @Test func `what was scanned is known again after an undo, and what was marked without a scan isn't`() throws {
        let (world, references) = try world(4)
        let scan = ["dispatch", "latest", "--scan", "--yes", "--json"]
        _ = try world.run(scan, input: "\(references[0])\n\(references[1])\n")
        try world.expectSuccess("dispatch", "latest", "--only", "3", "--yes")
        let undone = try world.listing("dispatch", "latest", "--undo", "--only", "2,3", "--yes", as: Marked.self)
        #expect(undone.packets == 2 && undone.told == 2 && undone.left == [2, 3, 4])
        let run = try world.run(
            ["dispatch", "latest", "--scan", "--json"], input: "\n\(references[1])\n\(references[2])\n")
        #expect(run.complaints.contains("1 of 3 packed. Scan"), "\(run.complaints)")
        let answers = answers(run)
        #expect(answers.map(\.answer) == ["missing", "already-packed", "packed"])
        #expect(answers.first?.missing == [3, 4])
        let all = try world.listing("dispatch", "latest", "--undo", "--yes", as: Marked.self)
        #expect(all.packets == 1 && all.orders == [references[0]] && all.left == [1, 2, 3, 4])
    }

    /// What was marked, or taken back.
    private struct Marked: Decodable {
        var packets: Int
        var orders: [String]
        var told: Int
        var left: [Int]
    }

    @Test func `whoever ordered twice is one person to write to`() throws {
        let world = try World()
        try world.accept([
            OrderForm(id: "a", name: "Person A", email: "a@example.org"),
            OrderForm(id: "b", name: "Person B", email: "A@Example.org"),
            OrderForm(id: "c", name: "Person C", email: "c@example.org"),
        ])
        try world.expectSuccess("batch", "close")
        let asked = try world.handbill("dispatch", "latest")
        #expect(asked.complaints.contains("Mark 3 as posted and write to 2 people?"), "\(asked.complaints)")
        let marked = try world.listing("dispatch", "latest", "--yes", as: Marked.self)
        #expect(marked.packets == 3 && marked.told == 2)
    }

    @Test func `an order in two packets goes only when both are scanned`() throws {
        let world = try World()
        try world.accept([OrderForm(items: [OrderForm.Line(quantity: 1000)]), OrderForm.several(1)[0]])
        try world.expectSuccess("batch", "close")
        let shown = try world.listing("batch", "show", "latest", as: ShownBatch.self)
        let whole = try #require(shown.packets.first { $0.of == 2 }?.orders.first)
        let single = try #require(shown.packets.first { $0.of == 1 }?.orders.first)
        let run = try world.run(["dispatch", "latest", "--scan", "--yes"], input: "\(whole)\n\(single)\n")
        #expect(run.complaints.contains("orders go whole"))
        #expect(Set(try states(world)) == ["batched", "dispatched"])
        let rest = try world.run(["dispatch", "latest", "--scan", "--yes"], input: "\(whole)\n")
        #expect(rest.exitCode == 0, "the first of the two is still known: \(rest.complaints)")
        #expect(Set(try states(world)) == ["dispatched"])
    }

    @Test func `on a terminal a bell rings for no, and for nothing else`() throws {
        let (world, _) = try world(2)
        let run = try world.run(
            ["dispatch", "latest", "--scan"], input: "1\n1\n2\nend\nn\n", through: Terminal.wrapper)
        #expect(run.exitCode == 65, "\(run.complaints)")
        let lines = run.complaints.split(whereSeparator: \.isNewline)
        let bells = lines.filter { $0.contains("\u{7}") }
        #expect(bells.count == 1 && bells[0].contains("NO"), "\(lines)")
        #expect(run.complaints.contains("YES"))
        let elsewhere = try world.run(["dispatch", "latest", "--scan"], input: "1\n")
        #expect(!(elsewhere.text + elsewhere.complaints).contains("\u{7}"), "no bell into a pipe")
    }

    @Test func `options that say the same otherwise are refused`() throws {
        let (world, _) = try world(1)
        #expect(try world.handbill("dispatch", "latest", "--scan", "--only", "1").exitCode == 64)
        #expect(try world.handbill("dispatch", "latest", "--scan", "--undo").exitCode == 64)
    }
}
