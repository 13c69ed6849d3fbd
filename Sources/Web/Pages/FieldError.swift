import Orders

/// What is wrong with one field of a form: which, what sort of mistake, and what the words about it need to know.
///
/// The words stand in the files of words, once for the summary and for the place beside the field.
struct FieldError: Sendable, Hashable {
    /// The id of the input that the summary leads to: `address-line1`.
    var field: String
    /// The name of the field in the keys of words: `address` for each of its lines.
    var topic: String
    /// `missing`, `long`, `wrong`, … .
    var kind: String
    /// What was probably meant.
    var meant: String?
    /// What the words may name: `most`, `title`.
    var values: [String: String]

    init(_ field: String, topic: String? = nil, _ kind: String, meant: String? = nil, _ values: [String: String] = [:])
    {
        self.field = field
        self.topic = topic ?? field
        self.kind = kind
        self.meant = meant
        self.values = values
    }

    /// The key of its words: `error.postcode.missing`, or what is said of any field.
    func key(in templates: WebTemplates) -> String {
        ["error.\(topic).\(kind)", "error.any.\(kind)"].first(where: templates.hasWord) ?? "error.any.other"
    }

    /// What the templates see.
    func page(_ templates: WebTemplates) -> [String: Any] {
        var page: [String: Any] = values
        page["id"] = field
        page["words"] = key(in: templates)
        page["label"] = "field.\(topic).label"
        page["meant"] = meant
        return page
    }
}
