public import Orders

extension Batcher {
    /// What to see to about the postage of these batches.
    func warnings(of snapshots: [BatchSnapshot]) -> [Warning] {
        guard let tariff = plan.tariff, let day = snapshots.first?.closedOn else { return [] }
        let items = Set(snapshots.flatMap { $0.items.map(\.sku) })
        return tariff.warnings(on: day, for: plan.catalogue.items.filter { items.contains($0.sku) })
    }
}

extension Tariff {
    /// What to see to: prices that may not be today's, items that nobody has weighed or measured, or that go into nothing.
    public func warnings(on day: LocalDate, for items: [Item]) -> [Batcher.Warning] {
        var warnings: [Batcher.Warning] = []
        if let age = age(on: day) { warnings.append(.init(problem: age.sentence, hint: age.hint)) }
        let unknown = items.filter { !$0.isMeasured }.map(\.sku)
        if !unknown.isEmpty {
            warnings.append(
                .init(
                    problem: unknown.joined(separator: ", ")
                        + (unknown.count == 1 ? " has" : " have")
                        + " no weight or no thickness: what holds it is to be weighed at the counter",
                    hint: "weigh and measure a pack, divide by its copies, and write weightGrams and "
                        + "thicknessMillimetres into the catalogue"))
        }
        let oversize = oversize(of: items).map(\.sku)
        if !oversize.isEmpty {
            warnings.append(
                .init(
                    problem: oversize.joined(separator: ", ") + (oversize.count == 1 ? " is" : " are")
                        + " larger or heavier than any packaging of the tariff",
                    hint: "each copy goes by itself, to be weighed at the counter: write what you pack it in below "
                        + "packaging, or mend weightGrams and thicknessMillimetres in the catalogue"))
        }
        return warnings
    }
}
