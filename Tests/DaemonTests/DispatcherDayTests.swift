import Foundation
import TestSupport
import Testing

/// A dispatcher's day on the real command line, beside the running service: every count, paper and mail at every step.
struct DispatcherDayTests {
    @Test func `goes from the first order to the last packet, mistakes included`() throws {
        let day = try Day()

        // The morning: twenty orders come in, and everybody is told.
        let references = try day.takeOrders(20)
        try day.expectToday { today in
            #expect(today.accepted == 20)
            #expect(today.held.isEmpty && today.unprinted.isEmpty && today.unposted.isEmpty)
        }

        // The batch.
        let batch = try #require(try day.world.listing("batch", "close", as: [ListedBatch].self).first)
        #expect(batch.orders == 20)
        #expect(batch.packets == 20)
        let shown = try day.show(batch.id)
        #expect(Set(shown.orders.map(\.reference)) == Set(references))
        try day.expectToday { today in
            #expect(today.accepted == 0)
            #expect(today.unprinted.map(\.id) == [batch.id])
            #expect(today.unprinted.first?.next.contains("handbill print \(batch.id)") == true)
        }

        // Somebody rings: another address. And one must wait.
        let (mended, pulled, excepted) = (shown.orders[2], shown.orders[6], shown.orders[10])
        try day.amend(mended.reference, line: "99 Mended Road", postcode: "M1 1AE")
        try day.world.expectSuccess("order", "pull", pulled.reference)
        try day.expectStates(batch.id, ["batched": 18, "accepted": 2])
        let changes = try day.changes(of: batch.id)
        #expect(changes.contains("Do not pack: \(mended.sequence), \(pulled.sequence) "), "\(changes)")
        #expect(changes.contains(mended.reference) && changes.contains(pulled.reference))
        #expect(!changes.contains(excepted.reference))

        // Printed and packed. Posted in two goes, the first by mistake.
        try day.world.expectSuccess("batch", "printed", batch.id)
        try day.expectToday { #expect($0.unposted.map(\.left.count) == [18]) }
        let unasked = try day.world.handbill("dispatch", batch.id, "--only", "1-10")
        #expect(unasked.exitCode == 64, "nobody there to ask")
        #expect(unasked.complaints.contains("Mark 8 as posted and write to 8 people?"), "\(unasked.complaints)")
        try day.expectStates(batch.id, ["batched": 18, "accepted": 2])
        try day.world.expectSuccess("dispatch", batch.id, "--only", "1-10", "--yes")
        try day.expectStates(batch.id, ["dispatched": 8, "batched": 10, "accepted": 2])
        #expect(try day.dispatchedNumbers(batch.id).count == 8)

        try day.world.expectSuccess("dispatch", batch.id, "--undo", "--yes")
        try day.expectStates(batch.id, ["batched": 18, "accepted": 2])
        #expect(try day.dispatchedNumbers(batch.id).isEmpty)
        #expect(try day.mails(of: "posted").allSatisfy { $0.state == "cancelled" }, "nobody was told")

        // Again, all but one; from here on supporters are told at once.
        try day.dispatchAtOnce(batch.id, "--except", "\(excepted.sequence)")
        try day.expectStates(batch.id, ["dispatched": 17, "batched": 1, "accepted": 2])
        try day.waitForMails(posted: 17)
        try day.expectToday { today in
            #expect(today.unposted.map(\.left) == [[excepted.sequence]], "until somebody decides")
            #expect(today.unposted.first?.next == "handbill dispatch \(batch.id)")
        }
        #expect(try day.batch(batch.id).state == "printed")
        try day.dispatchAtOnce(batch.id)
        #expect(try day.batch(batch.id).state == "dispatched")
        #expect(
            try day.dispatchedNumbers(batch.id)
                == shown.orders.map(\.sequence).filter {
                    $0 != mended.sequence && $0 != pulled.sequence
                })
        try day.waitForMails(posted: 18)
        try day.expectToday { #expect($0.unposted.isEmpty && $0.accepted == 2) }

        // One comes back and is sent again.
        let returned = shown.orders[15].reference
        try day.world.expectSuccess("order", "return", returned, "--reason", "moved")
        let again = try day.again(returned, line: "5 New Street", postcode: "EH1 1AA")
        #expect(try day.world.handbill("order", "again", returned).exitCode == 65, "it goes again already")
        try day.waitForMails(confirmations: 21)

        // The next batch takes the three that are left.
        let next = try #require(try day.world.listing("batch", "close", as: [ListedBatch].self).first)
        #expect(Set(try day.show(next.id).orders.map(\.reference)) == [mended.reference, pulled.reference, again])
        let labels = try day.labels(of: next.id)
        #expect(labels.contains("99MendedRoad") && labels.contains("5NewStreet"))
        #expect(labels.contains("M11AE") && labels.contains("EH11AA"))

        try day.serving.stop()
        try day.expectMails(confirmations: 21, changed: 1, posted: 18)
        try day.world.expectSoundDatabase()
    }
}

/// The day's world: the service, a mail server, and what is looked at again and again.
private struct Day {
    let sink: SMTPSink
    let world: World
    let serving: Serving

    init() throws {
        sink = try SMTPSink()
        world = try World(settings: "mail: {url: \"\(sink.url)\"}\nbatch: {cutoff: null}")
        serving = try Serving(in: world)
    }

    /// What `today --json` prints, as far as this test reads it.
    struct Today: Decodable {
        struct Batch: Decodable {
            var id: String
            var next: String
        }

