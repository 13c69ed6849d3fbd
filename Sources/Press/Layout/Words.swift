import Orders

// How numbers and codes are written on paper, for people.

extension Purpose {
    /// What the order is for, as a volunteer would say it.
    var inWords: String {
        switch self {
        case .ownWorkplace: "the supporter's own workplace"
        case .nearbyWorkplace: "a workplace nearby"
        case .event: "an event"
        case .branch: "the branch"
        case .other: "another purpose"
        }
    }
}

extension Int {
    /// `1 packet`, `12 packets`.
    func of(_ noun: String) -> String {
        "\(grouped) \(noun)\(self == 1 ? "" : "s")"
    }
}
