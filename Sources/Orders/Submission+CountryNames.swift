extension Submission {
    /// The code of the country that people's word for it means, where a form asked for no code: `GB` of `UK`, `Wales`
    /// and `gb`, `IE` of `Ireland` and `Éire`.
    ///
    /// - Returns: nil for what is no country.
    public static func countryCode(meantBy text: String) -> String? {
        let text = text.tidied
        return (Country(code: text) ?? Country.meaning(of: text))?.rawValue
    }
}
