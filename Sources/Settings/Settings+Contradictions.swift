extension Settings {
    /// What is right by itself but not together.
    func contradictions() -> [SettingsProblem] {
        var problems: [SettingsProblem] = []
        func report(_ key: String, at place: String, _ problem: String, _ hint: String) {
            problems.append(self.problem(key, at: place, problem, hint: hint))
        }
        if mail.transport == .directory, mail.directory == nil {
            report(
                "mail.directory", at: "mail.transport", "is unset, but mail.transport is directory",
                "name the folder for the .eml files")
        }
        if let url = mail.url, url.lowercased().hasPrefix("smtps:"), let tls = mail.tls, tls != .required {
            report(
                "mail.tls", at: "mail.url", "is \(tls.rawValue), but smtps:// is always encrypted",
                "write required, or smtp:// in mail.url")
        }
        if mail.user != nil, mail.effectiveTLS != .required, !mail.isLoopback {
            report(
                "mail.tls", at: "mail.user", "would let the password go over the network in the clear",
                "write required, or take out mail.user")
        }
        if sqs.url != nil, sqs.region == nil {
            report(
                "sqs.region", at: "sqs.url", "is unset, but sqs.url is set", "write the queue's region, like eu-west-2")
        }
        if imap.url != nil, imap.user == nil {
            report("imap.user", at: "imap.url", "is unset, but imap.url is set", "write the user's name")
        }
        for (key, url) in [("sqs.url", sqs.url), ("sqs.deadLetterURL", sqs.deadLetterURL)] {
            if let url = url.flatMap({ try? URLText($0) }), url.scheme == "http", !url.isLoopback {
                report(
                    key, at: "sqs.url", "would let orders go over the network in the clear",
                    "write https://; http:// is for a server on this machine")
            }
        }
        if let url = sqs.url.flatMap({ try? URLText($0) }), let dead = sqs.deadLetterURL.flatMap({ try? URLText($0) }),
            url.host != dead.host
        {
            report(
                "sqs.deadLetterURL", at: "sqs.deadLetterURL", "is on another host than sqs.url",
                "name a queue of the same service: orders are sent nowhere else")
        }
        if let url = sqs.url, url == sqs.deadLetterURL {
            report(
                "sqs.deadLetterURL", at: "sqs.deadLetterURL", "is the queue itself",
                "name another queue: what can't be an order would come back for ever")
        }
        if sheets.barcode == .mailmark, sheets.mailmark == nil {
            report(
                "sheets.mailmark", at: "sheets.barcode", "is unset, but sheets.barcode is mailmark",
                "write the id of the supply chain from your contract with Royal Mail, like {supplyChain: \"012345\", "
                    + "class: 2}; without a contract write rm4scc in sheets.barcode")
        }
        if sheets.sender, campaign.outside.isEmpty {
            report(
                "campaign.outside", at: "sheets.sender", "is unset, but sheets.sender is true",
                "write the lines of the sender, or false in sheets.sender")
        }
        if http.enabled, let url = http.publicURL.flatMap({ try? URLText($0) }), url.scheme == "http", !url.isLoopback {
            report(
                "http.publicURL", at: "http.publicURL",
                "would let addresses, and the keys of status links, go over the network in the clear",
                "write https://, and have a proxy do the TLS; http:// is for this machine alone")
        }
        if http.enabled, let url = http.publicURL, url.contains(where: { "?#".contains($0) }) {
            report(
                "http.publicURL", at: "http.publicURL",
                "ends in a query or a fragment, after which no page can be named",
                "write the address of the first page only: https://leaflets.example.org")
        }
        if http.enabled, !http.isLoopback {
            let missing = [
                ("privacy.controller", privacy.controller, "who collects the data: a name and an address"),
                ("privacy.contact", privacy.contact, "whom people write to about it: an address"),
                ("privacy.notice", privacy.notice, "the privacy notice, or the address at which it is to be read"),
            ]
            for (key, value, hint) in missing where value == nil {
                report(
                    key, at: http.publicURL == nil ? "http.host" : "http.publicURL",
                    "is unset, but the form can be reached from elsewhere",
                    "write \(hint); or set http.enabled to false")
            }
        }
        return problems
    }
}
