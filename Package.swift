// swift-tools-version: 6.2
import PackageDescription

/// One set of habits for every Swift target: strict concurrency, imports that show the arrows, warnings as errors.
let habits: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "handbill",
    products: [
        .executable(name: "handbill", targets: ["handbill"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // The domain: pure values and rules.
        .target(name: "Orders", swiftSettings: habits),

        // Rooms that never import each other.
        .target(
            name: "Store",
            dependencies: [
                "Orders", "CSQLite",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: habits),
        .target(name: "Press", dependencies: ["Orders", "CDeflate", "CPangoCairo", "CZint"], swiftSettings: habits),
        .target(
            name: "Wire",
            dependencies: ["CCups", "CCurl", "CGMime", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: habits),

        // Files that people edit, and files inside the binary.
        .target(
            name: "Settings",
            dependencies: ["Orders", "Press", .product(name: "Yams", package: "Yams")],
            swiftSettings: habits),
        .target(
            name: "Templates",
            resources: [
                .embedInCode("mail"), .embedInCode("postage"), .embedInCode("sheets"), .embedInCode("web"),
            ],
            swiftSettings: habits),
        .target(
            name: "Examples",
            resources: [.embedInCode("examples")], swiftSettings: habits),

        // The stages.
        .target(
            name: "Fulfilment",
            dependencies: [
                "Orders", "Store", "Press", "Wire", "Templates", "CLinux",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: habits),

        // The doors for browsers and programs.
        .target(
            name: "Web",
            dependencies: [
                "Orders", "Store", "Fulfilment", "Templates",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: habits),

        // The command line and the one composition root.
        .executableTarget(
            name: "handbill",
            dependencies: [
                "Orders", "Store", "Press", "Wire", "Settings", "Templates", "Examples", "Fulfilment", "Web",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: habits),

        // Tests and measurements.
        .target(name: "TestSupport", dependencies: ["Orders"], swiftSettings: habits),
        .executableTarget(
            name: "handbill-bench",
            dependencies: [
                "Orders", "Store", "Press", "Wire", "Fulfilment", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/Benchmarks", exclude: ["Peers"], swiftSettings: habits),
        .testTarget(name: "OrdersTests", dependencies: ["Orders"], swiftSettings: habits),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Store", "Orders", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: habits),
        .testTarget(
            name: "PressTests",
            dependencies: ["Press", "Orders", "Settings", "Templates", "TestSupport", "CPangoCairo"],
            swiftSettings: habits),
        .testTarget(name: "WireTests", dependencies: ["Wire", "TestSupport"], swiftSettings: habits),
        .testTarget(
            name: "SettingsTests", dependencies: ["Settings", "Templates", "Press", "Orders"], swiftSettings: habits),
        .testTarget(
            name: "FulfilmentTests",
            dependencies: [
                "Fulfilment", "Orders", "Store", "Press", "Wire", "Settings", "Templates", "Examples", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
            ],
            swiftSettings: habits),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Web", "Orders", "Store", "Fulfilment", "Press", "Settings", "Templates", "TestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: habits),
        .testTarget(name: "DaemonTests", dependencies: ["handbill", "TestSupport"], swiftSettings: habits),

        // Debian's libraries, with shims for macros and variadic calls.
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CCups", providers: [.apt(["libcups2-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .systemLibrary(
            name: "CPangoCairo", pkgConfig: "pangocairo pangoft2 fontconfig harfbuzz",
            providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CSQLite"),
        .systemLibrary(name: "CZint", providers: [.apt(["libzint-dev"])]),
    ]
)
