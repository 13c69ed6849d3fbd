import ArgumentParser
import Foundation

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Do the whole job on invented orders, mail caught on loopback.",
        discussion: """
            Drops the example files into a queue of its own, takes the orders, closes a batch, writes labels, order \
            sheets and pick list as PDF and PostScript, and sends one mail an order by real SMTP to a catcher on \
            127.0.0.1. Nobody is written to. Exits 0 only if all of that happened.
            """)
    @OptionGroup var common: CommonOptions
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Work in this folder, new or empty. The default is a new one in the temporary folder.",
            valueName: "folder"))
    var keep: String?

    func run() async throws {
        let folder = try Self.freshFolder(keep)
        try await Demo(folder: folder).run()
    }

    private static func freshFolder(_ wanted: String?) throws -> String {
        let files = FileManager.default
        guard let wanted else {
            var template = Array((files.temporaryDirectory.path + "/handbill-demo-XXXXXX").utf8CString)
            guard let made = mkdtemp(&template) else {
                throw Failure(.cannotCreate, "no folder can be made in \(files.temporaryDirectory.path)")
            }
            return String(cString: made)
        }
        let path = wanted.hasPrefix("/") ? wanted : files.currentDirectoryPath + "/" + wanted
        if let contents = try? files.contentsOfDirectory(atPath: path), !contents.isEmpty {
            throw Failure(.cannotCreate, "\(wanted) is not empty", hint: "name a folder that is new or empty")
        }
        do {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure(.cannotCreate, "\(wanted) can't be made", hint: "name a folder that you may write to")
        }
        return path
    }
}
