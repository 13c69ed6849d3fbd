/// The files of `templates/`, embedded in the binary so that it needs no file beside it.
///
/// SwiftPM makes `PackageResources` from the folders' files; these tables give them their names back. A test compares
/// them with the folders.
public enum Templates {
    /// The texts of mails, by file name: `confirmation.en.txt.mustache`.
    public static let mail: [String: [UInt8]] = [
        "address.html.mustache": PackageResources.address_html_mustache,
        "address.txt.mustache": PackageResources.address_txt_mustache,
        "backordered.cy.html.mustache": PackageResources.backordered_cy_html_mustache,
        "backordered.cy.txt.mustache": PackageResources.backordered_cy_txt_mustache,
        "backordered.en.html.mustache": PackageResources.backordered_en_html_mustache,
        "backordered.en.txt.mustache": PackageResources.backordered_en_txt_mustache,
        "cancelled.cy.html.mustache": PackageResources.cancelled_cy_html_mustache,
        "cancelled.cy.txt.mustache": PackageResources.cancelled_cy_txt_mustache,
        "cancelled.en.html.mustache": PackageResources.cancelled_en_html_mustache,
        "cancelled.en.txt.mustache": PackageResources.cancelled_en_txt_mustache,
        "change.cy.html.mustache": PackageResources.change_cy_html_mustache,
        "change.cy.txt.mustache": PackageResources.change_cy_txt_mustache,
        "change.en.html.mustache": PackageResources.change_en_html_mustache,
        "change.en.txt.mustache": PackageResources.change_en_txt_mustache,
        "changed.cy.html.mustache": PackageResources.changed_cy_html_mustache,
        "changed.cy.txt.mustache": PackageResources.changed_cy_txt_mustache,
        "changed.en.html.mustache": PackageResources.changed_en_html_mustache,
        "changed.en.txt.mustache": PackageResources.changed_en_txt_mustache,
        "confirmation.cy.html.mustache": PackageResources.confirmation_cy_html_mustache,
        "confirmation.cy.txt.mustache": PackageResources.confirmation_cy_txt_mustache,
        "confirmation.en.html.mustache": PackageResources.confirmation_en_html_mustache,
        "confirmation.en.txt.mustache": PackageResources.confirmation_en_txt_mustache,
        "details.cy.html.mustache": PackageResources.details_cy_html_mustache,
        "details.cy.txt.mustache": PackageResources.details_cy_txt_mustache,
        "details.en.html.mustache": PackageResources.details_en_html_mustache,
        "details.en.txt.mustache": PackageResources.details_en_txt_mustache,
        "ending.cy.html.mustache": PackageResources.ending_cy_html_mustache,
        "ending.cy.txt.mustache": PackageResources.ending_cy_txt_mustache,
        "ending.en.html.mustache": PackageResources.ending_en_html_mustache,
        "ending.en.txt.mustache": PackageResources.ending_en_txt_mustache,
        "expected.cy.html.mustache": PackageResources.expected_cy_html_mustache,
        "expected.cy.txt.mustache": PackageResources.expected_cy_txt_mustache,
        "expected.en.html.mustache": PackageResources.expected_en_html_mustache,
        "expected.en.txt.mustache": PackageResources.expected_en_txt_mustache,
        "forecast.cy.html.mustache": PackageResources.forecast_cy_html_mustache,
        "forecast.cy.txt.mustache": PackageResources.forecast_cy_txt_mustache,
        "forecast.en.html.mustache": PackageResources.forecast_en_html_mustache,
        "forecast.en.txt.mustache": PackageResources.forecast_en_txt_mustache,
        "held.cy.html.mustache": PackageResources.held_cy_html_mustache,
        "held.cy.txt.mustache": PackageResources.held_cy_txt_mustache,
        "held.en.html.mustache": PackageResources.held_en_html_mustache,
        "held.en.txt.mustache": PackageResources.held_en_txt_mustache,
        "items.html.mustache": PackageResources.items_html_mustache,
        "items.txt.mustache": PackageResources.items_txt_mustache,
        "layout.html.mustache": PackageResources.layout_html_mustache,
        "posted.cy.html.mustache": PackageResources.posted_cy_html_mustache,
        "posted.cy.txt.mustache": PackageResources.posted_cy_txt_mustache,
        "posted.en.html.mustache": PackageResources.posted_en_html_mustache,
        "posted.en.txt.mustache": PackageResources.posted_en_txt_mustache,
    ]

    /// The pages of the form, their words, and the API's description, by file name: `form.mustache`.
    public static let web: [String: [UInt8]] = [
        "address.mustache": PackageResources.address_mustache,
        "again.mustache": PackageResources.again_mustache,
        "cancel.mustache": PackageResources.cancel_mustache,
        "check.mustache": PackageResources.check_mustache,
        "closed.mustache": PackageResources.closed_mustache,
        "country.mustache": PackageResources.country_mustache,
        "day.mustache": PackageResources.day_mustache,
        "downloads.mustache": PackageResources.downloads_mustache,
        "error.mustache": PackageResources.error_mustache,
        "errors.mustache": PackageResources.errors_mustache,
        "field.mustache": PackageResources.field_mustache,
        "form.mustache": PackageResources.form_mustache,
        "hidden.mustache": PackageResources.hidden_mustache,
        "item.mustache": PackageResources.item_mustache,
        "layout.mustache": PackageResources.layout_mustache,
        "lines.mustache": PackageResources.lines_mustache,
        "message.mustache": PackageResources.message_mustache,
        "openapi.yaml": PackageResources.openapi_yaml,
        "order.mustache": PackageResources.order_mustache,
        "post.mustache": PackageResources.post_mustache,
        "printed.mustache": PackageResources.printed_mustache,
        "privacy.mustache": PackageResources.privacy_mustache,
        "style.css.mustache": PackageResources.style_css_mustache,
        "used.mustache": PackageResources.used_mustache,
        "words.cy.json": PackageResources.words_cy_json,
        "words.en.json": PackageResources.words_en_json,
        "writing.mustache": PackageResources.writing_mustache,
    ]

    /// The geometries of label sheets, by file name: `L7159.yaml`.
    public static let sheets: [String: [UInt8]] = [
        "L7159.yaml": PackageResources.L7159_yaml,
        "L7160.yaml": PackageResources.L7160_yaml,
        "L7161.yaml": PackageResources.L7161_yaml,
        "L7162.yaml": PackageResources.L7162_yaml,
        "L7163.yaml": PackageResources.L7163_yaml,
        "L7164.yaml": PackageResources.L7164_yaml,
        "L7165.yaml": PackageResources.L7165_yaml,
        "L7166.yaml": PackageResources.L7166_yaml,
        "L7169.yaml": PackageResources.L7169_yaml,
        "L7173.yaml": PackageResources.L7173_yaml,
        "L7651.yaml": PackageResources.L7651_yaml,
        "Roll-89x36.yaml": PackageResources.Roll_89x36_yaml,
    ]

    /// What postage costs, by file name: `royal-mail.yaml`.
    public static let postage: [String: [UInt8]] = [
        "royal-mail.yaml": PackageResources.royal_mail_yaml
    ]
}
