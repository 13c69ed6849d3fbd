/// A problem is what reading a postcode, an address or a country fails with.
extension Problem: Error {}
