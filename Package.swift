// swift-tools-version: 6.3
// Modules import only modules on lower floors; `deploy/test.sh` builds with the import check on.
import PackageDescription

extension [SwiftSetting] {
    /// Every module of ours: warnings are errors, unsafe code is marked, imports are internal.
    static var strict: [SwiftSetting] {
        [
            .treatAllWarnings(as: .error),
            .strictMemorySafety(),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ]
    }
}

extension Target.Dependency {
    static let argumentParser: Self = .product(
        name: "ArgumentParser",
        package: "swift-argument-parser"
    )
    static let asyncHTTPClient: Self = .product(
        name: "AsyncHTTPClient",
        package: "async-http-client"
    )
    static let configuration: Self = .product(
        name: "Configuration",
        package: "swift-configuration"
    )
    static let crypto: Self = .product(name: "Crypto", package: "swift-crypto")
    static let grdb: Self = .product(name: "GRDB", package: "GRDB.swift")
    static let grdbSQLite: Self = .product(name: "GRDBSQLite", package: "GRDB.swift")
    static let hummingbird: Self = .product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore: Self = .product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdHTTP2: Self = .product(name: "HummingbirdHTTP2", package: "hummingbird")
    static let hummingbirdTLS: Self = .product(name: "HummingbirdTLS", package: "hummingbird")
    static let hummingbirdTesting: Self = .product(
        name: "HummingbirdTesting",
        package: "hummingbird"
    )
    static let jwt: Self = .product(name: "JWTKit", package: "jwt-kit")
    static let lifecycle: Self = .product(
        name: "ServiceLifecycle",
        package: "swift-service-lifecycle"
    )
    static let unixSignals: Self = .product(
        name: "UnixSignals",
        package: "swift-service-lifecycle"
    )
    static let logging: Self = .product(name: "Logging", package: "swift-log")
    static let inMemoryLogging: Self = .product(name: "InMemoryLogging", package: "swift-log")
    static let metrics: Self = .product(name: "Metrics", package: "swift-metrics")
    static let coreMetrics: Self = .product(name: "CoreMetrics", package: "swift-metrics")
    static let nioCore: Self = .product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1: Self = .product(name: "NIOHTTP1", package: "swift-nio")
    static let nioPosix: Self = .product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL: Self = .product(name: "NIOSSL", package: "swift-nio-ssl")
    static let httpTypes: Self = .product(name: "HTTPTypes", package: "swift-http-types")
    static let asn1: Self = .product(name: "SwiftASN1", package: "swift-asn1")
    static let x509: Self = .product(name: "X509", package: "swift-certificates")
    static let yams: Self = .product(name: "Yams", package: "Yams")
}

extension Target {
    /// One module of ours under `Sources/`.
    static func module(_ name: String, on floor: [Target.Dependency]) -> Target {
        .target(name: name, dependencies: floor, swiftSettings: .strict)
    }

    /// One program of ours under `Sources/`.
    static func program(_ name: String, on floor: [Target.Dependency]) -> Target {
        .executableTarget(name: name, dependencies: floor, swiftSettings: .strict)
    }

    /// The tests of one module, mirroring it under `Tests/`; `scripts` are not compiled.
    static func tests(
        _ name: String,
        on floor: [Target.Dependency],
        scripts: [String] = []
    ) -> Target {
        .testTarget(
            name: name + "Tests",
            dependencies: floor,
            exclude: scripts,
            swiftSettings: .strict
        )
    }
}

