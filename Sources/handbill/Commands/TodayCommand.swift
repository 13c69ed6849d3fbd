import ArgumentParser
import Fulfilment
import Orders
import Store

struct TodayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "today", abstract: "See what waits for you, each line with the next command to type.",
        discussion: """
            Held orders and why, urgent ones, batches that nobody has printed or posted, packets that were left out, \
            mail that failed, and what waits for an item. Nothing is changed.

            A terminal shows 20 of each sort, --json 1,000, or as many as --limit says; the counts are always whole.
            """)
    @OptionGroup var common: CommonOptions
    @OptionGroup var listing: ListingOptions

    /// Lines of one sort on a terminal: who has more to look at, uses the listing that the last line names.
    private static let screenful = 20
    /// Rows of one sort in the JSON: a list of work, not an archive.
    private static let plenty = 1000

    func run() async throws {
        let house = try House(common)
        let store = try house.openStore()
        let today = house.clock.today
        let worklist = try await store.worklist(
            urgentBefore: house.calendar.urgentBefore(on: today),
            limit: listing.limit ?? (listing.json ? Self.plenty : Self.screenful), at: house.clock.now)
        let rows = try TodayRows(worklist, house: house, today: today)
        if listing.json { return try JSONOutput.write(rows) }
        try TodayPage(rows, worklist: worklist, house: house).write()
    }
}
