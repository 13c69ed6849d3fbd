import Orders
import Press
import Settings

extension House {
    /// Makes sure that the labels of the settings have room for what the settings put on them.
    ///
    /// - Throws: `Failure` with the reasons; closing a batch would be refused for the same ones.
    func checkLabels(with press: Press) async throws {
        guard let content = settings.labelContent else { return }
        let sheet = try sheet(named: settings.sheets.labels)
        let problems = try await press.problems(showing: content, on: sheet)
        guard problems.isEmpty else {
            throw Failure(
                .settings, "sheets: " + problems.joined(separator: "; "),
                hint:
                    "take a larger label in sheets.labels ('handbill sheet list' says which have room), or show less: "
                    + "sheets.barcode, sheets.qr, sheets.sender")
        }
    }
}
