// How numbers and sums are written, for people.

extension Int {
    /// `12,345`.
    public var grouped: String {
        let digits = Array(String(magnitude))
        var text = self < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// Pence as `£1,234.05`.
    public var asPounds: String {
        "\(self < 0 ? "-" : "")£\(Int(magnitude / 100).grouped).\(pennies)"
    }

    /// Pence as `1234.05`, for spreadsheets and programs.
    public var asDecimalPounds: String {
        "\(self < 0 ? "-" : "")\(magnitude / 100).\(pennies)"
    }

    private var pennies: String {
        let pence = magnitude % 100
        return "\(pence < 10 ? "0" : "")\(pence)"
    }
}