        struct Unposted: Decodable {
            var id: String
            var left: [Int]
            var next: String
        }

        var accepted: Int
        var held: [ListedOrder]
        var unprinted: [Batch]
        var unposted: [Unposted]
    }

    /// Drops a file of orders and waits until each is confirmed.
    func takeOrders(_ count: Int) throws -> [String] {
        try world.drop(OrderForm.several(count).json, as: "orders.json")
        try waitForMails(confirmations: count)
        let orders = try world.listing("order", "list", as: [ListedOrder].self)
        #expect(orders.map(\.state) == Array(repeating: "accepted", count: count))
        return orders.map(\.reference)
    }

    func expectToday(_ check: (Today) throws -> Void) throws {
        try check(try world.listing("today", as: Today.self))
    }

    func show(_ batch: String) throws -> ShownBatch {
        try world.listing("batch", "show", batch, as: ShownBatch.self)
    }

    func batch(_ id: String) throws -> ListedBatch {
        try #require(try world.listing("batch", "list", as: [ListedBatch].self).first { $0.id == id })
    }

    func expectStates(
        _ batch: String, _ expected: [String: Int], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let states = Dictionary(grouping: try show(batch).orders, by: \.state).mapValues(\.count)
        #expect(states == expected, sourceLocation: sourceLocation)
    }

    func amend(_ reference: String, line: String, postcode: String) throws {
        try world.expectSuccess("order", "amend", reference, "addressLine1=\(line)", "postcode=\(postcode)")
        let order = try world.listing("order", "show", reference, as: ShownOrder.self)
        #expect(order.state == "accepted")
        #expect(order.batch == nil)
        #expect(order.address.lines.first == line)
        #expect(order.address.postcode == postcode)
        try serving.program.wait { try received("changed").count == 1 }
        #expect(try received("changed").first?.contains(line) == true)
    }

    func again(_ reference: String, line: String, postcode: String) throws -> String {
        let run = try world.handbill("order", "again", reference, "addressLine1=\(line)", "postcode=\(postcode)")
        #expect(run.exitCode == 0, "\(run.complaints)")
        let new = run.text.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try world.listing("order", "show", new, as: ShownOrder.self).state == "accepted")
        #expect(try world.listing("order", "show", reference, as: ShownOrder.self).state == "returned")
        #expect(try world.handbill("order", "show", new).text.contains("again of \(reference)"))
        #expect(try world.handbill("order", "show", reference).text.contains("again: \(new)"))
        return new
    }

    /// Marks packets as posted without the time in which that can be undone.
    func dispatchAtOnce(_ words: String...) throws {
        let run = try world.run(["dispatch"] + words + ["--yes"], environment: ["HANDBILL_DISPATCH_GRACE": "0s"])
        #expect(run.exitCode == 0, "\(run.complaints)")
    }

    /// The numbers in the batch's dispatched list.
    func dispatchedNumbers(_ batch: String) throws -> [Int] {
        let printed = try world.handbill("print", batch, "--document", "dispatched", "--output", "-")
        #expect(printed.exitCode == 0, "\(printed.complaints)")
        #expect(try world.read("state/batches/\(batch)/dispatched.csv") == printed.output)
        return printed.text.split(whereSeparator: \.isNewline).dropFirst().compactMap { row in
            row.split(separator: ",").dropFirst().first.flatMap { Int($0) }
        }
    }

    /// The words of the page that says what not to pack.
    func changes(of batch: String) throws -> String {
        let run = try world.handbill("print", batch, "--document", "changes", "--output", "-")
        #expect(run.exitCode == 0, "\(run.complaints)")
        try world.write(run.output, to: "changes.pdf")
        return try Paper(path: world.path("changes.pdf")).layout().split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }

    func labels(of batch: String) throws -> String {
        try world.expectSuccess("print", batch, "--document", "labels", "--output", "out")
        return try Paper(path: world.path("out/labels.pdf")).words()
    }

    func mails(of kind: String) throws -> [ListedMail] {
        try world.listing("mail", "list", as: [ListedMail].self).filter { $0.kind == kind }
    }

    /// The mails of a kind that the server has got, by their subjects, decoded as far as this test reads them.
    func received(_ kind: String) throws -> [String] {
        let endings = ["confirmation": "", "changed": ": changed", "posted": ": on its way"]
        let ending = try #require(endings[kind])
        return try sink.received.map(\.text).filter { text in
            text.split(separator: "\n").contains { line in
                line.wholeMatch(of: /Subject: Your order HB-\w{8}(.*)/).map { $0.1 == ending } ?? false
            }
        }
    }

    func waitForMails(confirmations: Int? = nil, posted: Int? = nil) throws {
        try serving.program.wait {
            let confirmed = try confirmations.map { try received("confirmation").count >= $0 } ?? true
            return try confirmed && (posted.map { try received("posted").count >= $0 } ?? true)
        }
    }

    /// Everything that was ever sent, each once.
    func expectMails(confirmations: Int, changed: Int, posted: Int) throws {
        #expect(try received("confirmation").count == confirmations)
        #expect(try received("changed").count == changed)
        #expect(try received("posted").count == posted)
        #expect(try sink.received.count == confirmations + changed + posted)
        let mails = try world.listing("mail", "list", as: [ListedMail].self)
        #expect(mails.allSatisfy { $0.state == "sent" || ($0.kind == "posted" && $0.state == "cancelled") })
    }
}
