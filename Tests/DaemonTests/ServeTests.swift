import Foundation
import TestSupport
import Testing

/// The real service beside what it works with: files, other commands, signals, systemd, the clock.
struct ServeTests {
    private static func world(_ sink: SMTPSink, _ more: String = "batch: {cutoff: null}") throws -> World {
        try World(settings: "mail: {url: \"\(sink.url)\"}\n" + more)
    }

    @Test func `takes a dropped file and confirms its orders`() throws {
        let sink = try SMTPSink()
        let world = try Self.world(sink)
        let serving = try Serving(in: world)
        try world.drop(OrderForm.several(3).json, as: "a.json")
        try serving.program.wait { try sink.received.count == 3 }
        #expect(world.exists("queue/accepted/a.json"))
        try serving.stop()
    }

    @Test func `sends what another command makes owed, without being told`() throws {
        let sink = try SMTPSink()
        let world = try Self.world(sink)
        let serving = try Serving(in: world)
        let reference = try world.accept([OrderForm()])[0]
        try serving.program.wait { try sink.received.count == 1 }
        try world.expectSuccess("order", "cancel", reference)
        try serving.program.wait { try sink.received.count == 2 }
        try serving.stop()
    }

    @Test func `refuses to run twice on one folder`() throws {
        let sink = try SMTPSink()
        let world = try Self.world(sink)
        let serving = try Serving(in: world)
        let second = try world.handbill("serve")
        #expect(second.exitCode == 75)
        #expect(second.complaints.contains("another"), "\(second.complaints)")
        try serving.stop()
        try Serving(in: world).stop()
    }

    @Test func `says to systemd that it is ready, alive and stopping`() throws {
        let sink = try SMTPSink()
        let world = try Self.world(sink)
        let systemd = try NotifySocket()
        let serving = try Serving(
            in: world, environment: ["NOTIFY_SOCKET": systemd.path, "WATCHDOG_USEC": "200000"])
        try serving.program.wait { systemd.lines.filter { $0 == "WATCHDOG=1" }.count >= 3 }
        try serving.stop()
        let lines = systemd.lines
        let ready = try #require(lines.firstIndex(of: "READY=1"))
        let stopping = try #require(lines.firstIndex(of: "STOPPING=1"))
        let alive = try #require(lines.firstIndex(of: "WATCHDOG=1"))
        #expect(ready < alive && alive < stopping)
        #expect(!lines[stopping...].contains("READY=1"))
    }

    @Test func `reads catalogue and templates again at SIGHUP, and keeps the old ones if the new are broken`() throws {
        let sink = try SMTPSink()
        let world = try Self.world(sink, "batch: {cutoff: null}\ntemplates: templates")
        try FileManager.default.createDirectory(
            atPath: world.path("templates/mail"), withIntermediateDirectories: true)
        let serving = try Serving(in: world)
        var order = OrderForm(items: [OrderForm.Line(item: "badge", quantity: 10)])
        try world.drop([order].json, as: "early.json")
        try serving.program.wait { world.exists("queue/rejected/early.json") }

        try world.write("items: [{sku: badge, titel: A badge}]\n", to: "catalogue.yaml")
        serving.program.send(SIGHUP)
        try serving.program.wait { serving.program.complaints.contains("reload refused") }
        #expect(serving.program.complaints.contains("titel"), "what is wrong")
        order.id = "second"
        try world.drop([OrderForm()].json, as: "old.json")
        try serving.program.wait { world.exists("queue/accepted/old.json") }

        try world.write(World.catalogue + "  - {sku: badge, title: A badge, pack: 10}\n", to: "catalogue.yaml")
        try world.write(
            "{{% CONTENT_TYPE:TEXT}}\nNoted: {{reference}}\n", to: "templates/mail/confirmation.en.txt.mustache")
        serving.program.send(SIGHUP)
        try serving.program.wait { serving.program.complaints.contains("catalogue read again") }
        order.name = "Ben Okafor"
        try world.drop([order].json, as: "late.json")
        try serving.program.wait { try sink.received.contains { $0.text.contains("Noted: HB-") } }
        #expect(world.exists("queue/accepted/late.json"))
        try serving.stop()
    }

    @Test func `lets orders go whose item ships once the catalogue says so`() throws {
        let sink = try SMTPSink()
        let world = try Self.world(sink)
        let serving = try Serving(in: world)
        let waiting = OrderForm(items: [OrderForm.Line(item: "leaflet-3", quantity: 25)])
        try world.drop([waiting].json, as: "waiting.json")
        try serving.program.wait { try sink.received.count == 1 }
        let shipping = World.catalogue.replacing("shipsFrom: unknown", with: "shipsFrom: 2020-01-01")
        try world.write(shipping, to: "catalogue.yaml")
        serving.program.send(SIGHUP)
        try serving.program.wait { try sink.received.count == 2 }
        #expect(try world.listing("order", "list", as: [ListedOrder].self).map(\.state) == ["accepted"])
        try serving.stop()
    }

    @Test func `closes the batch at the cut-off, once, and makes its papers`() throws {
        let sink = try SMTPSink()
        let world = try Self.world(sink, "batch: {cutoff: \"16:00\", days: [thu]}")
        let before = ["faketime", "2026-12-17 15:00:00"]
        #expect(try world.handbill("submit", "-", input: OrderForm.several(3).json, through: before).exitCode == 0)
        let serving = try Serving(in: world, at: "2026-12-17 15:59:58")
        let papers = "state/batches/2026-12-17-1/"
        try serving.program.wait { world.exists(papers + "picklist.pdf") }
        try serving.stop()
        #expect(world.exists(papers + "labels.pdf") && world.exists(papers + "orders.pdf"))
        // Started again after it, nothing is made up.
        #expect(try world.handbill("submit", "-", input: [OrderForm()].json, through: before).exitCode == 0)
        try Serving(in: world, at: "2026-12-17 17:00:00").stop()
        #expect(try world.listing("batch", "list", as: [ListedBatch].self).map(\.orders) == [3])
    }

