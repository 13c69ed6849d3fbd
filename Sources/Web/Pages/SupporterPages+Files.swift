import HTTPTypes
import Orders

/// What isn't a page: downloads, pictures, the style sheet, the logo.
extension SupporterPages {
    /// `GET /items/{sku}.pdf` and `.png`.
    func file(_ name: String, _ request: WebRequest) async throws -> WebAnswer {
        let isDocument = name.hasSuffix(".pdf")
        guard isDocument || name.hasSuffix(".png"), let item = rules.catalogue[String(name.dropLast(4))] else {
            return failed(.notFound, request)
        }
        if isDocument, let download = item.download, ItemFile.isAddress(download) {
            return WebAnswer(status: .found, headers: Self.safety.merging([.location: download]))
        }
        guard let path = isDocument ? ItemFile.document(of: item) : ItemFile.picture(of: item),
            let file = try await ItemFile.read(path)
        else { return failed(.notFound, request) }
        var headers: HTTPFields = [
            .contentType: isDocument ? "application/pdf" : "image/png", .xContentTypeOptions: "nosniff",
            .eTag: file.tag, .lastModified: PageTime.text(file.modifiedAt), .cacheControl: "public, max-age=600",
        ]
        if isDocument { headers[.contentDisposition] = "inline; filename=\"\(item.sku).pdf\"" }
        if isKnown(file, request) { return WebAnswer(status: .notModified, headers: headers) }
        return WebAnswer(headers: headers, body: file.bytes)
    }

    /// Whether the browser has it already (RFC 9110, 13.2.2).
    private func isKnown(_ file: ItemFile, _ request: WebRequest) -> Bool {
        if let tags = request.headers[.ifNoneMatch] { return Self.names(file.tag, in: tags) }
        guard let since = request.headers[.ifModifiedSince].flatMap(PageTime.moment) else { return false }
        return file.modifiedAt <= since
    }

    private static func names(_ tag: String, in tags: String) -> Bool {
        tags.split(separator: ",").map { String($0).trimmedBlanks }
            .contains { $0 == "*" || $0 == tag || $0 == "W/" + tag }
    }

    func styleSheet(_ request: WebRequest) -> WebAnswer {
        lasting(look.styleSheet, "text/css; charset=utf-8", version: look.styleVersion, request)
    }

    func logo(_ request: WebRequest) -> WebAnswer {
        guard let logo = parts.templates.logo, let version = look.logoVersion else {
            return failed(.notFound, request)
        }
        return lasting(logo.bytes, logo.contentType, version: version, request)
    }

    /// Asked for by its version it never changes; otherwise the browser asks each time whether it did.
    private func lasting(_ bytes: [UInt8], _ type: String, version: String, _ request: WebRequest) -> WebAnswer {
        let tag = "\"\(version)\""
        let isVersioned = request.query["v"] == version
        let headers = Self.safety.merging([
            .contentType: type, .eTag: tag,
            .cacheControl: isVersioned ? "public, max-age=31536000, immutable" : "public, no-cache",
        ])
        if let tags = request.headers[.ifNoneMatch], Self.names(tag, in: tags) {
            return WebAnswer(status: .notModified, headers: headers)
        }
        return WebAnswer(headers: headers, body: bytes)
    }

    /// Search engines have no business in orders.
    func robots() -> WebAnswer {
        WebAnswer(
            headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "public, max-age=86400"],
            body: Array("User-agent: *\nDisallow: /order\n".utf8))
    }
}
