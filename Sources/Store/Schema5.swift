/// The fifth version of the tables: what a packet weighs and costs, and what a printer made of what was printed.
enum Schema5 {
    static let changes = [postage, printer, job, ended, endedAt]

    private static let postage = """
        -- Weight, format and price as they were reckoned at closing, as JSON; NULL in batches from before.
        ALTER TABLE packets ADD COLUMN postage TEXT;
        """

    // NULL for papers that were written as files.
    private static let printer = "ALTER TABLE printings ADD COLUMN printer TEXT CHECK (printer <> '')"

    // The job's number on the print server, once it took it.
    private static let job = "ALTER TABLE printings ADD COLUMN job INTEGER CHECK (job IS NULL OR printer IS NOT NULL)"

    private static let ended = """
        ALTER TABLE printings ADD COLUMN ended TEXT CHECK (ended IN ('completed', 'canceled', 'aborted'))
        """

    private static let endedAt = """
        ALTER TABLE printings ADD COLUMN ended_at INTEGER CHECK (
            (ended IS NULL) = (ended_at IS NULL) AND (ended IS NULL OR printer IS NOT NULL))
        """
}
