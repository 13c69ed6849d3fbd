import Fulfilment
import Orders

/// When an order will be posted and should arrive, and whether that is soon enough: what can honestly be said before it
/// is sent.
struct Outlook: Sendable, Hashable {
    /// Whether it comes by the day on which it is needed.
    enum Lateness: Sendable, Hashable {
        case inTime
        /// The last of the days on which it is expected is too late.
        case perhaps
        case surely
    }

    /// The day of posting; nil if nobody knows.
    var posting: LocalDate?
    /// The days on which it should arrive; nil abroad, and where nobody knows the day of posting.
    var arrival: ClosedRange<LocalDate>?
    var lateness: Lateness
    /// Whether the day on which it is needed is over.
    var isPast: Bool
    var neededBy: LocalDate?
    /// The first day on which everything in it ships; nil if it waits for nothing, or nobody knows.
    var expected: LocalDate?
    var postClass: PostCalendar.PostClass?

    init(_ order: Order, rules: Rules, forecast: PostingForecast, now: Int64) {
        let waits = order.lines.compactMap { rules.catalogue[$0.item] }.filter { !$0.ships(on: rules.today) }
        let isUnknown = waits.contains { $0.ships == .unknown }
        let days = waits.compactMap { item in if case .from(let day) = item.ships { day } else { nil } }
        expected = isUnknown ? nil : days.max()
        posting =
            if isUnknown {
                nil
            } else if let expected {
                forecast.posting(ofBatchOn: expected)
            } else {
                forecast.posting(ofOrderAt: now)
            }
        neededBy = order.neededBy
        isPast = order.neededBy.map { $0 < rules.today } ?? false
        // The post's working days are promised at home only, not to the forces abroad.
        let isAtHome = order.address.country.usesBritishPost && !order.address.isForces
        postClass = order.address.country.usesBritishPost ? forecast.postClass : nil
        arrival = isAtHome ? posting.map(forecast.arrival) : nil

        // Where batches are closed by hand nobody knows the day: it can't be earlier than today's post.
        let soonest = forecast.arrival(ofPostingOn: posting ?? forecast.posting(ofBatchOn: rules.today))
        lateness =
            if let needed = order.neededBy {
                if needed < soonest.lowerBound {
                    .surely
                } else if isUnknown {
                    .perhaps
                } else if needed
                    < soonest.upperBound || !isAtHome && needed < soonest.upperBound.advanced(by: 7)
                {
                    .perhaps
                } else {
                    .inTime
                }
            } else {
                .inTime
            }
    }

    /// What templates see.
    func values(in language: Language) -> [String: Any] {
        var values: [String: Any] = [
            "isLate": lateness != .inTime, "isSurelyLate": lateness == .surely,
            "isPast": isPast,
            "isFirstClass": postClass == .first, "isSecondClass": postClass == .second,
        ]
        values["posting"] = posting?.words(in: language, .onIt)
        values["arrivalFrom"] = arrival?.lowerBound.words(in: language)
        values["arrivalUntil"] = arrival?.upperBound.words(in: language)
        values["neededBy"] = neededBy?.words(in: language)
        values["neededOn"] = neededBy?.words(in: language, .onIt)
        values["expected"] = expected?.words(in: language, .onIt)
        return values
    }
}
