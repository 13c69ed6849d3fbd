import Foundation
import Fulfilment
import Orders
import Store

/// The settings under which everything is measured, and what stands on them.
enum SampleHouse {
    static let catalogue = Catalogue(items: [
        Item(
            sku: "leaflet-1", title: "First leaflet", weightGrams: 4.2, thicknessMillimetres: 0.12, pack: 25,
            maximum: 1000, perPacket: 500),
        Item(
            sku: "leaflet-2", title: "Second leaflet", weightGrams: 4.8, thicknessMillimetres: 0.14, pack: 25,
            maximum: 500),
        Item(
            sku: "poster-a3", title: "Poster for the notice board, A3", weightGrams: 18.7, thicknessMillimetres: 0.16,
            pack: 5, maximum: 50, packaging: "c4"),
    ])

    /// A post with invented prices, all of them known, so that every division is worked out.
    static let postage = Postage(
        tariff: Tariff(
            name: "Example Post",
            formats: [
                PostalFormat(name: "letter", length: 240, width: 165, thickness: 5, bands: [100]),
                PostalFormat(
                    name: "large-letter", length: 353, width: 250, thickness: 25, bands: [100, 250, 500, 750]),
                PostalFormat(name: "small-parcel", length: 450, width: 350, thickness: 160, bands: [2000]),
                PostalFormat(name: "medium-parcel", length: 610, width: 460, thickness: 460, bands: [20_000]),
            ],
            packagings: [
                Packaging(
                    name: "c5", title: "C5 envelope", length: 229, width: 162, thickness: 0.5, holds: 20,
                    weightGrams: 9),
                Packaging(
                    name: "c4", title: "C4 envelope", length: 324, width: 229, thickness: 1, holds: 23,
                    weightGrams: 45),
                Packaging(
                    name: "carton", title: "Carton", length: 320, width: 230, thickness: 6, holds: 150,
                    weightGrams: 180, isRigid: true),
                Packaging(
                    name: "carton-large", title: "Large carton", length: 450, width: 320, thickness: 8, holds: 300,
                    weightGrams: 400, isRigid: true),
            ],
            tables: [
                Tariff.Table(
                    validFrom: LocalDate(dayNumber: 0),
                    prices: [
                        "2nd": [
                            "letter": [90], "large-letter": [150, 190, 230, 260], "small-parcel": [590],
                            "medium-parcel": [990],
                        ]
                    ])
            ]), postClass: .second, day: clock.today)

    /// Always ten in the morning of Monday, 2 November 2026.
    static let now: Int64 = 1_793_613_600
    static let clock = WallClock(timeZone: .gmt, seconds: { now })
    static let rules = Rules(catalogue: catalogue, today: clock.today, campaignHasImprint: true)
    static let sender = Receiver.Sender(producer: "default", who: "file")

    /// A new store in a fresh folder.
    static func openStore(in folder: String) throws -> Store {
        try Store.open(in: folder + "/state", identity: Store.Identity(mailDomain: "orders.example.org"))
    }

    static func receiver(_ store: Store) -> Receiver {
        Receiver(store: store, rules: rules, clock: clock, duplicatesWithin: 14 * 86_400, remember: 90 * 86_400)
    }
}
