/// Names and sentences that are about nobody.
enum InventedWords {
    private static let beginnings = [
        "Ael", "Bryn", "Ceri", "Dáir", "Elow", "Fflu", "Grze", "Hâf", "Iol", "Jaś", "Kẹm", "Lław",
        "Mør", "Nerys", "Ołe", "Pryd", "Rhos", "Šar", "Tegw", "Ùna", "Vell", "Wreni", "Yorr",
        "Zofi",
    ]
    private static let endings = [
        "wen", "ek", "ith", "ara", "nik", "olwy", "ska", "mond", "ette", "ín", "ula", "fred",
    ]
    private static let families = [
        "Fictitious", "Inventedby", "Madeup", "Notreal", "Exampleby", "Pretendski", "Dreamt-Upham",
        "O'Invented", "Ffugiol", "Zmyślony", "Sampleworth", "Imagineson",
    ]

    static func given(_ random: inout SplitMix64) -> String {
        random.pick(beginnings) + random.pick(endings)
    }

    static func family(_ random: inout SplitMix64) -> String { random.pick(families) }

    static func facts(_ cohort: String) -> String {
        switch cohort {
        case "groomed":
            "Messages on a seized device show an adult building trust with the child over weeks."
        case "pictured":
            "The child was recognised in material on a seized device by clothing and surroundings."
        case "sharing-self-generated":
            "The child was asked for pictures of themselves and shared some with a stranger."
        default:
            "The child asked for material in a chat that the team reviewed."
        }
    }

    static let assessments = [
        "The officer believes that contact would have gone on.",
        "The officer believes that the child does not see the risk yet.",
        "The officer believes that the parents can protect the child with help.",
    ]
    static let voices = [
        "They said that they thought they were talking to someone of their age.",
        "They said that they were afraid of getting into trouble.",
        "They asked whether their friends would hear of it.",
    ]
}
