extension Submission {
    /// The submission as if it had been written like this in the first place; nothing is checked.
    public func applying(_ amendment: Amendment) -> Submission {
        var amended = self
        if let name = amendment.name { amended.name = name }
        if let email = amendment.email { amended.email = email }
        if let organisation = amendment.organisation { amended.organisation = organisation }
        if let lines = amendment.addressLines { amended.addressLines = lines }
        for (number, line) in amendment.addressLine where number >= 1 {
            let missing = number - amended.addressLines.count
            if missing > 0 { amended.addressLines += Array(repeating: "", count: missing) }
            amended.addressLines[number - 1] = line
        }
        if let town = amendment.town { amended.town = town }
        if let postcode = amendment.postcode { amended.postcode = postcode }
        if let country = amendment.country { amended.country = country }
        if let items = amendment.items { amended.items = items }
        for wanted in amendment.quantities { amended.set(wanted) }
        if let purpose = amendment.purpose { amended.purpose = purpose }
        if let neededBy = amendment.neededBy { amended.neededBy = neededBy }
        if let note = amendment.note { amended.note = note }
        if let language = amendment.language { amended.language = language }
        return amended
    }

    /// Changes how many of one item are wanted, puts it in, or takes it out.
    private mutating func set(_ wanted: RequestedItem) {
        let sku = wanted.item.trimmed
        let quantity = wanted.quantity.trimmed
        let isOut = quantity.isEmpty || Int(quantity) == 0
        let places = items.indices.filter { items[$0].item.trimmed == sku }
        if let first = places.first, !isOut {
            items[first].quantity = quantity
        } else if places.isEmpty, !isOut {
            items.append(RequestedItem(item: sku, quantity: quantity))
        }
        // What stood there twice stands there once.
        for place in places.dropFirst(isOut ? 0 : 1).reversed() {
            items.remove(at: place)
        }
    }
}
