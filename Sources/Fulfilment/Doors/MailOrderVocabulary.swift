/// The words, English and Welsh, that the reader knows. All of them folded: small letters without accents.
enum Vocabulary {
    /// The words of a text, folded; `don't` is `dont`.
    static func words(of text: String) -> [String] {
        text.split { $0 == " " || $0.isNewline || "/,;:.!?()".contains($0) }
            .map { String($0).foldedForMail }.filter { !$0.isEmpty }
    }

    /// Whether it speaks of another order than a new one.
    static func isChange(_ word: String) -> Bool { change.contains(word) || word.hasPrefix("cancel") }

    /// Whether it may turn what stands beside it into its opposite, or leaves a choice.
    static func isTurn(_ word: String) -> Bool { turns.contains(word) }

    /// Whether a number that follows it is only a guess, or the end of a range.
    static func isVague(_ word: String) -> Bool { vague.contains(word) }

    /// Whether it counts without digits.
    static func isCount(_ word: String) -> Bool { counts.contains(word) }

    /// Whether a remark may change the order that it comes with; it says more than these words where it doesn't.
    static func mayChangeAnOrder(_ text: String) -> Bool {
        text.contains { $0.isNumber || $0 == "@" }
            || words(of: text).contains {
                isChange($0) || isTurn($0) || isCount($0) || isTime($0) || isVague($0) || isLeaflet($0)
                    || changing.contains($0)
            }
    }

    /// Whether it says that something came back.
    static func isReturn(_ word: String) -> Bool { word.hasPrefix("return") || word.hasPrefix("dychwel") }

    /// Whether a subject says nothing but that this is an order.
    static func isNeutral(subject: String) -> Bool {
        !subject.contains(where: \.isNumber) && words(of: subject).allSatisfy { subjects.contains($0) || isLeaflet($0) }
    }

    /// Whether it speaks of a time.
    static func isTime(_ word: String) -> Bool {
        times.contains(word) || month(word) != nil && word != "may" && word != "mai" || weekday(word) != nil
    }

    /// Whether a sentence says nothing but good day and thank you.
    ///
    /// - Parameter names: Words that are names here, the writer's own.
    static func isPleasantry(_ text: String, names: [String]) -> Bool {
        words(of: text).allSatisfy { pleasant.contains($0) || names.contains($0) }
    }

    /// Whether it means what a campaign sends out, whatever it is called: `leaflets`, `taflenni`.
    static func isLeaflet(_ word: String) -> Bool { leaflets.contains(word) }

    /// Whether it may stand between a number and what is counted: `copies of the`.
    static func isFiller(_ word: String) -> Bool { fillers.contains(word) }

    /// Whether it stands in no address, but in a sentence.
    static func isOfASentence(_ word: String) -> Bool { sentence.contains(word) }

    /// Whether it says that a line names a building or a firm, and no person.
    static func isOfAPlace(_ word: String) -> Bool { places.contains(word) }

    /// 12 of `december`, `dec` and `rhagfyr`.
    static func month(_ word: String) -> Int? {
        if let index = months.firstIndex(where: { $0.contains(word) }) { return index + 1 }
        return nil
    }

    /// 1 of `monday`, `mon` and `llun`.
    static func weekday(_ word: String) -> Int? {
        weekdays.firstIndex { $0.contains(word) }.map { $0 + 1 }
    }

    private static func set(_ words: String) -> Set<String> {
        Set(words.split(separator: " ").map(String.init))
    }

