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

    public init(
        catalogue: Catalogue, today: LocalDate, calendar: PostCalendar = PostCalendar(),
        campaignHasImprint: Bool = false, emailRequired: Bool = false
    ) {
        self.catalogue = catalogue
        self.today = today
        self.calendar = calendar
        self.campaignHasImprint = campaignHasImprint
        self.emailRequired = emailRequired
    }
}
