public import Orders

/// What only this database can have written: links that can't be guessed, and forms that can't be made up.
extension Store {
    /// The key in an order's status link: 32 hexadecimal digits. It needs no storing, and outlives a restart and a
    /// restored backup.
    public func statusKey(of reference: Reference) -> String {
        signature(of: reference.characters, for: "status")
    }

    /// Whether this is the key of the order's status link. Takes as long for a wrong key as for a right one.
    public func isStatusKey(_ key: String, of reference: Reference) -> Bool {
        isSignature(key, of: reference.characters, for: "status")
    }

    /// Signs a text, for a purpose: 32 hexadecimal digits.
    public func signature(of text: String, for purpose: String) -> String {
        secret.signature(of: text, for: purpose)
    }

    public func isSignature(_ signature: String, of text: String, for purpose: String) -> Bool {
        let right = Array(secret.signature(of: text, for: purpose).utf8)
        let given = Array(signature.utf8)
        guard given.count == right.count else { return false }
        return zip(right, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
