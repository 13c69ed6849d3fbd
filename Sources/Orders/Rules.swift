/// What a submission is checked against: the catalogue, the day, the post and a few settings.
public struct Rules: Sendable, Hashable {
    public var catalogue: Catalogue
    /// The local date in `batch.timeZone`.
    public var today: LocalDate
    public var calendar: PostCalendar
    /// Whether the campaign has an imprint of its own, for items that need one.
    public var campaignHasImprint: Bool
    /// Whether an e-mail address is required: at the form and the mail door only.
    public var emailRequired: Bool
    /// The language of the mails where a submission names none.
    public var language: Language
    /// The last day on which the campaign takes orders; nil for no end.
    public var closes: LocalDate?

    public init(
        catalogue: Catalogue, today: LocalDate, calendar: PostCalendar = PostCalendar(),
        campaignHasImprint: Bool = false, emailRequired: Bool = false, language: Language = .english,
        closes: LocalDate? = nil
    ) {
        self.catalogue = catalogue
        self.today = today
        self.calendar = calendar
        self.campaignHasImprint = campaignHasImprint
        self.emailRequired = emailRequired
        self.language = language
        self.closes = closes
    }
}
