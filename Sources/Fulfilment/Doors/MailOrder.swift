public import Orders

/// Reads orders out of what people write by e-mail. Pure: the same message, catalogue and day give the same reading.
///
/// Two kinds of text are read. A **form** is what a `mailto:` link prefills (`form(catalogue:language:)`): lines
/// `Label: value` in English or Welsh, in any order, perhaps quoted in a reply. **Prose** is everything else; of that only
/// what is certain is read: one address that ends in the only postcode, and quantities that each name one item. Where
/// anything could mean something else there is a doubt, and a person looks: a wrong packet costs more than a look.
public struct MailOrder: Sendable {
    /// What the reader needs of a message.
    public struct Letter: Sendable, Hashable {
        /// The name beside the writer's address; empty for none.
        public var name: String
        /// The writer's address; nil if there is none.
        public var email: String?
        public var subject: String
        /// The text, LF line ends; lines that quote another message begin with `>`.
        public var text: String

        public init(name: String = "", email: String?, subject: String = "", text: String) {
            self.name = name
            self.email = email
            self.subject = subject
            self.text = text
        }
    }

    /// What was read.
    public struct Reading: Sendable, Hashable {
        /// The order, or where there is a doubt, what of it is certain.
        public var submission: Submission
        /// Whether it was a form.
        public var isForm: Bool
        /// Why it isn't certain, as a sentence without a full stop and without anything of the message; nil if it is.
        public var doubt: String?

        /// Whether nobody must look before it is judged like any other order.
        public var isCertain: Bool { doubt == nil }
    }

    let catalogue: Catalogue
    let today: LocalDate
    let names: ItemNames

    /// - Parameters:
    ///   - catalogue: Whose items may be named.
    ///   - today: Tells which of them can be ordered yet.
    public init(catalogue: Catalogue, today: LocalDate) {
        self.catalogue = catalogue
        self.today = today
        names = ItemNames(catalogue: catalogue, today: today)
    }

    /// Reads a message.
    public func read(_ letter: Letter) -> Reading {
        let lines = MailLines(letter.text)
        var reading: Reading
        if let form = FormReading(lines, names: names, writer: writer(of: letter)) {
            reading = Reading(submission: form.submission, isForm: true, doubt: form.doubt)
        } else {
            let prose = ProseReading(lines, names: names, writer: writer(of: letter))
            reading = Reading(submission: prose.submission, isForm: false, doubt: prose.doubt)
        }
        reading.submission.email = letter.email
        if reading.submission.name == nil { reading.submission.name = writer(of: letter) }
        if Self.namesAnOrder(letter.subject) || Self.namesAnOrder(letter.text) {
            reading.doubt = reading.doubt ?? "names an order that we have"
        }
        // Who fills in the form may call it what she likes.
        let isPlain =
            reading.isForm
            ? !Vocabulary.words(of: letter.subject).contains {
                Vocabulary.isChange($0) || Vocabulary.isTurn($0) || Vocabulary.isReturn($0)
            } : Vocabulary.isNeutral(subject: letter.subject)
        if !isPlain { reading.doubt = reading.doubt ?? "has a subject that says something of its own" }
        return reading
    }

    /// Whether there is a reference in the text.
    private static func namesAnOrder(_ text: String) -> Bool {
        var rest = text.lowercased()[...]
        while let found = rest.firstRange(of: "hb-") {
            let word = rest[found.upperBound...].prefix { $0.isLetter || $0.isNumber }
            if word.count == 8 { return true }
            rest = rest[found.upperBound...]
        }
        return false
    }

    /// The writer's name where it is one, and not an address or an account.
    private func writer(of letter: Letter) -> String? {
        let name = letter.name.withPlainBlanks
        guard name.contains(where: \.isLetter), !name.contains(where: { $0 == "@" || $0.isNumber }) else { return nil }
        return name
    }
}
