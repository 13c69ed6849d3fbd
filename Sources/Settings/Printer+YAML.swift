import Orders

extension Notation where Value == Settings.Printer {
    /// `{right: 0.5, down: -1, scaleX: 1.002, scaleY: 1, reverse: true}`: millimetres, factors, where it is.
    static let printer = record(
        "a mapping of right, down, scaleX, scaleY, reverse, queue, server, tray and labelTray, like "
            + "{right: 0.5, down: -1}",
        like: "{right: 0.5, down: -1}",
        of: KeyTable<Settings.Printer>([
            Key("right", \.profile.right, .number(-20...20, "millimetres"), "To the right."),
            Key("down", \.profile.down, .number(-20...20, "millimetres"), "Down."),
            Key("scaleX", \.profile.scaleX, .number(0.9...1.1, "times"), "Wider."),
            Key("scaleY", \.profile.scaleY, .number(0.9...1.1, "times"), "Taller."),
            Key("reverse", \.reverse, .flag, "The last page first, for a printer that stacks face up."),
            Key("queue", \.queue, .queue, "What CUPS calls it."),
            Key("server", \.server, .text, "Whose CUPS it is."),
            Key("tray", \.tray, .name, "Where paper lies."),
            Key("labelTray", \.labelTray, .name, "Where label sheets lie."),
        ]), fresh: Settings.Printer(), write: { $0.asYAML })
}

extension Notation where Value == String {
    /// A queue's name as CUPS allows it.
    static let queue = single("a queue's name: no blanks, no / ? # or quotes", write: \.asYAML) {
        (text) throws(Fault) in
        guard !text.isEmpty, text.utf8.count < 128,
            !text.utf8.contains(where: { $0 <= 0x20 || #"/?#\"'"#.utf8.contains($0) })
        else { throw Fault(problem: "\(text.quoted) is no queue's name") }
        return text
    }
}

extension Settings.Printer {
    /// As settings write it: what is neutral is left out.
    public var asYAML: String {
        let correction = [
            ("right", profile.right, 0.0), ("down", profile.down, 0), ("scaleX", profile.scaleX, 1),
            ("scaleY", profile.scaleY, 1),
        ].filter { $0.1 != $0.2 }.map { "\($0.0): \($0.1.asYAML)" }
        let places = [("queue", queue), ("server", server), ("tray", tray), ("labelTray", labelTray)].compactMap {
            name, value in value.map { "\(name): \($0.asYAML)" }
        }
        return "{" + (correction + (reverse ? ["reverse: true"] : []) + places).joined(separator: ", ") + "}"
    }
}
