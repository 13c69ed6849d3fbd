import Foundation
import Fulfilment
import Orders
import Store

/// The settings under which everything is measured, and what stands on them.
enum SampleHouse {
    static let catalogue = Catalogue(items: [
        Item(sku: "leaflet-1", title: "First leaflet", weightGrams: 4.2, pack: 25, maximum: 1000, perPacket: 500),
        Item(sku: "leaflet-2", title: "Second leaflet", weightGrams: 4.8, pack: 25, maximum: 500),
        Item(sku: "poster-a3", title: "Poster for the notice board, A3", weightGrams: 18.7, pack: 5, maximum: 50),
    ])

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
