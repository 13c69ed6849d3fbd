import Orders

extension Tariff {
    /// A post of round numbers, of which only some prices are known: letters, large letters in two bands, parcels.
    static func fixture(
        letter: [Int?] = [90], large: [Int?] = [150, 200], parcel: [Int?] = [400], packagings: [Packaging]? = nil,
        holdsGrams: [String: Double] = [:]
    ) -> Tariff {
        Tariff(
            name: "Example Post",
            formats: [
                PostalFormat(name: "letter", length: 240, width: 165, thickness: 5, bands: [100]),
                PostalFormat(name: "large-letter", length: 353, width: 250, thickness: 25, bands: [100, 750]),
                PostalFormat(name: "small-parcel", length: 450, width: 350, thickness: 160, bands: [2000]),
            ],
            packagings: (packagings ?? [.envelope, .largeEnvelope, .carton]).map { size in
                var size = size
                size.holdsGrams = holdsGrams[size.name] ?? size.holdsGrams
                return size
            },
            tables: [
                Table(
                    validFrom: .on("2026-04-07"),
                    prices: ["2nd": ["letter": letter, "large-letter": large, "small-parcel": parcel]])
            ],
            serviceCodes: ["2nd": "EX2"])
    }

    var onOpeningDay: Postage {
        Postage(tariff: self, postClass: .second, day: .on("2026-12-01"))
    }
}

extension Packaging {
    static let envelope = Packaging(
        name: "c5", title: "C5 envelope", length: 229, width: 162, thickness: 0.5, holds: 20, weightGrams: 10)
    static let largeEnvelope = Packaging(
        name: "c4", title: "C4 envelope", length: 324, width: 229, thickness: 1, holds: 24, weightGrams: 40)
    static let carton = Packaging(
        name: "carton", title: "Carton", length: 320, width: 230, thickness: 4, holds: 150, weightGrams: 150,
        isRigid: true)
}
