import Foundation
import TestSupport
import Testing

/// What a tired dispatcher gets wrong: refused or asked, with what would be right, and nothing is changed.
struct MendingTests {
    /// A world with a closed batch of eight orders, the last of them in two packets.
    private struct Table {
        let world: World
        let batch: String
        let orders: [ShownBatch.Order]

        init(settings: String = "") throws {
            world = try World(settings: settings)
            var forms = OrderForm.several(8)
            forms[7].items = [OrderForm.Line(quantity: 1000)]
            try world.accept(forms)
            batch = try #require(try world.listing("batch", "close", as: [ListedBatch].self).first?.id)
            orders = try world.listing("batch", "show", "latest", as: ShownBatch.self).orders
        }

        /// Everything that the listings show.
        var everything: [JSONValue] {
            get throws {
                try [
                    world.listing("order", "list", as: JSONValue.self), world.listing("batch", "show", batch),
                    world.listing("mail", "list"), world.listing("order", "show", orders[0].reference),
                ]
            }
        }

        func expectRefused(
            _ words: [String], _ code: Int32, saying part: String, sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            let before = try everything
            let run = try world.run(words)
            #expect(run.exitCode == code, "\(words): \(run.complaints)", sourceLocation: sourceLocation)
            #expect(run.complaints.contains(part), "\(words): \(run.complaints)", sourceLocation: sourceLocation)
            #expect(run.output.isEmpty, sourceLocation: sourceLocation)
            #expect(try everything == before, "\(words) changed something", sourceLocation: sourceLocation)
        }
    }

    @Test func `a list of packets that can't be meant is refused with what can`() throws {
        let table = try Table()
        let wrong = table.orders[0].reference.dropLast() + (table.orders[0].reference.hasSuffix("7") ? "8" : "7")
        let parts = try table.world.listing("batch", "show", "latest", as: ShownBatch.self).packets.filter {
            $0.of == 2
        }
        let cases: [([String], Int32, String)] = [
            (["--only", "5-3"], 64, "3-5"), (["--except", "0"], 65, "1 to 9"), (["--only", ""], 64, "names no packet"),
            (["--only", "1,x"], 64, "x"), (["--only", String(wrong)], 65, "did you mean"),
            (["--only", "250"], 65, "1 to 9"), (["--except", "8-250"], 65, "1 to 9"),
            (["--only", "HB-00000000"], 65, "HB-00000000"),
            (["--only", "\(parts[0].sequence)"], 65, "\(parts[1].sequence)"),
        ]
        for (words, code, part) in cases {
            try table.expectRefused(["dispatch", "latest"] + words + ["--yes"], code, saying: part)
        }
    }

    @Test func `a batch that nobody printed isn't posted without a yes`() throws {
        let table = try Table()
        try table.expectRefused(["dispatch", "latest"], 64, saying: "Nobody has said that \(table.batch) was printed")
        try table.world.expectSuccess("dispatch", "latest", "--yes")
        try table.expectRefused(["dispatch", "latest", "--yes"], 65, saying: "dispatched already")
    }

    @Test func `a packet that was pulled isn't posted by its number`() throws {
        let table = try Table()
        let pulled = table.orders[2]
        try table.world.expectSuccess("order", "pull", pulled.reference)
        try table.expectRefused(
            ["dispatch", "latest", "--only", "\(pulled.sequence)", "--yes"], 65,
            saying: "number \(pulled.sequence) was pulled")
        try table.expectRefused(["order", "pull", pulled.reference], 65, saying: "accepted")
        try table.world.expectSuccess("dispatch", "latest", "--only", "1-9", "--yes")
        let orders = try table.world.listing("batch", "show", "latest", as: ShownBatch.self).orders
        #expect(orders[2].state == "accepted")
        #expect(orders.filter { $0.state == "dispatched" }.count == 7, "a range passes over it")
    }

    @Test func `what makes an order invalid isn't taken, with every reason`() throws {
        let table = try Table()
        let reference = table.orders[0].reference
        let cases: [([String], String)] = [
            (["postcode=RH6 OHP"], "RH6 0HP"), (["leaflet-1=30"], "25 or 50"), (["items=leaflet-9:100"], "leaflet-9"),
            (["name="], "name"), (["neededBy=tomorrow"], "neededBy"), (["email=nobody"], "email"),
            (["postcod=M1 1AE"], "postcode"), (["town"], "town"), (["country=IE"], "country"),
        ]
        for (words, part) in cases { try table.expectRefused(["order", "amend", reference] + words, 65, saying: part) }
        let both = try table.world.run(["order", "amend", reference, "postcode=RH6 OHP", "leaflet-1=30"])
        #expect(both.complaints.contains("RH6 0HP") && both.complaints.contains("25 or 50"))
        try table.expectRefused(["order", "amend", reference], 64, saying: "field")
    }

    @Test func `an undo after the grace is refused`() throws {
        let table = try Table(settings: "dispatch: {grace: 0s}")
        try table.expectRefused(["dispatch", "latest", "--undo"], 65, saying: table.batch)
        try table.world.expectSuccess("dispatch", "latest", "--yes")
        try table.expectRefused(["dispatch", "latest", "--undo", "--yes"], 65, saying: "order return")
    }

