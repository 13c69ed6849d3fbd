import Foundation
import TestSupport
import Testing

/// `handbill demo`: the whole job, looked at with other people's programs.
struct DemoTests {
    @Test func `does the whole job on the examples`() throws {
        let demo = try Demonstration()
        #expect(demo.run.exitCode == 0, "\(demo.run.complaints)")
        for paper in demo.papers { #expect(FileManager.default.fileExists(atPath: paper.path), "\(paper.path)") }
        #expect(demo.orders.count > 30)
        let states = Set(demo.orders.map(\.state))
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

    @Test func `puts every packet's address on a label, in the order of the numbers`() throws {
        let demo = try Demonstration()
        let orders = Dictionary(uniqueKeysWithValues: demo.orders.map { ($0.reference, $0) })
        let labels = try demo.paper("labels.pdf").words()
        var rest = labels[...]
        for packet in demo.batch.packets {
            let reference = try #require(packet.orders.first)
            let order = try #require(orders[reference])
            let address = [order.name] + order.address.lines
            for line in address where line.isLatin {
                let found = try #require(rest.firstRange(of: line.withoutBlanks), "\(reference): a line is missing")
                rest = rest[found.upperBound...]
            }
            if let town = order.address.town?.withoutBlanks, town.isLatin {
                let found = try #require(rest.firstRange(of: town.uppercased()), "\(reference): the town is missing")
                rest = rest[found.upperBound...]
            }
            let mark = try #require(
                rest.firstRange(of: "\(packet.sequence)·\(reference)")
                    ?? rest.firstRange(of: "\(packet.sequence)·\(packet.part)of\(packet.of)·\(reference)"),
                "\(reference) isn't at its place")
            if let postcode = order.postcodeOnPaper {
                #expect(rest[..<mark.lowerBound].hasSuffix(postcode), "\(reference): the postcode stands last")
            }
            rest = rest[mark.upperBound...]
        }
    }

    @Test func `lets nobody see on a label where the supporter works or what she noted`() throws {
        let demo = try Demonstration()
        let labels = try demo.paper("labels.pdf").words()
        let sheets = try demo.paper("orders.pdf").words()
        var found = 0
        for order in demo.orders where order.state == "batched" {
            for text in [order.organisation, order.note].compactMap({ $0?.withoutBlanks }) where text.isLatin {
                #expect(!labels.contains(text), "\(order.reference)")
                if sheets.contains(text) { found += 1 }
            }
        }
        #expect(found > 20, "the same words are found where they belong")
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
        let ours = try demo.paper("\(document).pdf").pictures()
        let theirs = try demo.paper("\(document).ps").pictures()
        #expect(ours.count == theirs.count)
        #expect(!ours.isEmpty)
        for (index, (our, their)) in zip(ours, theirs).enumerated() {
            #expect(our.ink > 0.001, "there is something on page \(index + 1)")
            #expect(our.difference(to: their) < our.ink * 0.4, "page \(index + 1)")
        }
    }

    @Test func `writes one mail to everybody who gave an address, which others can read`() throws {
        let demo = try Demonstration()
        let mails = try demo.mails()
        let expected = demo.orders.filter { $0.email != nil }
        #expect(mails.count == expected.count)
        for order in expected {
            let own = mails.filter { $0["to"].elements.map { $0.elements.last?.text } == [order.email] }
            let mail = try #require(
                own.first { $0["headers"]["subject"].text?.contains(order.reference) == true }, "\(order.reference)")
            #expect(mail["to"].elements.first?.elements.first?.text == order.name)
            for kind in ["text/plain", "text/html"] {
                let text = try #require(mail["parts"][kind].text)
                #expect(text.contains(order.reference))
                for line in order.lines { #expect(text.contains("\(line.quantity)"), "\(order.reference)") }
            }
            let plain = try #require(mail["parts"]["text/plain"].text)
            for line in order.address.lines { #expect(plain.contains(line), "\(order.reference)") }
            if let postcode = order.address.postcode { #expect(plain.contains(postcode), "\(order.reference)") }
            if let organisation = order.organisation { #expect(!plain.contains(organisation), "\(order.reference)") }
        }
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
    /// What stands last on the label; nil abroad, where the country does.
    fileprivate var postcodeOnPaper: String? {
        ["GB", "IM", "JE", "GY"].contains(address.country) && address.postcode?.hasPrefix("BF") == false
            ? address.postcode?.withoutBlanks : nil
    }
}

extension String {
    /// Whether `pdftotext` gives it back as it was written: other scripts it reorders.
    fileprivate var isLatin: Bool {
        unicodeScalars.allSatisfy { $0.value < 0x250 || (0x2010..<0x2040).contains($0.value) }
    }
}
