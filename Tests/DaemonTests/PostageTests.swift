import Foundation
import TestSupport
import Testing

/// Weight, postage and shared packets on the real command line.
struct PostageTests {
    private static let catalogue = """
        items:
          - {sku: leaflet-1, title: First leaflet, weightGrams: 4.2, thicknessMillimetres: 0.12, pack: 25, maximum: 1000}
          - {sku: card, title: Card, weightGrams: 1, thicknessMillimetres: 0.1, pack: 10, maximum: 200}
          - {sku: badge, title: Badge, pack: 1, maximum: 50}

        """

    private static let tariff = """
        name: Example Post
        formats:
          - {name: letter, length: 240, width: 165, thickness: 5, bands: [100]}
          - {name: large-letter, length: 353, width: 250, thickness: 25, bands: [250, 750]}
        packaging:
          - {name: c5, title: C5 envelope, length: 229, width: 162, thickness: 0.5, holds: 4, weight: 10}
          - {name: c4, title: C4 envelope, length: 324, width: 229, thickness: 1, holds: 23, weight: 40}
        prices:
          - {validFrom: 2026-04-07, classes: {2nd: {letter: [91], large-letter: [190, 260]}}}
        serviceCodes: {2nd: EX2}

        """

    private func world(_ settings: String = "", tariff: String? = tariff) throws -> World {
        let post = tariff == nil ? "" : "post: {tariff: tariff.yaml}\n"
        let world = try World(
            settings: post + "batch: {cutoff: null, combine: true}\n" + settings, catalogue: Self.catalogue)
        if let tariff { try world.write(tariff, to: "tariff.yaml") }
        return world
    }

    private func order(
        _ id: String, _ item: String = "leaflet-1", _ quantity: Int = 100, name: String = "Łucja Żółkiewska",
        _ address: OrderForm.Address = .init()
    ) -> OrderForm {
        OrderForm(
            id: id, name: name, email: "\(id)@example.org", address: address,
            items: [.init(item: item, quantity: quantity)], note: "by the side door")
    }

