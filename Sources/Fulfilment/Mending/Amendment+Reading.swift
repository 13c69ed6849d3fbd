public import Orders

extension Amendment {
    /// Reads `FIELD=VALUE` words, each field as it is named in a heading or in JSON, or an item by its sku. An empty
    /// value takes the field out.
    ///
    /// What a value must be isn't judged here, except that a list of items must be one.
    ///
    /// - Parameters:
    ///   - words: As they were typed; none make an amendment that changes nothing.
    ///   - order: The order that it is for: `quantity` alone means its one line.
    ///   - catalogue: Whose items may be named.
    /// - Throws: `AmendmentProblems`.
    public init(reading words: [String], of order: Order, catalogue: Catalogue) throws(AmendmentProblems) {
        var reading = AmendmentReading(order: order, catalogue: catalogue)
        for word in words { reading.read(word) }
        reading.finish()
        guard reading.problems.isEmpty else { throw AmendmentProblems(problems: reading.problems) }
        self = reading.amendment
    }
}