let package = Package(
    name: "referral-sync",
    products: [
        .executable(name: "referral-sync", targets: ["ReferralSync"]),
        .executable(name: "partner-sandbox", targets: ["PartnerSandbox"]),
        .executable(name: "contracts-bench", targets: ["ContractsBench"]),
        .executable(name: "audit-bench", targets: ["AuditBench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration",
            from: "1.4.0",
            traits: ["YAML"]
        ),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // Floor 0: C libraries, each a module map and a shim of static inline functions; and what the
        // process does with its memory.
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(name: "CJq", providers: [.apt(["libjq-dev"])]),
        .target(name: "CProcess"),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        // Floor 1: words and values.
        .module("Referrals", on: []),
        .module("JSONSchema", on: []),
        .module("Database", on: []),

        // Floor 2: agreed documents and sealed data.
        .module("Contracts", on: ["Referrals", "JSONSchema", "CJq", "CProcess"]),
        .target(
            name: "Vault",
            dependencies: ["CProcess", "Database", .crypto],
            swiftSettings: .strict + [.define("TRIALS", .when(configuration: .debug))]
        ),
        .module("Audit", on: ["Database", .crypto]),

        // Floor 3: what is to be delivered.
        .module("Outbox", on: ["Audit", "Database", "Referrals", "Vault", .crypto]),

        // Floor 4: use cases; they meet in the outbox, never each other.
        .module(
            "Intake",
            on: [
                "Contracts", "Database", "JSONSchema", "Outbox", "Referrals", "Vault", .crypto,
                .lifecycle, .logging,
            ]
        ),
        .module(
            "Delivery",
            on: [
                "Database", "Outbox", "Referrals", .crypto, .jwt, .lifecycle, .logging, .metrics,
            ]
        ),
        .module(
            "Acknowledgements",
            on: [
                "Contracts", "Database", "JSONSchema", "Outbox", "Referrals", .asn1, .crypto,
                .lifecycle, .logging, .metrics,
            ]
        ),
        .module(
            "Oversight",
            on: [
                "Audit", "Database", "Outbox", "Referrals", "Vault", .crypto, .lifecycle, .logging,
                .metrics,
            ]
        ),

        // Floor 5: adapters to the outside.
        .module("DatabasePostgres", on: ["CPostgres", "Database"]),
        .module("DatabaseSQLite", on: ["CSQLite", "Database", .grdb, .grdbSQLite]),
        .module(
            "DeliveryCurl",
            on: [
                "CCurl", "Acknowledgements", "Delivery", "Outbox", "Oversight", "Referrals",
                .crypto,
            ]
        ),
        .module(
            "Portal",
            on: [
                "Acknowledgements", "Audit", "Database", "Intake", "Oversight", "Outbox",
                "Referrals", "Vault",
                .coreMetrics, .crypto, .hummingbird, .hummingbirdCore, .httpTypes, .lifecycle,
                .logging, .nioCore, .nioSSL,
            ]
        ),

        // Floor 6: programs.
        .program(
            "ReferralSync",
            on: [
                "Acknowledgements", "Audit", "Contracts", "Database", "DatabasePostgres",
                "DatabaseSQLite", "Delivery", "DeliveryCurl", "Intake", "JSONSchema", "Outbox",
                "Oversight", "Portal",
                "Referrals", "Vault", .argumentParser, .asn1, .configuration, .coreMetrics, .crypto,
                .lifecycle, .logging, .unixSignals, .x509, .yams,
            ]
        ),
        .program(
            "PartnerSandbox",
            on: [
                "Contracts", "JSONSchema", "Referrals", .argumentParser, .asn1, .asyncHTTPClient,
                .crypto, .jwt, .hummingbird,
                .hummingbirdCore, .hummingbirdHTTP2, .hummingbirdTLS, .httpTypes, .lifecycle,
                .logging, .nioCore, .nioHTTP1, .nioSSL, .unixSignals, .x509,
            ]
        ),

        // Tests mirror the modules.
        .tests("Referrals", on: ["Referrals", "TestStores"], scripts: ["Clocks/deadlines.py"]),
        .tests(
            "JSONSchema",
            on: ["JSONSchema"],
            scripts: [
                "Differential/documents.py", "Differential/generate.py", "Differential/schemas.py",
            ]
        ),
        .tests(
            "Contracts",
            on: ["Contracts", "JSONSchema", "Referrals"],
            scripts: ["Fhir/validate.py"]
        ),
        .tests("Vault", on: ["Database", "TestStores", "Vault", .crypto]),
        .tests("Audit", on: ["Audit", .crypto]),
        .tests("DatabaseSQLite", on: ["Database", "DatabaseSQLite", "TestStores"]),
        .tests(
            "DatabasePostgres",
            on: ["Database", "DatabasePostgres", "TestStores"],
            scripts: ["cutting_proxy.py"]
        ),
        .tests("Outbox", on: ["Audit", "Database", "Outbox", "Referrals", "TestStores", "Vault"]),
        .tests(
            "Intake",
            on: [
                "Contracts", "Database", "Intake", "JSONSchema", "Outbox", "Referrals",
                "TestStores", "Vault",
            ]
        ),
        .tests(
            "Delivery",
            on: [
                "Database", "Delivery", "Outbox", "Referrals", "TestStores", "Vault", .crypto,
                .inMemoryLogging, .logging,
            ]
        ),
        .tests(
            "Acknowledgements",
            on: [
                "Acknowledgements", "Contracts", "Database", "Outbox", "Referrals", "TestStores",
                "Vault", .asn1, .crypto, .logging,
            ]
        ),
        .tests(
            "DeliveryCurl",
            on: [
                "Acknowledgements", "Delivery", "DeliveryCurl", "Outbox", "TestPrograms", .nioCore,
                .nioPosix, .nioSSL,
            ]
        ),
        .tests(
            "Oversight",
            on: [
                "Database", "Outbox", "Oversight", "Referrals", "TestStores", "Vault", .logging,
            ]
        ),
        .tests("PartnerSandbox", on: ["Contracts", "JSONSchema", "TestPrograms"]),
        .tests(
            "ReferralSync",
            on: [
                "Delivery", "DeliveryCurl", "Intake", "Outbox", "Oversight", "Portal",
                "ReferralSync", "Referrals", "TestStores",
                .asn1,
                .coreMetrics, .crypto, .inMemoryLogging, .logging, .x509,
            ]
        ),
        .tests(
            "EndToEnd",
            on: ["TestPrograms", "TestStores"],
            scripts: ["people.py", "recorder.py", "wrong_clock.py"]
        ),

        // What `deploy/bench.sh contracts` measures with.
        .executableTarget(
            name: "ContractsBench",
            dependencies: ["Contracts", "JSONSchema"],
            path: "deploy/bench/contracts",
            swiftSettings: .strict
        ),

        // What `deploy/bench.sh audit` measures with.
        .executableTarget(
            name: "AuditBench",
            dependencies: ["Audit", "Database", "DatabaseSQLite", .crypto],
            path: "deploy/bench/audit",
            swiftSettings: .strict
        ),

        // What tests of built programs share.
        .target(name: "TestPrograms", path: "Tests/TestPrograms", swiftSettings: .strict),

        // The database that tests of stores run on.
        .target(
            name: "TestStores",
            dependencies: ["Database", "DatabasePostgres", "DatabaseSQLite", "Referrals"],
            path: "Tests/TestStores",
            swiftSettings: .strict
        ),
    ],
    swiftLanguageModes: [.v6]
)
