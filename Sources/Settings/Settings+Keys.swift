/// The one table of keys.
extension Settings {
    static let table = KeyTable<Settings>(
        campaignKeys + folderKeys + queueKeys + httpKeys + sqsKeys + imapKeys + receiverKeys + batchKeys + postKeys
            + sheetKeys + mailKeys + privacyKeys,
        sections: [
            "campaign": "Who sends the leaflets.",
            "queue": "The file queue: orders as files, JSON or CSV.",
            "http": "The web form, the status pages and the API.",
            "sqs": "Orders from an Amazon SQS queue. With url unset the door is shut.",
            "imap": "Orders by e-mail. With url unset the door is shut.",
            "receiver": "The one door behind all of them.",
            "duplicates": "People ordering twice, and producers sending twice.",
            "batch": "When orders become a batch, and how it is cut.",
            "post": "When the post goes, and how fast it is.",
            "dispatch": "After the post run.",
            "sheets": "What is printed on.",
            "mail": "How mail to supporters leaves. Without a url it waits.",
            "privacy": "Who answers for the personal data.",
            "log": "What the service tells its journal, which never holds names, addresses or e-mails.",
        ])

    /// Variables that begin with HANDBILL_ and are no key's: where the settings file is, and the tests' Python.
    static let otherVariables: Set = ["HANDBILL_CONFIG"]

    private static let campaignKeys: [Key<Settings>] = [
        Key("campaign.name", \.campaign.name, .text, "The campaign's name, on papers and in mails."),
        Key(
            "campaign.from", \.campaign.from, .email,
            "The address that mails come from. Needed before any mail can go."),
        Key(
            "campaign.replyTo", \.campaign.replyTo, .email,
            "Where replies go, to be read by a person. Unset: to campaign.from."),
        Key(
            "campaign.outside", \.campaign.outside, .list("a list of lines of text", of: .text),
            "The lines of the sender on the packet's outside, seen in the employer's post room."),
        Key(
            "campaign.imprint", \.campaign.imprint, .text,
            "Printer, promoter and on whose behalf, for items whose imprint is the campaign's."),
        Key("campaign.website", \.campaign.website, .url("https", "http"), "The campaign's website."),
        Key("campaign.colour", \.campaign.colour, .colour, "The colour of the form's header and buttons."),
        Key("campaign.language", \.campaign.language, .choice, "The language of orders that name none."),
        Key("campaign.closes", \.campaign.closes, .date, "The last day on which orders are taken."),
    ]

    private static let folderKeys: [Key<Settings>] = [
        Key("state", \.state, .path, "The folder of the database and the papers. Back it up; keep it private."),
        Key("catalogue", \.catalogue, .path, "The file of everything that can be ordered."),
        Key(
            "templates", \.templates, .path,
            "A folder laid out like templates/: each file in it stands in for the built-in one of that name."),
    ]

    private static let queueKeys: [Key<Settings>] = [
        Key("queue.directory", \.queue.directory, .path, "The folder that holds incoming/, accepted/ and rejected/."),
        Key(
            "queue.settle", \.queue.settle, .duration(.zero ... .hour),
            "For how long the size of a file must be still before it is taken."),
        Key(
            "queue.maximumMegabytes", \.queue.maximumMegabytes, .whole(1...4_096, "megabytes"),
            "A larger file is rejected unread."),
        Key(
            "queue.producer", \.queue.producer, .name,
            "Whose ids the files carry: the ids of one producer never collide with those of another."),
        Key(
            "queue.columns", \.queue.columns,
            .map(
                "a mapping of headings to fields or items, like {Post code: postcode, Leaflets: leaflet-1}", of: .text),
            "For CSV from elsewhere: its headings, each with the field that it is, or the item whose quantity it is."),
    ]

    private static let httpKeys: [Key<Settings>] = [
        Key("http.enabled", \.http.enabled, .flag, "Whether to serve at all."),
        Key("http.host", \.http.host, .host, "Where to listen."),
        Key("http.port", \.http.port, .whole(0...65_535), "Where to listen; 0 for any free port, which the log names."),
        Key("http.socket", \.http.socket, .path, "A Unix socket to listen on instead."),
        Key(
            "http.publicURL", \.http.publicURL, .url("https", "http"),
            "The address under which people reach the form, for links in mails."),
        Key(
            "http.trustedProxies", \.http.trustedProxies, .list("a list of IP addresses or networks", of: .network),
            "Whose word about the client's address counts."),
        Key(
            "http.ordersPerAddress", \.http.ordersPerAddress, .whole(0...1_000_000, "orders an hour"),
            "The form takes so many from one network address; more are held, ten times as many refused. 0: any number."
        ),
        Key(
            "http.ordersPerEmail", \.http.ordersPerEmail, .whole(0...1_000_000, "orders an hour"),
            "The same for one e-mail address, at the form and by e-mail; and so many corrections of addresses."),
        Key(
            "http.minimumTime", \.http.minimumTime, .duration(.zero ... .hour),
            "A form sent sooner after it was shown was hardly written by a person: its order is held."),
    ]

