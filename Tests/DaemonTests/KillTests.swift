import Foundation
import TestSupport
import Testing

/// SIGKILL at random points, thirty times: every order once, nothing lost, mail twice only where the answer was lost.
struct KillTests {
    @Test func `keeps every order once, whenever taking them in is killed`() throws {
        var orders = OrderForm.several(3_000)
        // Half of them are known again by what they say, not by an id.
        for index in orders.indices where index % 2 == 1 { orders[index].id = nil }
        let file = orders.csv()
        let scratch = try World()
        try scratch.write(file, to: "orders.csv")
        var kills = try Kills(measuring: { try scratch.expectSuccess("submit", "orders.csv") })
        var worlds = 0
        while kills.count < 10, worlds < 20 {
            worlds += 1
            let world = try World()
            try world.write(file, to: "orders.csv")
            // What was answered is a promise.
            var promised: [Int: String] = [:]
            for _ in 1...3 where kills.count < 10 {
                for answer in kills.kill(try world.start(["submit", "orders.csv", "--json"])).answersSoFar {
                    let reference = try #require(answer.reference, "\(kills.random)")
                    let row = try #require(answer.row, "\(kills.random)")
                    #expect(promised.updateValue(reference, forKey: row) ?? reference == reference, "\(kills.random)")
                }
            }
            let answers = try world.listing("submit", "orders.csv", as: [Answer].self)
            #expect(answers.count == orders.count, "\(kills.random)")
            #expect(answers.allSatisfy { ["accepted", "duplicate"].contains($0.outcome) }, "\(kills.random)")
            let kept = answers.filter { promised[$0.row ?? 0] ?? $0.reference == $0.reference }
            #expect(kept.count == answers.count, "\(kills.random): every answer is given again")
            let listed = try world.listing("order", "list", as: [ListedOrder].self)
            #expect(listed.count == orders.count, "\(kills.random)")
            #expect(Set(listed.map(\.name)).count == orders.count, "\(kills.random): everybody once")
            #expect(Set(listed.map(\.reference)) == Set(answers.compactMap(\.reference)), "\(kills.random)")
            let owed = try world.listing("mail", "list", as: [ListedMail].self)
            #expect(owed.map(\.reference).sorted() == listed.map(\.reference).sorted(), "\(kills.random)")
            try world.expectSoundDatabase()
        }
        #expect(kills.count == 10, "\(kills.random)")
    }

    @Test func `puts every order in one batch, whenever closing is killed`() throws {
        let settings = "batch: {maximum: 40, bundleMinimum: 6}"
        let orders = OrderForm.several(150)
        var kills: Kills?
        var worlds = 0
        while kills.map({ $0.count < 10 }) ?? true, worlds < 20 {
            worlds += 1
            let world = try World(settings: settings)
            let references = try world.accept(orders)
            guard var sofar = kills else {
                kills = try Kills(measuring: { try world.expectSuccess("batch", "close") })
                continue
            }
            for _ in 1...3 where sofar.count < 10 { _ = sofar.kill(try world.start(["batch", "close"])) }
            #expect(try world.handbill("batch", "close").exitCode == 0, "\(sofar.random)")
            try Self.expectWholeBatches(in: world, of: references, sofar.random)
            kills = sofar
        }
        #expect(kills?.count == 10)
    }

    /// Every order is in exactly one batch, packets count from 1, and the papers on disk are whole.
    private static func expectWholeBatches(
        in world: World, of references: [String], _ random: SeededRandom
    ) throws {
        var batched: [String] = []
        for batch in try world.listing("batch", "list", as: [ListedBatch].self) {
            let shown = try world.listing("batch", "show", batch.id, as: ShownBatch.self)
            #expect(shown.packets.map(\.sequence) == Array(1...shown.packets.count), "\(random)")
            #expect(shown.packets.count == batch.packets, "\(random)")
            #expect(shown.orders.map(\.state).allSatisfy { $0 == "batched" }, "\(random)")
            #expect(Set(shown.packets.flatMap(\.orders)) == Set(shown.orders.map(\.reference)), "\(random)")
            batched += shown.orders.map(\.reference)

            let folder = "state/batches/\(batch.id)"
            let before = try ["labels.pdf", "orders.pdf", "picklist.pdf"].filter { world.exists("\(folder)/\($0)") }
                .map { ($0, try world.read("\(folder)/\($0)")) }
            #expect(try world.handbill("print", batch.id, "--output", "again-\(batch.id)").exitCode == 0, "\(random)")
            for (name, bytes) in before {
                #expect(try world.read("again-\(batch.id)/\(name)") == bytes, "\(random): \(name) is whole")
            }
        }
        #expect(batched.sorted() == references.sorted(), "\(random): each in exactly one")
        #expect(try world.listing("order", "list", "--state", "accepted", as: [ListedOrder].self).isEmpty, "\(random)")
        try world.expectSoundDatabase()
    }

    @Test func `sends every mail, and none twice unless its answer was lost, whenever sending is killed`() throws {
        let orders = OrderForm.several(200)
        var kills: Kills?
        var worlds = 0
        while kills.map({ $0.count < 10 }) ?? true, worlds < 20 {
            worlds += 1
            let sink = try SMTPSink()
            let world = try World(settings: "mail: {url: \"\(sink.url)\", connections: 3}")
            let references = try world.accept(orders)
            guard var sofar = kills else {
                kills = try Kills(measuring: { try world.expectSuccess("mail", "send") })
                #expect(try sink.received.count == orders.count)
                continue
            }
            var lost: [String: Int] = [:]
            for _ in 1...4 where sofar.count < 10 {
                _ = sofar.kill(try world.start(["mail", "send"]))
                try Self.countLost(in: world, &lost)
            }
            // Until it ends by itself: what is ambiguous waits for somebody to say so.
            let last = try world.handbill("mail", "send")
            #expect(last.exitCode == 0, "\(sofar.random): \(last.complaints)")
            try Self.expectMails(sink, references, lost, sofar.random)
            let settled = try world.listing("mail", "list", as: [ListedMail].self)
            #expect(settled.allSatisfy { $0.state == "sent" }, "\(sofar.random)")
            try world.expectSoundDatabase()
            kills = sofar
        }
        #expect(kills?.count == 10)
    }

    /// Makes everything due again, and notes whose answer was lost.
    private static func countLost(in world: World, _ lost: inout [String: Int]) throws {
        #expect(try world.handbill("mail", "retry").exitCode == 0)
        for mail in try world.listing("mail", "list", as: [ListedMail].self) where mail.state == "queued" {
            if mail.lastProblem == "answer lost" {
                lost[mail.reference] = max(lost[mail.reference] ?? 0, mail.attempts)
            }
        }
    }

    /// Everybody has the mail; twice only where the answer was lost, and then the same one.
    private static func expectMails(
        _ sink: SMTPSink, _ references: [String], _ lost: [String: Int], _ random: SeededRandom
    ) throws {
        var texts: [String: [String]] = [:]
        for mail in try sink.received {
            let reference = try #require(mail.text.firstMatch(of: /Subject: Your order (HB-\w{8})/), "\(random)")
            texts[String(reference.1), default: []].append(mail.text)
        }
        #expect(Set(texts.keys) == Set(references), "\(random): everybody has it")
        for (reference, copies) in texts {
            #expect(copies.count <= 1 + (lost[reference] ?? 0), "\(random): \(reference) came \(copies.count) times")
            #expect(Set(copies).count == 1, "\(random): the same bytes")
        }
    }
}
