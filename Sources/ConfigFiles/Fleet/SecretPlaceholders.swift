internal import FleetModel

/// The names of the environment variables that are written in the places of secrets.
struct SecretPlaceholders {
    private(set) var values: [String: Secret] = [:]

    /// The placeholder for a secret; the same secret has the same placeholder everywhere.
    mutating func placeholder(for secret: Secret, called words: [String]) -> String {
        if let name = values.first(where: { $0.value == secret })?.key { return "${\(name)}" }
        let letters = words.joined(separator: "_").uppercased().map { character in
            character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
        }
        let base = "TOCSIN_" + String(letters).prefix(30)
        var name = base
        var number = 2
        while values[name] != nil {
            name = "\(base)_\(number)"
            number += 1
        }
        values[name] = secret
        return "${\(name)}"
    }
}
