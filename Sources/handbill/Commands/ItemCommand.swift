import ArgumentParser
import Fulfilment
import Orders
import Store

struct ItemCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "item", abstract: "See what has been ordered of each item.", subcommands: [List.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copies ordered, backordered, batched and dispatched of each item: how many to print.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var listing: ListingOptions

        struct Row: Encodable {
            var item: String
            var title: String
            var ordered: Int
            var backordered: Int
            var batched: Int
            var dispatched: Int
            @OrNull var shipsFrom: String?
        }

        func run() async throws {
            let house = try House(common)
            let totals = try await house.openStoreForToday().itemTotals()
            let catalogue = try house.catalogue
            let gone = totals.keys.filter { catalogue[$0] == nil }.sorted().map { Item(sku: $0, title: $0) }
            let items = catalogue.items + gone
            let rows = items.prefix(listing.limit ?? items.count).map { item in
                let total = totals[item.sku]
                return Row(
                    item: item.sku, title: item.title, ordered: total?.ordered ?? 0,
                    backordered: total?.backordered ?? 0, batched: total?.batched ?? 0,
                    dispatched: total?.dispatched ?? 0, shipsFrom: item.shipsFrom)
            }
            if listing.json { return try JSONOutput.write(rows) }
            var table = Table(
                ["item", "title", "ordered", "backordered", "batched", "dispatched", "ships from"],
                numeric: [2, 3, 4, 5])
            for row in rows {
                table.add([
                    row.item, row.title, String(row.ordered), String(row.backordered), String(row.batched),
                    String(row.dispatched), row.shipsFrom,
                ])
            }
            try table.write()
        }
    }
}

extension Item {
    /// The first day of posting as the catalogue writes it; nil where it is in stock.
    var shipsFrom: String? {
        switch ships {
        case .inStock: nil
        case .from(let date): date.description
        case .unknown: "unknown"
        }
    }
}
