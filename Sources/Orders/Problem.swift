/// One thing that is wrong with a submission, or worth a warning, as a person can act on it.
///
/// Problems are shown to whoever sent the order. They are never logged: a hint may repeat what was written.
public struct Problem: Sendable, Hashable, Codable {
    /// The field by its JSON key, in one word: `postcode`, `addressLine1`, `items`, `quantity`, `neededBy`.
    public var field: String
    /// The letter of the spreadsheet's column, `H`, for what came as CSV.
    public var column: String?
    /// What is wrong, as a sentence without a full stop: "is no postcode".
    public var problem: String
    /// What would be right: "did you mean RH6 0HP?".
    public var hint: String?

    public init(field: String, column: String? = nil, problem: String, hint: String? = nil) {
        self.field = field
        self.column = column
        self.problem = problem
        self.hint = hint
    }
}
