internal import Orders

extension Notation where Value == Mailmark {
    /// `{supplyChain: "012345", class: "2"}`.
    static let mailmark = record(
        "a mapping of supplyChain and class, like {supplyChain: \"012345\", class: 2}",
        like: "{supplyChain: \"012345\", class: 2}",
        of: KeyTable<Mailmark>([
            Key(
                "supplyChain", \.supplyChain, .supplyChain, isRequired: true,
                "The id of the supply chain in the contract."),
            Key(
                "class", \.service, .mailmarkClass, "1 and 2 at retail prices, 8 and 9 for network access; 0 is a test."
            ),
        ]), fresh: Mailmark(supplyChain: "", service: "2"),
        write: { "{supplyChain: \($0.supplyChain.asYAML), class: \($0.service.asYAML)}" })
}

extension Notation where Value == String {
    /// Six digits for barcode L, two for barcode C. Zeros at the beginning count.
    fileprivate static let supplyChain = single("the six digits of barcode L, or the two of barcode C", write: \.asYAML)
    {
        (text) throws(Fault) in
        guard [2, 6].contains(text.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw Fault(problem: "\(text.quoted) is no supply chain's id")
        }
        return text
    }

    fileprivate static let mailmarkClass = single("one of 0 to 9 and A to E", write: \.asYAML) { (text) throws(Fault) in
        guard text.count == 1, "0123456789ABCDE".contains(text.uppercased()) else {
            throw Fault(problem: "\(text.quoted) is no class")
        }
        return text.uppercased()
    }
}
