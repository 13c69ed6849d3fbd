import CGMime

extension MessageComposer {
    /// A mailbox whose name is encoded as UTF-8 where it needs to be (RFC 2047).
    static func add(_ mailbox: Mailbox, as type: GMimeAddressType, to message: UnsafeMutablePointer<GMimeMessage>) {
        let address = internet_address_mailbox_new(mailbox.name.isEmpty ? nil : mailbox.name, mailbox.address)
        defer { g_object_unref(address) }
        internet_address_set_charset(address, "utf-8")
        internet_address_list_add(g_mime_message_get_addresses(message, type), address)
    }

    /// Text alone, or text and HTML as alternatives, the richer last. The caller owns it.
    static func body(of draft: MessageDraft) throws(WireProblem) -> UnsafeMutablePointer<GMimeObject> {
        let text = try part("plain", draft.text)
        guard let html = draft.html else { return text }
        defer { g_object_unref(text) }
        let rich = try part("html", html)
        defer { g_object_unref(rich) }

        guard let both = g_mime_multipart_new_with_subtype("alternative"),
            let object = cgmime_multipart_object(both)
        else { throw outOfMemory }
        g_mime_multipart_set_boundary(both, draft.boundary)
        g_mime_multipart_add(both, text)
        g_mime_multipart_add(both, rich)
        return object
    }

    /// A part of text as UTF-8: as it is where it is ASCII in lines of sensible length, else quoted-printable or
    /// base64, whichever is shorter.
    private static func part(
        _ subtype: String, _ text: String
    ) throws(WireProblem) -> UnsafeMutablePointer<GMimeObject> {
        guard let part = g_mime_part_new_with_type("text", subtype), let object = cgmime_part_object(part) else {
            throw outOfMemory
        }
        g_mime_object_set_content_type_parameter(object, "charset", "utf-8")

        let bytes = withCRLF(text)
        let stream = bytes.withUnsafeBytes {
            g_mime_stream_mem_new_with_buffer($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
        }
        defer { g_object_unref(stream) }
        let content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT)
        defer { g_object_unref(content) }
        g_mime_part_set_content(part, content)
        g_mime_part_set_content_encoding(
            part, g_mime_part_get_best_content_encoding(part, GMIME_ENCODING_CONSTRAINT_7BIT))
        return object
    }

    /// The text with CRLF for every line end, one at its end.
    static func withCRLF(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + text.utf8.count / 32 + 2)
        var afterCR = false
        for byte in text.utf8 {
            if byte == 0x0D || byte == 0x0A && !afterCR { bytes += [0x0D, 0x0A] }
            if byte != 0x0D, byte != 0x0A { bytes.append(byte) }
            afterCR = byte == 0x0D
        }
        if bytes.last != 0x0A { bytes += [0x0D, 0x0A] }
        return bytes
    }

    /// The bytes of a whole message, with CRLF line ends.
    static func bytes(of object: UnsafeMutablePointer<GMimeObject>?) throws(WireProblem) -> [UInt8] {
        guard let format = g_mime_format_options_new() else { throw outOfMemory }
        defer { g_mime_format_options_free(format) }
        g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS)

        guard let stream = g_mime_stream_mem_new() else { throw outOfMemory }
        defer { g_object_unref(stream) }
        guard g_mime_object_write_to_stream(object, format, stream) > 0,
            let array = g_mime_stream_mem_get_byte_array(cgmime_memory_stream(stream))
        else { throw outOfMemory }
        return [UInt8](UnsafeBufferPointer(start: array.pointee.data, count: Int(array.pointee.len)))
    }
}