    private static let sqsKeys: [Key<Settings>] = [
        Key("sqs.url", \.sqs.url, .url("https", "http"), "The queue."),
        Key("sqs.region", \.sqs.region, .name, "The queue's region, like eu-west-2."),
        Key("sqs.deadLetterURL", \.sqs.deadLetterURL, .url("https", "http"), "Where messages go that are no orders."),
        Key(
            "sqs.credentialsFile", \.sqs.credentialsFile, .path,
            "A file with the access key's id and its secret, one a line."),
        Key("sqs.producer", \.sqs.producer, .name, "Whose ids the messages carry."),
    ]

    private static let imapKeys: [Key<Settings>] = [
        Key("imap.url", \.imap.url, .url("imaps", "imap"), "The mail server."),
        Key("imap.user", \.imap.user, .text, "The user's name there."),
        Key("imap.passwordFile", \.imap.passwordFile, .path, "A file that holds the password."),
        Key("imap.folder", \.imap.folder, .text, "The folder in which orders arrive."),
        Key("imap.every", \.imap.every, .duration(.seconds(1) ... .day), "How often to look."),
    ]

    private static let receiverKeys: [Key<Settings>] = [
        Key(
            "receiver.waiting", \.receiver.waiting, .whole(1...1_000_000),
            "The most orders that wait for the database before a door says: later."),
        Key(
            "duplicates.days", \.duplicates.days, .whole(0...365, "days"),
            "The same person ordering the same item within so many days is held; 0 for never."),
        Key(
            "duplicates.remember", \.duplicates.remember, .duration(.hour ... .days(3_650)),
            "For how long orders without an id are known again, and messages that have left the mailbox."),
    ]

    private static let batchKeys: [Key<Settings>] = [
        Key(
            "batch.cutoff", \.batch.cutoff, .timeOfDay, isNullMeant: true,
            "When a batch is closed, on each of batch.days. null: only by hand."),
        Key("batch.days", \.batch.days, .weekdays, "The days on which a batch is closed."),
        Key("batch.timeZone", \.batch.timeZone, .timeZone, "The zone of the cut-off and of the dates in batch ids."),
        Key("batch.maximum", \.batch.maximum, .whole(1...100_000, "packets"), "The most packets in one batch."),
        Key(
            "batch.bundleMinimum", \.batch.bundleMinimum, .whole(1...100_000, "packets"),
            "An area or a district with fewer has no bundle of its own."),
        Key(
            "batch.combine", \.batch.combine, .flag,
            "Whether orders with the same name and address share a packet, where that costs no more."),
    ]

    private static let postKeys: [Key<Settings>] = [
        Key("post.days", \.post.days, .weekdays, "The days on which packets are taken to the post."),
        Key("post.holidays", \.post.holidays, .dates, "Days on which the post doesn't go, besides."),
        Key("post.class", \.post.postClass, .choice, "How packets are posted, for the expected days."),
        Key(
            "post.tariff", \.post.tariff, .path,
            "The file of packaging, formats and what postage costs. Unset: what is verified of Royal Mail's prices."),
        Key(
            "dispatch.grace", \.dispatch.grace, .duration(.zero ... .day),
            "For how long a dispatch can be undone. Mails that say so wait as long."),
    ]

    private static let mailKeys: [Key<Settings>] = [
        Key(
            "mail.transport", \.mail.transport, .choice,
            "smtp sends; directory writes .eml files into mail.directory, for people who have no server yet."),
        Key("mail.url", \.mail.url, .url("smtp", "smtps"), "The mail server, like smtp://mail.example.org:587."),
        Key(
            "mail.tls", \.mail.tls, .choice,
            "Whether the connection must be encrypted and the server's certificate right. "
                + "Unset: required, but opportunistic for this machine itself."),
        Key("mail.user", \.mail.user, .text, "The user's name there, if it wants one."),
        Key("mail.passwordFile", \.mail.passwordFile, .path, "A file that holds the password."),
        Key("mail.connections", \.mail.connections, .whole(1...64), "How many mails are sent at the same time."),
        Key("mail.directory", \.mail.directory, .path, "Where the directory transport writes."),
    ]

    private static let privacyKeys: [Key<Settings>] = [
        Key("privacy.controller", \.privacy.controller, .text, "Who answers for the data: a name and an address."),
        Key(
            "privacy.contact", \.privacy.contact, .text,
            "Whom to write to about it: an address. Unset: by reply to a mail."),
        Key("privacy.notice", \.privacy.notice, .text, "The privacy notice, or the address at which it is to be read."),
        Key(
            "privacy.kept", \.privacy.kept, .text,
            "For how long the data is kept, as it stands above the form's button: until six months after the campaign."),
        Key("privacy.consent", \.privacy.consent, .choice, "Whether the form takes no order without consent."),
        Key("log.level", \.log.level, .choice, "How much is told."),
    ]
}

extension Duration {
    static let hour = Duration.seconds(3_600)
    static let day = days(1)

    static func days(_ count: Int) -> Duration {
        .seconds(count * 86_400)
    }
}
