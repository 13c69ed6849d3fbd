/// The fifth version of the tables: what a packet weighs and costs.
enum Schema5 {
    static let changes = [postage]

    private static let postage = """
        -- Weight, format and price as they were reckoned at closing, as JSON; NULL in batches from before.
        ALTER TABLE packets ADD COLUMN postage TEXT;
        """
}
