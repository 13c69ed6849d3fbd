import CQPDF

/// What cairo can't say in a PDF, added by qpdf: the language, and that a viewer must not scale, which would spoil a
/// box of labels.
enum PDFFinish {
    /// The file with these added, and an identifier that depends on its content alone. Streams stay as they are.
    ///
    /// - Parameter bytes: cairo's file; emptied, as a large one need not be in memory twice.
    /// - Throws: `PressError.library` with qpdf's words.
    static func finished(_ bytes: inout [UInt8]) throws(PressError) -> [UInt8] {
        var qpdf = qpdf_init()
        defer { qpdf_cleanup(&qpdf) }
        qpdf_silence_errors(qpdf)
        qpdf_set_suppress_warnings(qpdf, 1)
        let status = bytes.withUnsafeBytes { file -> QPDF_ERROR_CODE in
            let start = file.bindMemory(to: CChar.self).baseAddress
            let read = qpdf_read_memory(qpdf, "paper", start, UInt64(file.count), nil)
            guard read & error == 0 else { return read }
            let root = qpdf_get_root(qpdf)
            qpdf_oh_replace_key(
                qpdf, root, "/ViewerPreferences", qpdf_oh_parse(qpdf, "<< /PrintScaling /None /DisplayDocTitle true >>")
            )
            qpdf_oh_replace_key(qpdf, root, "/Lang", qpdf_oh_new_unicode_string(qpdf, "en-GB"))
            let begun = qpdf_init_write_memory(qpdf)
            guard begun & error == 0 else { return begun }
            qpdf_set_minimum_pdf_version(qpdf, "1.6")
            qpdf_set_deterministic_ID(qpdf, 1)
            qpdf_set_stream_data_mode(qpdf, qpdf_s_preserve)
            qpdf_set_object_stream_mode(qpdf, qpdf_o_preserve)
            return qpdf_write(qpdf)
        }
        guard status & error == 0, qpdf_has_error(qpdf) == 0 else {
            let said = qpdf_get_error(qpdf).flatMap { qpdf_get_error_full_text(qpdf, $0) }
            throw .library("qpdf: " + (said.map { String(cString: $0) } ?? "error \(status)"))
        }
        bytes = []
        return Array(UnsafeBufferPointer(start: qpdf_get_buffer(qpdf), count: qpdf_get_buffer_length(qpdf)))
    }

    private static let error = QPDF_ERROR_CODE(1 << 1)
}
