import Orders

extension BatchSnapshot {
    /// Consecutive packets of one bundle.
    struct Bundle {
        var name: String
        var packets: ArraySlice<PacketSnapshot>

        /// `1–12`, also where some of them are left out.
        var numbers: String {
            guard let first = packets.first, let last = packets.last else { return "" }
            return first.sequence == last.sequence ? "\(first.sequence)" : "\(first.sequence)–\(last.sequence)"
        }

        /// `12 packets, 1–12`.
        var inWords: String {
            packets.isEmpty ? "" : "\(packets.count.of("packet")), \(numbers)"
        }
    }

    /// Its packets by bundle, in their order.
    var bundles: [Bundle] {
        var bundles: [Bundle] = []
        for index in packets.indices {
            if let last = bundles.last, last.name == packets[index].bundle {
                bundles[bundles.count - 1].packets = packets[last.packets.startIndex...index]
            } else {
                bundles.append(Bundle(name: packets[index].bundle, packets: packets[index...index]))
            }
        }
        return bundles
    }
}
