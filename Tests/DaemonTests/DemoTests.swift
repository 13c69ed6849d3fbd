import Foundation
import TestSupport
import Testing

/// `handbill demo`: the whole job, looked at with other people's programs.
struct DemoTests {
    @Test func `does the whole job on the examples`() throws {
        let demo = try Demonstration()
        #expect(demo.run.exitCode == 0, "\(demo.run.complaints)")
        for paper in demo.papers { #expect(FileManager.default.fileExists(atPath: paper.path), "\(paper.path)") }
        let orders = try demo.listedOrders()
        #expect(orders.count > 30)
        let states = Set(orders.map(\.state))
        #expect(states.isSuperset(of: ["batched", "held", "backordered"]))
        for word in ["accepted", "rejected", "duplicate", "Held", "Waiting for the printer", demo.batch.id, "RH6 0HP"] {
            #expect(demo.run.text.contains(word), "the summary says \(word)")
        }
        for folder in ["accepted", "rejected"] {
            #expect(try !FileManager.default.contentsOfDirectory(atPath: demo.folder.path("queue/\(folder)")).isEmpty)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: demo.folder.path("queue/incoming")).isEmpty)
    }

    @Test func `writes sound PDFs with every font embedded`() throws {
        let demo = try Demonstration()
        for name in Demonstration.documents {
            let paper = demo.paper("\(name).pdf")
            _ = try Paper.tool("qpdf", ["--check", paper.path])
            let fonts = try paper.fonts()
            #expect(!fonts.isEmpty)
            for font in fonts {
                // The columns before the object's number: embedded, subset, Unicode.
                #expect(font.split(separator: " ").dropLast(2).suffix(3).first == "yes", "\(name): \(font)")
            }
        }
    }

    @Test func `writes what everybody ordered on labels, order sheets and mails, and on none what isn't for it`() throws
    {
        let demo = try Demonstration()
        let orders = try demo.orders()
        try Self.expectAddresses(on: demo.paper("labels.pdf"), of: demo.batch, orders)
        try Self.expectDiscretion(in: demo, orders)
        try Self.expectMails(try demo.mails(), orders)
    }

    /// Every packet's address stands on a label, in the order of the numbers.
    private static func expectAddresses(on labels: Paper, of batch: ShownBatch, _ orders: [ShownOrder]) throws {
        let orders = Dictionary(uniqueKeysWithValues: orders.map { ($0.reference, $0) })
        let words = try labels.words()
        let layout = try labels.layout()
        var addresses = words[...]
        var references = words[...]
        for packet in batch.packets {
            let reference = try #require(packet.orders.first)
            let order = try #require(orders[reference])
            for line in order.linesOnPaper where line.isLatin {
                let found = try #require(addresses.firstRange(of: line), "\(reference): a line is missing")
                addresses = addresses[found.upperBound...]
            }
            let found = try #require(references.firstRange(of: reference), "\(reference) isn't at its place")
            references = references[found.upperBound...]
            let part = packet.of > 1 ? " · \(packet.part) of \(packet.of)" : ""
            #expect(layout.contains("\(packet.sequence) · \(reference)\(part)"))
        }
    }

    /// Nobody sees on a label where the supporter works or what she noted; the order sheet in the packet says it.
    private static func expectDiscretion(in demo: Demonstration, _ orders: [ShownOrder]) throws {
        let labels = try demo.paper("labels.pdf").words()
        let sheets = try demo.paper("orders.pdf").words()
        var found = 0
        for order in orders where order.state == "batched" {
            for text in [order.organisation, order.note].compactMap({ $0?.withoutBlanks }) where text.isLatin {
                #expect(!labels.contains(text), "\(order.reference)")
                if sheets.contains(text) { found += 1 }
            }
        }
        #expect(found > 20, "the same words are found where they belong")
    }

    /// Everybody who gave an address gets one mail, which other programs can read.
    private static func expectMails(_ mails: [JSONValue], _ orders: [ShownOrder]) throws {
        let expected = orders.filter { $0.email != nil }
        #expect(mails.count == expected.count)
        for order in expected {
            let mail = try #require(
                mails.first { $0["headers"]["subject"].text?.contains(order.reference) == true }, "\(order.reference)")
            #expect(mail["to"].elements.map(\.elements) == [[.string(order.name), .string(order.email ?? "")]])
            for kind in ["text/plain", "text/html"] {
                let text = try #require(mail["parts"][kind].text)
                #expect(text.contains(order.reference))
                for line in order.lines { #expect(text.contains("\(line.quantity)"), "\(order.reference)") }
            }
            let plain = try #require(mail["parts"]["text/plain"].text)
            for line in order.linesOnPaper { #expect(plain.withoutBlanks.contains(line), "\(order.reference)") }
            if let organisation = order.organisation { #expect(!plain.contains(organisation), "\(order.reference)") }
        }
    }

    @Test func `puts an order sheet of every order and the whole pick list on paper`() throws {
        let demo = try Demonstration()
        let sheets = try demo.paper("orders.pdf").words()
        var rest = sheets[...]
        for order in demo.batch.orders {
            let found = try #require(rest.firstRange(of: order.reference), "\(order.reference) is missing")
            rest = rest[found.upperBound...]
            for line in order.lines { #expect(rest.contains(line.item), "\(order.reference)") }
        }
        let picks = try demo.paper("picklist.pdf").words()
        for (item, copies) in demo.batch.totals {
            #expect(picks.contains(item))
            #expect(picks.contains(copies.formatted(.number.locale(Locale(identifier: "en_GB")))), "\(copies) \(item)")
        }
        for order in demo.batch.orders { #expect(picks.contains(order.reference)) }
    }

    @Test(arguments: Demonstration.documents)
    func `draws the same pages in PostScript`(document: String) throws {
        let demo = try Demonstration()
        let (pdf, ps) = (demo.paper("\(document).pdf"), demo.paper("\(document).ps"))
        #expect(try pdf.pageCount() == ps.pageCount())
        let (ours, theirs) = (try pdf.pictures(ofFirst: 3), try ps.pictures(ofFirst: 3))
        #expect(ours.count == theirs.count)
        #expect(ours.count == 3)
        for (index, (our, their)) in zip(ours, theirs).enumerated() {
            #expect(our.ink > 0.001, "there is something on page \(index + 1)")
            #expect(our.difference(to: their) < 0.25, "page \(index + 1)")
        }
        #expect(ours[0].difference(to: theirs[1]) > 0.5, "another page looks otherwise")
    }

    @Test func `leaves a folder that doctor calls good, and in which the work goes on`() throws {
        let demo = try Demonstration()
        let port = try ReservedPort()
        let doctor = try Program(
            Binary.path, ["doctor", "--json"], in: demo.folder.path,
            environment: ["HANDBILL_HTTP_PORT": "\(port.number)"]
        ).run()
        let checks = try JSONDecoder().decode([DoctorCheck].self, from: doctor.output)
        #expect(checks.filter { !$0.ok }.map { "\($0.check): \($0.detail)" } == [])
        #expect(doctor.exitCode == 0)
        let before = try demo.mails().count
        let printed = try Program(Binary.path, ["dispatch", "latest", "--yes"], in: demo.folder.path).run()
        #expect(printed.exitCode == 0, "\(printed.complaints)")
        let again = try #require(try demo.orders().first { $0.state == "held" && $0.email != nil })
        let mail = try Program(Binary.path, ["mail", "again", again.reference], in: demo.folder.path).run()
        #expect(mail.exitCode == 0, "\(mail.complaints)")
        _ = try Program(Binary.path, ["mail", "send"], in: demo.folder.path).run()
        #expect(try demo.mails().count > before, "further mail lies where the other lies")
    }

    @Test func `refuses a folder that isn't empty`() throws {
        let folder = try TemporaryDirectory()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path("mine")))
        let run = try Program(Binary.path, ["demo", "--keep", folder.path]).run()
        #expect(run.exitCode == 73)
        #expect(run.complaints.contains("empty"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["mine"])
    }
}

extension ShownOrder {
    /// The lines of the address that labels and mails have in the same order in every country, without blanks.
    fileprivate var linesOnPaper: [String] {
        let isOrdinary = address.country == "GB" && address.postcode?.hasPrefix("BF") == false
        let ending = isOrdinary ? [address.town?.uppercased(), address.postcode].compactMap(\.self) : []
        return ([name] + address.lines + ending).map(\.withoutBlanks)
    }
}

extension String {
    /// Whether `pdftotext` gives it back as it was written: other scripts it reorders.
    fileprivate var isLatin: Bool {
        unicodeScalars.allSatisfy { $0.value < 0x250 || (0x2010..<0x2040).contains($0.value) }
    }
}
