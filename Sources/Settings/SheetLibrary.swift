import Foundation
import Orders

/// The label sheets that can be printed on: the built-in ones, and an operator's own.
public struct SheetLibrary: Sendable, Hashable {
    /// By name.
    public let sheets: [LabelSheet]
    private let byName: [String: LabelSheet]

    /// Reads and checks sheets.
    ///
    /// - Parameters:
    ///   - files: the built-in files, by name: `L7159.yaml`.
    ///   - directory: a folder whose `.yaml` files add sheets, or stand in for the built-in file of the same name.
    /// - Throws: `SettingsError` with every problem of every file.
    public init(files: [(name: String, text: String)], directory: String? = nil) throws(SettingsError) {
        var problems: [SettingsProblem] = []
        var byFile = Dictionary(files.map { ($0.name, (path: $0.name, text: $0.text)) }) { $1 }
        if let directory {
            do throws(SettingsError) {
                for path in try Self.files(in: directory) {
                    do throws(SettingsError) {
                        byFile[path.lastPathPart] = (path, try EditedFile.read(path))
                    } catch {
                        problems += error.problems
                    }
                }
            } catch {
                problems += error.problems
            }
        }
        var byName: [String: LabelSheet] = [:]
        var sheets: [LabelSheet] = []
        for (path, text) in byFile.values.sorted(by: { $0.path.lastPathPart < $1.path.lastPathPart }) {
            do throws(SettingsError) {
                let sheet = try LabelSheet.read(yaml: text, file: path)
                sheets.append(sheet)
                for name in [sheet.name] + sheet.aliases {
                    if let other = byName.updateValue(sheet, forKey: name.lowercased()) {
                        problems.append(
                            SettingsProblem(
                                file: path, key: name == sheet.name ? "name" : "aliases",
                                problem: "\(name) is what \(other.name) is called too",
                                hint: "give each sheet names of its own"))
                    }
                }
            } catch {
                problems += error.problems
            }
        }
        try SettingsError.throwing(problems)
        self.sheets = sheets
        self.byName = byName
    }

    /// The sheet with this name or alias, in upper or lower case.
    public subscript(name: String) -> LabelSheet? {
        byName[name.lowercased()]
    }

    /// The name most like an unknown one, for "did you mean …?".
    public func nearest(to name: String) -> String? {
        name.nearest(in: sheets.flatMap { [$0.name] + $0.aliases })
    }

    private static func files(in directory: String) throws(SettingsError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory)
                .filter { ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) && !$0.hasPrefix(".") }
                .sorted().map { "\(directory)/\($0)" }
        } catch {
            throw SettingsError([
                SettingsProblem(
                    file: directory, key: "sheets.directory", problem: "can't be read",
                    hint: "name a folder that exists and that may be read")
            ])
        }
    }
}
