import Foundation
import Logging
import Testing

@testable import ReferralSync

struct LoadedSettingsTests {
    @Test func `without any settings the defaults lie in the user's state folder`() async throws {
        let loaded = try await LoadedSettings.load(file: nil, store: nil, in: .sample())

        let state = "/home/officer/.local/state/referral-sync"
        #expect(loaded.settings.store.shown == "\(state)/referral-sync.sqlite")
        #expect(loaded.settings.keyFile.path == "\(state)/key")
        #expect(loaded.settings.socket == "\(state)/referral-sync.sock")
        #expect(loaded.origins.isEmpty)
    }

    @Test func `systemd's state folder goes before the user's`() async throws {
        let surroundings = Surroundings.sample(environment: [
            "STATE_DIRECTORY": "/var/lib/referral-sync:/var/lib/other",
            "XDG_STATE_HOME": "/home/officer/state",
        ])

        let loaded = try await LoadedSettings.load(file: nil, store: nil, in: surroundings)

        #expect(loaded.settings.keyFile.path == "/var/lib/referral-sync/key")
    }

    @Test func `the command line goes before the environment, and that before the file`()
        async throws
    {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "store: sqlite:of-file\nkeyFile: of-file\nsocket: of-file\n",
            to: "settings.yaml"
        )
        let environment = [
            "REFERRAL_SYNC_STORE": "/of-environment", "REFERRAL_SYNC_KEY_FILE": "of-environment",
        ]

        let loaded = try await LoadedSettings.load(
            file: file.path,
            store: "sqlite:of-option",
            in: .sample(environment: environment)
        )

        #expect(loaded.settings.store.shown == "/srv/of-option")
        #expect(loaded.settings.keyFile.path == "/srv/of-environment")
        #expect(loaded.settings.socket == folder.url.appending(path: "of-file").path)
        #expect(loaded.origins[.store] == .commandLine)
        #expect(loaded.origins[.keyFile] == .environment("REFERRAL_SYNC_KEY_FILE"))
        #expect(loaded.origins[.socket] == .file(file))
    }

    @Test func `the environment names the settings file`() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("log:\n  level: debug\n", to: "other.yaml")
        let surroundings = Surroundings.sample(
            environment: ["REFERRAL_SYNC_SETTINGS": file.path])

        let loaded = try await LoadedSettings.load(file: nil, store: nil, in: surroundings)

        #expect(loaded.settings.logLevel == .debug)
        #expect(loaded.file?.path == file.path)
    }

    @Test func `an empty settings file changes nothing`() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("# nothing yet\n", to: "settings.yaml")

        let loaded = try await LoadedSettings.load(file: file.path, store: nil, in: .sample())

        #expect(loaded.origins.isEmpty)
    }

    @Test func `the contracts of the checkout go before the installed ones`() async throws {
        let surroundings = Surroundings.sample(
            executable: "/src/sync/.build/debug/referral-sync",
            existing: [
                "/src/sync/Package.swift", "/src/sync/Contracts",
                "/usr/share/referral-sync/contracts",
            ]
        )

        let loaded = try await LoadedSettings.load(file: nil, store: nil, in: surroundings)

        #expect(loaded.settings.contracts.path == "/src/sync/Contracts")
    }

    @Test func `the name in the environment follows from the key`() {
        #expect(SettingKey.pollDecided.environmentName == "REFERRAL_SYNC_ANSWERS_POLL_DECIDED")
        #expect(
            SettingKey.horizonSameDay.environmentName
                == "REFERRAL_SYNC_DELIVERY_HORIZON_SAME_DAY"
        )
    }

    /// What some keys need beside them.
    private static let companions = [
        "REFERRAL_SYNC_MAIL_FROM": "sync@force.example", "REFERRAL_SYNC_MAIL_USER": "sync",
        "REFERRAL_SYNC_MAIL_PASSWORD_FILE": "/secret", "REFERRAL_SYNC_LISTENER_CERTIFICATE": "/c",
        "REFERRAL_SYNC_LISTENER_KEY": "/k",
    ]

    @Test(arguments: SettingKey.allCases)
    func `every key can be set in the environment`(key: SettingKey) async throws {
        let text =
            switch key {
            case .store: "sqlite:/x"
            case .postgresStandby: "required"
            case .keyFile, .contracts, .partners, .socket, .calendar, .mailPasswordFile,
                .mailAuthorities, .webhookKeyFile, .webhookAuthorities, .listenerCertificate,
                .listenerKey, .listenerClientAuthorities, .backupFolder:
                "/x"
            case .clockReceipt: "immediate 10m, same-day 2h, standard 1wd"
            case .escalationSteps: "0m, 2h desk@force.example, 1wd https://alarm.example/x"
            case .escalationQuiet: "20:00-06:30"
            case .mailServer: "smtps://mail.example:465"
            case .mailFrom: "sync@force.example"
            case .listenerAddress: "127.0.0.1:8443"
            case .roleSubmitter, .roleViewer, .roleOperator, .roleAuditor, .roleAdministrator:
                "user:alice, group:desk, certificate:sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            case .logLevel: "trace"
            case .logFormat: "json"
            case .metricsPort: "9464"
            case .retryCap, .backupKeysKept: "99h"
            default: "77ms"
            }

        let loaded = try await LoadedSettings.load(
            file: nil,
            store: nil,
            in: .sample(
                environment: Self.companions.merging([key.environmentName: text]) { $1 }
            )
        )

        #expect(loaded.settings.text(of: key) == text)
    }
}
