import Foundation
import Orders
import Press
import Testing

@testable import Settings

@Suite final class SheetLibraryTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private static let sheet = """
        name: L7160
        aliases: [J8160]
        description: 21 address labels
        page: A4
        columns: 3
        rows: 7
        width: 63.5
        height: 38.1
        left: 7.21
        top: 15.15
        pitchX: 66.04
        pitchY: 38.1
        """

    private func problems(of yaml: String, file: String = "L7160.yaml") -> [SettingsProblem] {
        do throws(SettingsError) {
            _ = try LabelSheet.read(yaml: yaml, file: file)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func `a sheet's figures become its geometry`() throws {
        let sheet = try LabelSheet.read(yaml: Self.sheet, file: "L7160.yaml")
        #expect(
            sheet.geometry
                == SheetGeometry(
                    name: "L7160", page: .a4, columns: 3, rows: 7, labelWidth: 63.5, labelHeight: 38.1, left: 7.21,
                    top: 15.15, pitchX: 66.04, pitchY: 38.1))
        #expect(sheet.aliases == ["J8160"])
    }

    @Test(arguments: [
        ("columns: 3", "columns: three", 5, "columns", "\"three\" is no whole number"),
        ("page: A4", "page: A9", 4, "page", "\"A9\" is no paper size"),
        ("left: 7.21", "left: 7,21", 9, "left", "\"7,21\" is no number"),
        ("left: 7.21", "left: -1", 9, "left", "-1 is too small"),
        ("pitchX: 66.04", "pitchZ: 66.04", 11, "pitchZ", "is no key that is known"),
        ("name: L7160", "name: L7161", 1, "name", "the file is called L7160.yaml"),
    ])
    func `names the line and the key`(old: String, new: String, line: Int, key: String, problem: String) throws {
        let problems = problems(of: Self.sheet.replacing(old, with: new))
        let found = try #require(problems.first { $0.key == key })
        #expect(found.line == line)
        #expect(found.problem.contains(problem), "\(found)")
    }

    @Test func `a missing figure is a problem`() {
        #expect(
            problems(of: "name: L7160\ncolumns: 3").map(\.key) == [
                "rows", "width", "height", "left", "top", "pitchX", "pitchY",
            ])
    }

    @Test func `labels that leave the page are a problem with the numbers`() {
        let problems = problems(of: Self.sheet.replacing("rows: 7", with: "rows: 8"))
        #expect(problems.count == 1)
        #expect(problems.first?.problem.contains("319.95") == true, "\(problems)")
    }

    @Test func `every built-in sheet can be printed`() throws {
        let folder = Checkout.root.appending(path: "templates/sheets")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
        let library = try SheetLibrary(
            files: names.map { ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) })
        #expect(
            library.sheets.map(\.name) == [
                "L7159", "L7160", "L7161", "L7162", "L7163", "L7164", "L7165", "L7166", "L7169", "L7173", "L7651",
                "Roll-89x36",
            ])
        #expect(library["j8159"]?.name == "L7159")
        #expect(library["L7159"]?.geometry.perSheet == 24)
        #expect(library.nearest(to: "L7195") == "L7159")
        #expect(library.sheets.allSatisfy { $0.description.hasPrefix("\($0.geometry.perSheet) ") })
    }

    @Test func `an operator's folder adds sheets and stands in for built-in ones`() throws {
        try folder.write(Self.sheet.replacing("left: 7.21", with: "left: 7"), to: "L7160.yaml")
        try folder.write(
            Self.sheet.replacing("L7160", with: "Mine").replacing("aliases: [J8160]\n", with: ""), to: "Mine.yaml")
        try folder.write("no sheet", to: "README.txt")
        let library = try SheetLibrary(files: [("L7160.yaml", Self.sheet)], directory: folder.path)
        #expect(library.sheets.map(\.name) == ["L7160", "Mine"])
        #expect(library["L7160"]?.geometry.left == 7)
    }

    @Test func `every file's problems are reported, and names that collide`() throws {
        try folder.write("name: [", to: "A.yaml")
        try folder.write(Self.sheet.replacing("name: L7160", with: "name: B"), to: "B.yaml")
        let error = #expect(throws: SettingsError.self) {
            try SheetLibrary(files: [("L7160.yaml", Self.sheet)], directory: folder.path)
        }
        #expect(error?.problems.map { $0.file.split(separator: "/").last } == ["A.yaml", "L7160.yaml"])
        #expect(throws: SettingsError.self) {
            try SheetLibrary(files: [], directory: folder.path + "/none")
        }
    }
}
