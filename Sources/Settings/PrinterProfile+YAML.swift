public import Orders

extension Notation where Value == PrinterProfile {
    /// `{right: 0.5, down: -1, scaleX: 1.002, scaleY: 1}`: millimetres, and factors.
    static var profile: Notation {
        let table = KeyTable<PrinterProfile>([
            Key("right", \.right, .number(-20...20, "millimetres"), "To the right."),
            Key("down", \.down, .number(-20...20, "millimetres"), "Down."),
            Key("scaleX", \.scaleX, .number(0.9...1.1, "times"), "Wider."),
            Key("scaleY", \.scaleY, .number(0.9...1.1, "times"), "Taller."),
        ])
        return Notation(
            "a mapping of right and down in millimetres and scaleX and scaleY, like {right: 0.5, down: -1}",
            shape: .nested,
            read: { entry, faults in
                var problems: [SettingsProblem] = []
                var profile = PrinterProfile()
                if case .map = entry.content {
                    let found = table.find(in: entry, file: "", folder: "", problems: &problems)
                    for key in table.keys {
                        if let written = found[key.path] {
                            table.take(written, of: key, into: &profile, problems: &problems)
                        }
                    }
                } else {
                    problems.append(
                        SettingsProblem(
                            file: "", line: entry.line, problem: "is \(entry.whatItIs), not a mapping",
                            hint: "write {right: 0.5, down: -1}"))
                }
                faults += problems.map { problem in
                    Fault(
                        line: problem.line, part: problem.key.isEmpty ? "" : "." + problem.key,
                        problem: problem.problem, hint: problem.hint)
                }
                return problems.isEmpty ? profile : nil
            },
            write: { $0.asYAML })
    }
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
