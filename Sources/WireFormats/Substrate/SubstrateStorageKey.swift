import CXXHash

/// Where a value of a Substrate chain's state lies.
///
/// The key of a plain value is twox128 of the pallet's name, then of the value's name; that of a
/// map has a hash of the map's key and the key itself behind them.
package struct SubstrateStorageKey: Hashable, Sendable {
    /// The key as `state_getStorage` takes it, `0x…`.
    package let text: String

    /// The key of a plain value.
    package init(_ pallet: String, _ item: String) {
        self.init(bytes: Self.twox128(pallet) + Self.twox128(item))
    }

    /// The key of an entry of a map whose keys are numbers hashed with twox64.
    package init(_ pallet: String, _ item: String, number: UInt32) {
        let entry = (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        self.init(
            bytes: Self.twox128(pallet) + Self.twox128(item) + Self.twox64(entry, seed: 0) + entry
        )
    }

    private init(bytes: [UInt8]) {
        text = "0x" + bytes.hexadecimal
    }

    private static func twox128(_ name: String) -> [UInt8] {
        twox64(Array(name.utf8), seed: 0) + twox64(Array(name.utf8), seed: 1)
    }

    private static func twox64(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
        let hash = cx_xxhash64(bytes, bytes.count, seed)
        return (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * UInt64($0))) }
    }
}

extension SubstrateStorageKey {
    /// The runtime that last ran its migrations: its version and name.
    package static let lastRuntimeUpgrade = Self("System", "LastRuntimeUpgrade")
    /// The upgrade that somebody may enact, on chains of 2024 and later.
    package static let authorizedUpgrade = Self("System", "AuthorizedUpgrade")
    /// The upgrade that somebody may enact, on parachains of 2022 and 2023.
    package static let parachainAuthorizedUpgrade = Self("ParachainSystem", "AuthorizedUpgrade")
    /// The code of a runtime that waits for the relay chain's consent: a megabyte or more.
    package static let pendingValidationCode = Self("ParachainSystem", "PendingValidationCode")
    /// The time of the block, set by its author.
    package static let timestampNow = Self("Timestamp", "Now")
    /// How many referenda there were, until OpenGov.
    package static let referendumCount = Self("Democracy", "ReferendumCount")
    /// The first referendum that is not yet over and enacted.
    package static let lowestUnbaked = Self("Democracy", "LowestUnbaked")
    /// The motion that becomes the next referendum.
    package static let nextExternal = Self("Democracy", "NextExternal")
    /// The open motions of the council.
    package static let councilProposals = Self("Council", "Proposals")
    /// How many referenda of OpenGov there were.
    package static let openGovCount = Self("Referenda", "ReferendumCount")

    /// One referendum, until OpenGov.
    package static func referendum(_ number: UInt32) -> Self {
        Self("Democracy", "ReferendumInfoOf", number: number)
    }
}

extension [UInt8] {
    /// The bytes as hexadecimal digits in lower case.
    var hexadecimal: String {
        reduce(into: "") { text, byte in
            let digits = String(byte, radix: 16)
            text += (digits.count == 1 ? "0" : "") + digits
        }
    }
}
