import Foundation
import TestSupport
import Testing

/// The service under SIGKILL, fifty times, while files come in and mails go out.
struct ServeKillTests {
    private static let perFile = 30

    @Test func `takes every order once and sends every mail once, whenever the service is killed`() throws {
        let sink = try SMTPSink()
        let world = try World(settings: "mail: {url: \"\(sink.url)\", connections: 2}\nbatch: {cutoff: null}")
        var files = Files()

        // How long it takes from the start to the last mail, left alone.
        var kills = try Kills(measuring: {
            try world.drop(files.next(), as: "file-0.json")
            let serving = try Serving(in: world)
            try serving.program.wait { try sink.received.count == Self.perFile }
            try serving.stop()
        })
        var uncertain: Set<String> = []
        var rounds = 0
        while kills.count < 50, rounds < 60 {
            rounds += 1
            try world.drop(files.next(), as: "file-\(rounds).json")
            _ = kills.kill(try world.start(["serve"]))
            uncertain.formUnion(try Self.lost(in: world))
        }
        #expect(kills.count == 50, "\(kills.random)")

        // Left alone, it finishes everything; what is uncertain is sent again when somebody says so.
        let serving = try Serving(in: world)
        try serving.program.wait(within: .seconds(60)) { try Self.isQuiet(world, files: rounds + 1) }
        uncertain.formUnion(try Self.lost(in: world))
        try world.expectSuccess("mail", "retry")
        try serving.program.wait(within: .seconds(60)) {
            try world.listing("mail", "list", as: [ListedMail].self).allSatisfy { $0.state == "sent" }
        }
        try serving.stop()

        let names = try world.listing("order", "list", as: [ListedOrder].self).map(\.name)
        #expect(names.count == files.people.count, "\(kills.random): every order once")
        #expect(Set(names) == files.people, "\(kills.random)")
        try Self.expectFiles(in: world, count: rounds + 1, kills.random)
        try Self.expectMails(sink, in: world, uncertain, kills.random)
        try world.expectSoundDatabase()
    }

    /// Files of orders of ever new people, half of them without an id.
    private struct Files {
        private(set) var people: Set<String> = []

        mutating func next() throws -> String {
            let orders = OrderForm.several(people.count + ServeKillTests.perFile).dropFirst(people.count).enumerated()
                .map { index, order in
                    var order = order
                    if index % 2 == 1 { order.id = nil }
                    return order
                }
            people.formUnion(orders.map(\.name))
            return try orders.json
        }
    }

    /// The orders whose mail may have arrived, for all that anybody knows.
    private static func lost(in world: World) throws -> Set<String> {
        let mails = try world.listing("mail", "list", as: [ListedMail].self)
        // One whose attempt was begun by a process that is dead by now is as uncertain as one that says so.
        return Set(mails.filter { $0.state == "queued" && $0.attempts > 0 }.map(\.reference))
    }

    private static func isQuiet(_ world: World, files: Int) throws -> Bool {
        let folder = FileManager.default
        guard try folder.contentsOfDirectory(atPath: world.path("queue/incoming")).isEmpty else { return false }
        let mails = try world.listing("mail", "list", as: [ListedMail].self)
        return mails.count == files * perFile
            && mails.allSatisfy { $0.state == "sent" || $0.lastProblem == "answer lost" }
    }

    /// Every file was taken, and lies in one place.
    private static func expectFiles(in world: World, count: Int, _ random: SeededRandom) throws {
        let accepted = try FileManager.default.contentsOfDirectory(atPath: world.path("queue/accepted"))
        #expect(Set(accepted) == Set((0..<count).map { "file-\($0).json" }), "\(random)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: world.path("queue/rejected")).isEmpty, "\(random)")
    }

    /// Everybody has the mail; twice only where the answer was lost, and then the same one.
    private static func expectMails(
        _ sink: SMTPSink, in world: World, _ uncertain: Set<String>, _ random: SeededRandom
    ) throws {
        var texts: [String: [String]] = [:]
        for mail in try sink.received {
            let reference = try #require(mail.text.firstMatch(of: /Subject: Your order (HB-\w{8})/), "\(random)")
            texts[String(reference.1), default: []].append(mail.text)
        }
        let references = try world.listing("order", "list", as: [ListedOrder].self).map(\.reference)
        #expect(Set(texts.keys) == Set(references), "\(random): everybody has it")
        for (reference, copies) in texts {
            #expect(copies.count <= (uncertain.contains(reference) ? 2 : 1), "\(random): \(reference)")
            #expect(Set(copies).count == 1, "\(random): the same bytes")
        }
    }
}
