/// The files of `queue/examples/`, inside the binary: invented orders of every kind, and the catalogue they order from.
///
/// The demo drops them into its file queue, so that it needs no file beside the program.
public enum Examples {
    /// A file and what is in it.
    public struct File: Sendable, Hashable {
        /// The name that it has in `queue/examples/`.
        public let name: String
        public let bytes: [UInt8]
    }

    /// The files of orders, by name.
    public static let orders = [
        File(name: "api-batch.json", bytes: PackageResources.api_batch_json),
        File(name: "branch-orders-excel.csv", bytes: PackageResources.branch_orders_excel_csv),
        File(name: "branch-orders.csv", bytes: PackageResources.branch_orders_csv),
        File(name: "broken.csv", bytes: PackageResources.broken_csv),
        File(name: "steward-lines.jsonl", bytes: PackageResources.steward_lines_jsonl),
        File(name: "web-form.json", bytes: PackageResources.web_form_json),
        File(name: "with-mistakes.csv", bytes: PackageResources.with_mistakes_csv),
        File(name: "with-mistakes.jsonl", bytes: PackageResources.with_mistakes_jsonl),
    ]

    /// What can be ordered: `catalogue.yaml`.
    public static let catalogue = File(name: "catalogue.yaml", bytes: PackageResources.catalogue_yaml)
}
