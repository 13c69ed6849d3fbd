import Orders
import Testing

@Suite struct TariffTests {
    private static let twice = Tariff(
        name: "Example Post", formats: [], packagings: [],
        tables: [
            .init(validFrom: .on("2026-04-07"), prices: ["2nd": ["letter": [91]]]),
            .init(validFrom: .on("2025-04-07"), prices: ["2nd": ["letter": [87]]]),
        ])

    @Test(arguments: [
        ("2025-04-06", nil), ("2025-04-07", 87), ("2026-04-06", 87), ("2026-04-07", 91), ("2030-01-01", 91),
    ])
    func `the newest table that holds on the day counts`(day: String, price: Int?) {
        #expect(Self.twice.table(on: .on(day))?.prices["2nd"]?["letter"]?[0] == price)
    }

    @Test(arguments: [("2025-04-07", false), ("2027-05-07", false), ("2027-05-08", true), ("2025-04-06", true)])
    func `prices are old after thirteen months, or where none holds yet`(day: String, isOld: Bool) {
        #expect((Self.twice.age(on: .on(day)) != nil) == isOld)
        #expect(Self.twice.age(on: .on(day)).map { $0.hint.contains("post.tariff") } != false)
    }

    @Test(arguments: [(155, "£1.55"), (5, "£0.05"), (12_340, "£123.40"), (0, "£0.00"), (123_405, "£1,234.05")])
    func `pence are written as pounds`(pence: Int, words: String) {
        #expect(pence.asPounds == words)
        #expect(pence.asDecimalPounds == words.filter { $0 != "£" && $0 != "," })
    }

    @Test func `an envelope is as thick as what is in it, a carton as thick as it is`() {
        let formats = Tariff.fixture().formats
        #expect(Packaging.envelope.mostContents(as: formats[0]) == 4.5)
        #expect(Packaging.envelope.mostContents(as: formats[1]) == 20)
        #expect(Packaging.largeEnvelope.mostContents(as: formats[0]) == nil, "too long for a letter")
        #expect(Packaging.carton.mostContents(as: formats[1]) == nil)
        #expect(Packaging.carton.mostContents(as: formats[2]) == 150)
    }

    @Test func `a batch's postage is told in a sentence`() {
        func packet(_ format: String?, _ price: Int?) -> PacketPostage {
            PacketPostage(format: format, bandGrams: 100, pricePence: price, service: "2nd")
        }
        let packets = [packet("letter", 91), packet("large-letter", 155), packet("large-letter", 155)]
        #expect(PostageSummary(packets).inWords == "3 packets: 2 large letters, 1 letter; about £4.01")
        #expect(
            PostageSummary(packets + [packet("small-parcel", nil), nil]).inWords
                == "5 packets: 2 large letters, 1 letter, 2 at the counter; about £4.01 without the counter")
        #expect(PostageSummary([packet(nil, nil)]).inWords == "1 packet: 1 at the counter")
        #expect(PostageSummary([PacketPostage]()).inWords == "0 packets")
    }

    @Test func `a packet says what to do with it`() {
        #expect(
            PacketPostage(weightGrams: 1_240, format: "large-letter", bandGrams: 1_500, pricePence: 210, service: "2nd")
                .inWords == "Large letter · 1,240 g · £2.10")
        #expect(PacketPostage(format: "letter", bandGrams: 100, service: "2nd").inWords == "weigh at the counter")
        #expect(PacketPostage(weightGrams: 80, service: PacketPostage.abroad).inWords == "80 g · counter, customs?")
    }

    @Test func `what to buy at the post is counted by format and band, the counter last`() {
        func packet(_ format: String?, _ grams: Int?, _ price: Int?) -> PacketPostage {
            PacketPostage(format: format, bandGrams: grams, pricePence: price, service: "2nd")
        }
        let totals = PostageTotals([
            packet("large-letter", 250, 210), packet("letter", 100, 91), nil, packet("large-letter", 100, 155),
            packet("large-letter", 100, 155), packet("small-parcel", 2_000, nil),
            PacketPostage(service: PacketPostage.abroad),
        ])
        #expect(
            totals.rows.map { "\($0.inWords): \($0.packets)" } == [
                "2nd letter up to 100 g: 1", "2nd large letter up to 100 g: 2", "2nd large letter up to 250 g: 1",
                "counter, customs?: 1", "weigh at the counter: 1", "weigh at the counter: 1",
            ])
        #expect(totals.pence == 611 && totals.priced == 4 && totals.atCounter == 3)
    }
}
