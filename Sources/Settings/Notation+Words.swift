internal import Orders

extension Notation where Value == String {
    /// Text on one line, of any letters.
    static let text = single("text on one line", write: \.asYAML) { (text) throws(Fault) in
        guard text.unicodeScalars.allSatisfy({ !$0.isControl }) else {
            throw Fault(problem: "holds a line break or another control character")
        }
        guard text.utf8.count <= 1_000 else {
            throw Fault(problem: "is \(text.utf8.count) bytes long", hint: "write at most 1,000")
        }
        return text
    }

    /// A name that other files and commands use: `leaflet-1`.
    static let name = single("letters, digits, hyphens, underscores and full stops, at most 64", write: \.asYAML) {
        (text) throws(Fault) in
        guard let wrong = text.first(where: { !$0.isNamePart }) else {
            guard text.count <= 64 else { throw Fault(problem: "is longer than 64 characters") }
            return text
        }
        throw Fault(problem: "\(text.quoted) holds \(String(wrong).quoted)")
    }

    /// A file or folder, relative to the folder of whatever names it.
    static let path = single(
        "a path", write: \.asYAML,
        settle: { path, folder in path.resolved(against: folder) },
        read: { (text) throws(Fault) in
            guard text.unicodeScalars.allSatisfy({ !$0.isControl }) else {
                throw Fault(problem: "holds a control character")
            }
            guard !text.hasPrefix("~") else {
                throw Fault(problem: "begins with ~, which only shells know", hint: "write the path from the root, /…")
            }
            return text
        })

    /// A URL with one of these schemes, a host, and no user or password in it.
    static func url(_ schemes: String...) -> Notation {
        let choices = schemes.map { $0 + "://…" }.joined(separator: " or ")
        return single("a URL that begins with \(choices)", write: \.asYAML) { (text) throws(Fault) in
            let url = try URLText(text)
            guard schemes.contains(url.scheme) else {
                throw Fault(problem: "begins with \(url.scheme)://, which can't be used here")
            }
            return text
        }
    }

    /// A colour on the web: `#1f4e79`.
    static let colour = single("a colour like #1f4e79", write: \.asYAML) { (text) throws(Fault) in
        let digits = text.dropFirst()
        guard text.hasPrefix("#"), digits.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
            throw Fault(problem: "\(text.quoted) is no colour")
        }
        return text.lowercased()
    }

    /// Where a file is: a web address, or a path.
    static let download = single(
        "a URL that begins with https:// or http://, or a path", write: \.asYAML,
        settle: { text, folder in text.contains("://") ? text : text.resolved(against: folder) },
        read: { (text) throws(Fault) in
            guard text.contains("://") else { return text }
            guard ["http", "https"].contains(try URLText(text).scheme) else {
                throw Fault(problem: "is no address that a browser can fetch")
            }
            return text
        })
}

extension Notation where Value == Bool {
    static let flag = single("true or false", write: { $0 ? "true" : "false" }) { (text) throws(Fault) in
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw Fault(problem: "\(text.quoted) is neither true nor false")
        }
    }
}

extension Notation where Value == EmailAddress {
    /// An address without a name: `leaflets@example.org`.
    static let email = single("an e-mail address, like leaflets@example.org", write: \.text.asYAML) {
        (text) throws(Fault) in
        switch EmailAddress.read(text) {
        case .success(let address): return address
        case .failure(let problem):
            // Its hint would repeat the address, and settings errors go to logs.
            throw Fault(problem: problem.problem)
        }
    }
}

extension Notation where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the type's words.
    static var choice: Notation {
        let words = Value.allCases.map(\.rawValue)
        return single(words.joined(separator: ", ", last: " or "), write: \.rawValue.asYAML) { (text) throws(Fault) in
            guard let value = Value(rawValue: text) else {
                let nearest = text.nearest(in: words).map { "did you mean \($0)?" }
                throw Fault(problem: "\(text.quoted) is none of the choices", hint: nearest)
            }
            return value
        }
    }
}
