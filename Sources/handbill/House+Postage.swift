import Fulfilment
import Orders
import Settings
import Templates

extension House {
    /// What packets are packed in and what postage costs: the file that `post.tariff` names, or the built-in one.
    ///
    /// - Throws: `SettingsError`, also for an item of the catalogue that names a packaging that isn't there.
    func tariff(for catalogue: Catalogue) throws -> Tariff {
        let tariff = try tariff()
        let names = tariff.packagings.map(\.name)
        let problems = catalogue.items.compactMap { item -> SettingsProblem? in
            guard let packaging = item.packaging, !names.contains(packaging) else { return nil }
            let near = packaging.nearest(in: names).map { "did you mean \($0)?" }
            return SettingsProblem(
                file: settings.catalogue, key: "\(item.sku).packaging",
                problem: "\(packaging) is no packaging of the tariff",
                hint: near ?? "it has \(names.joined(separator: ", "))")
        }
        guard problems.isEmpty else { throw SettingsError(problems) }
        return tariff
    }

    private func tariff() throws -> Tariff {
        if let path = settings.post.tariff { return try Tariff.load(path) }
        let file = "royal-mail.yaml"
        return try Tariff.read(yaml: String(decoding: Templates.postage[file] ?? [], as: UTF8.self), file: file)
    }

    /// What `doctor` says of the postage. Old prices are nothing bad; an item that nobody has weighed is, and a tariff that
    /// can't be read.
    func postageCheck() -> DoctorCommand.Check {
        do {
            let catalogue = try catalogue
            let tariff = try tariff(for: catalogue)
            let present = tariff.table(on: clock.today)
            let next = tariff.tables.first { $0.validFrom > clock.today }
            let prices =
                (present.map { "prices of \($0.validFrom)" } ?? "no prices yet")
                + (next.map { ", new ones from \($0.validFrom)" } ?? "")
            let warnings = tariff.warnings(on: clock.today, for: catalogue.items, in: settings.catalogue)
            let words = ["\(tariff.name), \(prices)"] + warnings.map { "\($0.isError ? "" : "warning: ")\($0.problem)" }
            return DoctorCommand.Check(
                check: "postage", ok: !warnings.contains(where: \.isError), detail: words.joined(separator: "; "),
                hint: warnings.isEmpty ? nil : warnings.map(\.hint).joined(separator: "; "), code: .settings)
        } catch {
            let failure = Failure(explaining: error)
            return DoctorCommand.Check(
                check: "postage", ok: false, detail: failure.message, hint: failure.hint, code: failure.code)
        }
    }
}
