import Orders
import Testing

@testable import Settings

@Suite struct EnvironmentTests {
    private func read(_ environment: [String: String], yaml: String = "") throws(SettingsError) -> Settings {
        try Settings.read(
            yaml: yaml, file: "/etc/handbill/handbill.yaml", environment: environment, currentDirectory: "/home/op")
    }

    @Test(arguments: [
        ("mail.passwordFile", "HANDBILL_MAIL_PASSWORD_FILE"), ("state", "HANDBILL_STATE"),
        ("http.publicURL", "HANDBILL_HTTP_PUBLIC_URL"), ("sqs.deadLetterURL", "HANDBILL_SQS_DEAD_LETTER_URL"),
        ("batch.timeZone", "HANDBILL_BATCH_TIME_ZONE"),
    ])
    func `each key has its variable`(path: String, variable: String) {
        #expect(Settings.table.keys.first { $0.path == path }?.variable == variable)
    }

    @Test func `no two keys share a path or a variable`() {
        #expect(Set(Settings.table.keys.map(\.path)).count == Settings.table.keys.count)
        #expect(Set(Settings.table.keys.map(\.variable)).count == Settings.table.keys.count)
    }

    @Test func `the environment beats the file`() throws {
        let settings = try read(["HANDBILL_BATCH_MAXIMUM": "12"], yaml: "batch: {maximum: 10, bundleMinimum: 2}")
        #expect(settings.batch.maximum == 12)
        #expect(settings.batch.bundleMinimum == 2)
    }

    @Test(arguments: ["", " ", "null"]) func `an empty variable leaves the file's value`(text: String) throws {
        #expect(try read(["HANDBILL_BATCH_MAXIMUM": text], yaml: "batch: {maximum: 10}").batch.maximum == 10)
    }

    @Test func `lists split at semicolons, maps at equals signs`() throws {
        let settings = try read([
            "HANDBILL_BATCH_DAYS": "mon; wed;", "HANDBILL_CAMPAIGN_OUTSIDE": "PO Box 1, Town;EX1 1EX",
            "HANDBILL_QUEUE_COLUMNS": "Post code=postcode;Leaflets=leaflet-1",
        ])
        #expect(settings.batch.days == [.monday, .wednesday])
        #expect(settings.campaign.outside == ["PO Box 1, Town", "EX1 1EX"])
        #expect(settings.queue.columns == ["Post code": "postcode", "Leaflets": "leaflet-1"])
    }

    @Test func `a variable's paths are relative to the current directory`() throws {
        #expect(try read(["HANDBILL_STATE": "var"]).state == "/home/op/var")
    }

    @Test func `a cut-off of null means by hand`() throws {
        #expect(try read(["HANDBILL_BATCH_CUTOFF": "null"], yaml: "batch: {cutoff: \"12:00\"}").batch.cutoff == nil)
    }

    @Test func `a mistake in a variable names it, after those of the file`() throws {
        let error = #expect(throws: SettingsError.self) {
            try read(
                ["HANDBILL_BATCH_DAYS": "mon;tues", "HANDBILL_MAIL_PASWORD_FILE": "x"],
                yaml: "batch: {maximum: none}")
        }
        let problems = try #require(error).problems
        #expect(
            problems.map(\.file) == [
                "/etc/handbill/handbill.yaml", "$HANDBILL_MAIL_PASWORD_FILE", "$HANDBILL_BATCH_DAYS",
            ])
        #expect(problems[1].hint == "did you mean HANDBILL_MAIL_PASSWORD_FILE?")
        #expect(problems[2].key == "batch.days[2]")
    }

    @Test func `a wrong value in the file is reported though a variable beats it`() {
        #expect(throws: SettingsError.self) {
            try read(["HANDBILL_BATCH_MAXIMUM": "12"], yaml: "batch: {maximum: lots}")
        }
    }

    @Test func `the variables that are no key's are let through`() throws {
        _ = try read(["HANDBILL_CONFIG": "x", "HANDBILL_BINARY": "y", "PATH": "z"])
    }

    @Test func `a map of mappings can only be set in the file`() {
        let error = #expect(throws: SettingsError.self) { try read(["HANDBILL_SHEETS_PRINTERS": "Desk=1"]) }
        #expect(error?.problems.first?.problem == "is a single value, not a mapping")
    }
}
