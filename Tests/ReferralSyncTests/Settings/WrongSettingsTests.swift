import Foundation
import Testing

@testable import ReferralSync

struct WrongSettingsTests {
    @Test(arguments: [
        (
            "store: x\ndelivery:\n  rety:\n    base: 1s\n", 3,
            "there is no key delivery.rety. Did you mean delivery.retry?"
        ),
        ("keyfile: x\n", 1, "there is no key keyfile. Did you mean keyFile?"),
        ("base: 1s\n", 1, "there is no key base. Did you mean delivery.retry.base?"),
        ("log: debug\n", 1, "log holds further keys, indented below it."),
        ("log:\n  level:\n", 2, "log.level has no value."),
        ("store: [a, b]\n", 1, "store has one value, not a list or further keys."),
        (
            "\nanswers:\n  poll: soon\n", 3,
            "answers.poll: \"soon\" is not known. Expected \(Duration.textExpected)."
        ),
        (
            "roles:\n  viewer: certificate:sha256//AAAA\n", 2,
            "roles.viewer: \"certificate:sha256//AAAA\" is not known. Expected off, or who has the role, "
                + "with commas between: user:NAME, group:NAME, certificate:sha256//… (32 bytes in "
                + "base64)."
        ),
        (
            "log:\n  format: xml\n", 2,
            "log.format: \"xml\" is not known. Expected one of text, json."
        ),
        (
            "store: x\nlistener:\n  address: nowhere\n", 3,
            "listener.address: \"nowhere\" is not known. Expected off, or HOST:PORT."
        ),
        (
            "listener:\n  certificate: a.pem\n  address: localhost:1\n", 3,
            "listener.address: expected listener.certificate and listener.key beside it, PEM files that say "
                + "who we are."
        ),
        (
            "mail:\n  server: smtp://localhost:25\n  user: sync\n  from: a@b.example\n", 3,
            "mail.user: expected both mail.user and mail.passwordFile, or neither."
        ),
    ])
    func `what is wrong is named with its file, line and remedy`(
        text: String,
        line: Int,
        problem: String
    ) async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(text, to: "settings.yaml")

        let problems = await problems(file: file.path)

        #expect(problems == ["\(file.path):\(line): \(problem)"])
    }

    @Test func `a key that is like none is answered with all that there are`() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("colour: red\n", to: "settings.yaml")

        let problem = try #require(await problems(file: file.path).first)

        #expect(problem.contains("there is no key colour. Known keys: answers.poll, "))
    }

    @Test func `everything that is wrong is said at once`() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "answers:\n  poll: soon\n  pollDecided: late\n",
            to: "settings.yaml"
        )

        #expect(await problems(file: file.path).count == 2)
    }

    @Test func `a file that is not YAML is named with its line`() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("store: x\n\tkeyFile: y\n", to: "settings.yaml")

        let problem = try #require(await problems(file: file.path).first)

        #expect(problem.hasPrefix("\(file.path):2: this is not YAML: "))
    }

    @Test func `a misspelt name in the environment is found`() async throws {
        let problems = await problems(environment: ["REFERRAL_SYNC_STROE": "x"])

        #expect(
            problems == [
                "The environment sets REFERRAL_SYNC_STROE, which is no setting. "
                    + "Did you mean REFERRAL_SYNC_STORE?"
            ]
        )
    }

    @Test func `a settings file that is not there is said`() async throws {
        let problem = try #require(await problems(file: "/nowhere/settings.yaml").first)

        #expect(problem.hasPrefix("/nowhere/settings.yaml: the file is not there"))
    }

    @Test func `a socket that the system would not accept is refused`() async throws {
        let long = "/" + String(repeating: "s", count: 107)

        let problem = try #require(
            await problems(environment: ["REFERRAL_SYNC_SOCKET": long]).first
        )

        #expect(problem.hasPrefix("socket: the path is longer than the 107 bytes"))
    }

    @Test func `another kind of store is refused`() async throws {
        let problem = try #require(
            await problems(environment: ["REFERRAL_SYNC_STORE": "mysql://host/name"]).first
        )

        #expect(problem.contains("there is no kind of store \"mysql\""))
    }

    @Test func `an address of a database that would tell a secret or check nothing is refused`()
        async throws
    {
        let secret = try #require(
            await problems(environment: ["REFERRAL_SYNC_STORE": "postgresql://a:b@host/c"]).first
        )
        let open = try #require(
            await problems(
                environment: ["REFERRAL_SYNC_STORE": "postgresql://a@host/c?sslmode=require"]
            ).first
        )
        let wrong = try #require(
            await problems(environment: ["REFERRAL_SYNC_STORE": "postgresql://a@host/c?sslmod=x"])
                .first
        )

        #expect(secret.contains("holds a password"))
        #expect(!secret.contains("a:b"))
        #expect(open.contains("sslmode=require. Expected verify-full"))
        #expect(wrong.contains("sslmod"))
    }

    private func problems(
        file: String? = nil,
        environment: [String: String] = [:]
    ) async -> [String] {
        do {
            _ = try await LoadedSettings.load(
                file: file,
                store: nil,
                in: .sample(environment: environment)
            )
            return []
        } catch let error as SettingsError {
            return error.problems
        } catch {
            return ["an unexpected \(type(of: error))"]
        }
    }
}
