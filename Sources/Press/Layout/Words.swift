import Orders

// How days, numbers and codes are written on paper, for people.

extension LocalDate {
    /// `Thursday 17 December 2026`.
    var inWords: String {
        let (year, month, day) = components
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        return "\(weekday.inWords) \(day) \(months[month - 1]) \(year)"
    }
}

extension Weekday {
    var inWords: String {
        switch self {
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        }
    }
}

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
    /// `12,345`.
    var grouped: String {
        let digits = Array(String(magnitude))
        var text = self < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `1 packet`, `12 packets`.
    func of(_ noun: String) -> String {
        "\(grouped) \(noun)\(self == 1 ? "" : "s")"
    }
}

extension BatchSnapshot {
    /// What the bundle is called on paper: `Urgent`, `Mixed`, `M14`.
    static func bundleInWords(_ bundle: String) -> String {
        switch bundle {
        case "urgent": "Urgent"
        case "mixed": "Mixed"
        default: bundle
        }
    }
}
