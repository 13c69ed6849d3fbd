/// One row of a table of keys: what a key is called, how its value is written, where it goes, what it is for.
///
/// The default is what a fresh `Root` has there. All that the tables of settings, items and sheets do comes from
/// their rows: reading, environment names, the annotated file, nearest names.
struct Key<Root: Sendable>: Sendable {
    /// `batch.maximum`.
    let path: String
    /// What it is for, in a sentence or more.
    let explanation: String
    /// What would be right: "a whole number from 1 to 10,000".
    let expectation: String
    let shape: Shape
    /// Whether it must be set.
    let isRequired: Bool
    /// Whether `null` is a value of its own, because the default is another.
    let isNullMeant: Bool
    /// Takes a written value; what is wrong is added to the faults, and nothing is changed then.
    let take: @Sendable (Entry, inout Root, inout [Fault]) -> Void
    /// Makes what stands there independent of where it stood: paths become absolute.
    let settle: @Sendable (inout Root, _ folder: String) -> Void
    /// The value as YAML.
    let write: @Sendable (Root) -> String

    /// A key that always has a value.
    init<Value>(
        _ path: String, _ place: any WritableKeyPath<Root, Value> & Sendable, _ notation: Notation<Value>,
        isRequired: Bool = false, _ explanation: String
    ) {
        self.path = path
        self.explanation = explanation
        self.expectation = notation.expectation
        self.shape = notation.shape
        self.isRequired = isRequired
        self.isNullMeant = false
        take = { entry, root, faults in
            if let value = notation.read(entry, &faults) {
                root[keyPath: place] = value
            }
        }
        settle = { root, folder in root[keyPath: place] = notation.settle(root[keyPath: place], folder) }
        write = { notation.write($0[keyPath: place]) }
    }

    /// A key that may have none, which is written `null`.
    init<Value>(
        _ path: String, _ place: any WritableKeyPath<Root, Value?> & Sendable, _ notation: Notation<Value>,
        isNullMeant: Bool = false, _ explanation: String
    ) {
        self.path = path
        self.explanation = explanation
        self.expectation = notation.expectation
        self.shape = notation.shape
        self.isRequired = false
        self.isNullMeant = isNullMeant
        take = { entry, root, faults in
            if isNullMeant, entry.content == .null {
                root[keyPath: place] = nil
            } else if let value = notation.read(entry, &faults) {
                root[keyPath: place] = value
            }
        }
        settle = { root, folder in
            root[keyPath: place] = root[keyPath: place].map { notation.settle($0, folder) }
        }
        write = { root in root[keyPath: place].map(notation.write) ?? "null" }
    }

    /// The last part of the path.
    var name: String {
        path.split(separator: ".").last.map(String.init) ?? path
    }

    /// The environment variable: `mail.passwordFile` is `HANDBILL_MAIL_PASSWORD_FILE`.
    var variable: String {
        var words = "HANDBILL_"
        var before: Character = "_"
        for letter in path {
            if letter == "." {
                words.append("_")
            } else {
                if letter.isUppercase, before.isLowercase {
                    words.append("_")
                }
                words += letter.uppercased()
            }
            before = letter
        }
        return words
    }

    /// Whether this is left as though the key didn't stand there at all.
    func leavesUnset(_ entry: Entry) -> Bool {
        switch entry.content {
        case .empty: true
        case .null: !isNullMeant
        case .text, .list, .map: false
        }
    }
}
