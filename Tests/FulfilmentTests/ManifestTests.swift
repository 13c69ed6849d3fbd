import Orders
import Testing

@testable import Fulfilment

@Suite struct ManifestTests {
    private static func packet(
        _ sequence: Int, _ recipient: [String]?, part: Int = 1, of: Int = 1, bundle: String = "M",
        orders: Int = 1, postage: PacketPostage? = nil
    ) -> PacketSnapshot {
        PacketSnapshot(
            sequence: sequence, part: part, of: of, bundle: bundle, recipient: recipient,
            orders: (0..<orders).map { number in
                PacketOrder(
                    reference: Reference(number: UInt64(sequence * 10 + number)),
                    lines: [OrderLine(item: "leaflet-1", quantity: 100)], urgent: number == 1,
                    organisation: "Example Works", note: "the secret note")
            }, postage: postage)
    }

    private static func manifest(_ packets: PacketSnapshot..., changes: [BatchChange] = []) -> Manifest {
        let day = LocalDate("2026-12-07") ?? LocalDate(dayNumber: 0)
        return Manifest(
            BatchSnapshot(
                id: BatchID(date: day, number: 1), closedAt: 1_796_644_800, closedOn: day,
                campaign: .init(name: "Example campaign"), items: [], packets: packets,
                papers: .init(labels: Workshop.sheet)), changes: changes)
    }

    /// The rows below the header, by its names; the cells here hold no commas but in the third address line.
    private static func rows(_ manifest: Manifest, _ file: Manifest.File = .manifest) -> [[String: String]] {
        let lines = String(decoding: manifest.bytes(of: file), as: UTF8.self).split(separator: "\r\n").map(cells)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    /// The cells of a row of RFC 4180.
    private static func cells(_ line: Substring) -> [String] {
        var (cells, isQuoted) = ([""], false)
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells
    }

    private static let home = ["Aisha Khan", "Unit 2", "1 Example Street", "MANCHESTER", "M9 0SQ"]
    private static let postage = PacketPostage(
        weightGrams: 65, thicknessMillimetres: 13, format: "large-letter", bandGrams: 100, pricePence: 155,
        service: "2nd", serviceCode: "EX2", packaging: "C4 envelope")

    @Test func `a row for each packet, in Click and Drop's columns`() {
        let rows = Self.rows(Self.manifest(Self.packet(1, Self.home, postage: Self.postage), Self.packet(2, Self.home)))
        #expect(
            rows.first == [
                "Order reference": "\(Reference(number: 10))", "Special instructions": "2026-12-07-1 no. 1",
                "Order date": "07/12/26", "Full name": "Aisha Khan", "Address line 1": "Unit 2",
                "Address line 2": "1 Example Street", "Address line 3": "", "City": "MANCHESTER",
                "Postcode": "M9 0SQ", "Country": "United Kingdom", "Weight (kg)": "0.065",
                "Package size": "large letter", "Service code": "EX2",
            ])
        #expect(rows.map { $0["Special instructions"] } == ["2026-12-07-1 no. 1", "2026-12-07-1 no. 2"])
        #expect(rows[1]["Weight (kg)"] == "" && rows[1]["Package size"] == "")
    }

    @Test func `each row has a reference of its own`() {
        let rows = Self.rows(
            Self.manifest(
                Self.packet(1, Self.home, part: 1, of: 2), Self.packet(2, Self.home, part: 2, of: 2),
                Self.packet(3, Self.home, orders: 2), Self.packet(4, Self.home, orders: 9)))
        let references = rows.compactMap { $0["Order reference"] }
        #expect(references[0] == "\(Reference(number: 10)) 1/2")
        #expect(references[1] == "\(Reference(number: 20)) 2/2")
        #expect(references[2] == "\(Reference(number: 30)) \(Reference(number: 31))")
        #expect(references[3] == "\(Reference(number: 40)) and 8 more")
        #expect(references.allSatisfy { $0.count <= 40 })
    }

