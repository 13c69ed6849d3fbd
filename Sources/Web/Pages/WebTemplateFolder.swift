import Foundation
import Templates

/// The operator's own files: `web/` in the folder `templates` of the settings.
struct WebTemplateFolder {
    /// The most bytes of one file: a page or a picture of a few centimetres, not an archive.
    static let largest = 1 << 20

    private let files: [String]

    /// - Parameter directory: nil for none.
    init(_ directory: String?) throws(TemplateProblem) {
        guard let directory else {
            files = []
            return
        }
        guard FileManager.default.fileExists(atPath: directory) else {
            throw TemplateProblem(
                file: directory, problem: "isn't there", hint: "make the folder, or leave templates unset")
        }
        let folder = directory + "/web"
        // A folder that replaces other templates only needs no web/ in it.
        guard FileManager.default.fileExists(atPath: folder) else {
            files = []
            return
        }
        do {
            files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                .filter { !$0.hasPrefix(".") }.map { "\(folder)/\($0)" }
        } catch {
            throw TemplateProblem(file: folder, problem: "can't be read", hint: "check who may read it")
        }
    }

    var templates: [String] { files.filter { $0.hasSuffix(WebTemplates.suffix) } }

    var words: [String] { files.filter { $0.hasSuffix(".json") } }

    func logo() throws(TemplateProblem) -> WebTemplates.Logo? {
        for (name, type) in [("/logo.svg", "image/svg+xml"), ("/logo.png", "image/png")] {
            guard let path = files.first(where: { $0.hasSuffix(name) }) else { continue }
            return WebTemplates.Logo(bytes: try bytes(of: path), contentType: type)
        }
        return nil
    }

    func bytes(of path: String) throws(TemplateProblem) -> [UInt8] {
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
        guard let size, size <= Self.largest else {
            throw TemplateProblem(
                file: path, problem: size == nil ? "can't be read" : "is too large",
                hint: size == nil ? "check who may read it" : "at most \(Self.largest / 1_024) KiB")
        }
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw TemplateProblem(file: path, problem: "can't be read", hint: "check who may read it")
        }
    }
}
