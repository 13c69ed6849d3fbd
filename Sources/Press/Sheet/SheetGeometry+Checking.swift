public import Orders

extension SheetGeometry {
    /// What is wrong with it, each as a sentence with the numbers; empty if labels can be printed on it.
    ///
    /// Labels must lie on the page, must not overlap, and nothing may be negative or absurd.
    public func problems() -> [String] {
        let measures = [
            ("page width", page.width), ("page height", page.height), ("label width", labelWidth),
            ("label height", labelHeight), ("left", left), ("top", top), ("pitch x", pitchX), ("pitch y", pitchY),
        ]
        var problems: [String] = []
        for (name, value) in measures {
            let mayBeZero = name == "left" || name == "top"
            if !value.isFinite || value < 0 || (value == 0 && !mayBeZero) {
                let right = mayBeZero ? "0 or more" : "more than 0"
                problems.append("\(name) is \(written(value)) mm; it must be \(right)")
            } else if value > Self.longest {
                problems.append("\(name) is \(written(value)) mm; more than \(written(Self.longest)) mm is no sheet")
            }
        }
        for (name, count) in [("columns", columns), ("rows", rows)] where !(1...Self.most).contains(count) {
            problems.append("\(name) is \(count); it must be 1 to \(Self.most)")
        }
        guard problems.isEmpty else { return problems }
        if labelWidth < Self.leastWidth || labelHeight < Self.leastHeight {
            problems.append(
                "a label of \(written(labelWidth)) × \(written(labelHeight)) mm is too small for an address; it takes "
                    + "\(written(Self.leastWidth)) × \(written(Self.leastHeight)) mm at least")
        }
        problems += check(
            "across", margin: left, marginName: "left", count: columns, pitch: pitchX, size: labelWidth,
            page: page.width)
        problems += check(
            "down", margin: top, marginName: "top", count: rows, pitch: pitchY, size: labelHeight, page: page.height)
        return problems
    }

    private static let longest = 2000.0
    private static let leastWidth = 25.0
    private static let leastHeight = 10.0
    private static let most = 100
    /// Tables are rounded to hundredths of a millimetre; that much over the edge is no mistake.
    private static let tolerance = 0.011

    private func check(
        _ direction: String, margin: Double, marginName: String, count: Int, pitch: Double, size: Double, page: Double
    ) -> [String] {
        var problems: [String] = []
        if count > 1, pitch < size - Self.tolerance {
            problems.append(
                "labels overlap \(direction): the pitch of \(written(pitch)) mm is less than the label's "
                    + "\(written(size)) mm")
        }
        let used = margin + Double(count - 1) * pitch + size
        if used > page + Self.tolerance {
            let sum =
                "\(marginName) \(written(margin)) + \(count - 1) × pitch \(written(pitch)) + label \(written(size))"
            problems.append(
                "labels leave the page \(direction): \(sum) = \(written(used)) mm, but the page has \(written(page)) mm"
            )
        }
        return problems
    }

    /// Hundredths at most, no zeros behind: `66.04`, `297`.
    private func written(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
        let hundredths = Int((abs(value) * 100).rounded())
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        let sign = value < 0 && hundredths > 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
