import Foundation
import TestSupport
import Testing

/// What the program says of itself.
struct HelpTests {
    static let commands = [
        [], ["demo"], ["submit"], ["check"], ["item"], ["item", "list"], ["order"], ["order", "list"],
        ["order", "find"],
        ["order", "show"], ["order", "cancel"], ["order", "release"], ["order", "hold"], ["batch"], ["batch", "close"],
        ["batch", "list"], ["batch", "show"], ["print"], ["mail"], ["mail", "send"], ["mail", "list"],
        ["mail", "retry"],
        ["postcode"], ["doctor"], ["settings"],
    ]

    @Test(arguments: commands)
    func `explains itself`(command: [String]) throws {
        let run = try Program(Binary.path, command + ["--help"]).run()
        #expect(run.exitCode == 0)
        #expect(run.complaints.isEmpty)
        #expect(run.text.contains("OVERVIEW: "))
        #expect(run.text.contains((["USAGE: handbill"] + command).joined(separator: " ")))
        #expect(run.text.split(separator: "\n").count > 4)
        let help = try Program(Binary.path, ["help"] + command).run()
        #expect(help.exitCode == 0)
        #expect(help.text.contains("OVERVIEW: "))
    }

    @Test func `says its version`() throws {
        let run = try Program(Binary.path, ["--version"]).run()
        #expect(run.exitCode == 0)
        #expect(run.text.wholeMatch(of: /\d+\.\d+\.\d+\S*\n/) != nil)
        #expect(run.complaints.isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `completes its words in the shell`(shell: String) throws {
        let run = try Program(Binary.path, ["--generate-completion-script", shell]).run()
        #expect(run.exitCode == 0)
        for word in ["handbill", "submit", "picklist", "no-confirmation"] {
            #expect(run.text.contains(word), "\(word)")
        }
        if shell == "bash" {
            let check = try Program("bash", ["-n"], input: run.output).run()
            #expect(check.exitCode == 0, "\(check.complaints)")
        }
    }

    @Test func `prints settings that it accepts`() throws {
        let folder = try TemporaryDirectory()
        let settings = try Program(Binary.path, ["settings"], in: folder.path).run()
        #expect(settings.exitCode == 0)
        #expect(settings.text.contains("batch:"))
        try settings.output.write(to: URL(fileURLWithPath: folder.path("handbill.yaml")))
        try Data(World.catalogue.utf8).write(to: URL(fileURLWithPath: folder.path("catalogue.yaml")))
        let run = try Program(Binary.path, ["item", "list"], in: folder.path).run()
        #expect(run.exitCode == 0, "\(run.complaints)")
        #expect(run.text.contains("leaflet-1"))
        #expect(run.complaints.isEmpty)
        let doctor = try Program(Binary.path, ["doctor"], in: folder.path).run()
        #expect(doctor.exitCode == 0, "\(doctor.text)")
        #expect(FileManager.default.fileExists(atPath: folder.path("var/handbill.sqlite")))
    }
}
