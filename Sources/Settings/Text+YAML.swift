extension String {
    /// As a YAML scalar that reads back to it: plain where that is safe, in double quotes otherwise.
    var asYAML: String {
        let reserved: Set = ["", "null", "true", "false", "yes", "no", "on", "off", "unknown"]
        let isPlain =
            unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || " ._/+-0123456789".unicodeScalars.contains($0))
            }
            && !reserved.contains(lowercased()) && !hasSuffix(" ")
            && first.map { !" +-".contains($0) } ?? false
        guard !isPlain else { return self }
        let escaped = unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": return "\\\""
            case "\\": return "\\\\"
            case "\n": return "\\n"
            case "\t": return "\\t"
            case _ where scalar.isControl: return "\\u{" + String(scalar.value, radix: 16) + "}"
            default: return String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }

    /// In quotes and cut to a length that fits a message.
    var quoted: String {
        let shown = String(String.UnicodeScalarView(unicodeScalars.filter { !$0.isControl }))
        return "\"" + (shown.count > 40 ? shown.prefix(39) + "…" : shown) + "\""
    }

    /// This path from the root, if it is relative to this folder. Superfluous `.` and `/` go; `..` stays, for links.
    func resolved(against folder: String) -> String {
        let whole = hasPrefix("/") ? self : folder + "/" + self
        let parts = whole.split(separator: "/").filter { $0 != "." }
        return (whole.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    /// The folder of the file at this path.
    var folder: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    /// The last part of this path.
    var lastPathPart: String {
        split(separator: "/").last.map(String.init) ?? self
    }
}

extension Unicode.Scalar {
    /// C0, DEL, C1, and the separators that break lines.
    var isControl: Bool {
        properties.generalCategory == .control || value == 0x2028 || value == 0x2029
    }
}

extension Character {
    /// Whether it may stand in the name of an item or a sheet.
    var isNamePart: Bool {
        isASCII && (isLetter || isNumber || self == "-" || self == "_" || self == ".")
    }
}

extension Sequence<String> {
    /// "a, b or c".
    func joined(separator: String, last: String) -> String {
        let all = Array(self)
        guard all.count > 1 else { return all.first ?? "" }
        return all.dropLast().joined(separator: separator) + last + all[all.count - 1]
    }
}
