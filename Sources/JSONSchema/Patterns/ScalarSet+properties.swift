extension ScalarSet {
    /// The code points with a Unicode property, as in `\p{L}` or `\p{Lowercase}`.
    static func having(property name: String) throws(PatternError) -> ScalarSet {
        let parts = name.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, ["General_Category", "gc"].contains(parts[0]) {
            return try category(parts[1])
        }
        guard parts.count == 1 else {
            throw PatternError("the Unicode property \(name) is not supported; write its ranges")
        }
        if let condition = binary[name] { return ScalarSet(where: condition) }
        return try category(name)
    }

    private static func category(_ name: String) throws(PatternError) -> ScalarSet {
        guard let categories = categories[name] else {
            throw PatternError("the Unicode property \(name) is not supported; write its ranges")
        }
        return ScalarSet { categories.contains($0.properties.generalCategory) }
    }

    private static let binary: [String: @Sendable (Unicode.Scalar) -> Bool] = [
        "Any": { _ in true },
        "ASCII": { $0.isASCII },
        "Assigned": { $0.properties.generalCategory != .unassigned },
        "Alphabetic": { $0.properties.isAlphabetic }, "Alpha": { $0.properties.isAlphabetic },
        "Lowercase": { $0.properties.isLowercase }, "Lower": { $0.properties.isLowercase },
        "Uppercase": { $0.properties.isUppercase }, "Upper": { $0.properties.isUppercase },
        "White_Space": { $0.properties.isWhitespace }, "space": { $0.properties.isWhitespace },
        "Emoji": { $0.properties.isEmoji },
        "Emoji_Presentation": { $0.properties.isEmojiPresentation },
        "Ideographic": { $0.properties.isIdeographic },
        "Hex_Digit": { $0.properties.isHexDigit },
        "ASCII_Hex_Digit": { $0.properties.isASCIIHexDigit },
        "ID_Start": { $0.properties.isIDStart }, "IDS": { $0.properties.isIDStart },
        "ID_Continue": { $0.properties.isIDContinue }, "IDC": { $0.properties.isIDContinue },
        "Math": { $0.properties.isMath }, "Dash": { $0.properties.isDash },
        "Diacritic": { $0.properties.isDiacritic },
        "Noncharacter_Code_Point": { $0.properties.isNoncharacterCodePoint },
    ]

    private static let categories: [String: Set<Unicode.GeneralCategory>] = {
        var table: [String: Set<Unicode.GeneralCategory>] = [:]
        for (names, category) in single {
            for name in names { table[name] = [category] }
            // The group of a category is its first letter: Lu and Ll are both in L.
            table[String(names[0].prefix(1)), default: []].insert(category)
        }
        table["LC"] = [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter]
        for (name, short) in groups { table[name] = table[short] }
        return table
    }()

    private static let groups = [
        "Letter": "L", "Cased_Letter": "LC", "Mark": "M", "Combining_Mark": "M", "Number": "N",
        "Punctuation": "P", "punct": "P", "Symbol": "S", "Separator": "Z", "Other": "C",
    ]

    private static let single: [([String], Unicode.GeneralCategory)] = [
        (["Lu", "Uppercase_Letter"], .uppercaseLetter),
        (["Ll", "Lowercase_Letter"], .lowercaseLetter),
        (["Lt", "Titlecase_Letter"], .titlecaseLetter),
        (["Lm", "Modifier_Letter"], .modifierLetter), (["Lo", "Other_Letter"], .otherLetter),
        (["Mn", "Nonspacing_Mark"], .nonspacingMark), (["Mc", "Spacing_Mark"], .spacingMark),
        (["Me", "Enclosing_Mark"], .enclosingMark),
        (["Nd", "Decimal_Number", "digit"], .decimalNumber),
        (["Nl", "Letter_Number"], .letterNumber), (["No", "Other_Number"], .otherNumber),
        (["Pc", "Connector_Punctuation"], .connectorPunctuation),
        (["Pd", "Dash_Punctuation"], .dashPunctuation),
        (["Ps", "Open_Punctuation"], .openPunctuation),
        (["Pe", "Close_Punctuation"], .closePunctuation),
        (["Pi", "Initial_Punctuation"], .initialPunctuation),
        (["Pf", "Final_Punctuation"], .finalPunctuation),
        (["Po", "Other_Punctuation"], .otherPunctuation),
        (["Sm", "Math_Symbol"], .mathSymbol), (["Sc", "Currency_Symbol"], .currencySymbol),
        (["Sk", "Modifier_Symbol"], .modifierSymbol), (["So", "Other_Symbol"], .otherSymbol),
        (["Zs", "Space_Separator"], .spaceSeparator), (["Zl", "Line_Separator"], .lineSeparator),
        (["Zp", "Paragraph_Separator"], .paragraphSeparator),
        (["Cc", "Control", "cntrl"], .control), (["Cf", "Format"], .format),
        (["Cs", "Surrogate"], .surrogate), (["Co", "Private_Use"], .privateUse),
        (["Cn", "Unassigned"], .unassigned),
    ]
}