    @Test func `keeps to the limits, and says which rows were shortened`() {
        let long = String(repeating: "Interminable Example House ", count: 6).trimmingTail
        let nine = ["Aisha Khan"] + (1...6).map { "Line \($0)" } + ["MANCHESTER", "M9 0SQ"]
        let manifest = Self.manifest(
            Self.packet(1, [long, long, long, long, long, "MANCHESTER", "M9 0SQ"]), Self.packet(2, nine))
        let rows = Self.rows(manifest)
        for row in rows {
            #expect(row.allSatisfy { name, cell in cell.count <= (name == "Postcode" ? 20 : 100) })
        }
        #expect(rows[1]["Address line 1"] == "Line 1, Line 2")
        #expect(rows[1]["Address line 2"] == "Line 3, Line 4")
        #expect(rows[1]["Address line 3"] == "Line 5, Line 6")
        #expect(rows[0]["Full name"]?.hasPrefix("Interminable Example House") == true)
        #expect(manifest.shortened == [1])
    }

    @Test(arguments: [
        ("Łucja Żółkiewska-Dąbrowska", "Lucja Zolkiewska-Dabrowska"),
        ("Siân ap Gwilym, Tŷ Ŵyn", "Sian ap Gwilym, Ty Wyn"),
        ("Þórður Ægisson Bölvaður", "Thordur Aegisson Bolvadur"), ("Ciarán O’Brien", "Ciaran O'Brien"),
        ("Zoe\u{308} Œuvré", "Zoe Oeuvre"), ("Straße 5", "Strasse 5"), ("Aisha 😀 Khan", "Aisha Khan"),
        ("Ελένη", "Elene"), ("Олена", "Olena"), ("M9 0SQ", "M9 0SQ"), ("😀", ""), ("Щука", "Shchuka"),
        ("Плющ", "Plushch"), ("Льва Подъезд", "Lva Podezd"), ("В’ячеслав", "V'aceslav"), ("しんいち", "shinichi"),
        ("O'Brien, Łódź", "O'Brien, Lodz"), ("𝔉𝔯𝔞𝔨𝔱𝔲𝔯 №1", "Fraktur No1"), ("Oʼahu `Ćirić´", "O'ahu 'Ciric'"),
    ])
    func `writes every letter in standard Roman ones`(text: String, roman: String) {
        #expect(text.inRomanLetters == roman)
    }

    @Test func `Arabic is written as it sounds, without marks and question marks`() {
        let roman = "محمد علي".inRomanLetters
        #expect(roman.hasPrefix("mhmd"))
        #expect(roman.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "?") })
    }

    @Test func `says of which packets a word is missing there`() {
        let manifest = Self.manifest(
            Self.packet(1, Self.home), Self.packet(2, ["Tenzin བོད་", "1 Example Street", "MANCHESTER", "M9 0SQ"]),
            Self.packet(3, ["Łucja 😀 Nowak", "1 Example Street", "MANCHESTER", "M9 0SQ"]))
        #expect(manifest.incomplete == [2])
    }

    @Test func `only Click and Drop's letters are changed, and nobody is nameless there`() {
        let manifest = Self.manifest(
            Self.packet(1, ["Łucja Nowak", "1 Ulica", "ŁÓDŹ", "M9 0SQ"]),
            Self.packet(2, ["😀", "1 Example Street", "MANCHESTER", "M9 0SQ"]))
        #expect(Self.rows(manifest).map { $0["Full name"] } == ["Lucja Nowak", "Packet 2"])
        #expect(Self.rows(manifest)[0]["City"] == "LODZ")
        #expect(Self.rows(manifest, .packets)[0]["name"] == "Łucja Nowak")
        #expect(Self.rows(manifest, .packets)[0]["town"] == "ŁÓDŹ")
    }

    @Test(arguments: [Manifest.File.manifest, .packets])
    func `leaves out what must not be packed any more`(file: Manifest.File) {
        let long = String(repeating: "Example House ", count: 20)
        let manifest = Self.manifest(
            Self.packet(1, [long] + Self.home.dropFirst()), Self.packet(2, Self.home), Self.packet(3, Self.home),
            changes: [1, 3].map {
                BatchChange(sequences: [$0], reference: Reference(number: UInt64($0 * 10)), fate: .waits, at: 0)
            })
        let rows = Self.rows(manifest, file)
        let references = rows.compactMap { $0["Order reference"] ?? $0["references"] }
        #expect(references == ["\(Reference(number: 20))"])
        #expect(manifest.shortened.isEmpty)
    }

