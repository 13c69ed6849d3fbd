extension Settings {
    /// The file `deploy/handbill.yaml`: every key with its default, what it is for, what may stand there, and its
    /// environment variable. It reads back to the defaults.
    public static func annotatedDefaults() -> String {
        let defaults = Settings()
        var lines = [
            "# Handbill's settings. Every key stands here with its default; a key that is left out, empty or null",
            "# keeps it. The environment variable named with a key beats this file. Relative paths are relative to",
            "# this file's folder. Secrets never stand here: a key that ends in File names a file that holds one;",
            "# unset, $CREDENTIALS_DIRECTORY/KEY is used, as with systemd's LoadCredential=mail.passwordFile:/path.",
            "#",
            "# Made from the program's own table of keys.",
        ]
        var section: Substring?
        for key in table.keys {
            let current = key.path.split(separator: ".").first.flatMap { key.path.contains(".") ? $0 : nil }
            if current != section || current == nil {
                lines.append("")
            }
            if let current, current != section {
                lines += comment(table.sections[String(current)] ?? "", indentation: "")
                lines.append("\(current):")
            }
            section = current
            let indentation = current == nil ? "" : "  "
            lines += comment(key.explanation, indentation: indentation)
            lines += comment("\(key.variable): \(key.expectation)", indentation: indentation)
            lines.append("\(indentation)\(key.name): \(key.write(defaults))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Wraps a text into comment lines of at most 110 characters.
    private static func comment(_ text: String, indentation: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indentation.count + 2 + line.count + 1 + word.count > 110 {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return (lines + [line]).filter { !$0.isEmpty }.map { "\(indentation)# \($0)" }
    }
}
