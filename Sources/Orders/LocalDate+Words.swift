extension LocalDate {
    /// Where in a sentence a day stands. English doesn't mind; Welsh does.
    public enum Place: Sendable {
        /// By itself, or between two: "dydd Iau".
        case byItself
        /// When something happens, or after "o" and "tan", which soften: "ddydd Iau".
        case onIt
    }

    /// The day in words: "Thursday 17 December 2026", "dydd Iau 17 Rhagfyr 2026".
    public func words(in language: Language, _ place: Place = .byItself) -> String {
        let (year, month, day) = components
        switch language {
        case .english:
            return "\(weekday.englishName) \(day) \(Self.englishMonths[month - 1]) \(year)"
        case .welsh:
            return "\(place == .onIt ? "d" : "")\(weekday.welshName) \(day) \(Self.welshMonths[month - 1]) \(year)"
        }
    }

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static let welshMonths = [
        "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd",
        "Rhagfyr",
    ]
}

extension Weekday {
    fileprivate var englishName: String {
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

    fileprivate var welshName: String {
        switch self {
        case .monday: "dydd Llun"
        case .tuesday: "dydd Mawrth"
        case .wednesday: "dydd Mercher"
        case .thursday: "dydd Iau"
        case .friday: "dydd Gwener"
        case .saturday: "dydd Sadwrn"
        case .sunday: "dydd Sul"
        }
    }
}