    @Test func `a packet that goes without one of its orders is weighed, and shows only what is in it`() {
        let gone = Reference(number: 10)
        let manifest = Self.manifest(
            Self.packet(1, Self.home, orders: 2, postage: Self.postage),
            Self.packet(2, Self.home, postage: Self.postage),
            changes: [BatchChange(sequences: [1], reference: gone, fate: .waits, at: 0, isShared: true)])
        let rows = Self.rows(manifest, .packets)
        #expect(rows.map { $0["references"] } == ["\(Reference(number: 11))", "\(Reference(number: 20))"])
        #expect(rows.map { $0["copies"] } == ["100", "100"])
        #expect(rows.map { $0["counter"] } == ["weigh", ""])
        #expect(rows[0]["weight g"] == "" && rows[0]["postage"] == "")
        #expect(!String(decoding: manifest.bytes(of: .manifest), as: UTF8.self).contains("\(gone)"))
    }

    @Test(arguments: [Manifest.File.manifest, .packets])
    func `never shows a note or an organisation`(file: Manifest.File) {
        let text = String(
            decoding: Self.manifest(Self.packet(1, Self.home, orders: 2, postage: Self.postage)).bytes(of: file),
            as: UTF8.self)
        #expect(!text.contains("secret") && !text.contains("Works"))
    }

    @Test(arguments: ["=1+1", "+44", "-1", "@A1"])
    func `what a spreadsheet would reckon with is text`(name: String) {
        let manifest = Self.manifest(Self.packet(1, [name] + Self.home.dropFirst()))
        #expect(Self.rows(manifest)[0]["Full name"] == "'" + name)
        #expect(Self.rows(manifest, .packets)[0]["name"] == "'" + name)
    }

    @Test func `abroad it names the country and asks at the counter`() {
        let packet = Self.packet(
            1, ["Aisha Khan", "1 Example Street", "DUBLIN", "D02 X285", "IRELAND"], bundle: "abroad-IE",
            postage: PacketPostage(weightGrams: 1_005, service: PacketPostage.abroad))
        let row = Self.rows(Self.manifest(packet))[0]
        #expect(row["Country"] == "Ireland" && row["City"] == "DUBLIN" && row["Postcode"] == "D02 X285")
        #expect(row["Weight (kg)"] == "1.005" && row["Package size"] == "")
        let own = Self.rows(Self.manifest(packet), .packets)[0]
        #expect(own["counter"] == "counter, customs?" && own["postage"] == "" && own["class"] == "abroad")
    }

    @Test func `our own has everything that is known of a packet`() {
        let row = Self.rows(Self.manifest(Self.packet(1, Self.home, orders: 2, postage: Self.postage)), .packets)[0]
        #expect(row["references"] == "\(Reference(number: 10)) \(Reference(number: 11))")
        #expect(row["urgent"] == "yes" && row["copies"] == "200" && row["items"] == "leaflet-1:100; leaflet-1:100")
        #expect(row["address"] == "Unit 2, 1 Example Street" && row["packaging"] == "C4 envelope")
        #expect(row["weight g"] == "65" && row["thickness mm"] == "13.0" && row["band g"] == "100")
        #expect(row["postage"] == "1.55" && row["format"] == "large-letter" && row["counter"] == "")
        #expect(Self.rows(Self.manifest(Self.packet(1, Self.home)), .packets)[0]["counter"] == "weigh")
    }

    @Test func `an address that was taken out leaves its row`() {
        let row = Self.rows(Self.manifest(Self.packet(1, nil)))[0]
        #expect(row["Full name"] == "" && row["Postcode"] == "")
        #expect(row["Order reference"] == "\(Reference(number: 10))")
    }
}

extension String {
    fileprivate var trimmingTail: String { hasSuffix(" ") ? String(dropLast()) : self }
}
