import CGMime

/// The parts of a message that say something, found by walking through it.
private struct Parts {
    var plain: UnsafeMutablePointer<GMimePart>?
    var html: UnsafeMutablePointer<GMimePart>?
    var attachments = 0
    /// Parts that may still be looked at.
    private var patience = 1_000

    /// Deeper than any mail program builds.
    private static let deepest = 20

    mutating func visit(_ object: UnsafeMutablePointer<GMimeObject>, depth: Int = 0) {
        guard patience > 0, depth < Self.deepest else { return }
        patience -= 1
        if let multipart = cgmime_multipart(object) {
            for index in 0..<min(g_mime_multipart_get_count(multipart), 1_000) {
                guard let part = g_mime_multipart_get_part(multipart, index) else { continue }
                visit(part, depth: depth + 1)
            }
        } else if let part = cgmime_part(object), let type = g_mime_object_get_content_type(object) {
            let isAttached = isAttachment(object, part, isRoot: depth == 0)
            if !isAttached, g_mime_content_type_is_type(type, "text", "plain") != 0 {
                if plain == nil { plain = part }
            } else if !isAttached, g_mime_content_type_is_type(type, "text", "html") != 0 {
                if html == nil { html = part }
            } else {
                attachments += 1
            }
        } else {
            // A message in the message: somebody else's words.
            attachments += 1
        }
    }

    /// Mail programs that show a text file in its place call it inline, yet give it a name; the message itself has none
    /// unless it is all there is.
    private func isAttachment(
        _ object: UnsafeMutablePointer<GMimeObject>, _ part: UnsafeMutablePointer<GMimePart>, isRoot: Bool
    ) -> Bool {
        if g_mime_object_get_disposition(object).map({ String(cString: $0).lowercased() }) == "attachment" {
            return true
        }
        return !isRoot && g_mime_part_get_filename(part) != nil
    }
}

extension ReceivedMessage {
    mutating func readBody(of message: UnsafeMutablePointer<GMimeMessage>) {
        guard let root = g_mime_message_get_mime_part(message) else { return }
        if let type = g_mime_object_get_content_type(root) {
            isReport = g_mime_content_type_is_type(type, "multipart", "report") != 0
        }
        var parts = Parts()
        parts.visit(root)
        attachments = parts.attachments

        // Some programs send an empty plain text with their HTML.
        (text, isTextCut) = Self.bounded(parts.plain.map(Self.plainText) ?? "")
        guard let html = parts.html else { return }
        let read = HTMLText.read(Self.decoded(html))
        let (other, isCut) = Self.bounded(Self.tidied(read.plain))
        hasStruckText = read.hasStruckText
        if text.isEmpty {
            (text, isTextCut) = (other, isCut)
        } else {
            alternativeText = other
        }
    }

    /// The text of a part of plain text.
    private static func plainText(of part: UnsafeMutablePointer<GMimePart>) -> String {
        let text = tidied(decoded(part))
        guard parameter("format", of: part)?.lowercased() == "flowed" else { return text }
        return unflowed(text, deletesSpaces: parameter("delsp", of: part)?.lowercased() == "yes")
    }

    private static func parameter(_ name: String, of part: UnsafeMutablePointer<GMimePart>) -> String? {
        guard let type = g_mime_object_get_content_type(cgmime_part_object(part)),
            let value = g_mime_content_type_get_parameter(type, name)
        else { return nil }
        return String(cString: value)
    }

    /// The content, its transfer encoding undone and its character set turned into UTF-8. What can't be told is read as
    /// UTF-8 if it could be that, else as Windows-1252, which everything could be.
    private static func decoded(_ part: UnsafeMutablePointer<GMimePart>) -> String {
        let charset = parameter("charset", of: part)?.lowercased() ?? "us-ascii"
        let isPlain = ["us-ascii", "ascii", "utf-8", "utf8"].contains(charset)
        // By what it is called, Latin-1 often has the quotes and dashes of Windows.
        let name = ["iso-8859-1", "latin1"].contains(charset) ? "windows-1252" : charset
        if !isPlain, let bytes = content(of: part, from: name) {
            return String(decoding: bytes, as: UTF8.self)
        }
        let bytes = content(of: part, from: nil) ?? []
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return String(decoding: content(of: part, from: "windows-1252") ?? bytes, as: UTF8.self)
    }

    /// - Parameter charset: what the bytes are turned into UTF-8 from; nil leaves them as they are.
    /// - Returns: nil for a character set that nobody knows.
    private static func content(of part: UnsafeMutablePointer<GMimePart>, from charset: String?) -> [UInt8]? {
        guard let wrapper = g_mime_part_get_content(part) else { return [] }
        guard let memory = g_mime_stream_mem_new() else { return nil }
        defer { g_object_unref(memory) }
        if let charset {
            guard let filter = g_mime_filter_charset_new(charset, "UTF-8") else { return nil }
            defer { g_object_unref(filter) }
            guard let stream = g_mime_stream_filter_new(memory) else { return nil }
            defer { g_object_unref(stream) }
            g_mime_stream_filter_add(cgmime_filter_stream(stream), filter)
            g_mime_data_wrapper_write_to_stream(wrapper, stream)
            g_mime_stream_flush(stream)
        } else {
            g_mime_data_wrapper_write_to_stream(wrapper, memory)
        }
        guard let array = g_mime_stream_mem_get_byte_array(cgmime_memory_stream(memory)) else { return nil }
        return [UInt8](UnsafeBufferPointer(start: array.pointee.data, count: Int(array.pointee.len)))
    }
}