    private static let change = set(
        """
        instead change changed changes wrong mistake ignore disregard already remove delete unsubscribe stop duplicate \
        reminder canslo newid camgymeriad anwybyddwch eisoes dileu stopiwch
        """)
    private static let changing = set(
        """
        replace replaces replaced replacing actually rather correct correction corrected update updated amend amended \
        deliver delivered delivery address addresses send sent post posted postcode return returned only more less \
        fewer extra also plus additional order orders ordered earlier second again resend wait hold until till after \
        before moved move moving received arrived gone left someone somebody else both same other others question \
        diweddaru cyfeiriad anfon anfonwch danfon cod post archeb archebion mwy llai hefyd eto aros tan \
        cyn symud wedi derbyn dderbyn arall nid na
        """)
    private static let subjects = set(
        """
        order orders form request please re hello hi for of and the a leaflet campaign archeb archebu ffurflen cais \
        taflenni os gwelwch yn dda helo am ac posters poster
        """)
    private static let turns = set(
        """
        not no dont didnt doesnt wont cant never or if unless maybe perhaps either rather except without last previous \
        another ddim nid peidiwch neu efallai heb
        """
    )
    private static let vague = set(
        """
        about around approximately approx roughly nearly almost maybe say circa over under to than least most tua bron \
        oddeutu
        """)
    private static let counts = set(
        """
        hundred hundreds thousand dozen dozens couple few several pack packs packet packets box boxes bundle bundles \
        half double two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety \
        cant gant mil dau ddau dwy tri tair pedwar pump chwech saith wyth naw deg ugain hanner pecyn becyn pecynnau \
        bocs focs dwsin ychydig
        """)
    private static let times = set(
        """
        today tomorrow tonight yesterday urgent urgently asap soon soonest weekend week weeks month months deadline \
        immediately heddiw yfory heno brys frys wythnos wythnosau mis misoedd penwythnos cyngynted
        """)
    private static let leaflets = set(
        "leaflet leaflets flyer flyers copies taflen daflen thaflen taflenni daflenni thaflenni")
    private static let fillers = set("copies copy of the your our x copi gopi o r ein eich")
    private static let sentence = set(
        """
        i id im ive we wed you your please send sending want need order orders thanks thank hello hi dear could can \
        would like my our me us this that below following above looking forward regards wishes have has are is was \
        anfonwch anfon hoffwn hoffem diolch annwyl helo os gwelwch yw mae fy archeb archebu
        """)
    private static let places = set(
        """
        street st road rd avenue ave lane ln drive close court house hall works ltd limited plc llp cic inc co company \
        branch unit flat apartment office offices centre center union school college university hospital church library \
        club hotel station depot garage factory mill farm park estate building tower industrial services group trust \
        council department dept reception room floor stryd ffordd heol lon ty tyddyn canolfan ysgol neuadd undeb cangen \
        prifysgol ysbyty llyfrgell swyddfa fferm eglwys capel
        """)
    private static let pleasant = set(
        """
        hi hello hiya hey dear all there everyone everybody friends friend colleagues colleague comrades team folks sir \
        madam sirs thanks thank you many very much so a lot best kind kindest warm warmest regards wishes with yours \
        faithfully sincerely truly cheers solidarity in advance please find my order orders below here is the good \
        morning afternoon evening day up keep great work job for your help helping everything and to whom it may concern \
        from attached hope well are this finds we i helo annwyl bawb ffrindiau diolch yn fawr iawn llawer cofion gorau \
        cynnes cyfarchion oddi wrth dyma fy archeb isod os gwelwch dda bore da prynhawn nos ymlaen llaw am eich gwaith \
        hwyl undod yr eiddoch gywir
        """)
    private static let months: [Set<String>] = [
        ["january", "jan", "ionawr"], ["february", "feb", "chwefror"], ["march", "mar", "mawrth"],
        ["april", "apr", "ebrill"], ["may", "mai"], ["june", "jun", "mehefin"], ["july", "jul", "gorffennaf"],
        ["august", "aug", "awst"], ["september", "sep", "sept", "medi"], ["october", "oct", "hydref"],
        ["november", "nov", "tachwedd"], ["december", "dec", "rhagfyr"],
    ]
    private static let weekdays: [Set<String>] = [
        ["monday", "mon", "llun"], ["tuesday", "tue", "tues"], ["wednesday", "wed", "mercher"],
        ["thursday", "thu", "thur", "thurs", "iau"], ["friday", "fri", "gwener"], ["saturday", "sat", "sadwrn"],
        ["sunday", "sun", "sul"],
    ]
}
