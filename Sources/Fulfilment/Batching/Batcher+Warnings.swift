public import Orders

extension Batcher {
    /// What to see to about the postage of these batches.
    func warnings(of snapshots: [BatchSnapshot]) -> [Warning] {
        guard let tariff = plan.tariff, let day = snapshots.first?.closedOn else { return [] }
        let items = Set(snapshots.flatMap { $0.items.map(\.sku) })
        return tariff.warnings(
            on: day, for: plan.catalogue.items.filter { items.contains($0.sku) }, in: plan.catalogueFile)
    }
}

extension Tariff {
    /// What to see to: items that nobody has weighed or measured, or that go into nothing, prices that may not be today's.
    ///
    /// - Parameter file: the one that the catalogue is in.
    public func warnings(
        on day: LocalDate, for items: [Item], in file: String = "the catalogue"
    ) -> [Batcher.Warning] {
        var warnings: [Batcher.Warning] = []
        let unweighed = items.filter { $0.weightGrams <= 0 }.map(\.sku)
        let unmeasured = items.filter { $0.weightGrams > 0 && !$0.isMeasured }.map(\.sku)
        for (skus, what, key, doing) in [
            (unweighed, "weight", "weightGrams", "weigh"), (unmeasured, "thickness", "thicknessMillimetres", "measure"),
        ] where !skus.isEmpty {
            let names = skus.joined(separator: ", ")
            warnings.append(
                .init(
                    problem:
                        "\(names) \(skus.count == 1 ? "has" : "have") no \(what): what holds it is to be weighed at "
                        + "the counter",
                    hint: "\(doing) a pack, divide by its copies, and add \(key) to \(names) in \(file)",
                    isError: key == "weightGrams"))
        }
        if let age = age(on: day) { warnings.append(.init(problem: age.sentence, hint: age.hint)) }
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
