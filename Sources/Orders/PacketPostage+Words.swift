extension PacketPostage {
    /// `Large letter · 340 g · £1.55`; what isn't known is left to the counter.
    public var inWords: String {
        let weight = weightGrams.map { "\($0.grouped) g" }
        guard let format, let pricePence else {
            return [weight, atCounter].compactMap { $0 }.joined(separator: " · ")
        }
        return [PostalFormat.words(of: format).capitalisedFirst, weight, pricePence.asPounds].compactMap { $0 }
            .joined(separator: " · ")
    }

    /// What is to be done with a packet without a price.
    public var atCounter: String {
        service == Self.abroad ? "counter, customs?" : "weigh at the counter"
    }

    /// `2nd class`.
    public var serviceInWords: String {
        service == "1st" || service == "2nd" ? "\(service) class" : service
    }
}

extension String {
    /// With a capital at its beginning: `Large letter`.
    public var capitalisedFirst: String {
        prefix(1).uppercased() + dropFirst()
    }
}
