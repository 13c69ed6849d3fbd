import Orders

extension PacketPostage {
    /// `Large letter · 340 g · £1.55`; what isn't known is left to the counter.
    var onPaper: String {
        let weight = weightGrams.map { "\($0.grouped) g" }
        guard let format, let pricePence else {
            return [weight, atCounter].compactMap { $0 }.joined(separator: " · ")
        }
        return [Self.words(of: format), weight, pricePence.inPounds].compactMap { $0 }.joined(separator: " · ")
    }

    /// What the table says of a packet without a price.
    var atCounter: String {
        service == Self.abroad ? "counter, customs?" : "weigh at the counter"
    }

    /// `2nd class`.
    var serviceInWords: String {
        service == "1st" || service == "2nd" ? "\(service) class" : service
    }

    /// `Large letter` of `large-letter`.
    static func words(of format: String) -> String {
        let words = format.map { $0 == "-" ? " " : $0 }
        return words.prefix(1).map { $0.uppercased() }.joined() + String(words.dropFirst())
    }
}

extension Int {
    /// Pence as `£1,234.05`.
    var inPounds: String {
        let pence = magnitude % 100
        return "\(self < 0 ? "-" : "")£\(Int(magnitude / 100).grouped).\(pence < 10 ? "0" : "")\(pence)"
    }
}
