extension WebTemplates {
    /// The names that templates and words may use, besides the fields of the form, `fields.postcode`. What there is none
    /// of on a page is left out there.
    static let names: Set<String> = [
        "addressAction", "addressFields", "addressLines", "addressPage", "area", "arrivalFrom", "arrivalUntil",
        "autocomplete", "campaign", "cancelAction", "cancelPage", "changeDay", "changeTime", "closes", "colour",
        "contact", "contactLink", "controller", "copies", "countries", "describedBy", "download", "email",
        "error", "errors", "example", "expected", "far", "fitting", "hasDownloads", "hasErrors", "hasItems",
        "hasPicture", "hidden", "hint", "home", "id", "ink", "inputmode", "isAccepted", "isBackordered",
        "isBatched", "isCancelled", "isChanged", "isChosen", "isDispatched", "isFirstClass", "isGone", "isHeld",
        "isLate", "isGoing", "isOneCopy", "isOnePack", "isOnePacket", "isOpen", "isOptional", "isPacked", "isReady",
        "isPast", "isReturned", "isSecondClass",
        "isSent", "isStale", "isSurelyLate", "isTicked", "isUnprintable", "isUnprinted", "items", "kept", "key",
        "label",
        "language", "lines", "link", "logo", "mailto", "meant", "minutes", "most", "mostCopies", "name", "neededBy",
        "needsConsent", "note", "notice", "noticeLink", "number", "onColour", "organisation", "otherLanguage",
        "otherForm", "otherPage", "pack", "packets", "packs", "posting", "privacyContact", "privacyContactLink",
        "privacyPage", "problem", "purpose", "purposes", "reasons", "received", "reference", "returned",
        "sentLink", "shipsFrom", "sku", "spellcheck", "state", "stateText", "style", "tag", "text", "title", "toItems",
        "type", "until", "value", "version", "website", "width", "words",
    ]
}
