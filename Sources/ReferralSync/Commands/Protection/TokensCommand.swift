import ArgumentParser
import Foundation
import Outbox
import Portal
import Referrals

/// `tokens`: how other programs are known.
struct TokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Make, list and revoke the tokens by which other programs use the HTTPS API.",
        subcommands: [Create.self, List.self, Revoke.self]
    )

    /// `tokens create`.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make a token. It is shown once and stored only as a digest."
        )

        @Option(help: "Who is to use it, such as case-system.")
        var name: String

        @Option(
            name: .customLong("role"),
            help:
                "What it may do: \(Role.allCases.map(\.rawValue).joined(separator: ", ")). May be given several times."
        )
        var roles: [Role]

        @Option(help: "After how many days it ends.")
        var days = 90

        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard !roles.isEmpty else { throw ValidationError("Give at least one --role.") }
            guard (1...366).contains(days) else {
                throw ValidationError("--days: expected a number from 1 to 366.")
            }
            guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]{0,63}/) != nil else {
                throw ValidationError(
                    "--name: expected letters, digits, dots and dashes, at most 64."
                )
            }
        }

        func run() async throws {
            let order = TokenOrder(
                name: name,
                roles: roles,
                expiresAt: TimeSource.system.now().addingTimeInterval(Double(days) * 86_400)
            )
            let door = DeskDoor(try await options.load())
            let report = try await door.once { desk in try await desk.carryOut(order) }
            if options.json { return try options.console.write(WireFormat.encodeLines([report])) }
            options.console.say(
                "The token \(report.token.name), ID \(report.token.id), until "
                    + "\(Moments.text(report.token.expiresAt)). It is shown this once; programs send it "
                    + "as: Authorization: Bearer TOKEN"
            )
            try options.console.print(report.secret)
        }
    }

    /// `tokens list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List all tokens, the newest first."
        )

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let door = DeskDoor(try await options.load())
            let tokens = try await door.once { desk in try await desk.carryOut(TokensOrder()) }
            if options.json { return try options.console.write(WireFormat.encodeLines(tokens)) }
            let now = TimeSource.system.now()
            var table = Table([
                ("name", .left), ("roles", .left), ("until", .left), ("", .left), ("id", .left),
            ])
            for token in tokens {
                let state =
                    token.revokedAt.map { "revoked \(Moments.text($0))" }
                    ?? (token.expiresAt <= now ? "ended" : "in use")
                table.add([
                    token.name, token.roles.map(\.rawValue).joined(separator: ", "),
                    Moments.text(token.expiresAt), state, token.id,
                ])
            }
            try options.console.print(table.lines.joined(separator: "\n"))
        }
    }

    /// `tokens revoke`.
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "End a token at once."
        )

        @Argument(help: "The token's name, its ID or the beginning of that.")
        var id: String

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let order = RevokeOrder(id: id)
            let door = DeskDoor(try await options.load())
            let done = try await door.once { desk in try await desk.carryOut(order) }
            if options.json { return try options.console.write(WireFormat.encodeLines([done])) }
            try options.console.print("The token \(id) is revoked.")
        }
    }
}

extension Role: ExpressibleByArgument {}