    @Test func `a posted or printed batch isn't reopened, and a reopened one neither printed nor posted`() throws {
        let table = try Table()
        try table.world.expectSuccess("dispatch", "latest", "--only", "1", "--yes")
        try table.expectRefused(["batch", "reopen", "latest"], 65, saying: "posted")

        let printed = try Table()
        try printed.world.expectSuccess("batch", "printed", "latest")
        try printed.expectRefused(["batch", "reopen", "latest"], 65, saying: "order pull")
        try printed.expectRefused(["batch", "printed", "latest"], 65, saying: "printed already")

        let reopened = try Table()
        try reopened.world.expectSuccess("batch", "reopen", "latest")
        let states = try reopened.world.listing("order", "list", as: [ListedOrder].self).map(\.state)
        #expect(states.allSatisfy { $0 == "accepted" })
        try reopened.expectRefused(["print", "latest"], 65, saying: "reopened")
        try reopened.expectRefused(["dispatch", "latest", "--yes"], 65, saying: "reopened")
        try reopened.expectRefused(["batch", "reopen", "latest"], 65, saying: "reopened already")
        #expect(try reopened.world.listing("batch", "close", as: [ListedBatch].self).first?.id != reopened.batch)
    }

    @Test func `only what was posted comes back, and only what is done with goes again`() throws {
        let table = try Table()
        let reference = table.orders[0].reference
        try table.expectRefused(["order", "return", reference, "--reason", "moved"], 65, saying: "batched")
        try table.expectRefused(["order", "return", reference, "--reason", "lost"], 64, saying: "moved")
        try table.expectRefused(["order", "again", reference], 65, saying: "order amend")
        try table.world.expectSuccess("dispatch", "latest", "--yes")
        for command in [["order", "amend", reference, "town=Leeds"], ["order", "pull", reference]] {
            try table.expectRefused(command, 65, saying: "dispatched")
        }
    }

    @Test func `an order to an address from which a packet came back is held`() throws {
        let table = try Table(settings: "duplicates: {days: 0}")
        try table.world.expectSuccess("dispatch", "latest", "--yes")
        let first = table.orders[0].reference
        try table.world.expectSuccess("order", "return", first, "--reason", "moved")
        let shown = try table.world.listing("order", "show", first, as: ShownOrder.self)
        let form = OrderForm(
            id: "later", name: shown.name,
            address: OrderForm.Address(
                lines: shown.address.lines, town: shown.address.town, postcode: shown.address.postcode))
        let answers = try table.world.listing("submit", "-", as: [Answer].self, input: [form].json)
        #expect(answers.map(\.outcome) == ["held"])
        #expect(answers[0].warnings.contains { $0.problem.contains(first) })
        let held = try table.world.listing("order", "list", "--state", "held", as: [ListedOrder].self)
        #expect(held.map(\.heldBecause) == [["returned-address"]])
        // The same again, unchanged, is no better.
        #expect(try table.world.handbill("order", "again", first).exitCode == 0)
        #expect(try table.world.listing("order", "list", "--state", "held", as: [ListedOrder].self).count == 2)
    }

    @Test func `a mail goes again to the address that is right`() throws {
        let refusing = try SMTPSink(options: ["-f", "RCPT"])
        let table = try Table(settings: "mail: {url: \"\(refusing.url)\"}")
        let reference = table.orders[0].reference
        #expect(try table.world.handbill("mail", "send").exitCode == 0)
        let today = try table.world.listing("today", as: JSONValue.self)
        #expect(today["failedMail"].elements.count == 8)
        try table.expectRefused(["mail", "again", reference, "--to", "nobody"], 65, saying: "--to")
        try table.world.expectSuccess("mail", "again", reference, "--to", "right@example.org")
        let good = try SMTPSink()
        let environment = ["HANDBILL_MAIL_URL": good.url]
        #expect(try table.world.handbill("mail", "send", environment: environment).exitCode == 0)
        #expect(try good.received.map(\.to) == [["right@example.org"]])
        #expect(try good.received.first?.text.contains("Subject: Your order \(reference)") == true)
        #expect(try table.world.listing("order", "show", reference, as: ShownOrder.self).email == "right@example.org")
        #expect(try table.world.listing("today", as: JSONValue.self)["failedMail"].elements.count == 7)
    }

    @Test func `a retry doesn't hurry what can still be undone`() throws {
        let sink = try SMTPSink()
        let table = try Table(settings: "mail: {url: \"\(sink.url)\"}")
        #expect(try table.world.handbill("mail", "send").exitCode == 0)
        try table.world.expectSuccess("dispatch", "latest", "--yes")
        #expect(try table.world.handbill("mail", "retry").exitCode == 0)
        #expect(try table.world.handbill("mail", "send").exitCode == 75)
        #expect(try sink.received.count == 8, "the confirmations")
        try table.world.expectSuccess("dispatch", "latest", "--undo")
        #expect(try table.world.handbill("mail", "send").exitCode == 0)
        #expect(try sink.received.count == 8, "nobody was told anything else")
    }
}
