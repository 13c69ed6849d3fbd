import Foundation
import TestSupport
import Testing

/// The same batch printed again, on another day, elsewhere in the world, after the catalogue changed.
struct SameBytesTests {
    private static let papers = ["labels", "orders", "picklist"].flatMap { ["\($0).pdf", "\($0).ps"] }

    private static func world() throws -> World {
        let world = try World()
        var orders = OrderForm.several(30)
        orders[3].name = "Łukasz Wójcik"
        orders[4].name = "محمد الأحمد"
        orders[5].note = "For the early shift"
        orders[6].items.append(OrderForm.Line(item: "poster-a3", quantity: 5))
        try world.accept(orders)
        #expect(try world.handbill("batch", "close").exitCode == 0)
        return world
    }

    private static func print(
        in world: World, to folder: String, environment: [String: String] = [:], through wrapper: [String] = []
    ) throws -> [String: Data] {
        let run = try world.handbill(
            "print", "latest", "--format", "pdf", "--format", "ps", "--output", folder, environment: environment,
            through: wrapper)
        #expect(run.exitCode == 0, "\(run.complaints)")
        #expect(!run.complaints.contains("differs"))
        return try papers.reduce(into: [:]) { $0[$1] = try world.read("\(folder)/\($1)") }
    }

    /// Under a clock that is this far off.
    private static func later(_ offset: String) -> [String] {
        ["faketime", "-f", offset]
    }

    private static let monotonic = ["FAKETIME_DONT_FAKE_MONOTONIC": "1"]

    @Test func `gives the same bytes a day later`() throws {
        let world = try Self.world()
        let first = try Self.print(in: world, to: "first")
        let second = try Self.print(
            in: world, to: "second", environment: Self.monotonic, through: Self.later("+1d"))
        for paper in Self.papers { #expect(first[paper] == second[paper], "\(paper)") }
        for paper in Self.papers { #expect((first[paper]?.count ?? 0) > 1_000, "\(paper)") }
        let kept = try FileManager.default.contentsOfDirectory(atPath: world.path("state/batches"))
        #expect(try world.read("state/batches/\(kept[0])/labels.pdf") == first["labels.pdf"])
    }

    @Test func `gives the same bytes after the catalogue changed`() throws {
        let world = try Self.world()
        let first = try Self.print(in: world, to: "first")
        let changed = World.catalogue.replacingOccurrences(of: "First leaflet", with: "Leaflet for the winter")
            .replacingOccurrences(of: "pack: 25", with: "pack: 10").replacingOccurrences(of: "4.2", with: "9.9")
        try world.write(changed, to: "catalogue.yaml")
        let second = try Self.print(
            in: world, to: "second", environment: Self.monotonic, through: Self.later("+1d"))
        for paper in Self.papers { #expect(first[paper] == second[paper], "\(paper)") }
        try world.write("items: [{sku: other, title: Another item}]\n", to: "catalogue.yaml")
        let third = try Self.print(in: world, to: "third")
        for paper in Self.papers { #expect(first[paper] == third[paper], "\(paper)") }
    }

    @Test(arguments: [
        ["TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"],
        ["TZ": "America/St_Johns", "LANG": "C", "LC_ALL": "C"],
        ["TZ": "UTC", "LC_NUMERIC": "tr_TR.UTF-8", "LANGUAGE": "tr"],
    ])
    func `gives the same bytes elsewhere in the world`(place: [String: String]) throws {
        let world = try Self.world()
        let first = try Self.print(in: world, to: "first")
        let second = try Self.print(
            in: world, to: "second", environment: place.merging(Self.monotonic) { $1 }, through: Self.later("+400d"))
        for paper in Self.papers { #expect(first[paper] == second[paper], "\(paper)") }
    }

    @Test func `makes a paper again that was lost, and changes no state`() throws {
        let world = try Self.world()
        let batch = try world.listing("batch", "list", as: [ListedBatch].self)[0]
        let first = try world.read("state/batches/\(batch.id)/orders.pdf")
        try FileManager.default.removeItem(atPath: world.path("state/batches"))
        let run = try world.handbill("print", batch.id)
        #expect(run.exitCode == 0, "\(run.complaints)")
        #expect(try world.read("state/batches/\(batch.id)/orders.pdf") == first)
        let printed = run.text.split(separator: "\n").map(String.init)
        #expect(printed.count == 5, "three papers, two lists")
        #expect(printed.allSatisfy(FileManager.default.fileExists))
        #expect(try world.listing("batch", "list", as: [ListedBatch].self)[0].state == "closed")
    }

    @Test func `gives a paper to a pipe as to a file`() throws {
        let world = try Self.world()
        let papers = try Self.print(in: world, to: "papers")
        let run = try world.handbill("print", "latest", "--document", "labels", "--format", "ps", "--output", "-")
        #expect(run.exitCode == 0)
        #expect(run.output == papers["labels.ps"])
        #expect(try world.handbill("print", "latest", "--output", "-").exitCode == 64)
    }
}
