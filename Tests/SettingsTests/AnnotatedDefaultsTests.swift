import Foundation
import Orders
import Testing

@testable import Settings

@Suite struct AnnotatedDefaultsTests {
    @Test func `the file in deploy is the one that the table makes`() throws {
        let made = Settings.annotatedDefaults()
        if try Checkout.text(of: "deploy/handbill.yaml") != made {
            let copy = FileManager.default.temporaryDirectory.appending(path: "handbill.yaml")
            try made.write(to: copy, atomically: true, encoding: .utf8)
            Issue.record("deploy/handbill.yaml isn't what the table of keys makes; copy \(copy.path()) there")
        }
    }

    @Test func `it reads back to the defaults`() throws {
        let read = try Settings.read(yaml: Settings.annotatedDefaults(), file: "/x/handbill.yaml")
        #expect(read == (try Settings.read(yaml: "", file: "/x/handbill.yaml")))
    }

    @Test func `it names every key once, and no line is too long`() {
        let lines = Settings.annotatedDefaults().split(separator: "\n")
        for key in Settings.table.keys {
            #expect(lines.count { $0.contains("# \(key.variable): ") } == 1, "\(key.path)")
        }
        #expect(lines.allSatisfy { $0.count <= 120 })
    }

    @Test func `every section is explained and used`() {
        let used = Set(
            Settings.table.keys.filter { $0.path.contains(".") }.compactMap { $0.path.split(separator: ".").first })
        #expect(used.map(String.init).sorted() == Settings.table.sections.keys.sorted())
    }

    @Test func `what a key writes, it reads`() throws {
        var settings = Settings()
        settings.campaign.name = "O'Brien: \"yes\" # no"
        settings.campaign.outside = ["- a", "null", "12:30", "Tŷ"]
        settings.queue.columns = ["Post code:": "postcode"]
        settings.batch.cutoff = nil
        settings.duplicates.remember = .seconds(36 * 3_600)
        var desk = Settings.Printer(profile: .init(right: 0.25, down: -1), reverse: true)
        (desk.queue, desk.server, desk.tray, desk.labelTray) = ("HP_Laser", "office:631", "main", "by-pass-tray")
        settings.sheets.printers = ["Desk": desk, "Roll": .init()]
        for key in Settings.table.keys {
            let yaml =
                key.path.split(separator: ".").joined(separator: ": {") + ": " + key.write(settings)
                + (key.path.contains(".") ? "}" : "")
            let back = try Settings.read(yaml: yaml, file: "/x")
            var wanted = settings
            key.settle(&wanted, "/")
            #expect(key.write(back) == key.write(wanted), "\(key.path)")
        }
    }
}
