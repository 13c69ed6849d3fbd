public import Orders

extension Notation where Value == PrinterProfile {
    /// `{right: 0.5, down: -1, scaleX: 1.002, scaleY: 1}`: millimetres, and factors.
    static let profile = record(
        "a mapping of right and down in millimetres and scaleX and scaleY, like {right: 0.5, down: -1}",
        like: "{right: 0.5, down: -1}",
        of: KeyTable<PrinterProfile>([
            Key("right", \.right, .number(-20...20, "millimetres"), "To the right."),
            Key("down", \.down, .number(-20...20, "millimetres"), "Down."),
            Key("scaleX", \.scaleX, .number(0.9...1.1, "times"), "Wider."),
            Key("scaleY", \.scaleY, .number(0.9...1.1, "times"), "Taller."),
        ]), fresh: PrinterProfile(), write: { $0.asYAML })
}

extension PrinterProfile {
    /// As settings write it: what is neutral is left out.
    public var asYAML: String {
        let parts = [
            ("right", right, 0.0), ("down", down, 0), ("scaleX", scaleX, 1), ("scaleY", scaleY, 1),
        ].filter { $0.1 != $0.2 }.map { "\($0.0): \($0.1.asYAML)" }
        return "{\(parts.joined(separator: ", "))}"
    }
}
