extension Settings {
    /// What is right by itself but not together.
    ///
    /// - Parameter written: the keys that were set, to tell where.
    func contradictions(written: [String: KeyTable<Settings>.Written]) -> [SettingsProblem] {
        var problems: [SettingsProblem] = []
        func report(_ key: String, at place: String, _ problem: String, _ hint: String) {
            let written = written[key] ?? written[place]
            problems.append(
                SettingsProblem(file: written?.file ?? "", line: written?.line, key: key, problem: problem, hint: hint))
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
        return problems
    }
}
