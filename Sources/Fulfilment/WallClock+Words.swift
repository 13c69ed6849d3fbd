import Orders

extension WallClock {
    /// A moment as people say it where the campaign works: "Thursday 17 December 2026, 16:05".
    ///
    /// - Parameter moment: seconds since 1970-01-01T00:00:00Z.
    public func words(at moment: Int64) -> String {
        let minutes = minutes(at: moment)
        let digits = [minutes / 60, minutes % 60].map { ($0 < 10 ? "0" : "") + String($0) }
        return "\(date(at: moment).words(in: .english)), \(digits.joined(separator: ":"))"
    }
}
