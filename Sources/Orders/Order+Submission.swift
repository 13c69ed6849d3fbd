extension Order {
    /// The order as its source would have written it: validating this again by the same rules gives the same order.
    ///
    /// The country is left to the postcode where that implies it, so that a postcode can be amended alone.
    public var submission: Submission {
        let implied = address.postcode.flatMap { Postcode($0) }?.country
        return Submission(
            name: name, email: email?.text, organisation: organisation, addressLines: address.lines,
            town: address.town, postcode: address.postcode,
            country: implied == address.country ? nil : address.country.rawValue,
            items: lines.map { .init(item: $0.item, quantity: String($0.quantity)) }, purpose: purpose.rawValue,
            neededBy: neededBy?.description, note: note, language: language.rawValue)
    }
}