    @Test func `makes up for a cut-off that it missed, the latest only`() throws {
        let sink = try SMTPSink()
        let world = try Self.world(sink)
        let then = ["faketime", "2026-12-14 12:00:00"]
        #expect(try world.handbill("submit", "-", input: OrderForm.several(3).json, through: then).exitCode == 0)
        try world.write(
            String(decoding: try world.read("handbill.yaml"), as: UTF8.self)
                .replacing("batch: {cutoff: null}", with: ""), to: "handbill.yaml")
        let serving = try Serving(in: world, at: "2026-12-17 09:00:00")
        try serving.program.wait { world.exists("state/batches/2026-12-17-1/picklist.pdf") }
        try serving.stop()
        #expect(try world.listing("batch", "list", as: [ListedBatch].self).map(\.id) == ["2026-12-17-1"])
    }

    @Test func `ends within ten seconds although the mail server never answers`() throws {
        let sink = try SMTPSink(options: ["-W", ".:60"])
        let world = try Self.world(sink)
        let serving = try Serving(in: world)
        try world.accept([OrderForm()])
        try serving.program.wait {
            try world.listing("mail", "list", as: [ListedMail].self).contains { $0.attempts == 1 }
        }
        try serving.stop(within: .seconds(10))
        let mail = try #require(try world.listing("mail", "list", as: [ListedMail].self).first)
        #expect(mail.state == "queued")
        #expect(["answer lost", nil].contains(mail.lastProblem))
    }

    @Test func `shows other users of the machine nothing of its arguments`() throws {
        let world = try World(settings: "batch: {cutoff: null}")
        let program = try world.start(["serve", "--config", "handbill.yaml"])
        try program.wait { program.complaints.contains("serving") }
        let line = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(program.processID)/cmdline"))
        let words = String(decoding: line, as: UTF8.self)
        #expect(words.contains("serve"))
        #expect(!words.contains("handbill.yaml") && !words.contains("--config"))
        program.send(SIGTERM)
        #expect(try program.finish().exitCode == 0)
    }

    @Test func `ends with 78 when the settings are wrong, before it begins anything`() throws {
        let world = try World(settings: "batch: {cutoff: late}")
        #expect(try world.handbill("serve").exitCode == 78)
        let noCatalogue = try World(catalogue: "items: [{sku: leaflet-1}]\n")
        #expect(try noCatalogue.handbill("serve").exitCode == 78)
    }

    @Test func `says in its log neither names nor addresses`() throws {
        let sink = try SMTPSink(options: ["-f", "RCPT"])
        let world = try Self.world(sink, "batch: {cutoff: null}\nlog: {level: trace}")
        let serving = try Serving(in: world)
        try world.drop([OrderForm(), OrderForm(id: "bad", items: [])].json, as: "Aisha Khan.json")
        try serving.program.wait {
            try world.listing("mail", "list", as: [ListedMail].self).contains { $0.state == "failed" }
        }
        try serving.stop()
        let log = serving.program.complaints
        #expect(log.contains("file taken"))
        for word in ["Aisha", "Khan", "aisha.khan", "Example Street", "M9 0SQ"] { #expect(!log.contains(word)) }
    }

    @Test(arguments: [("queue/incoming", "queue/elsewhere"), ("queue", "elsewhere")])
    func `goes on when its folder, or the whole queue, is taken away`(from: String, to: String) throws {
        let sink = try SMTPSink()
        let world = try Self.world(sink)
        let serving = try Serving(in: world)
        try world.drop([OrderForm()].json, as: "first.json")
        try serving.program.wait { world.exists("queue/accepted/first.json") }
        try FileManager.default.moveItem(atPath: world.path(from), toPath: world.path(to))
        try serving.program.wait {
            serving.program.complaints.contains("file queue lost") && world.exists("queue/incoming")
        }
        let second = OrderForm(
            id: "second", name: "Ben Okafor", address: OrderForm.Address(lines: ["2 Example Street"]))
        try world.drop([second].json, as: "second.json")
        try serving.program.wait { world.exists("queue/accepted/second.json") }
        try serving.stop()
    }

    @Test func `doesn't follow a link in place of a folder of the queue`() throws {
        let sink = try SMTPSink()
        let world = try Self.world(sink)
        try world.accept([OrderForm()])
        try FileManager.default.createDirectory(atPath: world.path("queue"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: world.path("queue/incoming"), withDestinationPath: world.path("state"))
        let run = try world.handbill("serve")
        #expect(run.exitCode == 74)
        #expect(run.complaints.contains("incoming"), "\(run.complaints)")
        #expect(world.exists("state/handbill.sqlite"))
        #expect(try world.listing("order", "list", as: [ListedOrder].self).count == 1)
    }

    @Test func `acknowledges nothing once its database was taken away`() throws {
        let sink = try SMTPSink()
        let world = try Self.world(sink)
        let serving = try Serving(in: world)
        try world.drop([OrderForm()].json, as: "first.json")
        try serving.program.wait { try sink.received.count == 1 }
        try FileManager.default.moveItem(atPath: world.path("state"), toPath: world.path("elsewhere"))
        let second = OrderForm(
            id: "second", name: "Ben Okafor", address: OrderForm.Address(lines: ["2 Example Street"]))
        try world.drop([second].json, as: "second.json")
        let run = try serving.program.finish(within: .seconds(30))
        #expect(run.exitCode == 74, "\(run.complaints)")
        #expect(world.exists("queue/incoming/second.json"))
    }
}
