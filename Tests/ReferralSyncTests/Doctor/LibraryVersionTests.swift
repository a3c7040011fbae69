import Testing

@testable import ReferralSync

struct LibraryVersionTests {
    @Test(arguments: ["3.7.0", "3.40.1", "3.44.5", "3.50.6", "3.51.2"])
    func `a SQLite with the WAL-reset bug is known`(version: String) {
        #expect(LibraryVersion(version).hasWALResetBug)
    }

    @Test(arguments: ["3.6.23", "3.44.6", "3.50.7", "3.51.3", "3.52.1", "4.0.0"])
    func `a mended SQLite is not accused`(version: String) {
        #expect(!LibraryVersion(version).hasWALResetBug)
    }
}
