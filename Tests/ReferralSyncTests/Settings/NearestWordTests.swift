import Testing

@testable import ReferralSync

struct NearestWordTests {
    @Test(arguments: [
        ("adress", "address"), ("tilte", "title"), ("IDEMPOTENT", "idempotent"),
        ("adres", "address"),
    ])
    func `a misspelt word is recognised`(word: String, meant: String) {
        let known = ["title", "address", "statusAddress", "idempotent"]

        #expect(NearestWord.nearest(to: word, among: known) == meant)
    }

    @Test func `a word that is like none is not guessed`() {
        #expect(NearestWord.nearest(to: "colour", among: ["title", "address"]) == nil)
    }

    @Test func `swapped neighbours are one mistake`() {
        #expect(NearestWord.distance("tilte", "title") == 1)
        #expect(NearestWord.distance("", "abc") == 3)
    }
}
