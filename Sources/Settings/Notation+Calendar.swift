import Foundation
internal import Orders

extension Notation where Value == LocalDate {
    /// `2026-12-24`.
    static let date = single("a date of the form YYYY-MM-DD", write: \.description) { (text) throws(Fault) in
        guard let date = LocalDate(text) else { throw Fault(problem: "\(text.quoted) is no date in the calendar") }
        return date
    }
}

extension Notation where Value == TimeOfDay {
    /// `"16:00"`: YAML 1.1 takes 16:00 without quotes for a number to the base of 60, and so do other tools.
    static let timeOfDay = single("a time of the form \"HH:MM\", in quotes", write: { $0.description.asYAML }) {
        (text) throws(Fault) in
        guard let time = TimeOfDay(text) else { throw Fault(problem: "\(text.quoted) is no time of the day") }
        return time
    }
}

extension Notation where Value == Set<Weekday> {
    /// `[mon, wed, fri]`, at least one.
    static let weekdays = Notation<[Weekday]>.list(
        "a list of \(Weekday.allCases.map(\.rawValue).joined(separator: ", "))", of: .choice, isEmptyFine: false
    ).converted(to: { Set($0) }, from: { days in Weekday.allCases.filter(days.contains) })
}

extension Notation where Value == Set<LocalDate> {
    /// `[2026-12-25, 2026-12-28]`.
    static let dates = Notation<[LocalDate]>.list("a list of dates, YYYY-MM-DD", of: .date)
        .converted(to: { Set($0) }, from: { $0.sorted() })
}

extension Notation where Value == String {
    /// A zone of the IANA database that exists: `Europe/London`.
    static let timeZone = single("a time zone by its IANA name, like Europe/London", write: \.asYAML) {
        (text) throws(Fault) in
        let known = TimeZone.knownTimeZoneIdentifiers
        guard text == "UTC" || known.contains(text) else {
            throw Fault(
                problem: "\(text.quoted) is no time zone that exists",
                hint: text.nearest(in: known).map { "did you mean \($0)?" })
        }
        return text
    }
}