    /// A list of a batch, by the names of its columns; its cells hold no commas.
    private func rows(_ document: String, in world: World) throws -> [[String: String]] {
        let run = try world.handbill("print", "latest", "--document", document, "--output", "-")
        #expect(run.exitCode == 0, "\(run.complaints)")
        #expect(!run.text.contains("side door"))
        let lines = run.text.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    @Test func `closing says what the post will cost, and the lists say it for each packet`() throws {
        let world = try world()
        try world.accept([
            order("a", "card", 40, name: "Person A"), order("b", name: "Person B"),
            order("c", "badge", 5, name: "Person C"),
            order("d", name: "Person D", .init(lines: ["1 Example Road"], town: "Dublin", postcode: "D02 X285")),
        ])
        let rehearsal = try world.handbill("batch", "close", "--dry-run")
        let words = "4 packets: 1 large letter, 1 letter, 2 at the counter; about £3.51 without the counter"
        #expect(rehearsal.complaints.contains(words), "\(rehearsal.complaints)")
        let closing = try world.handbill("batch", "close")
        #expect(closing.complaints.contains(words))
        #expect(closing.complaints.contains("error: badge has no weight"))
        #expect(!closing.complaints.contains("Person"))
        #expect(try world.handbill("batch", "show", "latest").text.contains(words))

        let shown = try world.listing("batch", "show", "latest", as: ShownBatch.self)
        #expect(shown.packets.map(\.bundle) == ["mixed", "mixed", "mixed", "abroad-IE"])
        let plan = try rows("manifest", in: world)
        #expect(plan.count == 4)
        #expect(Set(plan.compactMap { $0["Package size"] }) == ["letter", "large letter", ""])
        #expect(plan.last?["Country"] == "Ireland" && plan.last?["Weight (kg)"] == "0.460")
        let all = try rows("packets", in: world)
        #expect(all.compactMap { $0["number"] } == ["1", "2", "3", "4"])
        #expect(all.last?["counter"]?.contains("counter") == true)

        let printed = try world.handbill("print", "latest", "--output", "out")
        #expect(printed.exitCode == 0, "\(printed.complaints)")
        for name in ["labels.pdf", "orders.pdf", "picklist.pdf", "manifest.csv", "packets.csv"] {
            #expect(world.exists("out/\(name)"))
        }
        let whole = try world.handbill("print", "latest", "--document", "manifest", "--from", "2")
        #expect(whole.exitCode == 64)
    }

    @Test func `two orders in one packet, from closing to coming back`() throws {
        let world = try world()
        let references = try world.accept([
            order("a"), order("b", "card", 20), order("c", name: "Person C", .init(lines: ["2 Example Street"])),
        ])
        let batch = try #require(try world.listing("batch", "close", as: [ListedBatch].self).first)
        #expect(batch.packets == 2 && batch.orders == 3)
        var shown = try world.listing("batch", "show", batch.id, as: ShownBatch.self)
        let packet = try #require(shown.packets.first { $0.orders.count == 2 })
        #expect(Set(packet.orders) == Set(references[0...1]))
        #expect(shown.orders.filter { $0.sequence == packet.sequence }.count == 2)
        let manifest = try #require(try rows("manifest", in: world).first { $0["Full name"] == "Lucja Zolkiewska" })
        #expect(manifest["Order reference"] == packet.orders.joined(separator: " "))

        // One of them is pulled: the packet is packed without it.
        let pulled = try world.handbill("order", "pull", references[1])
        #expect(pulled.complaints.contains("pack \(packet.sequence) without \(references[1])"), "\(pulled.complaints)")
        #expect(!pulled.complaints.contains("do not pack"))
        let page = try world.handbill("print", batch.id, "--document", "changes", "--output", "-")
        try world.write(page.output, to: "changes.pdf")
        let words = try Paper(path: world.path("changes.pdf")).words()
        #expect(words.contains("without") && words.contains(references[1]) && !words.contains("Do not pack"))
        shown = try world.listing("batch", "show", batch.id, as: ShownBatch.self)
        #expect(shown.orders.first { $0.reference == references[1] }?.state == "accepted")
        let posted = try world.handbill("dispatch", batch.id, "--only", references[0], "--yes")
        #expect(posted.exitCode == 0)
        #expect(posted.complaints.contains("goes without \(references[1])"), "\(posted.complaints)")
        #expect(try states(references, in: world) == ["dispatched", "accepted", "batched"])
        try world.expectSuccess("dispatch", batch.id, "--yes")

        // The next day both share one again, and it comes back.
        let more = try world.accept([order("d", "badge", 5)])
        let next = try #require(try world.listing("batch", "close", as: [ListedBatch].self).first)
        #expect(next.packets == 1 && next.orders == 2)
        let both = try world.handbill("dispatch", next.id, "--only", more[0], "--yes")
        #expect(both.complaints.contains("1 carries \(references[1]) as well"), "\(both.complaints)")
        #expect(try states(references + more, in: world) == ["dispatched", "dispatched", "dispatched", "dispatched"])
        let list = try rows("dispatched", in: world)
        #expect(list.map { $0["number"] } == ["1", "1"])
        let mails = try world.listing("mail", "list", as: [ListedMail].self).filter { $0.kind == "posted" }
        #expect(Set(mails.map(\.reference)) == Set(references + more))
        try world.expectSuccess("dispatch", next.id, "--undo", "--only", more[0], "--yes")
        #expect(try states([references[1]] + more, in: world) == ["batched", "batched"])
        try world.expectSuccess("dispatch", next.id, "--yes")
        let back = try world.handbill("order", "return", more[0], "--reason", "moved")
        #expect(back.complaints.contains("\(references[1]) came back with it"))
        #expect(try states([references[1]] + more, in: world) == ["returned", "returned"])
        let again = try world.handbill("order", "again", more[0], "addressLine1=3 Example Street")
        #expect(again.exitCode == 0)
        #expect(again.complaints.contains("its packet carried \(references[1]) as well"), "\(again.complaints)")
    }

    @Test func `today says what stamps closed batches need that aren't posted`() throws {
        struct Today: Decodable {
            struct Stamps: Decodable, Equatable {
                var format: String?
                var bandGrams: Int?
                var pricePence: Int?
                var service: String
                var packets: Int
            }

            var postage: [Stamps]
            var postageAtCounter: Int
        }
        let world = try world()
        #expect(try !world.handbill("today").text.contains("Stamps"))
        func person(_ id: String, _ item: String, _ quantity: Int) -> OrderForm {
            order(id, item, quantity, name: "Person \(id.uppercased())", .init(lines: ["Flat \(id), 1 Example Street"]))
        }
        try world.accept([person("a", "leaflet-1", 100), person("b", "card", 20), person("c", "badge", 5)])
        try world.expectSuccess("batch", "close")
        try world.accept([person("d", "card", 30), person("e", "card", 10)])
        try world.expectSuccess("batch", "close")
        let text = try world.handbill("today").text.split(separator: "\n").map {
            $0.split(separator: " ").joined(separator: " ")
        }
        #expect(
            text.drop { !$0.hasPrefix("Stamps") } == [
                "Stamps for 5 packets, £5.33, 1 at the counter", "2nd letter up to 100 g: 3 at £0.91",
                "2nd large letter up to 750 g: 1 at £2.60", "weigh at the counter: 1",
            ], "\(text)")
        try world.expectSuccess("dispatch", "latest", "--only", "1", "--yes")
        let today = try world.listing("today", as: Today.self)
        #expect(
            today.postage == [
                .init(format: "letter", bandGrams: 100, pricePence: 91, service: "2nd", packets: 2),
                .init(format: "large-letter", bandGrams: 750, pricePence: 260, service: "2nd", packets: 1),
                .init(service: "2nd", packets: 1),
            ])
        #expect(today.postageAtCounter == 1)
    }

    private func states(_ references: [String], in world: World) throws -> [String] {
        let orders = try world.listing("order", "list", as: [ListedOrder].self)
        return references.compactMap { reference in orders.first { $0.reference == reference }?.state }
    }

    @Test func `what was pulled is left out of the lists, and postage isn't bought for it`() throws {
        let world = try world()
        let references = try world.accept([order("a", name: "Person A"), order("b", name: "Person B")])
        try world.expectSuccess("batch", "close")
        let batch = try world.listing("batch", "show", "latest", as: ShownBatch.self)
        let sequence = try #require(batch.orders.first { $0.reference == references[0] }?.sequence)
        try world.expectSuccess("order", "pull", references[0])
        for list in ["manifest", "packets"] {
            let rows = try rows(list, in: world)
            #expect(rows.compactMap { $0["Order reference"] ?? $0["references"] } == [references[1]])
            let run = try world.handbill("print", "latest", "--document", list, "--output", "-")
            #expect(run.complaints.contains("left out of \(list).csv: \(sequence)"), "\(run.complaints)")
        }
    }

    @Test func `an item that fits no packaging is told before closing and by the doctor`() throws {
        let world = try world()
        let slab = "  - {sku: slab, title: Slab, weightGrams: 500, thicknessMillimetres: 310, maximum: 9}\n"
        try world.write(Self.catalogue + slab, to: "catalogue.yaml")
        try world.accept([order("a", "slab", 3)])
        let words = "slab is larger or heavier than any packaging of the tariff"
        let rehearsal = try world.handbill("batch", "close", "--dry-run")
        #expect(rehearsal.complaints.contains("3 packets: 3 at the counter"), "\(rehearsal.complaints)")
        #expect(rehearsal.complaints.contains(words), "\(rehearsal.complaints)")
        let doctor = try world.handbill("doctor", "--json")
        let postage = try JSONDecoder().decode([DoctorCheck].self, from: doctor.output).first { $0.check == "postage" }
        #expect(postage?.detail.contains(words) == true, "\(doctor.text)")
    }

    @Test func `an old tariff is a warning at closing and for the doctor, no error`() throws {
        let world = try world(tariff: Self.tariff.replacing("2026-04-07", with: "2019-04-07"))
        let weighed = Self.catalogue.split(separator: "\n").filter { !$0.contains("badge") }
        try world.write(weighed.joined(separator: "\n") + "\n", to: "catalogue.yaml")
        try world.accept([order("a")])
        let closing = try world.handbill("batch", "close")
        #expect(closing.exitCode == 0)
        #expect(closing.complaints.contains("newest prices of the tariff are of 2019-04-07"), "\(closing.complaints)")
        let doctor = try world.handbill("doctor", "--json")
        let postage = try JSONDecoder().decode([DoctorCheck].self, from: doctor.output).first { $0.check == "postage" }
        #expect(postage?.ok == true)
        #expect(postage?.detail.contains("warning: ") == true)
    }

    @Test func `an item that nobody has weighed is an error to doctor and at closing, with the key and the file`()
        throws
    {
        let world = try world()
        let words = "badge has no weight: what holds it is to be weighed at the counter"
        let hint = "add weightGrams to badge in \(world.path("catalogue.yaml"))"
        let examination = try world.handbill("doctor")
        #expect(examination.exitCode == 78)
        let lines = examination.text.split(separator: "\n")
        let line = try #require(lines.firstIndex { $0.hasPrefix("BAD   postage: ") && $0.contains(words) })
        #expect(lines[line + 1].contains(hint), "\(lines[line + 1])")
        try world.accept([order("a", "badge", 5)])
        for arguments in [["batch", "close", "--dry-run"], ["batch", "close"]] {
            let closing = try world.run(arguments)
            #expect(closing.exitCode == 0)
            #expect(closing.complaints.contains("error: \(words)\n  "), "\(closing.complaints)")
            #expect(closing.complaints.contains(hint))
        }
        #expect(try world.listing("batch", "list", as: [ListedBatch].self).map(\.state) == ["closed"])
        try world.expectSuccess("print", "latest", "--document", "orders", "--output", "out")
        let sheet = try Program("pdftotext", ["-raw", world.path("out/orders.pdf"), "-"]).run().text
        #expect(sheet.contains("weigh at the counter"))
    }

    @Test func `a wrong tariff stops with its lines, and closes nothing`() throws {
        let world = try world(tariff: Self.tariff.replacing("letter: [91]", with: "letter: [91, 92]"))
        try world.accept([order("a")])
        let closing = try world.handbill("batch", "close")
        #expect(closing.exitCode == 78)
        #expect(closing.complaints.contains("tariff.yaml"), "\(closing.complaints)")
        #expect(closing.complaints.contains("2 prices for 1 bands"))
        #expect(try world.listing("batch", "list", as: [ListedBatch].self).isEmpty)
        #expect(try world.handbill("doctor").exitCode == 78)
    }

    @Test func `a packaging that isn't there is told with the nearest`() throws {
        let world = try world()
        try world.write(Self.catalogue.replacing("sku: card,", with: "sku: card, packaging: c6,"), to: "catalogue.yaml")
        let closing = try world.handbill("batch", "close")
        #expect(closing.exitCode == 78)
        #expect(closing.complaints.contains("card.packaging"), "\(closing.complaints)")
    }

    @Test func `the built-in tariff prices what is verified, and the counter does the rest`() throws {
        let world = try world(tariff: nil)
        try world.accept([order("a", "card", 40), order("b", name: "Person B")])
        let closing = try world.handbill("batch", "close")
        #expect(closing.exitCode == 0)
        #expect(closing.complaints.contains("2 packets: 1 letter, 1 at the counter"), "\(closing.complaints)")
    }
}
